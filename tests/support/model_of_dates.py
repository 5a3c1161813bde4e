"""The arithmetic of contracts 4 read a second time: months, ages, and the working days of 2016 to 2026."""

from calendar import monthrange
from datetime import date, timedelta

# Weekdays without work and Saturdays worked instead, as the notices of these years told them (month/day).
_FREE = {
    2016: "1/1 2/8 2/9 2/10 2/11 2/12 4/18 5/2 5/3 9/2",
    2017: "1/2 1/26 1/27 1/30 1/31 2/1 4/6 5/1 5/2 9/4",
    2018: "1/1 2/14 2/15 2/16 2/19 2/20 4/25 4/30 5/1 9/3 12/31",
    2019: "1/1 2/4 2/5 2/6 2/7 2/8 4/15 4/29 4/30 5/1 9/2",
    2020: "1/1 1/23 1/24 1/27 1/28 1/29 4/2 4/30 5/1 9/2",
    2021: "1/1 2/10 2/11 2/12 2/15 2/16 4/21 4/30 5/3 9/2 9/3",
    2022: "1/3 1/31 2/1 2/2 2/3 2/4 4/11 5/2 5/3 9/1 9/2",
    2023: "1/2 1/20 1/23 1/24 1/25 1/26 5/1 5/2 5/3 9/1 9/4",
    2024: "1/1 2/8 2/9 2/12 2/13 2/14 4/18 4/29 4/30 5/1 9/2 9/3",
    2025: "1/1 1/27 1/28 1/29 1/30 1/31 4/7 4/30 5/1 5/2 9/1 9/2",
    2026: "1/1 1/2 2/16 2/17 2/18 2/19 2/20 4/27 4/30 5/1 8/31 9/1 9/2",
}
_WORKED = ("2019-01-05", "2019-05-04", "2024-05-04", "2025-04-26", "2026-01-10", "2026-08-22")
FREE = {date(year, *map(int, day.split("/"))) for year, days in _FREE.items() for day in days.split()}
WORKED = {date.fromisoformat(day) for day in _WORKED}


def months_after(day: date, months: int) -> date:
    """The same day of the month `months` later, or that month's end."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def full_months(since: date, on: date) -> int:
    """The largest n with months_after(since, n) <= on."""
    months = (on.year - since.year) * 12 + on.month - since.month
    return months if months_after(since, months) <= on else months - 1


def working_day(start: date, number: int) -> date:
    """The number-th working day strictly after start; a day never reached where a year's holidays are not known."""
    day = start
    while number:
        day += timedelta(days=1)
        if day.year not in _FREE:
            return date.max
        number -= day in WORKED or (day.weekday() < 5 and day not in FREE)
    return day
