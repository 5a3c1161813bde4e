"""What may be asked about calendars."""

from dataclasses import dataclass

from shared.contracts.facts import Actor
from shared.contracts.organisation import DayOff, DayWorked, Notice


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishCalendar:
    """Publish what is worked in a year. A later publication of the same year replaces it whole: that is a correction.

    Days of another year are published with that year, also when one notice names both.
    """

    actor: Actor
    year: int
    notices: tuple[Notice, ...]
    days_off: tuple[DayOff, ...]
    days_worked: tuple[DayWorked, ...] = ()
