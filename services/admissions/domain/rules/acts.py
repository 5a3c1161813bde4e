"""Rules on single acts: what must be given, transfers between the right units."""

from datetime import date

from services.admissions.domain.rules.labels import OUTSIDE_PROVINCE
from services.admissions.domain.rules.labels import day as written
from services.admissions.domain.rules.labels import standing as called
from services.admissions.domain.rules.refusals import Rule, refusal
from shared.contracts.facts import Decision
from shared.contracts.movement import MEMBERS, Standing
from shared.core.text import Text
from shared.tree.organisation import Organisation

UNIT_NEEDED = Rule("unit-needed", "Quy ước của sổ; contracts 3")
OTHER_UNIT = Rule("one-place", "điểm 6.3 QĐ 294-QĐ/TW (chuyển sinh hoạt đảng); domain 7; design 2")
DECISION_NEEDED = Rule("decision-needed", "điểm 4.3, 8 QĐ 24-QĐ/TW (quyết định bằng văn bản); domain 5 (C4, D8), 8.1")
DECISION_BODY = Rule("decision-of-another-body", "điểm 4.3.2 QĐ 29-QĐ/TW, QĐ 232-QĐ/TW (thẩm quyền); domain 5 (C4, D8)")
NO_LETTER = Rule("transfer-not-open", "điểm 6.3 QĐ 294-QĐ/TW (chuyển sinh hoạt đảng); domain 7")
ELSEWHERE = Rule("transfer-elsewhere", "điểm 6.3 QĐ 294-QĐ/TW (chuyển sinh hoạt đảng); domain 7")
SAME_UNIT = Rule("transfer-to-own-unit", "điểm 6.3 QĐ 294-QĐ/TW (chuyển sinh hoạt đảng); domain 7")
NOT_A_MEMBER = Rule("standing-of-member", "điểm 6.3 QĐ 294-QĐ/TW (chuyển sinh hoạt đảng); domain 3, 7")
ERASED = Rule("person-erased", "Luật 91/2025/QH15 (xóa dữ liệu cá nhân); design 9")


def unit_needed(unit_id: str | None) -> str:
    """Someone who comes in comes into a unit. Source: contracts 3."""
    if unit_id is not None:
        return unit_id
    raise refusal(
        UNIT_NEEDED,
        Text(vi="Chưa nêu chi bộ tiếp nhận người này.", en="It is not said into which cell the person comes."),
        Text(vi="Nêu mã của chi bộ (unit_id).", en="Give the cell's id (unit_id)."),
        where="/unit_id",
        content=True,
    )


def in_own_unit(organisation: Organisation, asked: str | None, held: str, on: date) -> None:
    """The act happens where the person is on that date. Source: domain 7 (exactly one counting organisation)."""
    if asked is None or asked == held:
        return
    day, there, named = written(on), organisation.label(held, on), organisation.label(asked, on)
    raise refusal(
        OTHER_UNIT,
        Text(
            vi=f"Ngày {day.vi} người này ở {there}, không ở {named}.",
            en=f"On {day.en} the person was in {there}, not in {named}.",
        ),
        Text(
            vi=f"Kiểm tra lại ngày; nếu đúng, ghi tại {there}.",
            en=f"Check the date; if it is right, record this in {there}.",
        ),
        where="/unit_id",
        values={"unit_id": asked, "held": held, "on": on},
    )


def decision_needed(decision: Decision | None) -> None:
    """An admission and a recognition are decided in writing, with number and date. Source: domain 5 (C4, D8)."""
    if decision is not None:
        return
    raise refusal(
        DECISION_NEEDED,
        Text(
            vi="Bước này phải có quyết định bằng văn bản; chưa thấy số và ngày quyết định.",
            en="This step needs a decision in writing; no number and date are given.",
        ),
        Text(
            vi="Nêu cấp ủy ra quyết định, số và ngày của quyết định.", en="Give the decision's body, number and date."
        ),
        where="/decision",
        content=True,
    )


def decision_of(organisation: Organisation, decision: Decision | None, body_unit_id: str, on: date) -> None:
    """The paper is of the body that decides: no other body's number stands for it. Source: domain 5 (C4, D8)."""
    if decision is None or decision.body_unit_id == body_unit_id:
        return
    given, decides = organisation.label(decision.body_unit_id, on), organisation.label(body_unit_id, on)
    raise refusal(
        DECISION_BODY,
        Text(
            vi=f"Quyết định số {decision.number} ghi là của {given}; bước này do {decides} quyết định.",
            en=f"Decision {decision.number} is given as that of {given}; {decides} decides this step.",
        ),
        Text(
            vi=f"Nêu số và ngày quyết định của {decides}, hoặc sửa cơ quan ra quyết định.",
            en=f"Give the number and date of the decision of {decides}, or mend the body named.",
        ),
        where="/decision/body_unit_id",
        values={"decision": decision.body_unit_id, "decides": body_unit_id},
    )


def member_standing(standing: Standing, where: str) -> None:
    """Transfers and arrivals are of members. Source: domain 7."""
    if standing in MEMBERS:
        return
    was = called(standing)
    raise refusal(
        NOT_A_MEMBER,
        Text(
            vi=f"Chỉ đảng viên dự bị hoặc chính thức mới chuyển sinh hoạt đảng; người này khi đó là {was.vi}.",
            en=f"Only probationary and official members are transferred; the person was then {was.en}.",
        ),
        Text(
            vi="Kiểm tra lại người và ngày; người chưa là đảng viên thì nơi đến đưa vào danh sách của mình.",
            en="Check the person and the date; who is no member is listed anew by the receiving cell.",
        ),
        where=where,
        values={"standing": standing.value},
    )


def to_another_unit(organisation: Organisation, to_unit_id: str | None, held: str, on: date) -> None:
    """A transfer leads out of the person's own cell. Source: domain 7."""
    if to_unit_id != held:
        return
    day, there = written(on), organisation.label(held, on)
    raise refusal(
        SAME_UNIT,
        Text(
            vi=f"Ngày {day.vi} người này đang ở chính {there}; không chuyển đến nơi đang ở.",
            en=f"On {day.en} the person is in {there} already; nobody is transferred to where they are.",
        ),
        Text(vi="Nêu chi bộ nơi đến.", en="Give the receiving cell."),
        where="/to_unit_id",
        values={"to_unit_id": to_unit_id, "held": held, "on": on},
    )


def letter_open(is_open: bool, on: date) -> None:
    """Only an open introduction letter can be accepted or lapse. Source: domain 7."""
    if is_open:
        return
    day = written(on)
    raise refusal(
        NO_LETTER,
        Text(
            vi=f"Ngày {day.vi} người này không có giấy giới thiệu chuyển sinh hoạt đảng nào còn hiệu lực.",
            en=f"On {day.en} the person had no open introduction letter.",
        ),
        Text(
            vi="Kiểm tra lại ngày; nếu giấy đã cấp mà chưa ghi, nơi chuyển đi ghi việc cấp giấy trước.",
            en="Check the date; if a letter was issued, the sending unit records that first.",
        ),
        values={"on": on},
    )


def where_the_letter_leads(
    organisation: Organisation, to_unit_id: str | None, letter_to: str | None, successor: str | None, on: date
) -> None:
    """The letter is accepted where it leads, or by the successor of a cell closed since. Source: domain 7; design 4."""
    if to_unit_id == letter_to or (to_unit_id is not None and to_unit_id == successor):
        return
    written_to, asked = _destination(organisation, letter_to, on), _destination(organisation, to_unit_id, on)
    raise refusal(
        ELSEWHERE,
        Text(
            vi=f"Giấy giới thiệu ghi nơi đến là {written_to.vi}, không phải {asked.vi}.",
            en=f"The letter leads to {written_to.en}, not to {asked.en}.",
        ),
        Text(
            vi="Nếu người đó đến nơi khác, nơi cấp giấy cho giấy này hết hiệu lực và cấp giấy mới.",
            en="If the person goes elsewhere, the issuer lets this letter lapse and issues another.",
        ),
        where="/to_unit_id",
        values={"to_unit_id": to_unit_id, "letter_to_unit_id": letter_to},
    )


def _destination(organisation: Organisation, unit_id: str | None, on: date) -> Text:
    if unit_id is None:
        return OUTSIDE_PROVINCE
    name = organisation.label(unit_id, on)
    return Text(vi=name, en=name)


def not_erased(erased: bool) -> None:
    """Nothing more is recorded of an erased person. Source: design 9."""
    if not erased:
        return
    raise refusal(
        ERASED,
        Text(vi="Hồ sơ người này đã được xóa theo luật.", en="The person has been erased by law."),
        Text(vi="Không thể ghi thêm.", en="Nothing more can be recorded."),
    )
