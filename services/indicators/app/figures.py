"""A unit's figures for one placed question: sums from the ledger, units from the tree, targets as assigned."""

from datetime import date

from services.indicators.app.ports import Snapshot
from services.indicators.domain.definition import Units, side_counted
from services.indicators.domain.status import Target
from services.indicators.domain.target import Over, assigned, total
from shared.contracts.movement import Kind, Standing
from shared.core.dates import Period
from shared.flow.question import Basis
from shared.tree.unit import Unit


class LedgerFigures:
    """The Figures of domain/evaluate.py; what several indicators ask for is summed once."""

    def __init__(self, snapshot: Snapshot, basis: Basis, unit_id: str) -> None:
        self._snapshot = snapshot
        self._basis = basis
        self._unit_id = unit_id
        self._tree = basis.tree
        self._subtree = self._tree.subtree(unit_id)
        self._open = self._tree.open_units(unit_id)
        self._flows: dict[tuple[Kind, Period], int] = {}

    def stock(self, standings: frozenset[Standing], on: date) -> int:
        """People of these standings at the close of a day."""
        return sum(self._snapshot.stock(self._subtree, standings, on, self._basis.position).values())

    def flow(self, kind: Kind, period: Period) -> int:
        """Movements of a kind in a period, less those taken back."""
        if (kind, period) not in self._flows:
            side = side_counted(kind)
            moved = self._snapshot.flow(self._subtree, kind, side, period, known=self._basis.position)
            self._flows[kind, period] = side * moved
        return self._flows[kind, period]

    def units(self, condition: Units) -> int:
        """Open units that meet a condition, on the answer's tree."""
        return sum(self._meets(unit, condition) for unit in self._open)

    def target(self, indicator: str, over: Over, period: Period) -> Target | None:
        """The unit's own targets for an indicator that tile a period, taken together."""
        known = self._basis.organisation.targets(self._basis.position)
        return total(assigned(known, self._unit_id, indicator, period), over, period)

    def _meets(self, unit: Unit, condition: Units) -> bool:
        return (
            (not condition.kinds or unit.kind in condition.kinds)
            and (not condition.cell_kinds or unit.cell_kind in condition.cell_kinds)
            and all(self._fact(unit, name) == wanted for name, wanted in condition.facts.items())
        )

    def _fact(self, unit: Unit, name: str) -> str | None:
        """A recorded fact, or what the unit was created with; flags are written `true` and `false`."""
        if name in {"has_committee", "authorised"}:
            return str(unit.has_committee if name == "has_committee" else unit.authorised).lower()
        return self._basis.organisation.fact(unit.unit_id, name, self._tree.on, self._basis.position)
