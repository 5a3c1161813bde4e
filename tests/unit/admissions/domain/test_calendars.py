"""Calendars: what a publication may say, how a file is read, and what the newest one replaces."""

from dataclasses import replace
from datetime import date

import pytest

from services.admissions.app.calendar_file import genesis_calendars, read_calendar
from services.admissions.domain.calendar.decide import decide_calendar
from shared.contracts.organisation import DayOff
from shared.core.errors import Malformed, Refusal
from shared.core.stream import Position
from shared.tree.organisation import Organisation
from tests.support.given import OFFICER
from tests.unit.admissions.rule_examples.calendars import NUMBER, SOUND

FILE = """\
year: 2027
notices:
  - {number: 1/TB-BNV, issuer: Bộ Nội vụ, issued_on: 2026-10-01}
days_off:
  - {day: 2027-01-01, code: new_year, notice: 1/TB-BNV}
  - {day: 2027-04-30, code: reunification_day, notice: 1/TB-BNV}
  - {day: 2027-05-01, code: labour_day, notice: 1/TB-BNV}
  - {day: 2027-09-02, code: national_day, notice: 1/TB-BNV}
"""


def test_a_day_is_not_named_twice() -> None:
    twice = replace(SOUND, days_off=(*SOUND.days_off, DayOff(day=date(2024, 5, 4), code="swap", notice=NUMBER)))
    with pytest.raises(Refusal) as refused:
        decide_calendar(twice)
    assert refused.value.code == "calendar-day"
    assert refused.value.where == "/days_worked/0"


def test_a_calendar_without_any_notice_is_refused() -> None:
    with pytest.raises(Refusal) as refused:
        decide_calendar(replace(SOUND, notices=()))
    assert (refused.value.code, refused.value.where) == ("calendar-notice", "/notices")


def test_a_later_publication_replaces_the_year_and_leaves_what_was_known_before() -> None:
    organisation = Organisation()
    (first,) = decide_calendar(SOUND)
    (second,) = decide_calendar(
        replace(SOUND, days_off=(*SOUND.days_off, DayOff(day=date(2024, 5, 2), code="swap", notice=NUMBER)))
    )
    organisation.apply(Position(5), "2024", first)
    organisation.apply(Position(9), "2024", second)
    assert organisation.working_days(Position(8)).is_working(date(2024, 5, 2))
    assert not organisation.working_days(Position(9)).is_working(date(2024, 5, 2))
    assert organisation.working_days(Position(4)).years == ()
    assert [(position, found.year) for position, found in organisation.calendars()] == [(9, 2024)]


def test_genesis_covers_2016_to_2026_and_every_swap_stands_on_both_days() -> None:
    calendars = {calendar.year: calendar for calendar in genesis_calendars(OFFICER)}
    assert sorted(calendars) == list(range(2016, 2027))
    swapped = {off.day for calendar in calendars.values() for off in calendar.days_off if off.code == "swap"}
    assert swapped == {worked.instead_of for calendar in calendars.values() for worked in calendar.days_worked}


def test_a_file_is_read_as_yaml_and_as_json() -> None:
    command = read_calendar(FILE.encode(), OFFICER)
    assert command.notices[0].issued_on == date(2026, 10, 1)
    (published,) = decide_calendar(command)
    assert published.effective_on == date(2027, 1, 1)
    row = '{"day":"2027-01-01","code":"a","notice":"1"}'
    json = f'{{"year":2027,"notices":[{{"number":"1","issuer":"x"}}],"days_off":[{row}]}}'
    assert read_calendar(json.encode(), OFFICER).days_off == (DayOff(day=date(2027, 1, 1), code="a", notice="1"),)


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("year: 2027", "year: soon", "1"),
        ("year: 2027", "year: 27", "1"),
        ("year: 2027", "year: 2027\nyears: 2", "2"),
        ("issued_on: 2026-10-01", "issued_on: 2026-13-01", "3"),
        ("{day: 2027-04-30, code: reunification_day, notice: 1/TB-BNV}", "2027-04-30", "6"),
        ("code: labour_day, ", "", "7"),
        ("national_day", '"\\ud800"', "8"),
        ("notices:", "notices: [", "3"),
    ],
)
def test_what_cannot_be_read_is_refused_by_its_line(old: str, new: str, line: str) -> None:
    assert old in FILE
    with pytest.raises(Malformed) as refused:
        read_calendar(FILE.replace(old, new, 1).encode(), OFFICER)
    assert refused.value.code == "calendar-unreadable"
    assert refused.value.faults[0].where == line
