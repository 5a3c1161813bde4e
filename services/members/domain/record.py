"""What of a life may be shown: as known at a position, and to an old unit up to the day the person left. Pure."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from services.members.domain.life import Stay
from shared.contracts.movement import Place
from shared.core.stream import Position


@dataclass(frozen=True, slots=True)
class Chapter:
    """A stay as known at one position: where from which date, until when, and where before."""

    stay: Stay
    before: Place | None
    until: date | None


@dataclass(frozen=True, slots=True)
class Sight:
    """How much of a record is shown: nothing, all of it, or what began before `until`."""

    allowed: bool
    until: date | None = None

    def shows(self, day: date) -> bool:
        """Whether what holds from this day is shown; the day of leaving itself is."""
        return self.until is None or day <= self.until


def as_known(stays: Iterable[Stay], known: Position) -> list[Chapter]:
    """The movements in force as known at a position, in order, each with where it came from."""
    found = sorted((stay for stay in stays if stay.in_force(known)), key=lambda stay: stay.line.order)
    before: Place | None = None
    chapters: list[Chapter] = []
    for stay in found:
        chapters.append(Chapter(stay, before, stay.until_at(known)))
        before = stay.line.place
    return chapters


def sight_of(chapters: Sequence[Chapter], sees: Callable[[str], bool]) -> Sight:
    """What a caller sees whose units are those that `sees` accepts. Source: design 9.

    All, when the person is, or was at last, in one of them; else up to the day on which the person last left one.
    """
    places = [(chapter.stay.line.place, chapter.until) for chapter in chapters]
    inside = [(place, until) for place, until in places if place is not None]
    if not inside:
        return Sight(allowed=False)
    if sees(inside[-1][0].unit_id):
        return Sight(allowed=True)
    left = [until for place, until in inside if until is not None and sees(place.unit_id)]
    return Sight(allowed=bool(left), until=max(left, default=None))
