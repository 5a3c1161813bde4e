"""Rules on corrections: the fact stands, it stays the same sort of fact, and nothing recorded later rests on it."""

from collections.abc import Sequence
from datetime import date

from services.admissions.domain.rules.labels import day as written
from services.admissions.domain.rules.refusals import Rule, refusal
from shared.core.errors import Fault, Refusal
from shared.core.text import Text

UNKNOWN = Rule("correction-of-nothing", "QĐ 24-QĐ/TW item 6.2.4 (không tẩy xóa, sửa chữa hồ sơ); domain 12.3")
OTHER_SORT = Rule("correction-of-other-sort", "QĐ 24-QĐ/TW item 6.2.4 (không tẩy xóa, sửa chữa hồ sơ); domain 12.3")
BUILT_ON = Rule("facts-build-on-it", "QĐ 24-QĐ/TW item 6.2.4 (không tẩy xóa, sửa chữa hồ sơ); design 4; domain 5")


def refuse_unknown(position: int) -> Refusal:
    """Only a fact that stands can be corrected: not one corrected before, nor one that fell away. Domain 12.3."""
    return refusal(
        UNKNOWN,
        Text(
            vi=f"Ở vị trí {position} không có sự việc nào đang có hiệu lực của người này.",
            en=f"No fact of this person stands at position {position}.",
        ),
        Text(
            vi="Xem lịch sử để biết vị trí; sự việc đã đính chính thì đính chính lần đính chính đó.",
            en="See the trail for the position; of a corrected fact, correct the newest correction.",
        ),
        where="/position",
        values={"position": position},
    )


def same_sort(recorded: str, stated: str) -> None:
    """A correction states the same sort of fact; another sort is a cancellation and a new fact. Source: domain 12.3."""
    if recorded == stated:
        return
    raise refusal(
        OTHER_SORT,
        Text(
            vi=f"Sự việc đã ghi là “{recorded}”, không thể đính chính thành “{stated}”.",
            en=f"What was recorded is “{recorded}” and cannot be corrected to “{stated}”.",
        ),
        Text(vi="Hủy sự việc đó, rồi ghi sự việc mới.", en="Cancel that fact, then record the new one."),
        where="/instead",
        values={"recorded": recorded, "stated": stated},
        content=True,
    )


def refuse_built_on(facts: Sequence[tuple[int, str, date]]) -> Refusal:
    """Steps recorded later need the fact as it was: they are listed (position, step, date). Design 4; domain 5."""
    return refusal(
        BUILT_ON,
        Text(
            vi=f"{len(facts)} sự việc ghi sau dựa trên sự việc này.",
            en=f"{len(facts)} facts recorded later rest on this one.",
        ),
        Text(
            vi="Đính chính hoặc hủy các sự việc đó trước, mới nhất trước.",
            en="Correct or cancel those first, the newest first.",
        ),
        values={"positions": [position for position, _, _ in facts]},
        faults=[_fault(position, name, on) for position, name, on in facts],
    )


def _fault(position: int, name: str, on: date) -> Fault:
    asked = written(on)
    return Fault(where=str(position), what=Text(vi=f"{name}, {asked.vi}", en=f"{name}, {asked.en}"))
