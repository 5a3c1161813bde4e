"""The members' answers beside the fixed list of contracts 5: one person, a search, counts for the monitor."""

from datetime import date

from msgspec import UNSET, Struct, UnsetType

from shared.contracts.answers import Stamp
from shared.contracts.movement import Attributes, Place


class Interval(Struct, frozen=True, kw_only=True, rename={"from_": "from"}):
    """The person was here from `from` until before `until` (null: no end is known), unbroken since `since`."""

    from_: date
    until: date | None
    unit_id: str
    standing: str
    attributes: Attributes
    since: date
    kind: str


class MovementRow(Struct, frozen=True, kw_only=True, rename={"from_": "from"}):
    """A movement in force as known: the event's position, the line in it, and both ends."""

    position: int
    line: int
    kind: str
    effective_on: date
    from_: Place | None
    to: Place | None


class MemberAnswer(Struct, frozen=True, kw_only=True):
    """One person: where as of the date, the intervals and the movements, all as known.

    `seen_until`: the caller's units held this person until then, and nothing later is shown; null when all is shown.
    `name` only for those allowed; null when it cannot be known (erased).
    """

    stamp: Stamp
    person_id: str
    place: Interval | None
    history: tuple[Interval, ...]
    movements: tuple[MovementRow, ...]
    seen_until: date | None
    name: str | UnsetType | None = UNSET


class FoundRow(Struct, frozen=True, kw_only=True):
    """One person whose name matched, and where as of the date."""

    person_id: str
    name: str
    unit_id: str
    standing: str
    since: date


class FoundAnswer(Struct, frozen=True, kw_only=True):
    """Who was found by name, in the order of the alphabet. `more`: the limit was reached, others match too."""

    stamp: Stamp
    unit: str | None
    people: tuple[FoundRow, ...]
    more: bool


class CountRow(Struct, frozen=True, kw_only=True):
    """How many people stand in a unit in a standing."""

    unit_id: str
    standing: str
    count: int


class CountsAnswer(Struct, frozen=True, kw_only=True):
    """How many people stand where, as known at a position, whatever the date."""

    position: int
    counts: tuple[CountRow, ...]
