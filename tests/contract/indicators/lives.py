"""Random lives with late facts, and a plain model of where everyone is: the reference that the ledger is held against.

A late fact takes back what it crosses and states it again from the new place (design 2.4); the model keeps, for every
position, each person's movements in force, and counts people one by one.
"""

import random
from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import date, timedelta

from shared.contracts.movement import MEMBERS, Attributes, Kind, Movement, Place, Standing, Undo
from shared.core.dates import Period

FIRST_DAY = date(2020, 1, 1)
DAYS = 60
EXITS = (Kind.STRUCK_OFF, Kind.RESIGNED, Kind.EXPELLED, Kind.DECEASED)
ENTRIES = (Kind.ENROLLED, Kind.READMITTED, Kind.RESTORED, Kind.TRANSFERRED, Kind.NOMINATED)
LEVELS = ("elementary", "intermediate", "advanced")


@dataclass(frozen=True, slots=True)
class InForce:
    """A movement in force and where it stands in the log."""

    position: int
    line: int
    movement: Movement

    @property
    def order(self) -> tuple[date, int, int]:
        return (self.movement.effective_on, self.position, self.line)


@dataclass(frozen=True, slots=True)
class Event:
    """One person's movements at a position."""

    position: int
    person: str
    movements: tuple[Movement, ...]


@dataclass
class Lives:
    """Events, and per person the movements in force after each of their events."""

    events: list[Event] = field(default_factory=list)
    known: dict[str, list[tuple[int, list[InForce]]]] = field(default_factory=dict)

    @property
    def head(self) -> int:
        return len(self.events)

    def in_force(self, person: str, known: int) -> list[InForce]:
        """The person's movements in force as known at a position, in order."""
        versions = self.known.get(person, [])
        at = bisect_right(versions, known, key=lambda version: version[0])
        return versions[at - 1][1] if at else []

    def record(self, person: str, movements: tuple[Movement, ...]) -> None:
        """Append an event and keep what is in force after it."""
        position = self.head + 1
        self.events.append(Event(position, person, movements))
        held = {(m.position, m.line): m for m in self.in_force(person, position)}
        for line, movement in enumerate(movements):
            if movement.undo is not None:
                del held[movement.undo.position, movement.undo.line]
            else:
                held[position, line] = InForce(position, line, movement)
        self.known.setdefault(person, []).append((position, sorted(held.values(), key=lambda m: m.order)))

    def place(self, person: str, on: date, known: int) -> Place | None:
        """Where a person is at the close of a day, as known at a position."""
        past = [m for m in self.in_force(person, known) if m.movement.effective_on <= on]
        return past[-1].movement.to if past else None

    def counts(self, on: date, known: int) -> dict[tuple[str, Standing], int]:
        """People by unit and standing."""
        counted: dict[tuple[str, Standing], int] = {}
        for person in self.known:
            place = self.place(person, on, known)
            if place is not None:
                key = (place.unit_id, place.standing)
                counted[key] = counted.get(key, 0) + 1
        return counted

    def moves(self, period: Period, known: int) -> list[Movement]:
        """Every movement in force in a period."""
        held = (m.movement for person in self.known for m in self.in_force(person, known))
        return [movement for movement in held if movement.effective_on in period]


def random_lives(seed: int, units: tuple[str, ...], *, acts: int = 40, people: int = 6) -> Lives:
    """Lives in these units: every act is a fact of some day, early or late, or the taking back of the newest one."""
    dice = random.Random(seed)
    lives = Lives()
    for _ in range(acts):
        person = f"p{dice.randrange(people)}"
        held = lives.in_force(person, lives.head)
        if held and dice.random() < 0.08:
            lives.record(person, (_taken_back(held[-1]),))
            continue
        day = FIRST_DAY + timedelta(days=dice.randrange(DAYS))
        movements = _stated(dice, held, day, units)
        if movements:
            lives.record(person, movements)
    return lives


def _taken_back(one: InForce) -> Movement:
    m = one.movement
    return Movement(
        kind=m.kind,
        effective_on=m.effective_on,
        from_=m.from_,
        to=m.to,
        undo=Undo(position=one.position, line=one.line),
    )


def _stated(dice: random.Random, held: list[InForce], day: date, units: tuple[str, ...]) -> tuple[Movement, ...]:
    """A new fact of a day with what it crosses, or nothing where it would be impossible."""
    before = [m for m in held if m.movement.effective_on <= day]
    crossed = [m for m in held if m.movement.effective_on > day]
    here = before[-1].movement.to if before else None
    fact = _entry(dice, day, units) if here is None else _act(dice, here, day, units)
    leaves = fact.to is None
    again = [m.movement for m in crossed]
    if not leaves and (any(m.from_ is None for m in again) or fact.kind in {m.kind for m in again} & _ONCE):
        return ()
    undone = [_taken_back(m) for m in reversed(crossed)]
    return (*undone, fact, *([] if leaves else _restated(fact, again)))


_ONCE = {Kind.ADMITTED, Kind.RECOGNISED, Kind.DOSSIER_OPENED}


def _entry(dice: random.Random, day: date, units: tuple[str, ...]) -> Movement:
    kind = dice.choice(ENTRIES)
    standing = Standing.PROSPECT if kind is Kind.NOMINATED else dice.choice(sorted(MEMBERS))
    to = Place(unit_id=dice.choice(units), standing=standing, attributes=Attributes(theory_level=LEVELS[0]))
    return Movement(kind=kind, effective_on=day, from_=None, to=to, undo=None)


def _act(dice: random.Random, here: Place, day: date, units: tuple[str, ...]) -> Movement:
    step = {
        Standing.PROSPECT: (Kind.DOSSIER_OPENED, Standing.APPLICANT),
        Standing.APPLICANT: (Kind.ADMITTED, Standing.PROBATIONARY),
        Standing.PROBATIONARY: (Kind.RECOGNISED, Standing.OFFICIAL),
    }.get(here.standing)
    chosen = dice.random()
    if step is not None and chosen < 0.5:
        return _moved(step[0], day, here, Place(unit_id=here.unit_id, standing=step[1], attributes=here.attributes))
    if chosen < 0.6:
        attributes = Attributes(theory_level=dice.choice(LEVELS))
        return _moved(
            Kind.CHANGED, day, here, Place(unit_id=here.unit_id, standing=here.standing, attributes=attributes)
        )
    if chosen < 0.9:
        kind = dice.choice((Kind.TRANSFERRED, Kind.RESTRUCTURED))
        to = Place(unit_id=dice.choice(units), standing=here.standing, attributes=here.attributes)
        return _moved(kind, day, here, None if kind is Kind.TRANSFERRED and dice.random() < 0.2 else to)
    return _moved(dice.choice(EXITS), day, here, None)


def _moved(kind: Kind, day: date, here: Place, to: Place | None) -> Movement:
    return Movement(kind=kind, effective_on=day, from_=here, to=to, undo=None)


def _restated(fact: Movement, crossed: list[Movement]) -> list[Movement]:
    """What was crossed, from the new place on: what a movement changed it changes again, all else is kept."""
    stated: list[Movement] = []
    here = fact.to
    for m in crossed:
        to = m.to
        if to is not None and m.from_ is not None and here is not None:
            to = Place(
                unit_id=here.unit_id if to.unit_id == m.from_.unit_id else to.unit_id,
                standing=here.standing if to.standing == m.from_.standing else to.standing,
                attributes=here.attributes if to.attributes == m.from_.attributes else to.attributes,
            )
        stated.append(Movement(kind=m.kind, effective_on=m.effective_on, from_=here, to=to, undo=None))
        here = to
    return stated
