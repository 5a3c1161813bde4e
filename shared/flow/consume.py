"""A reader: polls the bus, believes what verify and partition let through, and moves rows and checkpoint together.

bus -> verify -> partition -> Projector (design 5). One for each read model, in both modes, also under Faust.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from threading import RLock
from time import monotonic, perf_counter
from typing import Generic, TypeVar

from shared.contracts.topics import EVENT_PARTITIONS, WATERMARKS
from shared.contracts.watermark import Watermark
from shared.core.errors import Malformed, Unavailable
from shared.core.stream import Partition, Position
from shared.core.stream import Sequence as SequenceNumber
from shared.flow.partition import Mismatch, PartitionReading, Verdict
from shared.flow.verify import check_event, check_watermark
from shared.ports.bus import BusReader, Record
from shared.ports.checkpoint import Checkpoint, CheckpointStore, Fenced, Projector, ReadEvent
from shared.ports.observer import ReaderObserver

Tx = TypeVar("Tx")
PartitionKey = tuple[str, Partition]
BATCH_EVENTS_MAX = 5_000
"""Events in one transaction, about: what one poll brings."""
POLL_TIMEOUT_S = 0.5
"""How long an idle reader waits for the bus before it looks whether it should stop."""

LOOK_S = 0.5
"""How often a reader to whom nothing comes looks whether its checkpoints were moved."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """What became of a batch of records. `unsettled`: indexes of those neither applied nor held, not to be
    acknowledged. `fenced`: another reader moved the checkpoint; nothing of the batch was applied."""

    applied: int = 0
    held: int = 0
    unsettled: frozenset[int] = frozenset()
    fenced: bool = False


@dataclass(frozen=True, slots=True)
class Gap:
    """A partition where an event is missing: nothing of it is applied until `missing` arrives."""

    partition: str
    missing: SequenceNumber
    seen: SequenceNumber


class Consumer(Generic[Tx]):
    """Reads partitions into a read model. Thread-safe: one lock around check, fold, commit.

    With a `reader` it is driven by `step`; without one, records are handed to `accept` (Faust), and `own`
    says which partitions are this process's. An exception of the projector comes through: the reader has to stop.
    """

    def __init__(
        self,
        store: CheckpointStore[Tx],
        projector: Projector[Tx],
        *,
        reader: BusReader | None = None,
        observer: ReaderObserver | None = None,
        on_watermark: Callable[[Watermark], None] | None = None,
        partitions: Collection[PartitionKey] = EVENT_PARTITIONS,
        steady: Callable[[], float] = monotonic,
    ) -> None:
        self._store = store
        self._projector = projector
        self._reader = reader
        self._observer = observer or ReaderObserver()
        self._on_watermark = on_watermark
        self._owned = frozenset(partitions)
        self._lock = RLock()
        self._loaded = False
        self._partitions: dict[PartitionKey, PartitionReading] = {}
        self._saved: dict[PartitionKey, Checkpoint] = {}
        self._gaps: dict[PartitionKey, Gap] = {}
        self._newest: Position | None = None
        self._steady = steady
        self._looked_s = steady()

    def step(self, limit: int = BATCH_EVENTS_MAX, timeout_s: float = POLL_TIMEOUT_S) -> Progress:
        """Poll once and accept what came. Raises Unavailable; the next step begins at the checkpoint then."""
        if self._reader is None:
            raise ValueError("this consumer has no bus of its own: hand its records to accept()")
        with self._lock:
            self._load()
        try:
            records = self._reader.poll(limit, timeout_s)
        except Unavailable:
            self.forget()
            raise
        return self.accept(records)

    def accept(self, records: Sequence[Record]) -> Progress:
        """Check records, apply what is next, in one transaction with the checkpoint. Raises Unavailable.

        Whatever is raised, nothing of the batch holds and memory is dropped: the checkpoint is read again.
        """
        with self._lock:
            try:
                self._load()
                progress, events = self._take(records)
                self._commit(events)
            except Fenced:
                self.forget()
                self._observer.fenced()
                return Progress(unsettled=frozenset(range(len(records))), fenced=True)
            except BaseException:  # an interrupt too: memory may be ahead of the checkpoint
                self.forget()
                raise
            self._tell()
            return progress

    def own(self, partitions: Collection[PartitionKey]) -> None:
        """From now on these partitions are this process's: what is held in memory is dropped and read again."""
        with self._lock:
            self._owned = frozenset(partitions) & frozenset(EVENT_PARTITIONS)
            self._drop_gaps()
            self._partitions = {key: at for key, at in self._partitions.items() if key in self._owned}
            self._loaded = False

    def forget(self) -> None:
        """Drop what is held in memory, except what the writer said: the checkpoint is read again before anything."""
        with self._lock:
            self._loaded = False
            self._drop_gaps()

    def _drop_gaps(self) -> None:
        """What is read again shows its gaps again."""
        for reading in self._partitions.values():
            self._note_mended(reading)

    def gaps(self) -> Mapping[str, Gap]:
        """Partitions where an event is missing, by name."""
        with self._lock:
            return {gap.partition: gap for gap in self._gaps.values()}

    def behind(self) -> Mapping[str, int]:
        """Partitions where a watermark names more events than are applied, and how many; gap seen or not."""
        with self._lock:
            return {at.name: at.behind for at in self._partitions.values() if at.behind}

    def problems(self) -> Sequence[Mismatch]:
        """Running hashes that differ from the writer's and that no later watermark has confirmed."""
        with self._lock:
            return [found for at in self._partitions.values() for found in at.mismatches]

    def caught_up(self) -> bool:
        """Whether every owned partition is complete to the newest watermark seen, and one was seen."""
        with self._lock:
            if self._newest is None or not self._loaded or self._gaps:
                return False
            return all(at.complete >= self._newest for at in self._saved.values())

    def checkpoints(self) -> Sequence[Checkpoint]:
        """The owned partitions' checkpoints as committed."""
        with self._lock:
            self._load()
            return tuple(self._saved.values())

    def _load(self) -> None:
        if self._loaded:
            return
        with self._store.transaction() as tx:
            found = self._store.load(tx)
        before = self._partitions
        self._saved = {(at.topic, at.partition): at for at in found if (at.topic, at.partition) in self._owned}
        self._partitions = {key: PartitionReading(at) for key, at in self._saved.items()}
        for key, reading in self._partitions.items():
            if key in before:
                reading.resume(before[key])
        if self._reader is not None:
            self._reader.seek(tuple(self._saved.values()))
        self._loaded = True

    def _take(self, records: Sequence[Record]) -> tuple[Progress, list[ReadEvent]]:
        events: list[ReadEvent] = []
        held, unsettled = 0, set[int]()
        for index, record in enumerate(records):
            if record.topic == WATERMARKS:
                self._take_watermark(record)
                continue
            event = self._checked(record)
            reading = self._partitions.get((record.topic, record.partition))
            if event is None or reading is None or record.sequence is None:
                unsettled.add(index)
                continue
            verdict = reading.judge(record.sequence)
            if verdict is Verdict.APPLY:
                reading.apply(event.leaf, record.offset)
                events.append(event)
                self._note_mended(reading)
            elif verdict is Verdict.HELD:
                held += 1
                self._observer.held(reading.name)
            else:
                unsettled.add(index)
                self._note_gap(reading, record.sequence)
        return Progress(applied=len(events), held=held, unsettled=frozenset(unsettled)), events

    def _checked(self, record: Record) -> ReadEvent | None:
        try:
            return check_event(record)
        except Malformed as fault:
            self._observer.unreadable(record.topic, fault.code)
            return None

    def _take_watermark(self, record: Record) -> None:
        try:
            mark = check_watermark(record)
        except Malformed as fault:
            self._observer.unreadable(record.topic, fault.code)
            return
        position = Position(mark.position)
        self._newest = max(self._newest or Position(0), position)
        for reading in self._partitions.values():
            named = mark.partitions[reading.name]
            reading.mark(position, SequenceNumber(named.sequence), bytes.fromhex(named.hash))
        self._observer.watermark(Position(mark.position))
        if self._on_watermark is not None:
            self._on_watermark(mark)

    def _note_gap(self, reading: PartitionReading, seen: SequenceNumber) -> None:
        at = reading.checkpoint
        missing = SequenceNumber(at.sequence + 1)
        if (at.topic, at.partition) not in self._gaps:
            self._gaps[at.topic, at.partition] = Gap(reading.name, missing, seen)
            self._observer.gap(reading.name, missing)
        self._observer.discarded(reading.name)

    def _note_mended(self, reading: PartitionReading) -> None:
        if not self._gaps:
            return
        key = (reading.checkpoint.topic, reading.checkpoint.partition)
        if self._gaps.pop(key, None) is not None:
            self._observer.mended(reading.name)

    def _commit(self, events: Sequence[ReadEvent]) -> None:
        after = {key: reading.checkpoint for key, reading in self._partitions.items()}
        changed = [key for key, at in after.items() if at != self._saved[key]]
        if not changed:
            self._look()
            return
        began = perf_counter()
        with self._store.transaction() as tx:
            # The fence first: a second reader then waits here, and not at rows that both would insert.
            before = [self._saved[key] for key in changed]
            self._store.advance(tx, before, [after[key] for key in changed])
            if events:
                self._projector.apply(tx, events)
                self._store.note_times(tx, _times(events))
            done, now = self._lowest(self._saved, tx), self._lowest(after, tx)
            if now > done:
                self._projector.completed(tx, now)
        self._saved = after
        if events:
            self._observer.folded(len(events), perf_counter() - began)

    def _look(self) -> None:
        """Who writes nothing meets no fence: look now and then whether the checkpoints were moved, by a rebuild."""
        now_s = self._steady()
        if now_s - self._looked_s < LOOK_S:
            return
        self._looked_s = now_s
        with self._store.transaction() as tx:
            found = {(at.topic, at.partition): at for at in self._store.load(tx)}
        if any(found[key] != at for key, at in self._saved.items()):
            raise Fenced("the checkpoints are not those that this reader wrote")

    def _lowest(self, known: Mapping[PartitionKey, Checkpoint], tx: Tx) -> Position:
        """The position that all 49 partitions are complete to; those of other processes as the database has them."""
        complete = [at.complete for at in known.values()]
        if len(known) < len(EVENT_PARTITIONS):
            complete += [at.complete for at in self._store.load(tx) if (at.topic, at.partition) not in known]
        return min(complete)

    def _tell(self) -> None:
        standing = self._saved.values()
        if standing:
            self._observer.standing(
                complete=min(at.complete for at in standing),
                verified=min(at.verified for at in standing),
                behind=sum(at.behind for at in self._partitions.values()),
                gaps=len(self._gaps),
                mismatches=sum(len(at.mismatches) for at in self._partitions.values()),
            )


def _times(events: Sequence[ReadEvent]) -> list[tuple[str, Position]]:
    """The last position of each event time, by time."""
    last: dict[str, int] = {}
    for event in events:
        time, position = event.envelope.time, event.envelope.position
        last[time] = max(position, last.get(time, 0))
    return [(time, Position(position)) for time, position in sorted(last.items())]
