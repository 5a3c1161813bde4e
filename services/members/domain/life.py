"""One person's movements, and the stays they make on two clocks (design 2.4). Pure; the whole life, from its facts.

A stay is one movement in force together with what is known of its end. It is true as of D known at P where
`effective_on <= D`, `known_from <= P < known_to`, and its end, if any, is not both past at D and known at P.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from shared.contracts.movement import Kind, Movement, Place
from shared.core.stream import Position

Key = tuple[int, int]
"""What names a movement for ever: the position of its event, and its line in it from 0."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A movement as stated: where it led (None: outside), from which date, by which line of which event."""

    position: Position
    line: int
    kind: Kind
    effective_on: date
    place: Place | None

    @property
    def key(self) -> Key:
        """What an undo names."""
        return self.position, self.line

    @property
    def order(self) -> tuple[date, int, int]:
        """The order of a person's movements in force (contracts 3)."""
        return self.effective_on, self.position, self.line


@dataclass(frozen=True, slots=True, kw_only=True)
class Stay:
    """A movement in force, from when its unit and standing have been unbroken, and until when it holds.

    `until` is the date of the next movement in force, first known at `until_known`. `known_from` (inclusive) and
    `known_to` (exclusive) are the positions between which this much is what was known; None is "to this day".
    """

    line: Line
    since: date
    known_from: Position
    until: date | None = None
    until_known: Position | None = None
    known_to: Position | None = None

    def in_force(self, known: Position) -> bool:
        """Whether the movement was in force as known at a position."""
        return self.known_from <= known and (self.known_to is None or known < self.known_to)

    def until_at(self, known: Position) -> date | None:
        """The end as known at a position."""
        return self.until if self.until_known is not None and self.until_known <= known else None

    def holds(self, as_of: date, known: Position) -> bool:
        """Whether this is where the person is, as of a date, as known at a position. Dates are inclusive."""
        if not self.in_force(known) or as_of < self.line.effective_on:
            return False
        until = self.until_at(known)
        return until is None or as_of < until


@dataclass(slots=True)
class Facts:
    """Every movement ever stated about a person, and where it was taken back. Grows in any order, to the same facts."""

    lines: dict[Key, Line] = field(default_factory=dict)
    undone: dict[Key, Position] = field(default_factory=dict)

    def add(self, position: Position, movements: Iterable[Movement]) -> None:
        """Take the movements of one event. An undo repeats what it takes back, so it may come before that."""
        for number, movement in enumerate(movements):
            undo = movement.undo
            key = (int(position), number) if undo is None else (undo.position, undo.line)
            self.lines.setdefault(key, line_of(Position(key[0]), key[1], movement))
            if undo is not None:
                self.undone[key] = min(position, self.undone.get(key, position))

    def in_force(self, known: Position) -> list[Line]:
        """The movements in force as known at a position, in their order."""
        found = (
            line
            for key, line in self.lines.items()
            if line.position <= known and (key not in self.undone or known < self.undone[key])
        )
        return sorted(found, key=lambda line: line.order)

    def turns(self) -> list[Position]:
        """The positions at which what is known of this person changed."""
        return sorted({line.position for line in self.lines.values()} | set(self.undone.values()))


def line_of(position: Position, number: int, movement: Movement) -> Line:
    """The line of an event as a fact about the person."""
    return Line(
        position=position,
        line=number,
        kind=movement.kind,
        effective_on=movement.effective_on,
        place=movement.to,
    )


def facts_of(stays: Iterable[Stay]) -> Facts:
    """The facts that these stays, all of one person's, were made from."""
    facts = Facts()
    ended: dict[Key, Position | None] = {}
    for stay in sorted(stays, key=lambda stay: stay.known_from):
        facts.lines[stay.line.key] = stay.line
        ended[stay.line.key] = stay.known_to
    facts.undone = {key: known_to for key, known_to in ended.items() if known_to is not None}
    return facts


def stays_of(facts: Facts) -> list[Stay]:
    """The whole life: at each position where something changed, what was known then; the definition of this service."""
    done: list[Stay] = []
    open_: dict[Key, Stay] = {}
    for turn in facts.turns():
        before, open_ = open_, {}
        for now in _chained(None, facts.in_force(turn), turn):
            open_[now.line.key] = _carried(before.pop(now.line.key, None), now, done)
        done += (replace(gone, known_to=turn) for gone in before.values())
    return sorted([*done, *open_.values()], key=lambda stay: (stay.known_from, stay.line.order))


def _chained(previous: Stay | None, lines: Sequence[Line], known_from: Position) -> list[Stay]:
    """One stay a line, each until the next begins, all known from one position on."""
    stays: list[Stay] = []
    for index, line in enumerate(lines):
        until = lines[index + 1].effective_on if index + 1 < len(lines) else None
        previous = Stay(
            line=line,
            since=_since(previous, line),
            known_from=known_from,
            until=until,
            until_known=None if until is None else known_from,
        )
        stays.append(previous)
    return stays


def _since(previous: Stay | None, line: Line) -> date:
    """When the unbroken stay in this unit and standing began, movement by movement (contracts 5)."""
    was = None if previous is None else previous.line.place
    now = line.place
    unbroken = was is not None and now is not None and (was.unit_id, was.standing) == (now.unit_id, now.standing)
    return previous.since if unbroken and previous is not None else line.effective_on


def _carried(before: Stay | None, now: Stay, done: list[Stay]) -> Stay:
    """What was known before and still is goes on; what is known anew ends it and begins."""
    if before is None:
        return now
    if before.since == now.since and before.until == now.until:
        return before
    if before.since == now.since and before.until is None:
        return replace(before, until=now.until, until_known=now.known_from)
    done.append(replace(before, known_to=now.known_from))
    return now


def goes_on(last: Stay | None, position: Position, movements: Sequence[Movement]) -> bool:
    """Whether these movements only continue a life after its last stay: nothing taken back, nothing late.

    Then `continued` gives what recomputing the whole life would.
    """
    latest = date.min
    if last is not None:
        if position <= last.known_from:
            return False
        latest = last.line.effective_on
    for movement in movements:
        if movement.undo is not None or movement.effective_on < latest:
            return False
        latest = movement.effective_on
    return True


def continued(last: Stay | None, position: Position, movements: Sequence[Movement]) -> list[Stay]:
    """The last stay with its end, where there was one, and the new stays. Only where `goes_on`."""
    lines = [line_of(position, number, movement) for number, movement in enumerate(movements)]
    if last is None or not lines:
        return _chained(last, lines, position)
    ended = replace(last, until=lines[0].effective_on, until_known=position)
    return [ended, *_chained(last, lines, position)]
