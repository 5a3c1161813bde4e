"""A district's organisations: committees with their cells, and cells that are grassroots organisations themselves."""

from dataclasses import dataclass, field
from datetime import date

from services.scenarios.rows import UnitRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A cell to be set up. `kind` is the cell kind of contracts 6."""

    name_vi: str
    kind: str
    has_committee: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Committee:
    """A grassroots committee, the number of people on it (the base of its votes), and the cells under it."""

    slug: str
    name_vi: str
    size: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Structure:
    """Units in an order in which each parent comes before its children, and who decides for a cell."""

    units: tuple[UnitRow, ...]
    district_id: str
    board_size: int
    committee_sizes: dict[str, int]
    cell_kinds: dict[str, str] = field(init=False)
    parents: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        """Index the cells once."""
        cells = [unit for unit in self.units if unit.cell_kind]
        object.__setattr__(self, "cell_kinds", {unit.unit_id: unit.cell_kind for unit in cells})
        object.__setattr__(self, "parents", {unit.unit_id: unit.parent_id for unit in cells})

    def committee_of(self, cell_id: str) -> str | None:
        """The grassroots committee above the cell; None when the cell is itself a grassroots organisation."""
        parent = self.parents[cell_id]
        return parent if parent in self.committee_sizes else None

    @property
    def subordinate_cells(self) -> tuple[str, ...]:
        """Cells under a grassroots committee, in the order of the units."""
        return tuple(cell for cell in self.parents if self.committee_of(cell) is not None)

    @property
    def grassroots_cells(self) -> tuple[str, ...]:
        """Cells directly under the district, in the order of the units."""
        return tuple(cell for cell in self.parents if self.committee_of(cell) is None)


def build(
    district: UnitRow,
    *,
    above: UnitRow,
    board_size: int,
    prefix: str,
    opened_on: date,
    committees: tuple[Committee, ...],
    grassroots_cells: tuple[tuple[str, Cell], ...],
) -> Structure:
    """The units of a district, the province above it included. `grassroots_cells` pairs a slug with each cell."""
    units = [above, district]
    for committee in committees:
        committee_id = f"{prefix}-{committee.slug}"
        units.append(
            UnitRow(
                unit_id=committee_id,
                kind="grassroots_committee",
                parent_id=district.unit_id,
                name_vi=committee.name_vi,
                opened_on=opened_on,
            )
        )
        units.extend(
            _cell_row(f"{committee_id}-{number}", "subordinate_cell", committee_id, cell, opened_on)
            for number, cell in enumerate(committee.cells, start=1)
        )
    units.extend(
        _cell_row(f"{prefix}-{slug}", "grassroots_cell", district.unit_id, cell, opened_on)
        for slug, cell in grassroots_cells
    )
    sizes = {f"{prefix}-{committee.slug}": committee.size for committee in committees}
    return Structure(units=tuple(units), district_id=district.unit_id, board_size=board_size, committee_sizes=sizes)


def _cell_row(unit_id: str, kind: str, parent_id: str, cell: Cell, opened_on: date) -> UnitRow:
    return UnitRow(
        unit_id=unit_id,
        kind=kind,
        parent_id=parent_id,
        name_vi=cell.name_vi,
        cell_kind=cell.kind,
        has_committee=cell.has_committee,
        opened_on=opened_on,
    )
