"""Arithmetic of civil dates: months, full months, periods (contracts 4). Pure."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from shared.core.errors import Malformed
from shared.core.text import Text


def add_months(day: date, months: int) -> date:
    """The same day `months` later (or earlier), clamped to the month's end. Unit: calendar months. Contracts 4."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def full_months(start: date, day: date) -> int:
    """The largest n with add_months(start, n) <= day. Negative before `start`. Contracts 4."""
    estimate = (day.year - start.year) * 12 + day.month - start.month
    return estimate if add_months(start, estimate) <= day else estimate - 1


@dataclass(frozen=True, slots=True)
class Period:
    """A span of civil dates, both ends inclusive."""

    first: date
    last: date

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and self.first <= day <= self.last

    @property
    def day_before(self) -> date:
        """The day whose close is this period's opening (contracts 4)."""
        return self.first - timedelta(days=1)

    def __str__(self) -> str:
        return f"{self.first.isoformat()}/{self.last.isoformat()}"


def trailing_months(day: date, months: int) -> Period:
    """(day - months, day] as an inclusive period: trailing 12 months at D = (D - 12 months, D]. Contracts 4."""
    return Period(add_months(day, -months) + timedelta(days=1), day)


def year_to_date(day: date) -> Period:
    """1 January of the day's year to the day: the default period of every question (contracts 5)."""
    return Period(date(day.year, 1, 1), day)


def parse_date(text: str) -> date:
    """An ISO date `YYYY-MM-DD`. Raises Malformed, saying how to write it."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    # Python reads week dates and dates without dashes too: only the one form is ours.
    if day is None or day.isoformat() != text:
        raise Malformed(
            "date-unreadable",
            Text(vi=f"“{text}” không phải là một ngày có thật.", en=f"“{text}” is not a date that exists."),
            mend=Text(vi="Viết ngày như 2019-12-31.", en="Write the date as 2019-12-31."),
        )
    return day


def parse_period(text: str) -> Period:
    """`FROM/TO`, ISO dates, inclusive (contracts 5). Raises Malformed when unreadable or back to front."""
    first, slash, last = text.partition("/")
    if not slash:
        raise Malformed(
            "period-unreadable",
            Text(vi=f"“{text}” không phải là một kỳ TỪ/ĐẾN.", en=f"“{text}” is not a period FROM/TO."),
            mend=Text(vi="Viết như 2019-01-01/2019-12-31.", en="Write it as 2019-01-01/2019-12-31."),
        )
    period = Period(parse_date(first), parse_date(last))
    if period.last < period.first:
        raise Malformed(
            "period-reversed",
            Text(vi=f"Kỳ “{text}” kết thúc trước khi bắt đầu.", en=f"The period “{text}” ends before it starts."),
            mend=Text(vi="Đổi chỗ hai ngày.", en="Swap the two dates."),
        )
    return period
