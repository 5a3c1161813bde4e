"""A second, simpler reading of a life: facts in order, replayed from nothing each time. It knows no undo."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

Where = tuple[str, str, tuple[tuple[str, object], ...]]
"""Unit, standing, attributes that are set."""


@dataclass(slots=True)
class Fact:
    """What a fact changes: `enters` gives a whole place, `leaves` ends it, else what `sets` names."""

    on: date
    order: float
    kind: str
    sets: Mapping[str, object] = field(default_factory=dict)
    enters: bool = False
    leaves: bool = False


class Reference:
    """Facts that stand, and where they leave the person on every day."""

    def __init__(self) -> None:
        self.facts: list[Fact] = []

    def replay(self) -> tuple[list[tuple[date, dict[str, object] | None]], list[Fact]]:
        """(day, place after it) one by one in order, and the facts that found no place to start from."""
        told: list[tuple[date, dict[str, object] | None]] = []
        impossible: list[Fact] = []
        place: dict[str, object] | None = None
        last_exit: str | None = None
        for fact in sorted(self.facts, key=lambda each: (each.on, each.order)):
            if not self._possible(fact, place, last_exit):
                impossible.append(fact)
                continue
            if fact.enters:
                place = dict(fact.sets)
            elif fact.leaves:
                place, last_exit = None, fact.kind
            else:
                assert place is not None
                place = {**place, **fact.sets}
            told.append((fact.on, place))
        return told, impossible

    @staticmethod
    def _possible(fact: Fact, place: dict[str, object] | None, last_exit: str | None) -> bool:
        if fact.enters:
            return place is None and last_exit in ({None, "transferred"} if fact.kind == "arrived" else {None})
        if place is None:
            return False
        pending = place.get("transfer_pending") is True
        if fact.kind == "issued":
            return not pending
        if fact.kind in {"transferred", "lapsed"} and not pending:
            return False
        return not (fact.kind == "transferred" and fact.sets.get("unit") == place["unit"])

    def settle(self) -> None:
        """What became impossible falls away for good."""
        _, impossible = self.replay()
        self.facts = [fact for fact in self.facts if fact not in impossible]

    def place(self, on: date) -> Where | None:
        """Where the person is at the end of a day."""
        told, _ = self.replay()
        found: dict[str, object] | None = None
        for day, place in told:
            if day <= on:
                found = place
        return None if found is None else shape(found)


def shape(place: Mapping[str, object]) -> Where:
    """A place as a value that can be compared and counted."""
    rest = sorted((n, v) for n, v in place.items() if n not in {"unit", "standing"} and v not in {None, ()})
    return str(place["unit"]), str(place["standing"]), tuple(rest)
