"""Rules on units as known at the append: they exist and are open on the date, people stand in cells only."""

from collections.abc import Iterator, Sequence
from datetime import date

from services.admissions.domain.rules.labels import day as written
from services.admissions.domain.rules.refusals import Rule, refusal
from shared.contracts.organisation import GRASSROOTS, UnitKind
from shared.core.text import Text
from shared.tree.organisation import Organisation
from shared.tree.unit import Unit

UNKNOWN = Rule("unit-unknown", "Quy ước của sổ; contracts 6")
NOT_OPEN = Rule("unit-not-open", "Điều 10 Điều lệ Đảng (hệ thống tổ chức của Đảng); domain 2")
NOT_A_CELL = Rule("unit-not-a-cell", "Điều 10 Điều lệ Đảng (hệ thống tổ chức của Đảng); domain 1, 2")
NO_SUCCESSOR = Rule("unit-closed-without-successor", "Điều 10 Điều lệ Đảng (hệ thống tổ chức của Đảng); design 4")


def known_unit(organisation: Organisation, unit_id: str, on: date = date.max, *, where: str = "/unit_id") -> Unit:
    """The unit, open or not; its id must be known. Source: contracts 6."""
    unit = organisation.unit(unit_id, on)
    if unit is not None:
        return unit
    raise refusal(
        UNKNOWN,
        Text(vi=f"Trong sổ không có tổ chức mang mã “{unit_id}”.", en=f"The register has no unit “{unit_id}”."),
        Text(
            vi="Kiểm tra lại mã; nếu là tổ chức mới, đề nghị cấp trên lập tổ chức trong sổ trước.",
            en="Check the id; if the unit is new, have the level above create it first.",
        ),
        where=where,
        values={"unit_id": unit_id},
        content=True,
    )


def open_unit(organisation: Organisation, unit_id: str, on: date, *, where: str = "/unit_id") -> Unit:
    """The unit, which must exist and be open on the date. Source: domain 2 (effective-dated organisation)."""
    unit = known_unit(organisation, unit_id, on, where=where)
    if unit.open_on(on):
        return unit
    closed_on = None if unit.closing is None else unit.closing.effective_on
    asked, span = written(on), _span(unit.opened_on, closed_on)
    raise refusal(
        NOT_OPEN,
        Text(
            vi=f"Ngày {asked.vi} {unit.label} không hoạt động: {span.vi}.",
            en=f"On {asked.en} {unit.label} was not open: {span.en}.",
        ),
        _open_instead(organisation, unit, on),
        where=where,
        values={"unit_id": unit_id, "on": on, "opened_on": unit.opened_on, "closed_on": closed_on},
    )


def _span(opened_on: date, closed_on: date | None) -> Text:
    first = written(opened_on)
    if closed_on is None:
        return Text(vi=f"lập ngày {first.vi}", en=f"it was created on {first.en}")
    end = written(closed_on)
    return Text(
        vi=f"lập ngày {first.vi}, kết thúc hoạt động ngày {end.vi}",
        en=f"it was created on {first.en} and closed on {end.en}",
    )


def _open_instead(organisation: Organisation, unit: Unit, on: date) -> Text:
    successor = successor_of(organisation, unit.unit_id, on)
    if successor is None or successor == unit.unit_id:
        return Text(vi="Kiểm tra lại ngày và tổ chức.", en="Check the date and the unit.")
    name = organisation.label(successor, on)
    return Text(
        vi=f"Kiểm tra lại ngày, hoặc ghi ở tổ chức kế thừa: {name}.",
        en=f"Check the date, or record it in the successor: {name}.",
    )


def open_cell(organisation: Organisation, unit_id: str, on: date, *, where: str = "/unit_id") -> Unit:
    """The cell, open on the date; other units hold nobody. Source: domain 1 (chi bộ), 2."""
    unit = open_unit(organisation, unit_id, on, where=where)
    if unit.is_cell:
        return unit
    raise refusal(
        NOT_A_CELL,
        Text(
            vi=f"{unit.label} không phải là chi bộ; mỗi người chỉ sinh hoạt ở một chi bộ.",
            en=f"{unit.label} is no cell; people stand in cells only.",
        ),
        Text(vi="Nêu mã của chi bộ nơi người đó sinh hoạt.", en="Give the id of the person's cell."),
        where=where,
        values={"unit_id": unit_id, "kind": unit.kind.value},
        content=True,
    )


def path(organisation: Organisation, unit_id: str, on: date) -> Sequence[Unit]:
    """From the unit up to the top on a date; a closed one counts through its successor."""
    return organisation.derived((path, unit_id, on), lambda: tuple(_path(organisation, unit_id, on)))


def _path(organisation: Organisation, unit_id: str, on: date) -> Iterator[Unit]:
    seen: set[str] = set()
    at: str | None = unit_id
    while at is not None and at not in seen:
        seen.add(at)
        unit = organisation.unit(at, on)
        if unit is None:
            return
        closing = unit.closing
        if closing is not None and closing.effective_on <= on and closing.successor_id is not None:
            at = closing.successor_id
            continue
        yield unit
        at = unit.parent_id


def grassroots_committee(organisation: Organisation, cell_id: str, on: date) -> Unit | None:
    """The grassroots committee above a cell, or None when the cell is itself a grassroots organisation. Domain 1, 2."""
    above = (unit for unit in path(organisation, cell_id, on) if unit.kind in GRASSROOTS)
    unit = next(above, None)
    return unit if unit is not None and unit.kind is UnitKind.GRASSROOTS_COMMITTEE else None


def sub_committee(organisation: Organisation, cell_id: str, on: date) -> Unit | None:
    """The sub-committee between a cell and its grassroots committee, or None where there is no such layer. Domain 2."""
    for unit in path(organisation, cell_id, on):
        if unit.kind in GRASSROOTS:
            return None
        if unit.kind is UnitKind.SUB_COMMITTEE:
            return unit
    return None


def carried_on(organisation: Organisation, unit_id: str, on: date) -> tuple[date, str] | None:
    """When and where the closing of a unit took its people, or None while it is open. Source: design 4.

    Raises a Refusal when the unit was closed without a successor: nobody can have stayed in it.
    """
    unit = organisation.unit(unit_id, on)
    if unit is None or unit.closing is None:
        return None
    closing = unit.closing
    if closing.successor_id is not None:
        return closing.effective_on, closing.successor_id
    closed = written(closing.effective_on)
    raise refusal(
        NO_SUCCESSOR,
        Text(
            vi=f"{unit.label} kết thúc hoạt động ngày {closed.vi}, không có tổ chức kế thừa; người đó không thể ở lại.",
            en=f"{unit.label} was closed on {closed.en} without a successor; the person cannot have stayed there.",
        ),
        Text(
            vi="Ghi trước việc người đó rời tổ chức này (chuyển sinh hoạt, đưa ra khỏi danh sách...).",
            en="First record how the person left the unit: by a transfer, off the list, or otherwise.",
        ),
        values={"unit_id": unit_id, "closed_on": closing.effective_on},
    )


def successor_of(organisation: Organisation, unit_id: str | None, on: date) -> str | None:
    """The unit that stands in for this one on a date: itself while open, else its last successor. Source: design 4."""
    return None if unit_id is None else next((unit.unit_id for unit in path(organisation, unit_id, on)), None)
