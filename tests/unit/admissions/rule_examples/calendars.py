"""Examples of the rules on calendars of working days."""

from dataclasses import replace
from datetime import date

from services.admissions.domain.calendar import decide
from services.admissions.domain.calendar.commands import PublishCalendar
from services.admissions.domain.calendar.decide import decide_calendar
from shared.contracts.organisation import DayOff, DayWorked, Notice
from tests.support.given import OFFICER
from tests.unit.admissions.rule_examples.example import Example

NUMBER = "2450/VPCP-KGVX"
SOUND = PublishCalendar(
    actor=OFFICER,
    year=2024,
    notices=(Notice(number=NUMBER, issuer="Văn phòng Chính phủ", issued_on=date(2024, 4, 12)),),
    days_off=tuple(
        DayOff(day=date(2024, month, day), code="holiday", notice=NUMBER)
        for month, day in ((1, 1), (4, 29), (4, 30), (5, 1), (9, 2))
    ),
    days_worked=(DayWorked(day=date(2024, 5, 4), instead_of=date(2024, 4, 29), notice=NUMBER),),
)


def off(day: date, notice: str = NUMBER) -> PublishCalendar:
    """The calendar with one day off more."""
    return replace(SOUND, days_off=(*SOUND.days_off, DayOff(day=day, code="swap", notice=notice)))


def worked(day: date) -> PublishCalendar:
    """The calendar with this day worked for 29 April."""
    return replace(SOUND, days_worked=(DayWorked(day=day, instead_of=date(2024, 4, 29), notice=NUMBER),))


EXAMPLES = (
    Example(
        decide.YEAR,
        lambda: decide_calendar(off(date(2024, 12, 31))),
        lambda: decide_calendar(off(date(2025, 1, 1))),
    ),
    Example(
        decide.NOTICE,
        lambda: decide_calendar(off(date(2024, 12, 31), NUMBER)),
        lambda: decide_calendar(off(date(2024, 12, 31), "1/TB-LĐTBXH")),
    ),
    Example(
        decide.DAY,
        lambda: decide_calendar(worked(date(2024, 5, 4))),
        lambda: decide_calendar(worked(date(2024, 5, 3))),
    ),
    Example(
        decide.HOLIDAY,
        lambda: decide_calendar(SOUND),
        lambda: decide_calendar(replace(SOUND, days_off=SOUND.days_off[:-1])),
    ),
)
