"""Arrivals that transfer slips announce, on two clocks: who, by no name, is still waited for in which unit."""

from datetime import date

from shared.contracts.organisation import ArrivalExpected, ArrivalSettled
from shared.core.stream import Position


class Arrivals:
    """Grows by `apply`; a slip is open from its date on until it is settled."""

    def __init__(self) -> None:
        self._expected: dict[str, tuple[Position, ArrivalExpected]] = {}
        self._settled: dict[str, list[tuple[Position, ArrivalSettled]]] = {}

    def apply(self, position: Position, data: ArrivalExpected | ArrivalSettled) -> None:
        """Take one event, by position."""
        if isinstance(data, ArrivalExpected):
            self._expected.setdefault(data.slip_id, (position, data))
        else:
            self._settled.setdefault(data.slip_id, []).append((position, data))

    def slip(self, slip_id: str) -> ArrivalExpected | None:
        """What a slip announced, whatever came of it."""
        found = self._expected.get(slip_id)
        return None if found is None else found[1]

    def settled_on(self, slip_id: str, known: Position) -> date | None:
        """When a slip was settled, as known at a position."""
        found = self._settled.get(slip_id, ())
        return next((data.effective_on for position, data in found if position <= known), None)

    def open(self, as_of: date, known: Position) -> list[ArrivalExpected]:
        """The slips that wait on a date, as known at a position, the oldest first."""
        waiting = []
        for slip_id, (position, data) in self._expected.items():
            settled_on = self.settled_on(slip_id, known)
            if position <= known and data.effective_on <= as_of and (settled_on is None or as_of < settled_on):
                waiting.append(data)
        return sorted(waiting, key=lambda data: (data.effective_on, data.slip_id))
