"""Working days: examples from the notices, and what holds for every calendar (contracts 4)."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.core.working_days import FIXED_HOLIDAYS, Due, WorkingDays, YearCalendar

CALENDARS = Path(__file__).parents[4] / "services" / "admissions" / "genesis" / "calendars"
ONE_DAY = timedelta(days=1)


def of_genesis() -> WorkingDays:
    """The years that the system begins with, read here without its own reader."""
    years: dict[int, YearCalendar] = {}
    for file in CALENDARS.glob("*.yaml"):
        found: dict[str, Any] = yaml.safe_load(file.read_text("utf-8"))
        off = frozenset(row["day"] for row in found["days_off"])
        worked = frozenset(row["day"] for row in found.get("days_worked", ()))
        years[found["year"]] = YearCalendar(days_off=off, days_worked=worked)
    return WorkingDays(years)


KNOWN = of_genesis()
BARE = WorkingDays({})


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (date(2016, 2, 6), date(2016, 2, 14)),
        (date(2016, 4, 30), date(2016, 5, 3)),
        (date(2017, 1, 26), date(2017, 2, 1)),
        (date(2017, 9, 2), date(2017, 9, 4)),
        (date(2018, 2, 14), date(2018, 2, 20)),
        (date(2018, 12, 29), date(2019, 1, 1)),
        (date(2019, 2, 2), date(2019, 2, 10)),
        (date(2019, 4, 27), date(2019, 5, 1)),
        (date(2020, 1, 23), date(2020, 1, 29)),
        (date(2021, 2, 10), date(2021, 2, 16)),
        (date(2021, 9, 2), date(2021, 9, 5)),
        (date(2022, 1, 29), date(2022, 2, 6)),
        (date(2022, 9, 1), date(2022, 9, 4)),
        (date(2023, 1, 20), date(2023, 1, 26)),
        (date(2023, 4, 29), date(2023, 5, 3)),
        (date(2023, 9, 1), date(2023, 9, 4)),
        (date(2024, 2, 8), date(2024, 2, 14)),
        (date(2024, 4, 27), date(2024, 5, 1)),
        (date(2024, 8, 31), date(2024, 9, 3)),
        (date(2025, 1, 25), date(2025, 2, 2)),
        (date(2025, 4, 30), date(2025, 5, 4)),
        (date(2025, 8, 30), date(2025, 9, 2)),
        (date(2026, 1, 1), date(2026, 1, 4)),
        (date(2026, 2, 14), date(2026, 2, 22)),
        (date(2026, 8, 29), date(2026, 9, 2)),
    ],
    ids=str,
)
def test_the_days_off_in_a_row_are_those_of_the_notice_and_no_more(first: date, last: date) -> None:
    span = [first + timedelta(days=index) for index in range((last - first).days + 1)]
    assert not any(KNOWN.is_working(day) for day in span)
    assert KNOWN.is_working(first - ONE_DAY) or (first - ONE_DAY).weekday() >= 5
    assert KNOWN.is_working(last + ONE_DAY)


@pytest.mark.parametrize(
    ("worked", "instead_of"),
    [
        (date(2019, 1, 5), date(2018, 12, 31)),
        (date(2019, 5, 4), date(2019, 4, 29)),
        (date(2024, 5, 4), date(2024, 4, 29)),
        (date(2025, 4, 26), date(2025, 5, 2)),
        (date(2026, 1, 10), date(2026, 1, 2)),
        (date(2026, 8, 22), date(2026, 8, 31)),
    ],
    ids=str,
)
def test_a_swap_makes_a_weekend_day_worked_and_a_weekday_off(worked: date, instead_of: date) -> None:
    assert worked.weekday() >= 5
    assert KNOWN.is_working(worked)
    assert instead_of.weekday() < 5
    assert not KNOWN.is_working(instead_of)


@pytest.mark.parametrize("year", KNOWN.years)
def test_a_year_has_the_holidays_of_the_law_ten_until_2020_and_eleven_since(year: int) -> None:
    days = [date(year, 1, 1) + timedelta(days=index) for index in range(366)]
    days = [day for day in days if day.year == year]
    weekdays = sum(day.weekday() < 5 for day in days)
    worked = sum(map(KNOWN.is_working, days))
    carried = {2018: 1, 2019: -1}.get(year, 0)  # 31/12/2018 was worked on 05/01/2019
    assert weekdays - worked == (10 if year <= 2020 else 11) + carried


@pytest.mark.parametrize(
    ("start", "n", "due"),
    [
        (date(2024, 1, 15), 30, date(2024, 3, 4)),  # over Tết 2024: 5 days off
        (date(2024, 1, 15), 60, date(2024, 4, 15)),
        (date(2024, 2, 7), 1, date(2024, 2, 15)),
        (date(2024, 4, 26), 3, date(2024, 5, 4)),  # 02/05, 03/05, and Saturday 04/05 in exchange for 29/04
        (date(2018, 12, 28), 1, date(2019, 1, 2)),
        (date(2018, 12, 28), 4, date(2019, 1, 5)),
        (date(2025, 1, 2), 30, date(2025, 2, 20)),
        (date(2026, 1, 12), 30, date(2026, 3, 2)),
        (date(2019, 12, 31), 30, date(2020, 2, 19)),
    ],
)
def test_thirty_and_sixty_working_days_over_holidays(start: date, n: int, due: date) -> None:
    assert KNOWN.due(start, n) == Due(due, provisional=False)


def test_an_extension_counts_from_the_first_due_day() -> None:
    first = KNOWN.due(date(2024, 1, 15), 60)
    assert KNOWN.due(date(2024, 1, 15), 60, 30) == KNOWN.due(first.on, 30)


def test_what_is_counted_through_a_year_without_a_notice_is_provisional_and_knows_the_fixed_holidays_only() -> None:
    until_2024 = WorkingDays({2024: YearCalendar(days_off=frozenset({date(2024, 12, 31)}), days_worked=frozenset())})
    assert until_2024.due(date(2024, 12, 26), 2) == Due(date(2024, 12, 30), provisional=False)
    assert until_2024.due(date(2024, 12, 30), 1) == Due(date(2025, 1, 2), provisional=True)
    assert BARE.due(date(2025, 1, 24), 1) == Due(date(2025, 1, 27), provisional=True), "Tết is not known"
    assert not any(BARE.is_working(date(2025, *fixed)) for fixed in FIXED_HOLIDAYS)


def test_an_extension_into_a_year_without_a_notice_is_provisional() -> None:
    years = WorkingDays({2024: YearCalendar(days_off=frozenset(), days_worked=frozenset())})
    assert not years.due(date(2024, 12, 2), 5).provisional
    assert years.due(date(2024, 12, 2), 5, 30).provisional


@pytest.mark.parametrize(("n", "extension"), [(0, 0), (-1, 0), (1, -1)])
def test_no_deadline_of_no_days(n: int, extension: int) -> None:
    with pytest.raises(ValueError, match="working days"):
        KNOWN.due(date(2024, 1, 2), n, extension)


DAYS = st.dates(date(2015, 1, 1), date(2027, 12, 31))
SPANS = st.integers(1, 90)
YEARS = st.dictionaries(
    st.integers(2015, 2028),
    st.builds(
        lambda off, worked: (frozenset(off), frozenset(worked) - frozenset(off)),
        st.sets(st.integers(0, 364), max_size=40),
        st.sets(st.integers(0, 364), max_size=10),
    ),
)


def drawn(years: dict[int, tuple[frozenset[int], frozenset[int]]]) -> WorkingDays:
    """Any calendars: days of the year by their number."""
    return WorkingDays(
        {
            year: YearCalendar(
                days_off=frozenset(date(year, 1, 1) + timedelta(days=index) for index in off),
                days_worked=frozenset(date(year, 1, 1) + timedelta(days=index) for index in worked),
            )
            for year, (off, worked) in years.items()
        }
    )


@settings(max_examples=200)
@given(YEARS, DAYS, SPANS)
def test_a_deadline_falls_on_a_working_day_and_counting_back_gives_its_days(
    years: dict[int, tuple[frozenset[int], frozenset[int]]], start: date, n: int
) -> None:
    calendar = drawn(years)
    due = calendar.due(start, n)
    assert calendar.is_working(due.on)
    assert calendar.between(start, due.on) == n
    assert calendar.between(due.on, start) == -n
    assert calendar.between(start, due.on - ONE_DAY) == n - 1
    assert due.provisional == any(year not in years for year in range((start + ONE_DAY).year, due.on.year + 1))


@settings(max_examples=100)
@given(YEARS, DAYS, SPANS, SPANS, st.integers(0, 40))
def test_more_days_or_a_later_start_are_never_due_earlier(
    years: dict[int, tuple[frozenset[int], frozenset[int]]], start: date, n: int, more: int, later: int
) -> None:
    calendar = drawn(years)
    due = calendar.due(start, n)
    assert calendar.due(start, n + more).on > due.on
    assert calendar.due(start + timedelta(days=later), n).on >= due.on
    assert calendar.due(start, n, more).on == calendar.due(start, n + more).on, "an extension adds its working days"


@settings(max_examples=100)
@given(YEARS, DAYS, DAYS, DAYS)
def test_spans_add_up(
    years: dict[int, tuple[frozenset[int], frozenset[int]]], one: date, other: date, third: date
) -> None:
    calendar = drawn(years)
    assert calendar.between(one, other) + calendar.between(other, third) == calendar.between(one, third)
