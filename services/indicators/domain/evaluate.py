"""Computes a definition from counted figures: the meaning of the grammar, and nothing else. Pure."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Protocol, assert_never

from services.indicators.domain.definition import (
    AssignedTarget,
    Definition,
    Difference,
    Flow,
    MeanOverYears,
    Measure,
    Ratio,
    Stock,
    TargetOf,
    Units,
)
from services.indicators.domain.number import Quotient, count, divided, exactly
from services.indicators.domain.status import Status, Target, status_of
from services.indicators.domain.target import Over
from services.indicators.domain.window import Span, years_of
from shared.contracts.movement import Kind, Standing
from shared.core.dates import Period


class Figures(Protocol):
    """What a unit's subtree counts to, on one tree, as known at one position."""

    def stock(self, standings: frozenset[Standing], on: date) -> int:
        """People of these standings at the close of a day."""

    def flow(self, kind: Kind, period: Period) -> int:
        """Movements of a kind in a period, less those taken back."""

    def units(self, condition: Units) -> int:
        """Open units that meet a condition."""

    def target(self, indicator: str, over: Over, period: Period) -> Target | None:
        """The unit's targets for an indicator that tile a period, taken together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One indicator's value, target and verdict. `days`: the window; of an as-of figure, its one day."""

    quotient: Quotient
    target: Target | None
    status: Status | None
    days: Period
    as_of_only: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The dates that windows are placed by."""

    as_of: date
    period: Period


def evaluate(definition: Definition, figures: Figures, asked: Asked, near_ratio: Fraction) -> Result:
    """The value of an indicator for the question's dates. Source: contracts 4 and 5, domain 10."""
    days = definition.window.days(asked.as_of, asked.period)
    quotient = _measured(definition.measure, figures, asked, days)
    target = definition.target
    if isinstance(target, AssignedTarget):
        target = figures.target(target.indicator, target.over, days)
    return Result(
        quotient=quotient,
        target=target,
        status=status_of(quotient.fraction, target, definition.direction, near_ratio),
        days=days,
        as_of_only=definition.window.span is Span.AS_OF,
    )


def _measured(measure: Measure, figures: Figures, asked: Asked, days: Period) -> Quotient:
    if not isinstance(measure, (Units, Ratio, Difference)) and measure.window is not None:
        days = measure.window.days(asked.as_of, asked.period)
    match measure:
        case Stock():
            return count(figures.stock(measure.standings, days.last))
        case Flow():
            return count(figures.flow(measure.kind, days))
        case Units():
            return count(figures.units(measure))
        case TargetOf():
            target = figures.target(measure.indicator, measure.over, days)
            return exactly(None if target is None else target.low)
        case Ratio():
            part = _measured(measure.of, figures, asked, days)
            return divided(part, _measured(measure.to, figures, asked, days))
        case Difference():
            return _less(_measured(measure.of, figures, asked, days), _measured(measure.less, figures, asked, days))
        case MeanOverYears():
            return _mean([_measured(measure.of, figures, asked, year) for year in years_of(days)])
        case _:
            assert_never(measure)


def _less(first: Quotient, second: Quotient) -> Quotient:
    a, b = first.fraction, second.fraction
    return exactly(None if a is None or b is None else a - b)


def _mean(parts: list[Quotient]) -> Quotient:
    """Counts keep their sum and the number of years, as published (650/5); fractions make one in lowest terms."""
    if all(part.denominator == 1 for part in parts):
        return Quotient(sum(part.numerator or 0 for part in parts), len(parts))
    values = [part.fraction for part in parts]
    known = [value for value in values if value is not None]
    return exactly(sum(known, Fraction(0)) / len(values) if len(known) == len(values) else None)
