"""The days on which bodies meet and papers are signed in the scenarios' years.

Distances are counted in plain weekdays: with any holiday notice recorded there are fewer working days in between, so a
step that is timely here is timely under every calendar. Public holidays are only avoided as dates.
"""

from datetime import date, timedelta

from services.scenarios.draw import Draw

# New year, Reunification, Labour and National day, by month and day.
_FIXED = frozenset({(1, 1), (4, 30), (5, 1), (9, 2)})

# The lunar new year's days off, then the Hung Kings' day, by year.
_TET = (
    (date(2011, 1, 30), date(2011, 2, 7)),
    (date(2012, 1, 20), date(2012, 1, 28)),
    (date(2013, 2, 9), date(2013, 2, 17)),
    (date(2014, 1, 28), date(2014, 2, 5)),
    (date(2015, 2, 15), date(2015, 2, 23)),
    (date(2016, 2, 6), date(2016, 2, 14)),
    (date(2017, 1, 26), date(2017, 2, 1)),
    (date(2018, 2, 14), date(2018, 2, 20)),
    (date(2019, 2, 2), date(2019, 2, 10)),
    (date(2020, 1, 23), date(2020, 1, 29)),
)
_HUNG_KINGS = frozenset(
    {
        date(2011, 4, 12),
        date(2012, 3, 31),
        date(2013, 4, 19),
        date(2014, 4, 9),
        date(2015, 4, 28),
        date(2016, 4, 16),
        date(2017, 4, 6),
        date(2018, 4, 25),
        date(2019, 4, 14),
        date(2020, 4, 2),
    }
)
_ONE_DAY = timedelta(days=1)


def is_open(day: date) -> bool:
    """Whether offices work on this day."""
    if day.weekday() >= 5 or (day.month, day.day) in _FIXED or day in _HUNG_KINGS:
        return False
    return not any(first <= day <= last for first, last in _TET)


def open_on_or_after(day: date) -> date:
    """The first open day from this day on."""
    while not is_open(day):
        day += _ONE_DAY
    return day


def open_on_or_before(day: date) -> date:
    """The last open day up to this day."""
    while not is_open(day):
        day -= _ONE_DAY
    return day


def weekdays_after(day: date, count: int) -> date:
    """The open day `count` weekdays after; over a holiday up to 6 weekdays more, so ask for that much less."""
    return open_on_or_after(_walk(day, count, _ONE_DAY))


def weekdays_before(day: date, count: int) -> date:
    """The open day `count` weekdays before; over a holiday up to 6 weekdays more, so ask for that much less."""
    return open_on_or_before(_walk(day, count, -_ONE_DAY))


def open_day_of_year(draw: Draw, year: int) -> date:
    """An open day between late January and 20 December, when bodies meet."""
    return open_on_or_before(draw.day(date(year, 1, 25), date(year, 12, 20)))


def _walk(day: date, count: int, step: timedelta) -> date:
    while count:
        day += step
        if day.weekday() < 5:
            count -= 1
    return day
