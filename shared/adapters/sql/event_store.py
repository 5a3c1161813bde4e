"""The log in SQL, for both databases: the only place where the log is written."""

from collections.abc import Sequence
from contextlib import AbstractContextManager

from sqlalchemy import Connection, MetaData, select

from shared.adapters.sql.engine import Database
from shared.adapters.sql.log_statements import insert_rows, read_tail, take_append_lock
from shared.adapters.sql.many import one_of
from shared.adapters.sql.tables import log_table
from shared.contracts.codec import decode_envelope
from shared.contracts.topics import EVENT_PARTITIONS
from shared.core.clock import Clock, from_micros, to_micros
from shared.core.stream import Position, StreamId, StreamVersion
from shared.flow.place import Placed, Tail, partitions_of, place_chunk, place_group, streams_of
from shared.flow.raw import LastAppend, place_raw, read_raw
from shared.ports.event_store import CHUNK_EVENTS_MAX, Append, Appended, Head, StoredEvent, Within

metadata = MetaData()
LOG = log_table(metadata)
STORED = (LOG.c.position, LOG.c.topic, LOG.c.partition, LOG.c.sequence, LOG.c.value)


class SqlEventStore:
    """EventStore over the table `log`. Tx is a SQLAlchemy Connection inside its transaction."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def append(
        self, appends: Sequence[Append], *, within: Within[Connection] | None = None
    ) -> list[Appended | Exception]:
        """As the port says. `within` runs once for the group, when anything was written."""
        with self._database.write() as tx:
            tail, known = self._locked(tx, appends)
            outcomes, rows = place_group(tail, appends, to_micros(self._clock()), known)
            self._insert(tx, rows, within)
        return outcomes

    def append_chunk(self, appends: Sequence[Append], *, within: Within[Connection] | None = None) -> Appended:
        """As the port says. Commands that are in the log already are left as they are."""
        assert sum(len(append.events) for append in appends) <= CHUNK_EVENTS_MAX
        with self._database.write() as tx:
            tail, known = self._locked(tx, appends)
            outcome, rows = place_chunk(tail, appends, to_micros(self._clock()), known)
            self._insert(tx, rows, within)
        return outcome

    def append_raw(self, values: Sequence[bytes]) -> Head:
        """Store bytes as they are when all of them continue the log; else nothing. Raises Malformed, Unavailable."""
        events = [read_raw(value) for value in values]
        streams = list({StreamId(event.envelope.stream): None for event in events})
        with self._database.write() as tx:
            take_append_lock(tx, self._database.dialect)
            tail, _ = read_tail(tx, self._database.dialect, streams, EVENT_PARTITIONS, ())
            rows = list(place_raw(tail, _last_append(tx, tail), events))
            insert_rows(tx, self._database.dialect, rows)
        return Head(Position(tail.position), from_micros(tail.time_us) if tail.position else None)

    def read_stream(self, stream: StreamId, after: StreamVersion = StreamVersion(0)) -> list[StoredEvent]:
        """As the port says."""
        query = select(*STORED).where(LOG.c.stream == stream, LOG.c.streamversion > after)
        with self._database.read() as tx:
            return [StoredEvent(*row) for row in tx.execute(query.order_by(LOG.c.streamversion))]

    def read_streams(self, streams: Sequence[StreamId]) -> dict[StreamId, list[StoredEvent]]:
        """As the port says."""
        found: dict[StreamId, list[StoredEvent]] = {stream: [] for stream in streams}
        query = select(LOG.c.stream, *STORED).where(one_of(self._database.dialect, LOG.c.stream, streams))
        with self._database.read() as tx:
            for stream, *row in tx.execute(query.order_by(LOG.c.stream, LOG.c.streamversion)):
                found[stream].append(StoredEvent(*row))
        return found

    def head(self) -> Head:
        """As the port says."""
        query = select(LOG.c.position, LOG.c.time_us).order_by(LOG.c.position.desc()).limit(1)
        with self._database.read() as tx:
            row = tx.execute(query).first()
        return Head(Position(0), None) if row is None else Head(Position(row[0]), from_micros(row[1]))

    def transaction(self) -> AbstractContextManager[Connection]:
        """As the port says."""
        return self._database.write()

    def _locked(self, tx: Connection, appends: Sequence[Append]) -> tuple[Tail, dict[str, list[Placed]]]:
        """Under the lock: the end of the log, and the rows of those commands that are in it already."""
        dialect = self._database.dialect
        take_append_lock(tx, dialect)
        commands = [append.command_id for append in appends]
        tail, repeated = read_tail(tx, dialect, streams_of(appends), partitions_of(appends), commands)
        known: dict[str, list[Placed]] = {}
        if repeated:
            query = select(LOG.c.stream, LOG.c.streamversion, LOG.c.commandid, LOG.c.time_us, *STORED)
            query = query.where(one_of(dialect, LOG.c.commandid, repeated)).order_by(LOG.c.position)
            for stream, version, command_id, time_us, *row in tx.execute(query):
                placed = Placed(StoredEvent(*row), stream, version, command_id, time_us)
                known.setdefault(command_id, []).append(placed)
        return tail, known

    def _insert(self, tx: Connection, rows: Sequence[Placed], within: Within[Connection] | None) -> None:
        insert_rows(tx, self._database.dialect, rows)
        if within is not None and rows:
            within(tx, [row.stored for row in rows])


def _last_append(tx: Connection, tail: Tail) -> LastAppend | None:
    if not tail.position:
        return None
    envelope = decode_envelope(tx.execute(select(LOG.c.value).where(LOG.c.position == tail.position)).scalar_one())
    return LastAppend(envelope.commandid, envelope.batchid)
