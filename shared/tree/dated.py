"""A value on two clocks: facts stated for a date, at a position of the log; asked as of D, as known at P."""

from bisect import insort
from collections.abc import Iterator
from datetime import date
from typing import Generic, TypeVar

from shared.core.stream import Position

V = TypeVar("V")


class Dated(Generic[V]):
    """Facts ordered by (effective_on, position). As of D known at P: the last with effective_on <= D, position <= P."""

    __slots__ = ("_facts",)

    def __init__(self) -> None:
        self._facts: list[tuple[date, Position, V]] = []

    def put(self, effective_on: date, position: Position, value: V) -> None:
        """Add a fact, in whatever order facts become known."""
        insort(self._facts, (effective_on, position, value), key=lambda fact: fact[:2])

    def at(self, as_of: date, known: Position) -> V | None:
        """The value as of a date, as known at a position; None before the first fact."""
        for effective_on, position, value in reversed(self._facts):
            if effective_on <= as_of and position <= known:
                return value
        return None

    def facts(self, known: Position) -> Iterator[tuple[date, Position, V]]:
        """Every fact known at a position, by (effective_on, position)."""
        return (fact for fact in self._facts if fact[1] <= known)
