"""Rules on corrections as approved acts, and on persons recorded twice: by whom, on what paper, never twice."""

from collections.abc import Mapping, Sequence

from services.admissions.domain.rules.attributes import NOTHING
from services.admissions.domain.rules.code_names import codes_named
from services.admissions.domain.rules.refusals import Rule, refusal
from shared.contracts.facts import Decision
from shared.core.text import Text

GROUND = Rule("correction-ground", "điểm 6.2.4 QĐ 24-QĐ/TW (không tẩy xóa, sửa chữa hồ sơ); domain 4.2, 12.3")
WRITING = Rule("correction-in-writing", "điểm 6.2.4 QĐ 24-QĐ/TW (không tẩy xóa, sửa chữa hồ sơ); domain 4.2, 12.3")
MERGED = Rule("person-merged", "HD 12-HD/BTCTW (17/05/2012, một đảng viên một số lý lịch); domain 2, 12.3; design 2")
SELF = Rule("merge-with-itself", "HD 12-HD/BTCTW (17/05/2012, một đảng viên một số lý lịch); domain 2, 12.3")
SURVIVOR = Rule("merge-survivor", "HD 12-HD/BTCTW (17/05/2012, một đảng viên một số lý lịch); domain 2, 12.3")
NOT_MERGED = Rule("merge-not-there", "HD 12-HD/BTCTW (17/05/2012, một đảng viên một số lý lịch); domain 2, 12.3")


def grounded(ground: str, grounds: Sequence[str]) -> None:
    """A record is altered only on a legal ground, told as a code. Source: QĐ 24 item 6.2.4; domain 4.2."""
    if ground in grounds:
        return
    usable = codes_named(grounds)
    raise refusal(
        GROUND,
        Text(vi=f"“{ground}” không phải là căn cứ để đính chính.", en=f"“{ground}” is no ground of a correction."),
        Text(vi=f"Nêu căn cứ (ground), một trong: {usable.vi}.", en=f"Give `ground`, one of: {usable.en}."),
        where="/ground",
        values={"ground": ground, "grounds": list(grounds)},
        content=True,
    )


def in_writing(decision: Decision | None) -> None:
    """The competent committee agreed to the alteration in writing. Source: QĐ 24 item 6.2.4; domain 4.2."""
    if decision is not None:
        return
    raise refusal(
        WRITING,
        Text(
            vi="Đính chính hồ sơ phải có văn bản đồng ý của cấp ủy có thẩm quyền; chưa nêu văn bản nào.",
            en="A correction needs the written consent of the competent committee; no paper is given.",
        ),
        Text(
            vi="Nêu cơ quan ban hành, số và ngày của văn bản (decision).",
            en="Give the paper's body, number and date (decision).",
        ),
        where="/decision",
        content=True,
    )


def something_differs(held: Mapping[str, str], given: Mapping[str, str]) -> None:
    """An alteration alters something. The refusal repeats no particular. Source: domain 12.3."""
    if any(held.get(name) != text for name, text in given.items()):
        return
    raise refusal(
        NOTHING,
        Text(vi="Thông tin nêu ra giống thông tin đang có trong hồ sơ.", en="What is given is what the record holds."),
        Text(vi="Nêu họ tên, ngày sinh đúng.", en="Give the right name or date of birth."),
        where="/full_name",
    )


def not_merged(into: str | None) -> None:
    """Nothing more is recorded of who turned out to be another: it goes to the record that goes on. Domain 12.3."""
    if into is None:
        return
    raise refusal(
        MERGED,
        Text(
            vi=f"Hồ sơ này đã được nhập vào hồ sơ của người {into}.",
            en=f"This record was merged into that of person {into}.",
        ),
        Text(
            vi=f"Ghi việc này vào hồ sơ {into}; nếu nhập nhầm, tách lại (unmerged) trước.",
            en=f"Record it of {into}; if the merge was wrong, take it back first (unmerged).",
        ),
        values={"into": into},
    )


def two_persons(person_id: str, into: str) -> None:
    """Two records are merged, not one with itself. Source: domain 12.3."""
    if person_id != into:
        return
    raise refusal(
        SELF,
        Text(vi="Không thể nhập một hồ sơ vào chính nó.", en="A record cannot be merged into itself."),
        Text(vi="Nêu mã của hồ sơ được giữ lại (into).", en="Give the id of the record that goes on (into)."),
        where="/into",
        content=True,
    )


def goes_on(into: str, *, known: bool, erased: bool, merged_into: str | None) -> None:
    """The record that goes on is there, and not itself merged: so merges make no circle. Source: domain 12.3."""
    if known and not erased and merged_into is None:
        return
    why = Text(vi="không có hồ sơ này", en="there is no such record")
    if erased:
        why = Text(vi="hồ sơ này đã được xóa theo luật", en="it was erased by law")
    elif merged_into is not None:
        why = Text(vi=f"hồ sơ này đã nhập vào hồ sơ {merged_into}", en=f"it was merged into {merged_into}")
    raise refusal(
        SURVIVOR,
        Text(
            vi=f"Không thể giữ lại hồ sơ {into}: {why.vi}.",
            en=f"The record {into} cannot go on: {why.en}.",
        ),
        Text(
            vi=f"Nhập vào {merged_into}." if merged_into else "Kiểm tra mã của hồ sơ được giữ lại.",
            en=f"Merge into {merged_into}." if merged_into else "Check the id of the record that goes on.",
        ),
        where="/into",
        values={"into": into, "merged_into": merged_into},
    )


def is_merged(into: str | None) -> None:
    """Only a merge is taken back. Source: domain 12.3."""
    if into is not None:
        return
    raise refusal(
        NOT_MERGED,
        Text(
            vi="Hồ sơ này chưa được nhập vào hồ sơ nào nên không có gì để tách lại.",
            en="This record is not merged into any other; there is nothing to take back.",
        ),
        Text(vi="Kiểm tra mã người.", en="Check the person's id."),
    )
