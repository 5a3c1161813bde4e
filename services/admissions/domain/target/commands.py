"""What may be asked about targets."""

from dataclasses import dataclass
from datetime import date

from shared.contracts.facts import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class SetTarget:
    """Assign `low` and `high` (decimal strings, one may be None) to an indicator of a unit in a period, ends included.

    `effective_on`: the date of the assignment.
    """

    actor: Actor
    effective_on: date
    unit_id: str
    indicator: str
    period_from: date
    period_to: date
    low: str | None = None
    high: str | None = None

    @property
    def target_id(self) -> str:
        """The same for every version of a target, so that a later one replaces it; also its stream."""
        return f"{self.unit_id}.{self.indicator}.{self.period_from.isoformat()}.{self.period_to.isoformat()}"
