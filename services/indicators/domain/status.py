"""Whether a value meets its target, nearly meets it, or does not (domain 10). Pure."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

NEAR_RATIO_DEFAULT = Fraction(9, 10)
"""The line between near and unmet, which no source publishes; policy value `near_ratio` replaces it (domain 10)."""


class Status(StrEnum):
    """The verdict on one value."""

    MET = "MET"
    NEAR = "NEAR"
    UNMET = "UNMET"
    NO_DATA = "NO_DATA"


class Direction(StrEnum):
    """Which way is good: at least the low end of the target, or at most its high end."""

    AT_LEAST = "at_least"
    AT_MOST = "at_most"


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A value or a range to reach."""

    low: Fraction | None
    high: Fraction | None

    def bound(self, direction: Direction) -> Fraction | None:
        """The end that decides; where only the other is set, that one (a single value is both ends)."""
        first, second = (self.low, self.high) if direction is Direction.AT_LEAST else (self.high, self.low)
        return second if first is None else first


def status_of(
    value: Fraction | None, target: Target | None, direction: Direction, near_ratio: Fraction
) -> Status | None:
    """None without a target. NEAR: at least `near_ratio` of it; for "at most" the mirror, that is the target is at
    least `near_ratio` of the value. Source: domain 10, contracts 5.
    """
    bound = None if target is None else target.bound(direction)
    if bound is None:
        return None
    if value is None:
        return Status.NO_DATA
    reached, goal = (value, bound) if direction is Direction.AT_LEAST else (bound, value)
    if reached >= goal:
        return Status.MET
    return Status.NEAR if reached >= near_ratio * goal else Status.UNMET
