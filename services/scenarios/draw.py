"""Reproducible choice: every draw of a scenario comes from a named stream of its seed."""

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from typing import TypeVar

T = TypeVar("T")


class Draw:
    """Choices that depend on the seed and the stream's name only.

    Built on `Random.random()` alone: of that module, only its sequence is promised to stay the same between versions
    of Python, and with it the bytes of a scenario.
    """

    def __init__(self, seed: str) -> None:
        self._seed = seed
        self._random = Random(seed)  # noqa: S311 - must repeat; protects nothing

    def stream(self, name: str) -> "Draw":
        """An independent source, so that one part of a scenario can change without moving all the others."""
        return Draw(f"{self._seed}/{name}")

    def between(self, low: int, high: int) -> int:
        """A whole number, both ends included."""
        return low + int(self._random.random() * (high - low + 1))

    def chance(self, of_hundred: int) -> bool:
        """True in so many cases of a hundred."""
        return self.between(1, 100) <= of_hundred

    def pick(self, items: Sequence[T]) -> T:
        """One of the items."""
        return items[self.between(0, len(items) - 1)]

    def day(self, first: date, last: date) -> date:
        """A day of the span, both ends included."""
        return first + timedelta(days=self.between(0, (last - first).days))

    def shuffled(self, items: Sequence[T]) -> list[T]:
        """All of the items in another order (Fisher-Yates)."""
        result = list(items)
        for index in range(len(result) - 1, 0, -1):
            other = self.between(0, index)
            result[index], result[other] = result[other], result[index]
        return result
