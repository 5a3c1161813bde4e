"""Who may have something waiting, on two clocks: rows beside the log, kept in the append's transaction, derived whole.

A row is one movement in force by which someone comes to a place where things wait, or leaves it. `position` says from
when it is known, `closed` from when it is no longer (a late fact or a correction took it back). What exactly waits is
worked out from the person's stream when asked: no rule, policy or calendar is frozen in here.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    and_,
    delete,
    exists,
    insert,
    literal,
    or_,
    select,
    tuple_,
    update,
)
from sqlalchemy.sql.selectable import NamedFromClause

from services.admissions.domain.due.tasks import WATCHED, may_wait
from shared.adapters.sql.engine import Dialect
from shared.adapters.sql.many import one_of
from shared.adapters.sql.tables import Big
from shared.contracts.codec import decode_data
from shared.contracts.envelope import Envelope
from shared.contracts.facts import PersonFact
from shared.contracts.movement import Kind, Movement, Place
from shared.contracts.registry import event_name
from shared.core.stream import Position

Moved = tuple[Position, Envelope, Sequence[Movement]]
"""An event about a person: where it stands, its envelope, its movements."""


def due_place_table(metadata: MetaData) -> Table:
    """Movements into, out of and between places where something may wait. `unit_id` null: outside.

    `leads_to`: where an open letter leads. `settled_on`: of a recognition, when it was decided; the probation waited
    until then, though the recognition counts from before.
    """
    return Table(
        "due_place",
        metadata,
        Column("position", Big, primary_key=True, autoincrement=False),
        Column("line", Integer, primary_key=True, autoincrement=False),
        Column("person_id", Text, nullable=False),
        Column("effective_on", Text, nullable=False),
        Column("unit_id", Text, nullable=True),
        Column("waits", Boolean, nullable=False),
        Column("leads_to", Text, nullable=True),
        Column("settled_on", Text, nullable=True),
        Column("closed", Big, nullable=True),
        Index("due_place_unit", "unit_id"),
        Index("due_place_leads_to", "leads_to"),
        Index("due_place_person", "person_id"),
    )


def due_watch_table(metadata: MetaData) -> Table:
    """Events by which something begins to wait about someone whose place alone does not say so."""
    return Table(
        "due_watch",
        metadata,
        Column("position", Big, primary_key=True, autoincrement=False),
        Column("person_id", Text, nullable=False),
    )


class DueIndex:
    """The two tables, on both dialects."""

    def __init__(self, dialect: Dialect, metadata: MetaData) -> None:
        self._dialect = dialect
        self._place = metadata.tables["due_place"]
        self._watch = metadata.tables["due_watch"]

    def note(self, tx: Connection, events: Iterable[Moved]) -> None:
        """Take events about people, in the order of the log."""
        places: list[dict[str, Any]] = []
        watched: list[dict[str, Any]] = []
        for position, envelope, movements in events:
            if event_name(envelope.type) in WATCHED:
                watched.append({"position": position, "person_id": envelope.subject})
            if any(movement.undo is not None for movement in movements):
                # What it takes back may have been noted a moment ago.
                self._insert(tx, places)
                places += self._crossing(tx, position, envelope, movements)
                continue
            places += _rows(position, envelope, movements, _About())
        self._insert(tx, places)
        if watched:
            tx.execute(insert(self._watch), watched)

    def forget(self, tx: Connection) -> None:
        """Empty both, for a rebuild."""
        tx.execute(delete(self._place))
        tx.execute(delete(self._watch))

    def candidates(self, tx: Connection, units: Collection[str], on: date, known: Position) -> list[str]:
        """Who is on a day where something may wait in one of these units, or on the way to one; and the watched."""
        here, later = self._place.alias("here"), self._place.alias("later")
        day = on.isoformat()
        superseded = exists().where(
            later.c.person_id == here.c.person_id,
            _held(later, day, known),
            tuple_(later.c.effective_on, later.c.position, later.c.line)
            > tuple_(here.c.effective_on, here.c.position, here.c.line),
        )
        wanted = sorted(units)
        standing = select(here.c.person_id).where(
            or_(one_of(self._dialect, here.c.unit_id, wanted), one_of(self._dialect, here.c.leads_to, wanted)),
            _held(here, day, known),
            or_(here.c.waits, here.c.settled_on > literal(day)),
            ~superseded,
        )
        watched = select(self._watch.c.person_id).where(self._watch.c.position <= known)
        return sorted({*tx.execute(standing).scalars(), *tx.execute(watched).scalars()})

    def _crossing(
        self, tx: Connection, position: Position, envelope: Envelope, movements: Sequence[Movement]
    ) -> list[dict[str, Any]]:
        """An event that takes movements back: their rows are closed; what is restated keeps what is known about it."""
        settled_on = leads_to = None
        row = self._place.c
        for movement in movements:
            if movement.undo is None:
                continue
            taken = and_(row.position == movement.undo.position, row.line == movement.undo.line)
            for was in tx.execute(select(row.settled_on, row.leads_to).where(taken)):
                settled_on, leads_to = was.settled_on or settled_on, was.leads_to or leads_to
            tx.execute(update(self._place).where(taken).values(closed=position))
        return _rows(position, envelope, movements, _About(settled_on=settled_on, leads_to=leads_to))

    def _insert(self, tx: Connection, places: list[dict[str, Any]]) -> None:
        if places:
            tx.execute(insert(self._place), places)
            places.clear()


@dataclass(frozen=True, slots=True, kw_only=True)
class _About:
    """What rows carry besides movements: see due_place_table."""

    settled_on: str | None = None
    leads_to: str | None = None


def _rows(position: Position, envelope: Envelope, movements: Sequence[Movement], was: _About) -> list[dict[str, Any]]:
    """The rows of an event: of its movements in force, those from or to a place where something may wait."""
    about = _told(envelope, was)
    return [
        {
            "position": position,
            "line": line,
            "person_id": envelope.subject,
            "effective_on": movement.effective_on.isoformat(),
            "unit_id": None if movement.to is None else movement.to.unit_id,
            "waits": may_wait(movement.to),
            "leads_to": about.leads_to if _moving(movement.to) else None,
            "settled_on": about.settled_on if movement.kind is Kind.RECOGNISED else None,
            "closed": None,
        }
        for line, movement in enumerate(movements)
        if movement.undo is None
        and (may_wait(movement.from_) or may_wait(movement.to))
        and _key(movement.from_) != _key(movement.to)
    ]


def _key(place: Place | None) -> tuple[object, ...] | None:
    if place is None:
        return None
    attributes = place.attributes
    return place.unit_id, place.standing, attributes.transfer_pending, attributes.away


def _moving(place: Place | None) -> bool:
    return place is not None and place.attributes.transfer_pending is not None


def _told(envelope: Envelope, was: _About) -> _About:
    """What an event says itself, else what stood before: most events only restate."""
    if event_name(envelope.type) not in {"probation_passed", "transfer_issued", "corrected"}:
        return was
    data = decode_data(envelope)
    decision = data.decision if isinstance(data, PersonFact) else None
    return _About(
        settled_on=was.settled_on if decision is None else decision.date.isoformat(),
        leads_to=getattr(data, "to_unit_id", None) or was.leads_to,
    )


def _held(row: NamedFromClause, day: str, known: Position) -> Any:
    """In force on a day as known at a position."""
    c = row.c
    return and_(c.position <= known, or_(c.closed.is_(None), c.closed > known), c.effective_on <= literal(day))
