"""Working days: the arithmetic of every deadline (contracts 4). Calendars are data; this only counts. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

FIXED_HOLIDAYS = ((1, 1), (4, 30), (5, 1), (9, 2))
"""Month and day of the statutory holidays with a fixed date; all that is known of a year without a notice."""
SATURDAY = 5
DUES_KEPT_MAX = 8192
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class YearCalendar:
    """One year as its notices have it: `days_off` that fall on it, and `days_worked` in exchange, all of that year."""

    days_off: frozenset[date]
    days_worked: frozenset[date]


@dataclass(frozen=True, slots=True)
class Due:
    """The last day that is in time. `provisional`: counted through a year whose notice is not recorded."""

    on: date
    provisional: bool


class WorkingDays:
    """What is worked: Monday to Friday, less days off, plus days worked in exchange. Source: contracts 4.

    A year without a calendar has its fixed holidays off and nothing else; what is counted through it is provisional.
    """

    def __init__(self, years: Mapping[int, YearCalendar]) -> None:
        self._years = dict(years)
        self._due = lru_cache(maxsize=DUES_KEPT_MAX)(self._count)

    @property
    def years(self) -> tuple[int, ...]:
        """The years whose notices are recorded, in order."""
        return tuple(sorted(self._years))

    def is_working(self, day: date) -> bool:
        """Whether the day is a working day."""
        year = self._years.get(day.year)
        if year is None:
            return day.weekday() < SATURDAY and (day.month, day.day) not in FIXED_HOLIDAYS
        return day in year.days_worked or (day.weekday() < SATURDAY and day not in year.days_off)

    def due(self, start: date, n: int, extension: int = 0) -> Due:
        """The n-th working day strictly after `start`, then the extension's from there. Unit: working days, n >= 1.

        What is done on that day is in time. Source: contracts 4. Raises ValueError when n is less than 1.
        """
        if n < 1 or extension < 0:
            raise ValueError(f"no deadline of {n} and {extension} working days")
        first = self._due(start, n)
        if extension == 0:
            return first
        second = self._due(first.on, extension)
        return Due(second.on, first.provisional or second.provisional)

    def between(self, start: date, day: date) -> int:
        """How many working days lie after `start`, up to and with `day`; negative when `day` is before `start`.

        So between(start, due(start, n).on) is n.
        """
        if day < start:
            return -self.between(day, start)
        days = (start + timedelta(days=index) for index in range(1, (day - start).days + 1))
        return sum(map(self.is_working, days))

    def _count(self, start: date, n: int) -> Due:
        day, left, provisional = start, n, False
        while left:
            day += ONE_DAY
            provisional = provisional or day.year not in self._years
            left -= self.is_working(day)
        return Due(day, provisional)
