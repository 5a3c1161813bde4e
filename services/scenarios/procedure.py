"""The dates of one dossier, from nomination to ceremony, and of one recognition (domain.md 5 and 6)."""

from dataclasses import dataclass
from datetime import date, timedelta

from services.scenarios.calendar import open_on_or_before, weekdays_after, weekdays_before
from services.scenarios.draw import Draw
from shared.core.dates import add_months

PROBATION_MONTHS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Admission:
    """When each step was done. `c3` is None for a grassroots cell, whose resolution goes straight to the district."""

    nominated: date
    trained: date
    opened: date
    c1: date
    c3: date | None
    c4: date
    c6: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognition:
    """When each step after the probation was done. `d7` is None for a grassroots cell."""

    d5: date
    d7: date | None
    d8: date


def plan_admission(draw: Draw, ceremony: date, *, below_committee: bool) -> Admission:
    """Dates that lead to a ceremony, worked out backwards.

    In weekdays, holidays on the way included: ceremony at most 28 after the decision (limit 30), decision at most 52
    after the cell's review (limit 60); the review within 6 months of opening, the certificate under 34 months old.
    """
    c4 = weekdays_before(ceremony, draw.between(3, 22))
    if below_committee:
        c3 = weekdays_before(c4, draw.between(5, 22))
        c1 = weekdays_before(c3, draw.between(4, 18))
    else:
        c3 = None
        c1 = weekdays_before(c4, draw.between(8, 45))
    opened = _days_before(c1, draw.between(20, 150))
    trained = _days_before(opened, draw.between(30, 800))
    nominated = _days_before(trained, draw.between(60, 450))
    return Admission(nominated=nominated, trained=trained, opened=opened, c1=c1, c3=c3, c4=c4, c6=ceremony)


def plan_recognition(draw: Draw, ceremony: date, *, below_committee: bool) -> Recognition:
    """Dates after month 12: the cell within 26 weekdays (limit 30), the decision at most 28 after that (limit 30)."""
    d5 = weekdays_after(add_months(ceremony, PROBATION_MONTHS), draw.between(1, 20))
    if not below_committee:
        return Recognition(d5=d5, d7=None, d8=weekdays_after(d5, draw.between(4, 20)))
    d7 = weekdays_after(d5, draw.between(2, 8))
    return Recognition(d5=d5, d7=d7, d8=weekdays_after(d7, draw.between(2, 8)))


def _days_before(day: date, count: int) -> date:
    return open_on_or_before(day - timedelta(days=count))
