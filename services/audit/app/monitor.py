"""The two totals: members' counts against the ledger's stock, unit by unit and standing by standing (design 6)."""

from dataclasses import dataclass

import structlog

from services.audit.app.ports import Counted, Counts
from shared.core.stream import Position
from shared.ops.metrics import MONITOR_POSITION, TWO_TOTALS_DIFFERENCE

log = structlog.get_logger(__name__)
DIFFERENCES_SHOWN_MAX = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Where the two totals differ: people by members, people by the ledger."""

    unit_id: str
    standing: str
    members: int
    ledger: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """The totals compared at one position; `total` is the sum of all absolute differences and must read 0."""

    position: Position
    differences: tuple[Difference, ...]

    @property
    def total(self) -> int:
        """How many people the two disagree about."""
        return sum(abs(one.members - one.ledger) for one in self.differences)


class Monitor:
    """Asks both, at the lower of their complete positions."""

    def __init__(self, members: Counts, ledger: Counts) -> None:
        self._members = members
        self._ledger = ledger

    def compare(self) -> Comparison:
        """Compare once, and set the metrics. Raises Unavailable."""
        members, ledger = self._members(None), self._ledger(None)
        common = min(members[0], ledger[0])
        if members[0] != common:
            members = self._members(common)
        if ledger[0] != common:
            ledger = self._ledger(common)
        found = Comparison(common, differences(members, ledger))
        TWO_TOTALS_DIFFERENCE.set(found.total)
        MONITOR_POSITION.set(common)
        for one in found.differences[:DIFFERENCES_SHOWN_MAX]:
            log.error(
                "two-totals-differ", position=common, unit=one.unit_id, standing=one.standing,
                members=one.members, ledger=one.ledger,
            )  # fmt: skip
        return found


def differences(members: Counted, ledger: Counted) -> tuple[Difference, ...]:
    """Every unit and standing where the two disagree, by unit and standing."""
    keys = sorted(members[1].keys() | ledger[1].keys())
    return tuple(
        Difference(unit_id=key[0], standing=key[1], members=members[1].get(key, 0), ledger=ledger[1].get(key, 0))
        for key in keys
        if members[1].get(key, 0) != ledger[1].get(key, 0)
    )
