"""Rules on single acts: what must be given, transfers between the right units."""

from services.admissions.domain.rules.refusals import Rule, refusal
from shared.contracts.facts import Decision
from shared.contracts.movement import MEMBERS, Standing
from shared.core.text import Text

UNIT_NEEDED = Rule("unit-needed", "Quy ước của sổ; contracts 3")
OTHER_UNIT = Rule("one-place", "QĐ 294-QĐ/TW item 6.3 (chuyển sinh hoạt đảng); domain 7; design 2")
DECISION_NEEDED = Rule("decision-needed", "QĐ 24-QĐ/TW items 4.3, 8; domain 5 (C4, D8), 8.1")
DECISION_BODY = Rule("decision-of-another-body", "QĐ 24-QĐ/TW item 4.3.2; domain 5 (C4, D8)")
NO_LETTER = Rule("transfer-not-open", "QĐ 294-QĐ/TW item 6.3 (chuyển sinh hoạt đảng); domain 7")
ELSEWHERE = Rule("transfer-elsewhere", "QĐ 294-QĐ/TW item 6.3 (chuyển sinh hoạt đảng); domain 7")
SAME_UNIT = Rule("transfer-to-own-unit", "QĐ 294-QĐ/TW item 6.3 (chuyển sinh hoạt đảng); domain 7")
NOT_A_MEMBER = Rule("standing-of-member", "QĐ 294-QĐ/TW item 6.3 (chuyển sinh hoạt đảng); domain 3, 7")
ERASED = Rule("person-erased", "Luật 91/2025/QH15 (xóa dữ liệu cá nhân); design 9")


def unit_needed(unit_id: str | None) -> str:
    """Someone who comes in comes into a unit. Source: contracts 3."""
    if unit_id is not None:
        return unit_id
    raise refusal(
        UNIT_NEEDED,
        Text(vi="Thiếu chi bộ.", en="The cell is missing."),
        Text(vi="Nêu unit_id của chi bộ.", en="Give the cell's unit_id."),
        where="/unit_id",
        content=True,
    )


def in_own_unit(asked: str | None, held: str) -> None:
    """The act happens where the person is on that date. Source: domain 7 (exactly one counting organisation)."""
    if asked in {None, held}:
        return
    raise refusal(
        OTHER_UNIT,
        Text(
            vi=f"Ngày đó người này ở {held}, không ở {asked}.",
            en=f"On that date the person was in {held}, not {asked}.",
        ),
        Text(vi="Kiểm tra ngày và chi bộ.", en="Check the date and the cell."),
        where="/unit_id",
        values={"unit_id": asked, "held": held},
    )


def decision_needed(decision: Decision | None) -> None:
    """An admission and a recognition are decided in writing, with number and date. Source: domain 5 (C4, D8)."""
    if decision is not None:
        return
    raise refusal(
        DECISION_NEEDED,
        Text(vi="Bước này cần số và ngày quyết định.", en="This step needs the decision's number and date."),
        Text(vi="Nêu cơ quan, số và ngày của quyết định.", en="Give the decision's body, number and date."),
        where="/decision",
        content=True,
    )


def decision_of(decision: Decision | None, body_unit_id: str) -> None:
    """The paper is of the body that decides: no other body's number stands for it. Source: domain 5 (C4, D8)."""
    if decision is None or decision.body_unit_id == body_unit_id:
        return
    raise refusal(
        DECISION_BODY,
        Text(
            vi=f"Quyết định số {decision.number} ghi là của {decision.body_unit_id}; ở đây {body_unit_id} quyết định.",
            en=f"Decision {decision.number} is given as that of {decision.body_unit_id}; {body_unit_id} decides here.",
        ),
        Text(vi="Nêu quyết định của cấp ủy có thẩm quyền.", en="Give the decision of the competent committee."),
        where="/decision/body_unit_id",
        values={"decision": decision.body_unit_id, "decides": body_unit_id},
    )


def member_standing(standing: Standing, where: str) -> None:
    """Transfers and arrivals are of members. Source: domain 7."""
    if standing in MEMBERS:
        return
    raise refusal(
        NOT_A_MEMBER,
        Text(
            vi="Chỉ đảng viên dự bị hoặc chính thức mới chuyển sinh hoạt đảng.",
            en="Only probationary and official members are transferred.",
        ),
        Text(vi="Kiểm tra tư cách người này vào ngày đó.", en="Check what the person was on that date."),
        where=where,
        values={"standing": standing.value},
    )


def to_another_unit(to_unit_id: str | None, held: str) -> None:
    """A transfer leads out of the person's own cell. Source: domain 7."""
    if to_unit_id != held:
        return
    raise refusal(
        SAME_UNIT,
        Text(vi=f"Người này đang ở {held}.", en=f"The person is in {held} already."),
        Text(vi="Nêu chi bộ nơi đến.", en="Give the receiving cell."),
        where="/to_unit_id",
        values={"to_unit_id": to_unit_id},
    )


def letter_open(is_open: bool) -> None:
    """Only an open introduction letter can be accepted or lapse. Source: domain 7."""
    if is_open:
        return
    raise refusal(
        NO_LETTER,
        Text(
            vi="Ngày đó người này không có giấy giới thiệu chuyển sinh hoạt nào còn mở.",
            en="On that date the person had no open introduction letter.",
        ),
        Text(vi="Ghi việc cấp giấy giới thiệu trước.", en="Record the issue of the letter first."),
    )


def where_the_letter_leads(to_unit_id: str | None, letter_to: str | None, successor: str | None) -> None:
    """The letter is accepted where it leads, or by the successor of a cell closed since. Source: domain 7; design 4."""
    if to_unit_id == letter_to or (to_unit_id is not None and to_unit_id == successor):
        return
    outside = Text(vi="ngoài tỉnh", en="outside the province")
    raise refusal(
        ELSEWHERE,
        Text(
            vi=f"Giấy giới thiệu đến {letter_to or outside.vi}, không đến {to_unit_id or outside.vi}.",
            en=f"The letter leads to {letter_to or outside.en}, not to {to_unit_id or outside.en}.",
        ),
        Text(
            vi="Cho giấy này hết hiệu lực và cấp giấy mới.",
            en="Let this letter lapse and issue another.",
        ),
        where="/to_unit_id",
        values={"to_unit_id": to_unit_id, "letter_to_unit_id": letter_to},
    )


def not_erased(erased: bool) -> None:
    """Nothing more is recorded of an erased person. Source: design 9."""
    if not erased:
        return
    raise refusal(
        ERASED,
        Text(vi="Hồ sơ người này đã được xóa theo luật.", en="The person has been erased by law."),
        Text(vi="Không thể ghi thêm.", en="Nothing more can be recorded."),
    )
