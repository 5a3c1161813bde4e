"""Targets as assigned to a unit for periods, and what they amount to over another period (domain 10.6). Pure."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction

from services.indicators.domain.number import parse_decimal
from services.indicators.domain.status import Target
from services.indicators.domain.window import years_of
from shared.contracts.organisation import TargetSet
from shared.core.dates import Period


class Over(StrEnum):
    """How targets of shorter periods make one of a longer: their sum, or their mean per calendar year."""

    SUM = "sum"
    MEAN_PER_YEAR = "mean_per_year"


def assigned(targets: Iterable[TargetSet], unit_id: str, indicator: str, period: Period) -> Sequence[TargetSet]:
    """Targets of an indicator, of this unit itself, whose periods tile the period without gap or overlap.

    `targets` in the order recorded: a later one replaces that of the same id, and of the same period. Empty when no
    choice of them tiles it; of several choices the one with the longest periods.
    """
    newest: dict[str, TargetSet] = {}
    for target in targets:
        newest.pop(target.target_id, None)  # so that the order stays that of the last word on each
        newest[target.target_id] = target
    by_period = {
        (target.period_from, target.period_to): target
        for target in newest.values()
        if target.unit_id == unit_id and target.indicator == indicator and target.period_from <= target.period_to
    }
    to_the_end: dict[date, tuple[TargetSet, ...]] = {period.last + timedelta(days=1): ()}
    # From the last start back to the first; of equal starts the longest comes last and stays.
    for first, last in sorted(by_period, key=lambda days: (-days[0].toordinal(), days[1])):
        rest = to_the_end.get(last + timedelta(days=1))
        if rest is not None:
            to_the_end[first] = (by_period[first, last], *rest)
    return to_the_end.get(period.first, ())


def total(targets: Sequence[TargetSet], over: Over, period: Period) -> Target | None:
    """What the tiling targets come to over the period; None when there are none."""
    if not targets:
        return None
    parts = 1 if over is Over.SUM else len(years_of(period))
    return Target(low=_sum((t.low for t in targets), parts), high=_sum((t.high for t in targets), parts))


def _sum(texts: Iterable[str | None], parts: int) -> Fraction | None:
    numbers = [parse_decimal(text) for text in texts]
    known = [number for number in numbers if number is not None]
    return sum(known, Fraction(0)) / parts if len(known) == len(numbers) else None
