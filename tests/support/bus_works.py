"""What tests of the bus share: a filled log, a journal in memory, an observer that counts, a faulty reader."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from itertools import count
from random import Random

from shared.adapters.memory.checkpoint import MemoryCheckpointStore, MemoryRows
from shared.contracts.codec import prepare
from shared.contracts.envelope import NewEvent, Provenance
from shared.contracts.topics import EVENT_TOPICS, ORGANISATION, WATERMARKS
from shared.core.hashing import leaf_hash
from shared.core.stream import Partition, Position, stream_id
from shared.core.stream import Sequence as SequenceNumber
from shared.flow.consume import Consumer, Progress
from shared.ports.bus import BusReader, Record
from shared.ports.checkpoint import Checkpoint, ReadEvent
from shared.ports.event_store import Append
from shared.ports.observer import ReaderObserver
from tests.support.log_events import uuid_of

Journal = dict[int, tuple[str, bytes]]


def appends(commands: int, seed: int) -> list[Append]:
    """Commands of one to three events on all four topics, for few subjects, so that partitions fill up."""
    chance = Random(seed)
    made = []
    for number in range(commands):
        topic = chance.choice([each.name for each in EVENT_TOPICS])
        subject = f"unit-{chance.randrange(9)}" if topic == ORGANISATION else str(uuid_of(f"p{chance.randrange(25)}"))
        stream = stream_id(f"test{seed}-{number}", subject)
        provenance = Provenance(command_id=uuid_of(f"bus {seed} {number}"), batch_id=f"batch-{seed}")
        kind = f"vn.{topic}.sample.v1"
        events = [
            NewEvent(topic=topic, type=kind, stream=stream, subject=subject, data=b'{"n":%d}' % index)
            for index in range(chance.randrange(1, 4))
        ]
        prepared = tuple(prepare(event, provenance, index) for index, event in enumerate(events))
        made.append(Append(command_id=str(provenance.command_id), expected={}, events=prepared))
    return made


class MemoryJournal:
    """One entry for each event applied, kept in the checkpoint store's own transaction."""

    def apply(self, tx: MemoryRows, events: Sequence[ReadEvent]) -> None:
        """Keep subject and leaf by position; twice is a failure."""
        journal: Journal = tx.tables.setdefault("journal", {})
        for event in events:
            assert event.envelope.position not in journal, f"position {event.envelope.position} applied twice"
            journal[event.envelope.position] = (event.envelope.subject, event.leaf)

    def completed(self, tx: MemoryRows, position: Position) -> None:
        """Keep the positions told, to see that they only grow."""
        tx.tables.setdefault("completed", []).append(position)

    def reset(self, tx: MemoryRows) -> None:
        """Empty it."""
        tx.tables.clear()


@dataclass
class Noticed(ReaderObserver):
    """Counts what the reader told."""

    seen: Counter[str] = field(default_factory=Counter)
    partitions: set[str] = field(default_factory=set)
    last: dict[str, int] = field(default_factory=dict)

    def held(self, partition: str) -> None:
        """Counted."""
        self.seen["held"] += 1

    def gap(self, partition: str, missing: SequenceNumber) -> None:
        """Counted and named."""
        self.seen["gap"] += 1
        self.partitions.add(f"{partition} #{missing}")

    def mended(self, partition: str) -> None:
        """Counted."""
        self.seen["mended"] += 1

    def discarded(self, partition: str) -> None:
        """Counted."""
        self.seen["discarded"] += 1

    def unreadable(self, topic: str, code: str) -> None:
        """Counted by code."""
        self.seen["unreadable"] += 1
        self.seen[code] += 1

    def standing(self, *, complete: Position, verified: Position, behind: int, gaps: int, mismatches: int) -> None:
        """The last standing; a mismatch ever seen is counted."""
        self.last = {"complete": complete, "verified": verified, "behind": behind, "gaps": gaps}
        self.seen["mismatch"] += mismatches

    def fenced(self) -> None:
        """Counted."""
        self.seen["fenced"] += 1


class Fault(Enum):
    """What a bus may do to a record."""

    REPEAT = "repeat"
    REORDER = "reorder"
    ALTER = "alter"
    DROP = "drop"
    TRUNCATE = "truncate"


class FaultyReader:
    """Any bus, disturbed: the n-th event delivered suffers the fault planned for n. `calm` ends it.

    `done` says what was really done: a reorder needs a record that was not delivered before, and one that follows it in
    its partition, in the same poll. Copies that were sent again trade places without anyone's loss.
    """

    def __init__(self, inner: BusReader, plan: dict[int, Fault], seed: int = 0) -> None:
        self._inner = inner
        self._plan = dict(plan)
        self._chance = Random(seed)
        self._delivered = 0
        self._newest: Counter[tuple[str, int]] = Counter()
        self.done: Counter[Fault] = Counter()

    def calm(self) -> None:
        """From now on records pass as they are."""
        self._plan = {}

    def seek(self, checkpoints: Sequence[Checkpoint]) -> None:
        """Passed on."""
        self._inner.seek(checkpoints)

    def poll(self, limit: int, timeout_s: float) -> Sequence[Record]:
        """What the bus delivers, disturbed."""
        records = list(self._inner.poll(limit, timeout_s))
        index = 0
        while index < len(records):
            if records[index].topic == WATERMARKS:
                index += 1
                continue
            fault = self._plan.pop(self._delivered, None)
            self._delivered += 1
            record = records[index]
            index += 1 if fault is None else self._disturb(records, index, fault)
            place = (record.topic, record.partition)
            self._newest[place] = max(self._newest[place], record.sequence or 0)
        return records

    def close(self) -> None:
        """Passed on."""
        self._inner.close()

    def _disturb(self, records: list[Record], index: int, fault: Fault) -> int:
        """Do it; answers how many of the list's records are dealt with now."""
        record = records[index]
        match fault:
            case Fault.DROP:
                del records[index]
                self.done[fault] += 1
                return 0
            case Fault.REPEAT:
                records.insert(index, record)
                self.done[fault] += 1
                return 2
            case Fault.TRUNCATE:
                records[index] = replace(record, value=record.value[: self._chance.randrange(len(record.value))])
            case Fault.ALTER:
                place = self._chance.randrange(len(record.value))
                changed = bytearray(record.value)
                changed[place] ^= 1 << self._chance.randrange(8)
                records[index] = replace(record, value=bytes(changed))
            case Fault.REORDER:
                later = self._later(records, index)
                if later is None:
                    return 1
                records[index], records[later] = records[later], record
        self.done[fault] += 1
        return 1

    def _later(self, records: Sequence[Record], index: int) -> int | None:
        first = records[index]
        here = (first.topic, first.partition)
        if (first.sequence or 0) <= self._newest[here]:
            return None
        return next(
            (
                at
                for at, record in enumerate(records[index + 1 :], start=index + 1)
                if (record.topic, record.partition) == here and (record.sequence or 0) > (first.sequence or 0)
            ),
            None,
        )


class AlteringReader(FaultyReader):
    """Alters a value and its leaf alike, so that only the running hash can tell."""

    def _disturb(self, records: list[Record], index: int, fault: Fault) -> int:
        record = records[index]
        value = record.value.replace(b'"n":', b'"n":7')
        records[index] = replace(record, value=value, leaf=leaf_hash(value))
        self.done[fault] += 1
        return 1


class Reading:
    """A reader under test: a consumer on a store in memory, and what it noticed."""

    def __init__(self, bus: BusReader, store: MemoryCheckpointStore | None = None, *, timeout_s: float = 0.0) -> None:
        self.store = store or MemoryCheckpointStore()
        self.noticed = Noticed()
        # Each look at this clock is ten seconds later: an idle reader looks at its checkpoints every time.
        ticks = count(step=10)
        self.consumer = Consumer(
            self.store, MemoryJournal(), reader=bus, observer=self.noticed, steady=lambda: float(next(ticks))
        )
        self._timeout_s = timeout_s

    @property
    def journal(self) -> Journal:
        """What was applied."""
        found: Journal = self.store.rows.tables.get("journal", {})
        return found

    def drive(self, limit: int = 17, quiet_polls: int = 3) -> None:
        """Step until nothing more comes."""
        quiet = 0
        while quiet < quiet_polls:
            progress: Progress = self.consumer.step(limit, self._timeout_s)
            moved = progress.applied or progress.held or progress.unsettled
            quiet = 0 if moved or progress.fenced else quiet + 1

    def missing(self) -> list[tuple[str, Partition, SequenceNumber]]:
        """Where a resend has to begin, as gaps and watermarks tell it."""
        named = set(self.consumer.gaps()) | set(self.consumer.behind())
        return [
            (at.topic, at.partition, SequenceNumber(at.sequence + 1))
            for at in self.consumer.checkpoints()
            if f"{at.topic}/{at.partition}" in named
        ]

    def verified(self) -> int:
        """The position that every partition is verified to."""
        return min(at.verified for at in self.consumer.checkpoints())

    def complete(self) -> int:
        """The position that every partition is complete to."""
        return min(at.complete for at in self.consumer.checkpoints())
