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
NOT_OPEN = Rule("unit-not-open", "Charter Art. 10 (hệ thống tổ chức của Đảng); domain 2")
NOT_A_CELL = Rule("unit-not-a-cell", "Charter Art. 10 (hệ thống tổ chức của Đảng); domain 1, 2")
NO_SUCCESSOR = Rule("unit-closed-without-successor", "Charter Art. 10 (hệ thống tổ chức của Đảng); design 4")


def known_unit(organisation: Organisation, unit_id: str, on: date = date.max, *, where: str = "/unit_id") -> Unit:
    """The unit, open or not; its id must be known. Source: contracts 6."""
    unit = organisation.unit(unit_id, on)
    if unit is not None:
        return unit
    raise refusal(
        UNKNOWN,
        Text(vi=f"Không có tổ chức “{unit_id}”.", en=f"There is no unit “{unit_id}”."),
        Text(vi="Kiểm tra mã, hoặc lập tổ chức trước.", en="Check the id, or create the unit first."),
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
    span = written(unit.opened_on), written(closed_on) if closed_on else Text(vi="nay", en="now")
    asked = written(on)
    raise refusal(
        NOT_OPEN,
        Text(
            vi=f"Ngày {asked.vi} tổ chức {unit_id} không hoạt động (hoạt động {span[0].vi} đến trước {span[1].vi}).",
            en=f"On {asked.en} the unit {unit_id} was not open (open from {span[0].en} to before {span[1].en}).",
        ),
        Text(vi="Kiểm tra ngày, hoặc dùng tổ chức kế thừa.", en="Check the date, or use the successor."),
        where=where,
        values={"unit_id": unit_id, "on": on, "opened_on": unit.opened_on, "closed_on": closed_on},
    )


def open_cell(organisation: Organisation, unit_id: str, on: date, *, where: str = "/unit_id") -> Unit:
    """The cell, open on the date; other units hold nobody. Source: domain 1 (chi bộ), 2."""
    unit = open_unit(organisation, unit_id, on, where=where)
    if unit.is_cell:
        return unit
    raise refusal(
        NOT_A_CELL,
        Text(
            vi=f"{unit_id} không phải là chi bộ; người chỉ sinh hoạt trong chi bộ.",
            en=f"{unit_id} is no cell; people stand in cells only.",
        ),
        Text(vi="Nêu mã của chi bộ.", en="Give the id of the cell."),
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
            vi=f"{unit_id} kết thúc hoạt động ngày {closed.vi} và không có tổ chức kế thừa; người đó không thể ở lại.",
            en=f"{unit_id} was closed on {closed.en} without a successor; the person cannot have stayed there.",
        ),
        Text(
            vi="Ghi nhận trước việc người đó rời tổ chức này.",
            en="First record how the person left the unit.",
        ),
        values={"unit_id": unit_id, "closed_on": closing.effective_on},
    )


def successor_of(organisation: Organisation, unit_id: str | None, on: date) -> str | None:
    """The unit that stands in for this one on a date: itself while open, else its last successor. Source: design 4."""
    return None if unit_id is None else next((unit.unit_id for unit in path(organisation, unit_id, on)), None)
