"""Rules on corrections: the fact stands, it stays the same sort of fact, and nothing recorded later rests on it."""

from collections.abc import Sequence
from datetime import date

from services.admissions.domain.rules.labels import day as written
from services.admissions.domain.rules.refusals import Rule, refusal
from services.admissions.domain.rules.step_names import named
from shared.core.errors import Fault, Refusal
from shared.core.text import Text

UNKNOWN = Rule("correction-of-nothing", "điểm 6.2.4 QĐ 24-QĐ/TW (không tẩy xóa, sửa chữa hồ sơ); domain 12.3")
OTHER_SORT = Rule("correction-of-other-sort", "điểm 6.2.4 QĐ 24-QĐ/TW (không tẩy xóa, sửa chữa hồ sơ); domain 12.3")
BUILT_ON = Rule("facts-build-on-it", "điểm 6.2.4 QĐ 24-QĐ/TW (không tẩy xóa, sửa chữa hồ sơ); design 4; domain 5")


def refuse_unknown(position: int) -> Refusal:
    """Only a fact that stands can be corrected: not one corrected before, nor one that fell away. Domain 12.3."""
    return refusal(
        UNKNOWN,
        Text(
            vi=f"Ở vị trí {position} trong sổ không có việc nào đang có hiệu lực của người này.",
            en=f"No fact of this person stands at position {position}.",
        ),
        Text(
            vi="Xem lịch sử của người này để biết vị trí; việc đã đính chính thì đính chính lần đính chính mới nhất.",
            en="See the trail for the position; of a corrected fact, correct the newest correction.",
        ),
        where="/position",
        values={"position": position},
    )


def same_sort(recorded: str, stated: str) -> None:
    """A correction states the same sort of fact; another sort is a cancellation and a new fact. Source: domain 12.3."""
    if recorded == stated:
        return
    was, now = named(recorded), named(stated)
    raise refusal(
        OTHER_SORT,
        Text(
            vi=f"Việc đã ghi là “{was.vi}”, không thể đính chính thành “{now.vi}”.",
            en=f"What was recorded is “{was.en}” and cannot be corrected to “{now.en}”.",
        ),
        Text(
            vi="Hủy việc đã ghi (đính chính, bỏ trống instead), rồi ghi việc mới.",
            en="Cancel that fact (a correction without `instead`), then record the new one.",
        ),
        where="/instead",
        values={"recorded": recorded, "stated": stated},
        content=True,
    )


def refuse_built_on(facts: Sequence[tuple[int, str, date]], *, late: bool = False) -> Refusal:
    """Steps recorded later need the fact as it was: they are listed (position, step, date). Design 4; domain 5.

    `late`: nothing is corrected, but a fact of an earlier day would take from them what they rest on.
    """
    corrected = Text(
        vi=f"Không thể đính chính: {len(facts)} việc ghi sau dựa trên việc này.",
        en=f"This cannot be corrected: {len(facts)} facts recorded later rest on it.",
    )
    between = Text(
        vi=f"Không thể ghi việc này vào ngày đó: {len(facts)} việc sau ngày đó đã ghi sẽ không còn căn cứ.",
        en=f"This cannot be recorded on that day: {len(facts)} facts of later days would have nothing to rest on.",
    )
    return refusal(
        BUILT_ON,
        between if late else corrected,
        Text(
            vi="Đính chính hoặc hủy các việc đã nêu trước, bắt đầu từ việc mới nhất.",
            en="Correct or cancel those named first, the newest first.",
        ),
        values={"positions": [position for position, _, _ in facts]},
        faults=[_fault(position, name, on) for position, name, on in facts],
    )


def _fault(position: int, name: str, on: date) -> Fault:
    what, asked = named(name), written(on)
    return Fault(
        where=str(position),
        what=Text(
            vi=f"{what.vi}, ngày {asked.vi} (vị trí {position})", en=f"{what.en}, {asked.en} (position {position})"
        ),
    )
