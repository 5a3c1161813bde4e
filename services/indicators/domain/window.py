"""Which days a figure is taken over, from the question's as-of date and period (contracts 4). Pure."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from shared.core.dates import Period, trailing_months, year_to_date


class Span(StrEnum):
    """The kinds of window that a definition may name."""

    AS_OF = "as_of"
    PERIOD = "period"
    YEAR_TO_DATE = "year_to_date"
    YEAR = "year"
    TRAILING_MONTHS = "trailing_months"


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """A kind of window. `months`: how many, for trailing months only. `year` is the whole calendar year of as-of."""

    span: Span
    months: int = 0

    def days(self, as_of: date, period: Period) -> Period:
        """The days, both ends inclusive; of `as_of` the one day at whose close a stock is taken."""
        match self.span:
            case Span.AS_OF:
                return Period(as_of, as_of)
            case Span.PERIOD:
                return period
            case Span.YEAR_TO_DATE:
                return year_to_date(as_of)
            case Span.YEAR:
                return Period(date(as_of.year, 1, 1), date(as_of.year, 12, 31))
            case Span.TRAILING_MONTHS:
                return trailing_months(as_of, self.months)


def years_of(period: Period) -> list[Period]:
    """The calendar years that a period touches, the first and the last cut to the period."""
    return [
        Period(max(period.first, date(year, 1, 1)), min(period.last, date(year, 12, 31)))
        for year in range(period.first.year, period.last.year + 1)
    ]
