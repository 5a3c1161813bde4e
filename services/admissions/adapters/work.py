"""The writer's work tables: organisation, who stood where, staged acts, request keys. All but the keys are derived."""

from collections.abc import Mapping, Sequence

from sqlalchemy import Column, Connection, Index, Integer, MetaData, Row, Table, Text, delete, insert, select, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from services.admissions.adapters.due import DueIndex, Moved, due_place_table, due_watch_table
from services.admissions.adapters.left_behind import require_nobody_left
from services.admissions.adapters.match import MatchIndex, person_match_table
from services.admissions.app.files import person_stream
from services.admissions.app.ports import UNDO_KIND, Alike, Batch, BatchState
from shared.adapters.sql.engine import Database
from shared.adapters.sql.many import one_of
from shared.adapters.sql.organisation import OrganisationTable
from shared.adapters.sql.relay_store import relay_state_table, resend_request_table
from shared.adapters.sql.tables import (
    Big,
    log_table,
    organisation_event_table,
    read_access_table,
)
from shared.contracts.codec import decode_data, decode_envelope, decode_movements
from shared.contracts.envelope import Envelope
from shared.contracts.lifecycle import Merged, Unmerged
from shared.contracts.organisation import BatchClosed, BatchOpened, BatchUndone, UnitClosed
from shared.contracts.recorded import recorded
from shared.contracts.registry import TYPE_OF
from shared.contracts.topics import ORGANISATION, PEOPLE
from shared.core.clock import parse_instant, to_micros
from shared.core.stream import Position
from shared.ports.event_store import StoredEvent
from shared.tree.organisation import Organisation

BATCH_STREAMS = "batch-"
CATCH_UP_EVENTS = 5_000
WHO_IS_WHO = frozenset({TYPE_OF[Merged], TYPE_OF[Unmerged]})
"""Kept with the organisation: duties are kept apart by the person, however often one was recorded."""


def make_metadata() -> MetaData:
    """Everything in the writer's database, as the migrations leave it."""
    metadata = MetaData()
    for declare in (
        log_table,
        organisation_event_table,
        read_access_table,
        _person_place_table,
        person_match_table,
        due_place_table,
        due_watch_table,
        _batch_table,
        _work_position_table,
        _idempotency_table,
        relay_state_table,
        resend_request_table,
    ):
        declare(metadata)
    return metadata


class SqlWork:
    """The tables in the writer's database, on both dialects."""

    def __init__(self, database: Database, metadata: MetaData) -> None:
        self._database = database
        self._insert = sqlite_insert if database.dialect == "sqlite" else postgresql_insert
        self._organisation = OrganisationTable(metadata)
        self._place = metadata.tables["person_place"]
        self._batch = metadata.tables["batch"]
        self.due = DueIndex(database.dialect, metadata)
        self._match = MatchIndex(database.dialect, metadata)
        self._position = metadata.tables["work_position"]
        self._log = metadata.tables["log"]
        self._idempotency = metadata.tables["idempotency"]

    def apply(self, tx: Connection, events: Sequence[StoredEvent]) -> None:
        """As the port says. What the log holds and these tables missed (a log that was loaded) is taken first."""
        if not events:
            return
        derived = self._derived(tx)
        first = events[0].position
        if derived + 1 < first:
            self._take(tx, self._log_between(tx, derived, Position(first - 1)))
        self._take(tx, [event for event in events if event.position > derived])
        for event in events:
            data = recorded(event.value).data if event.topic == ORGANISATION else None
            if isinstance(data, UnitClosed) and data.successor_id is not None:
                require_nobody_left(data, self._streams_of(tx, data.unit_id))

    def catch_up(self) -> None:
        """Derive what the log holds and these tables do not, in pieces. At a start, and after a log was loaded."""
        while True:
            with self._database.write() as tx:
                derived = self._derived(tx)
                missing = self._log_between(tx, derived, Position(derived + CATCH_UP_EVENTS))
                if not missing:
                    return
                self._take(tx, missing)

    def rebuild(self) -> None:
        """Drop what is derived and derive it again from the log, in one transaction: nobody decides on half of it.

        Writes wait until it is done; reads see what was there before.
        """
        with self._database.write() as tx:
            self._derived(tx)
            tx.execute(update(self._position).values(position=0))
            for table in (self._organisation.table, self._place, self._batch):
                tx.execute(delete(table))
            self.due.forget(tx)
            self._match.forget(tx)
            while events := self._log_between(tx, self._derived(tx), Position(self._derived(tx) + CATCH_UP_EVENTS)):
                self._take(tx, events)

    def organisation(self) -> Organisation:
        """As the port says."""
        with self._database.read() as tx:
            return self._organisation.load(tx)

    def fresh_organisation(self) -> Organisation:
        """As the port says."""
        with self._database.read() as tx:
            return OrganisationTable(self._place.metadata).load(tx)

    def people_of(self, unit_id: str) -> frozenset[str]:
        """As the port says."""
        with self._database.read() as tx:
            return self.people_of_within(tx, unit_id)

    def people_of_within(self, tx: Connection, unit_id: str) -> frozenset[str]:
        """As the port says."""
        return frozenset(tx.execute(select(self._place.c.person_id).where(self._place.c.unit_id == unit_id)).scalars())

    def alike(self, tokens: Sequence[str]) -> Mapping[str, frozenset[str]]:
        """As the port says."""
        with self._database.read() as tx:
            return self._match.holding(tx, tokens)

    def pairs_alike(self, likenesses: Sequence[int], limit: int) -> Sequence[Alike]:
        """As the port says."""
        with self._database.read() as tx:
            return self._match.pairs(tx, likenesses, limit)

    def batch(self, batch_id: str) -> Batch | None:
        """As the port says."""
        with self._database.read() as tx:
            row = tx.execute(select(self._batch).where(self._batch.c.batch_id == batch_id)).one_or_none()
        return None if row is None else _batch_of(row)

    def batches_of(self, digest: str) -> Sequence[Batch]:
        """As the port says."""
        statement = select(self._batch).where(self._batch.c.digest == digest).order_by(self._batch.c.first_position)
        with self._database.read() as tx:
            return [_batch_of(row) for row in tx.execute(statement)]

    def reserve(self, officer_id: str, key: str, digest: str, now_us: int) -> bool:
        """As the port says."""
        table = self._idempotency
        with self._database.write() as tx:
            tx.execute(
                self._insert(table)
                .values(officer_id=officer_id, key=key, digest=digest, created_us=now_us)
                .on_conflict_do_nothing()
            )
            kept = tx.execute(
                select(table.c.digest).where(table.c.officer_id == officer_id, table.c.key == key)
            ).scalar_one()
        return bool(kept == digest)

    def _derived(self, tx: Connection) -> Position:
        """Up to where these tables are derived; held until the transaction ends."""
        found = tx.execute(select(self._position.c.position).with_for_update()).scalar_one_or_none()
        if found is None:
            tx.execute(insert(self._position), {"id": 1, "position": 0})
        return Position(found or 0)

    def _log_between(self, tx: Connection, after: Position, last: Position) -> list[StoredEvent]:
        log = self._log.c
        query = select(log.position, log.topic, log.partition, log.sequence, log.value)
        rows = tx.execute(query.where(log.position > after, log.position <= last).order_by(log.position))
        return [StoredEvent(*row) for row in rows]

    def _streams_of(self, tx: Connection, unit_id: str) -> dict[str, list[bytes]]:
        """The stored events of everyone who has ever stood in a unit."""
        people, log = sorted(self.people_of_within(tx, unit_id)), self._log.c
        found: dict[str, list[bytes]] = {person_stream(person_id): [] for person_id in people}
        query = select(log.stream, log.value).where(one_of(self._database.dialect, log.stream, list(found)))
        for stream, value in tx.execute(query.order_by(log.stream, log.streamversion)):
            found[stream].append(bytes(value))
        return found

    def _take(self, tx: Connection, events: Sequence[StoredEvent]) -> None:
        if not events:
            return
        read = [(event, decode_envelope(event.value)) for event in events]
        self._organisation.add(
            tx,
            [
                (event.position, to_micros(parse_instant(envelope.time)), envelope.type, envelope.subject, event.value)
                for event, envelope in read
                if event.topic == ORGANISATION or envelope.type in WHO_IS_WHO
            ],
        )
        moved: list[Moved] = [
            (event.position, envelope, decode_movements(envelope))
            for event, envelope in read
            if event.topic not in {ORGANISATION, PEOPLE}
        ]
        self._note_places(tx, moved)
        self.due.note(tx, moved)
        self._match.note(tx, [envelope for event, envelope in read if event.topic == PEOPLE])
        self._note_batches(tx, read)
        tx.execute(update(self._position).values(position=events[-1].position))

    def _note_places(self, tx: Connection, moved: Sequence[Moved]) -> None:
        stood: set[tuple[str, str]] = set()
        for _, envelope, movements in moved:
            stood |= {(move.to.unit_id, envelope.subject) for move in movements if move.to is not None}
        if stood:
            rows = [{"unit_id": unit_id, "person_id": person_id} for unit_id, person_id in sorted(stood)]
            tx.execute(self._insert(self._place).on_conflict_do_nothing(), rows)

    def _note_batches(self, tx: Connection, read: Sequence[tuple[StoredEvent, Envelope]]) -> None:
        counted: dict[str, int] = {}
        last: dict[str, Position] = {}
        for event, envelope in read:
            about_batch = envelope.stream.startswith(BATCH_STREAMS)
            batch_id = envelope.subject if about_batch else envelope.batchid
            if batch_id is None:
                continue
            if not about_batch:
                last[batch_id] = event.position
                counted[batch_id] = counted.get(batch_id, 0) + 1
                continue
            self._count(tx, counted, last)
            match decode_data(envelope):
                case BatchOpened() as opened:
                    self._open(tx, batch_id, event.position, opened)
                case BatchClosed():
                    self._set_state(tx, batch_id, BatchState.CLOSED)
                case BatchUndone():
                    self._set_state(tx, batch_id, BatchState.UNDONE)
                case _:
                    pass
        self._count(tx, counted, last)

    def _open(self, tx: Connection, batch_id: str, position: Position, opened: BatchOpened) -> None:
        if opened.batch_kind == UNDO_KIND:
            self._set_state(tx, batch_id, BatchState.UNDOING)
            return
        row = {
            "batch_id": batch_id,
            "digest": opened.digest,
            "kind": opened.batch_kind,
            "state": BatchState.OPEN.value,
            "events_planned": opened.events,
            "events_appended": 0,
            "first_position": position,
            "last_position": position,
        }
        tx.execute(insert(self._batch), row)

    def _set_state(self, tx: Connection, batch_id: str, state: BatchState) -> None:
        kept = self._batch.c
        statement = update(self._batch).where(kept.batch_id == batch_id, kept.state != BatchState.UNDONE.value)
        tx.execute(statement.values(state=state.value))

    def _count(self, tx: Connection, counted: dict[str, int], last: dict[str, Position]) -> None:
        """Progress of an act that is open; what takes it back is not counted to it."""
        kept = self._batch.c
        for batch_id, events in counted.items():
            tx.execute(
                update(self._batch)
                .where(kept.batch_id == batch_id, kept.state == BatchState.OPEN.value)
                .values(events_appended=kept.events_appended + events, last_position=last[batch_id])
            )
        counted.clear()


def _batch_of(row: Row[tuple[object, ...]]) -> Batch:
    found = row._mapping  # noqa: SLF001 - the documented name of a row's mapping
    return Batch(
        batch_id=str(found["batch_id"]),
        digest=str(found["digest"]),
        kind=str(found["kind"]),
        state=BatchState(str(found["state"])),
        events_planned=int(found["events_planned"]),
        events_appended=int(found["events_appended"]),
        first=Position(found["first_position"]),
        last=Position(found["last_position"]),
    )


def _person_place_table(metadata: MetaData) -> Table:
    """Who has ever stood in a unit: whom its closing may move."""
    return Table(
        "person_place",
        metadata,
        Column("unit_id", Text, primary_key=True),
        Column("person_id", Text, primary_key=True),
    )


def _work_position_table(metadata: MetaData) -> Table:
    """One row: up to which position of the log these tables are derived."""
    return Table(
        "work_position",
        metadata,
        Column("id", Integer, primary_key=True, autoincrement=False),
        Column("position", Big, nullable=False),
    )


def _batch_table(metadata: MetaData) -> Table:
    """Staged acts and how far they are in the log."""
    return Table(
        "batch",
        metadata,
        Column("batch_id", Text, primary_key=True),
        Column("digest", Text, nullable=False),
        Column("kind", Text, nullable=False),
        Column("state", Text, nullable=False),
        Column("events_planned", Big, nullable=False),
        Column("events_appended", Big, nullable=False),
        Column("first_position", Big, nullable=False),
        Column("last_position", Big, nullable=False),
        Index("batch_digest", "digest"),
    )


def _idempotency_table(metadata: MetaData) -> Table:
    """Keys of requests with the digest of their bodies. Not derived."""
    return Table(
        "idempotency",
        metadata,
        Column("officer_id", Text, primary_key=True),
        Column("key", Text, primary_key=True),
        Column("digest", Text, nullable=False),
        Column("created_us", Big, nullable=False),
    )
