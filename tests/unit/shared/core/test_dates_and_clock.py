"""Civil dates, months, periods and instants (contracts 2 and 4)."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.core.clock import format_instant, from_micros, parse_instant, to_micros, today
from shared.core.dates import Period, add_months, full_months, parse_date, parse_period, trailing_months, year_to_date
from shared.core.errors import Malformed

DATES = st.dates(date(1900, 1, 1), date(2100, 12, 31))
INSTANTS = st.datetimes(datetime(1970, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - UTC is given


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2023, 1, 31), 1, date(2023, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2019, 5, 19), 12, date(2020, 5, 19)),
        (date(2020, 3, 31), -1, date(2020, 2, 29)),
        (date(2020, 1, 15), -1, date(2019, 12, 15)),
    ],
)
def test_months_are_added_and_clamped_to_the_months_end(day: date, months: int, expected: date) -> None:
    assert add_months(day, months) == expected


@given(DATES, DATES)
def test_full_months_is_the_largest_count_that_is_not_after_the_day(start: date, day: date) -> None:
    count = full_months(start, day)
    assert add_months(start, count) <= day < add_months(start, count + 1)


def test_eighteen_years_are_full_on_the_day_itself() -> None:
    assert full_months(date(2000, 2, 29), date(2018, 2, 27)) == 215
    assert full_months(date(2000, 2, 29), date(2018, 2, 28)) == 216


def test_trailing_twelve_months_leave_out_the_same_day_a_year_before() -> None:
    assert trailing_months(date(2019, 12, 31), 12) == Period(date(2019, 1, 1), date(2019, 12, 31))
    assert trailing_months(date(2020, 2, 29), 12) == Period(date(2019, 3, 1), date(2020, 2, 29))


def test_a_period_is_inclusive_and_opens_with_the_day_before() -> None:
    period = parse_period("2019-01-01/2019-12-31")
    assert date(2019, 1, 1) in period
    assert date(2019, 12, 31) in period
    assert date(2020, 1, 1) not in period
    assert "2019-06-01" not in period
    assert period.day_before == date(2018, 12, 31)
    assert str(period) == "2019-01-01/2019-12-31"
    assert year_to_date(date(2019, 3, 4)) == Period(date(2019, 1, 1), date(2019, 3, 4))


@pytest.mark.parametrize(
    "text", ["", "2019", "2019-01-01", "2019-01-01/", "2019-02-30/2019-03-01", "2019-02-01/2019-01-31"]
)
def test_a_period_that_cannot_be_read_is_malformed(text: str) -> None:
    with pytest.raises(Malformed):
        parse_period(text)


@pytest.mark.parametrize(
    "text", ["", "20190101", "2019-2-3", "2019-02-29", "31/12/2019", "2019-W01-1", "２０１９-01-01"]
)
def test_a_date_that_cannot_be_read_is_malformed(text: str) -> None:
    with pytest.raises(Malformed, match="date-unreadable"):
        parse_date(text)


@given(INSTANTS)
def test_instants_come_back_from_text_and_from_microseconds(instant: datetime) -> None:
    assert parse_instant(format_instant(instant)) == instant == from_micros(to_micros(instant))
    assert len(format_instant(instant)) == 27


def test_an_instant_has_six_decimals_and_z_in_any_zone() -> None:
    local = datetime(2026, 1, 1, 7, 0, 0, 1, tzinfo=timezone(timedelta(hours=7)))
    assert format_instant(local) == "2026-01-01T00:00:00.000001Z"
    assert parse_instant("2020-07-01T00:00:00+07:00") == datetime(2020, 6, 30, 17, tzinfo=UTC)


@pytest.mark.parametrize("text", ["", "2020-06-30", "2020-06-30T17:00:00", "17:00:00Z", "yesterday"])
def test_an_instant_without_zone_or_time_is_malformed(text: str) -> None:
    with pytest.raises(Malformed, match="instant-unreadable"):
        parse_instant(text)


def test_the_day_changes_at_midnight_in_viet_nam() -> None:
    assert today(datetime(2020, 6, 30, 16, 59, 59, tzinfo=UTC)) == date(2020, 6, 30)
    assert today(datetime(2020, 6, 30, 17, tzinfo=UTC)) == date(2020, 7, 1)
