"""Random lives for the fold of members, and the plain reading of the contract that they are judged by."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from hypothesis import strategies as st

from shared.contracts.movement import Attributes, Kind, Movement, Place, Standing, Undo
from shared.core.stream import Position

Event = tuple[Position, tuple[Movement, ...]]
FIRST_DAY = date(2020, 1, 1)
DAYS = 40


@dataclass(frozen=True, slots=True)
class Told:
    """A movement as the contract orders it."""

    order: tuple[date, int, int]
    to: Place | None


def told(events: Sequence[Event], known: int) -> list[Told]:
    """The movements in force as known at a position, in order: contracts 3, word for word."""
    heard = [(position, movements) for position, movements in events if position <= known]
    gone = {(m.undo.position, m.undo.line) for _, movements in heard for m in movements if m.undo is not None}
    found = [
        Told((m.effective_on, position, line), m.to)
        for position, movements in heard
        for line, m in enumerate(movements)
        if m.undo is None and (position, line) not in gone
    ]
    return sorted(found, key=lambda movement: movement.order)


def place_and_since(events: Sequence[Event], as_of: date, known: int) -> tuple[Place | None, date | None]:
    """Where the person is and since when without a break, by walking the movements."""
    place: Place | None = None
    since: date | None = None
    for movement in told(events, known):
        if movement.order[0] > as_of:
            break
        to = movement.to
        if to is None:
            since = None
        elif place is None or (place.unit_id, place.standing) != (to.unit_id, to.standing):
            since = movement.order[0]
        place = to
    return place, since


def day(number: int) -> date:
    """A day of the little calendar that the lives are lived in."""
    return FIRST_DAY + timedelta(days=number)


_places = st.none() | st.builds(
    lambda unit, standing, level: Place(
        unit_id=unit, standing=standing, attributes=Attributes(theory_level=level or None)
    ),
    st.sampled_from(["u1", "u2", "u3"]),
    st.sampled_from([Standing.PROBATIONARY, Standing.OFFICIAL]),
    st.sampled_from(["", "low", "high"]),
)


@st.composite
def lives(draw: st.DrawFn, *, events_max: int = 8) -> list[Event]:
    """One person's events: new facts, late facts that restate what they cross, whole movements taken back."""
    events: list[Event] = []
    in_force: dict[tuple[int, int], Movement] = {}
    position = 0
    for _ in range(draw(st.integers(1, events_max))):
        position += draw(st.integers(1, 3))
        crossed = _crossed(draw, in_force)
        lines = [_undo(key, in_force.pop(key)) for key in crossed]
        new = [_movement(day(draw(st.integers(0, DAYS))), draw(_places)) for _ in range(draw(st.integers(0, 2)))]
        restated = [_movement(m.effective_on, m.to) for m in lines[::-1]] if draw(st.booleans()) else []
        movements = (*lines, *new, *restated)
        for line, movement in enumerate(movements):
            if movement.undo is None:
                in_force[position, line] = movement
        events.append((Position(position), movements))
    return events


def _crossed(draw: st.DrawFn, in_force: dict[tuple[int, int], Movement]) -> list[tuple[int, int]]:
    ordered = sorted(in_force, key=lambda key: (in_force[key].effective_on, key), reverse=True)
    return ordered[: draw(st.integers(0, min(3, len(ordered))))] if draw(st.booleans()) else []


def _movement(on: date, to: Place | None) -> Movement:
    return Movement(kind=Kind.TRANSFERRED, effective_on=on, from_=None, to=to, undo=None)


def _undo(key: tuple[int, int], movement: Movement) -> Movement:
    return Movement(
        kind=movement.kind,
        effective_on=movement.effective_on,
        from_=movement.from_,
        to=movement.to,
        undo=Undo(position=key[0], line=key[1]),
    )
