"""Rules on the shape of the organisation: names, what stands below what, no cycles, orderly closings (domain 2)."""

import re
from collections.abc import Sequence
from datetime import date

from services.admissions.domain.rules.labels import UNIT_KIND
from services.admissions.domain.rules.labels import day as written
from services.admissions.domain.rules.refusals import Rule, refusal
from services.admissions.domain.rules.units import path
from shared.contracts.organisation import CELLS, CellKind, UnitKind
from shared.core.errors import Fault
from shared.core.text import Text
from shared.tree.organisation import Organisation
from shared.tree.unit import Unit

ID = Rule("unit-id", "Quy ước của sổ; contracts 1, 6")
EXISTS = Rule("unit-exists", "Quy ước của sổ; domain 2")
NAME = Rule("unit-name", "Quy ước của sổ; contracts 6")
CELL_KIND = Rule("cell-kind-of-a-cell", "Quy ước của sổ; contracts 6")
BELOW = Rule("unit-below", "Điều 10 Điều lệ Đảng (hệ thống tổ chức của Đảng); domain 1, 2")
CYCLE = Rule("unit-cycle", "Điều 10 Điều lệ Đảng (hệ thống tổ chức của Đảng); domain 2")
CLOSED = Rule("unit-closed-already", "Điều 10 Điều lệ Đảng (hệ thống tổ chức của Đảng); domain 2")
CHILDREN = Rule("unit-has-children", "Điều 10 Điều lệ Đảng (hệ thống tổ chức của Đảng); domain 2")
ARRIVALS = Rule("unit-has-arrivals", "Điều 10 Điều lệ Đảng (hệ thống tổ chức của Đảng); design 4")
PEOPLE = Rule("unit-has-people", "Điều 10 Điều lệ Đảng (hệ thống tổ chức của Đảng); design 4")
SUCCESSOR = Rule("unit-successor", "Điều 10 Điều lệ Đảng (hệ thống tổ chức của Đảng); domain 2; contracts 4")
FACT = Rule("unit-fact", "Quy ước của sổ; contracts 6")

NAME_LENGTH_MAX = 200
ID_SHOWN_MAX = 64
LISTED_MAX = 20
FLAGS = frozenset({"has_committee", "authorised"})
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}\Z")
_FACT_NAME = re.compile(r"[a-z][a-z0-9_]{0,63}\Z")
_FACT_VALUE = re.compile(r"(-?[0-9]{1,15}(\.[0-9]{1,6})?|[a-z0-9_]{1,64})\Z")
_ABOVE_GRASSROOTS = frozenset({UnitKind.PROVINCE, UnitKind.DISTRICT, UnitKind.WARD})
MAY_STAND_BELOW: dict[UnitKind, frozenset[UnitKind]] = {
    UnitKind.PROVINCE: frozenset(),
    UnitKind.DISTRICT: frozenset({UnitKind.PROVINCE}),
    UnitKind.WARD: frozenset({UnitKind.PROVINCE, UnitKind.DISTRICT}),
    UnitKind.GRASSROOTS_COMMITTEE: _ABOVE_GRASSROOTS,
    UnitKind.GRASSROOTS_CELL: _ABOVE_GRASSROOTS,
    UnitKind.SUB_COMMITTEE: frozenset({UnitKind.GRASSROOTS_COMMITTEE}),
    UnitKind.SUBORDINATE_CELL: frozenset({UnitKind.GRASSROOTS_COMMITTEE, UnitKind.SUB_COMMITTEE}),
}
"""Which kinds may be the parent of a kind (domain 2)."""


def new_id(organisation: Organisation, unit_id: str) -> None:
    """A unit's id is a short plain word, used once for ever. Source: contracts 1 (a key), domain 2 (stable id)."""
    if not _ID.match(unit_id):
        raise refusal(
            ID,
            Text(vi=f"Mã tổ chức “{unit_id[:ID_SHOWN_MAX]}” không hợp lệ.", en="The unit's id is not allowed."),
            Text(
                vi="Dùng 1 đến 64 chữ cái không dấu, chữ số, “.”, “_” hoặc “-”, bắt đầu bằng chữ cái hoặc chữ số.",
                en="Use 1 to 64 plain letters, digits, “.”, “_” or “-”.",
            ),
            where="/unit_id",
            content=True,
        )
    if (held := organisation.unit(unit_id, date.max)) is not None:
        named_so = held.label
        raise refusal(
            EXISTS,
            Text(
                vi=f"Mã “{unit_id}” đã là mã của {named_so}; một mã chỉ dùng cho một tổ chức.",
                en=f"The id “{unit_id}” is that of {named_so} already; an id is used once.",
            ),
            Text(vi="Đặt mã khác cho tổ chức mới.", en="Give the new unit another id."),
            where="/unit_id",
            values={"unit_id": unit_id},
        )


def named(name: str) -> None:
    """A unit has a name of one line. Source: contracts 6."""
    if name.strip() and len(name) <= NAME_LENGTH_MAX and name.isprintable():
        return
    raise refusal(
        NAME,
        Text(
            vi=f"Tên tổ chức bị trống, dài quá {NAME_LENGTH_MAX} ký tự hoặc có ký tự không in được.",
            en=f"The name is empty, longer than {NAME_LENGTH_MAX} characters, or not printable.",
        ),
        Text(
            vi=f"Viết đủ tên tổ chức trên một dòng, tối đa {NAME_LENGTH_MAX} ký tự.",
            en=f"Write the unit's full name on one line, {NAME_LENGTH_MAX} characters at most.",
        ),
        where="/name_vi",
        content=True,
    )


def cell_kind_of_cell(kind: UnitKind, cell_kind: CellKind | None) -> None:
    """Only cells have a cell kind. Source: contracts 6."""
    if cell_kind is None or kind in CELLS:
        return
    what = UNIT_KIND[kind]
    raise refusal(
        CELL_KIND,
        Text(
            vi=f"Loại chi bộ (cell_kind) chỉ nêu cho chi bộ; tổ chức này là {what.vi}.",
            en=f"Only a cell has a kind of cell (cell_kind); this is a {what.en}.",
        ),
        Text(vi="Bỏ mục loại chi bộ (cell_kind).", en="Leave cell_kind out."),
        where="/cell_kind",
        values={"kind": kind.value, "cell_kind": cell_kind.value},
        content=True,
    )


def may_stand_below(kind: UnitKind, parent: Unit) -> None:
    """Grassroots organisations stand below a level above grassroots, other cells below a committee. Domain 1, 2."""
    allowed = MAY_STAND_BELOW[kind]
    if parent.kind in allowed:
        return
    what, above = UNIT_KIND[kind], UNIT_KIND[parent.kind]
    raise refusal(
        BELOW,
        Text(
            vi=f"{parent.label} là {above.vi}; {what.vi} không thể trực thuộc {above.vi}.",
            en=f"{parent.label} is a {above.en}; a {what.en} cannot stand below a {above.en}.",
        ),
        _above(kind),
        where="/parent_id",
        values={
            "kind": kind.value,
            "parent_kind": parent.kind.value,
            "allowed": sorted(each.value for each in allowed),
        },
    )


def _above(kind: UnitKind) -> Text:
    names = [UNIT_KIND[each] for each in UnitKind if each in MAY_STAND_BELOW[kind]]
    if not names:
        return Text(vi="Không nêu cấp trên: đây là cấp cao nhất của sổ.", en="Name no level above: this is the top.")
    return Text(
        vi=f"Nêu cấp trên là: {' hoặc '.join(each.vi for each in names)}.",
        en=f"Name as the level above a {' or a '.join(each.en for each in names)}.",
    )


def no_cycle(organisation: Organisation, unit: Unit, parent: Unit, days: Sequence[date]) -> None:
    """A unit is never below itself, on the day of the move or today. Source: domain 2."""
    for on in days:
        standing = organisation.unit(unit.unit_id, on)
        if standing is not None and standing.parent_id != unit.parent_id:
            continue  # moved again since: that move was judged by itself
        if any(each.unit_id == unit.unit_id for each in path(organisation, parent.unit_id, on)):
            day = written(on)
            raise refusal(
                CYCLE,
                Text(
                    vi=f"Ngày {day.vi} {parent.label} lại trực thuộc {unit.label}, nên không thể là cấp trên.",
                    en=f"On {day.en} {parent.label} is itself below {unit.label}, and cannot stand above it.",
                ),
                Text(
                    vi=f"Chọn cấp trên khác, hoặc chuyển {parent.label} ra trước.",
                    en=f"Choose another level above, or first move {parent.label} out.",
                ),
                where="/parent_id",
                values={"unit_id": unit.unit_id, "parent_id": parent.unit_id, "on": on},
            )


def not_closed_yet(unit: Unit) -> None:
    """A unit is closed once. Source: domain 2."""
    if unit.closing is None:
        return
    closed = written(unit.closing.effective_on)
    raise refusal(
        CLOSED,
        Text(
            vi=f"{unit.label} đã ghi kết thúc hoạt động ngày {closed.vi}.",
            en=f"{unit.label} is recorded as closed on {closed.en} already.",
        ),
        Text(vi="Không cần ghi lần nữa.", en="Nothing is left to do."),
        values={"unit_id": unit.unit_id, "closed_on": unit.closing.effective_on},
    )


def no_open_children(organisation: Organisation, unit: Unit, days: Sequence[date]) -> None:
    """What stands below is closed or moved first. Source: domain 2 (a reorganisation is a batch of events)."""
    found = {
        each.unit_id
        for on in set(days)
        for each in organisation.tree(on).open_units(unit.unit_id)
        if each.parent_id == unit.unit_id
    }
    if not found:
        return
    listed = sorted(found)[:LISTED_MAX]
    raise refusal(
        CHILDREN,
        Text(
            vi=f"Còn {len(found)} tổ chức trực thuộc {unit.label}.",
            en=f"{len(found)} units still stand below {unit.label}.",
        ),
        Text(
            vi="Kết thúc hoạt động hoặc chuyển các tổ chức đó đi trước.",
            en="Close the units listed, or move them elsewhere, first.",
        ),
        values={"unit_id": unit.unit_id, "children_count": len(found)},
        faults=[_still_below(organisation.label(child, max(days)), child) for child in listed],
    )


def _still_below(name: str, unit_id: str) -> Fault:
    return Fault(unit_id, Text(vi=f"{name} còn trực thuộc", en=f"{name} still stands below"))


def nobody_arrives(unit: Unit, closed_on: date, arriving: int) -> None:
    """Nobody comes into a unit on or after the day of its closing. Source: design 4."""
    if arriving == 0:
        return
    asked = written(closed_on)
    raise refusal(
        ARRIVALS,
        Text(
            vi=f"Từ ngày {asked.vi} trở đi vẫn có {arriving} người được ghi là vào {unit.label}.",
            en=f"From {asked.en} on, {arriving} people are recorded as coming into {unit.label}.",
        ),
        Text(
            vi="Chọn ngày kết thúc muộn hơn, hoặc đính chính các lần tiếp nhận đó trước.",
            en="Choose a later date, or correct those arrivals first.",
        ),
        where="/effective_on",
        values={"unit_id": unit.unit_id, "arriving": arriving},
    )


def successor_where_people_are(unit: Unit, successor_id: str | None, standing: int) -> None:
    """Whoever is in the unit goes to its successor. Source: design 4; contracts 4."""
    if successor_id is not None or standing == 0:
        return
    raise refusal(
        PEOPLE,
        Text(
            vi=f"Còn {standing} người sinh hoạt ở {unit.label}; phải có nơi tiếp nhận họ.",
            en=f"{standing} people are still in {unit.label}; they must go somewhere.",
        ),
        Text(
            vi="Nêu tổ chức kế thừa (successor_id), hoặc ghi trước việc từng người chuyển đi.",
            en="Name the successor (successor_id), or first record how each of them left.",
        ),
        where="/successor_id",
        values={"unit_id": unit.unit_id, "people": standing},
    )


def may_succeed(unit: Unit, successor: Unit) -> None:
    """Another unit succeeds, a cell after a cell. Source: domain 2 (people stand in cells)."""
    if successor.unit_id != unit.unit_id and successor.is_cell == unit.is_cell:
        return
    raise refusal(
        SUCCESSOR,
        Text(
            vi=f"{successor.label} không thể kế thừa {unit.label}.",
            en=f"{successor.label} cannot succeed {unit.label}.",
        ),
        Text(
            vi="Nêu một tổ chức khác: chi bộ do chi bộ khác kế thừa, cấp ủy do cấp ủy khác kế thừa.",
            en="Name another unit: a cell is succeeded by another cell, a committee by another committee.",
        ),
        where="/successor_id",
        values={"unit_kind": unit.kind.value, "successor_kind": successor.kind.value},
    )


def not_back_again(organisation: Organisation, unit: Unit, successor: Unit) -> None:
    """The successor was not itself closed into this unit later: nobody would stand anywhere. Source: domain 2."""
    seen: set[str] = set()
    at: str | None = successor.unit_id
    while at is not None and at not in seen and at != unit.unit_id:
        seen.add(at)
        found = organisation.unit(at, date.max)
        at = None if found is None or found.closing is None else found.closing.successor_id
    if at != unit.unit_id:
        return
    raise refusal(
        SUCCESSOR,
        Text(
            vi=f"{successor.label} về sau lại kết thúc và nhập vào {unit.label}.",
            en=f"{successor.label} was itself closed into {unit.label} later.",
        ),
        Text(vi="Chọn tổ chức kế thừa còn hoạt động.", en="Choose a successor that goes on."),
        where="/successor_id",
        values={"unit_id": unit.unit_id, "successor_id": successor.unit_id},
    )


def fact_name(name: str) -> str:
    """A fact's name is a code. Source: contracts 6 (`facts.csv`)."""
    if _FACT_NAME.match(name):
        return name
    raise refusal(
        FACT,
        Text(vi=f"Tên mục số liệu “{name[:ID_SHOWN_MAX]}” không hợp lệ.", en="The fact's name is not allowed."),
        Text(
            vi="Viết bằng chữ thường không dấu, chữ số và “_”, ví dụ village_officials.",
            en="Write plain small letters, digits and “_”, like village_officials.",
        ),
        where="/fact",
        content=True,
    )


def fact_value(unit: Unit, name: str, value: str) -> str:
    """A flag, a cell kind, a number or a code; never text. An empty flag is false. Source: contracts 3, 6."""
    if name in FLAGS and value in {"true", "false", ""}:
        return value or "false"
    if name == "cell_kind" and unit.is_cell and value in set(CellKind):
        return value
    if name not in FLAGS and name != "cell_kind" and _FACT_VALUE.match(value):
        return value
    kinds = ", ".join(CellKind) if name == "cell_kind" else "true, false" if name in FLAGS else "320; 2.5; a_code"
    raise refusal(
        FACT,
        Text(vi=f"Giá trị nêu cho mục “{name}” không hợp lệ.", en=f"The value of “{name}” is not allowed."),
        Text(vi=f"Giá trị được phép: {kinds}.", en=f"Allowed: {kinds}."),
        where="/value",
        values={"fact": name, "unit_id": unit.unit_id, "kind": unit.kind.value},
        content=True,
    )
