"""The log in memory: EventStore and Outbox for unit tests, with the guarantees of the real ones."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from threading import RLock

from shared.contracts.codec import decode_envelope
from shared.core.clock import Clock, from_micros, to_micros
from shared.core.stream import Partition, Position, StreamId, StreamVersion
from shared.core.stream import Sequence as SequenceNumber
from shared.flow.place import Placed, Tail, place_chunk, place_group
from shared.flow.raw import LastAppend, place_raw, read_raw
from shared.ports.event_store import Append, Appended, Head, StoredEvent, Within


class MemoryEventStore:
    """A list. Its transaction is None: nothing else lives in it, and nothing is rolled back but the append itself."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = RLock()
        self._rows: list[Placed] = []
        self._tail = Tail()

    def append(self, appends: Sequence[Append], *, within: Within[None] | None = None) -> list[Appended | Exception]:
        """As the port says."""
        with self._lock:
            tail = self._copy_tail()
            outcomes, rows = place_group(tail, appends, to_micros(self._clock()), self._known(appends))
            self._commit(tail, rows, within)
            return outcomes

    def append_chunk(self, appends: Sequence[Append], *, within: Within[None] | None = None) -> Appended:
        """As the port says."""
        with self._lock:
            tail = self._copy_tail()
            outcome, rows = place_chunk(tail, appends, to_micros(self._clock()), self._known(appends))
            self._commit(tail, rows, within)
            return outcome

    def append_raw(self, values: Sequence[bytes]) -> Head:
        """Store bytes as they are when all of them continue the log. Raises Malformed."""
        events = [read_raw(value) for value in values]
        with self._lock:
            tail = self._copy_tail()
            last = None
            if self._rows:
                envelope = decode_envelope(self._rows[-1].stored.value)
                last = LastAppend(envelope.commandid, envelope.batchid)
            self._commit(tail, list(place_raw(tail, last, events)), None)
            return self.head()

    def read_stream(self, stream: StreamId, after: StreamVersion = StreamVersion(0)) -> list[StoredEvent]:
        """As the port says."""
        with self._lock:
            return [row.stored for row in self._rows if row.stream == stream and row.version > after]

    def read_streams(self, streams: Sequence[StreamId]) -> dict[StreamId, list[StoredEvent]]:
        """As the port says."""
        found: dict[StreamId, list[StoredEvent]] = {stream: [] for stream in streams}
        with self._lock:
            for row in self._rows:
                if row.stream in found:
                    found[row.stream].append(row.stored)
        return found

    def head(self) -> Head:
        """As the port says."""
        with self._lock:
            return Head(Position(self._tail.position), from_micros(self._tail.time_us) if self._rows else None)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Keeps appends out while it lasts."""
        with self._lock:
            yield None

    def read(self, after: Position, limit: int) -> Sequence[StoredEvent]:
        """As the outbox port says."""
        with self._lock:
            return [row.stored for row in self._rows[after : after + limit]]

    def read_partition(
        self, topic: str, partition: Partition, first: SequenceNumber, limit: int
    ) -> Sequence[StoredEvent]:
        """As the outbox port says."""
        with self._lock:
            everything = (row.stored for row in self._rows)
            found = [e for e in everything if (e.topic, e.partition) == (topic, partition) and e.sequence >= first]
            return found[:limit]

    def read_all(self, after: Position = Position(0)) -> Iterator[StoredEvent]:
        """As the outbox port says."""
        with self._lock:
            rows = self._rows[after:]
        return iter([row.stored for row in rows])

    def _copy_tail(self) -> Tail:
        tail = self._tail
        return Tail(
            position=tail.position,
            time_us=tail.time_us,
            versions=dict(tail.versions),
            sequences=dict(tail.sequences),
        )

    def _known(self, appends: Sequence[Append]) -> dict[str, list[Placed]]:
        wanted = {append.command_id for append in appends}
        known: dict[str, list[Placed]] = {}
        for row in self._rows:
            if row.command_id in wanted:
                known.setdefault(row.command_id, []).append(row)
        return known

    def _commit(self, tail: Tail, rows: list[Placed], within: Within[None] | None) -> None:
        if within is not None and rows:
            within(None, [row.stored for row in rows])
        self._rows += rows
        self._tail = tail
