"""The four grades, and the period that a rating is for: a year, a quarter, or a span of days. Pure."""

import re
from datetime import date
from enum import StrEnum

from shared.core.dates import add_months, parse_period
from shared.core.errors import Malformed


class Grade(StrEnum):
    """The grades of members and organisations alike, the best first (domain 9)."""

    EXCELLENT = "EXCELLENT"
    GOOD = "GOOD"
    COMPLETED = "COMPLETED"
    NOT_COMPLETED = "NOT_COMPLETED"


IN_BREACH = frozenset({Grade.NOT_COMPLETED.value, "IN_BREACH"})
"""Grades that count as a year in breach of status (R5); the second is a word of the scheme before 2018."""


class PeriodKind(StrEnum):
    """Over what a rating may be given; which of them, says the policy `rating_periods`."""

    YEAR = "year"
    QUARTER = "quarter"
    SPAN = "span"


_YEAR = re.compile(r"(19|20)\d\d\Z")
_QUARTER = re.compile(r"((?:19|20)\d\d)-Q([1-4])\Z")


def period_ending(on: date) -> str:
    """The period that a rating of this day is for, where none is named: the year when it ends then, else up to it."""
    return str(on.year) if (on.month, on.day) == (12, 31) else on.isoformat()


def kind_of(period: str) -> PeriodKind:
    """What sort of period a text names; what cannot be read has no last day."""
    if _YEAR.match(period):
        return PeriodKind.YEAR
    return PeriodKind.QUARTER if _QUARTER.match(period) else PeriodKind.SPAN


def year_of(period: str) -> int | None:
    """The year that a rating is for, or None when it is not for a whole year."""
    return int(period) if _YEAR.match(period) else None


def last_day(period: str) -> date | None:
    """The last day of `2024`, `2024-Q1`, `2020-07-01/2025-06-30` or `2024-06-30` (up to that day); else None."""
    if _YEAR.match(period):
        return date(int(period), 12, 31)
    quarter = _QUARTER.match(period)
    if quarter:
        return add_months(date(int(quarter[1]) - 1, 12, 31), 3 * int(quarter[2]))
    try:
        span = period if "/" in period else f"{period}/{period}"
        return parse_period(span).last
    except Malformed:
        return None
