"""The writer's word on how far all is sent: the tree's edge and each partition's running hash, fed by the log's tail.

log -> watermark -> relay (distributed) or the log's own bus (embedded). Never inside an append (contracts 2).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from time import monotonic

import msgspec

from shared.contracts.codec import decode, encode
from shared.contracts.topics import EVENT_PARTITIONS, WATERMARKS, partition_name
from shared.contracts.watermark import PartitionMark, Watermark
from shared.core.clock import Clock, format_instant
from shared.core.hashing import ZERO_HASH, TreeFrontier, leaf_hash, running_hash
from shared.core.stream import Offset, Partition, Position
from shared.core.stream import Sequence as SequenceNumber
from shared.ports.bus import Record
from shared.ports.event_store import StoredEvent
from shared.ports.outbox import Outbox

PACE_S = 0.05
"""A watermark is sent at once when the last is older than this, else when it is (contracts 2)."""
IDLE_S = 5.0
"""When nothing is appended a watermark says so every five seconds (contracts 2)."""
PartitionKey = tuple[str, Partition]


class _Kept(msgspec.Struct, frozen=True):
    frontier: bytes
    partitions: dict[str, tuple[int, bytes]]


class LogEdge:
    """What the log up to a position hashes to. Advanced event by event; small whatever the log's length."""

    __slots__ = ("_frontier", "_partitions")

    def __init__(
        self, frontier: TreeFrontier | None = None, partitions: Mapping[PartitionKey, tuple[int, bytes]] | None = None
    ) -> None:
        self._frontier = frontier or TreeFrontier()
        self._partitions = {key: (partitions or {}).get(key, (0, ZERO_HASH)) for key in EVENT_PARTITIONS}

    @property
    def position(self) -> Position:
        """The last event taken in."""
        return Position(self._frontier.size)

    @property
    def root(self) -> bytes:
        """The root of the tree of this size."""
        return self._frontier.root()

    def sequence(self, topic: str, partition: Partition) -> SequenceNumber:
        """The last sequence of a partition."""
        return SequenceNumber(self._partitions[topic, partition][0])

    def advance(self, events: Sequence[StoredEvent]) -> None:
        """Take in the next events of the log, in order. A hole in them is a defect of the log."""
        for event in events:
            sequence, digest = self._partitions[event.topic, event.partition]
            assert event.position == self.position + 1, f"position {event.position} after {self.position}"
            assert event.sequence == sequence + 1, f"sequence {event.sequence} after {sequence}"
            leaf = leaf_hash(event.value)
            self._frontier.append(leaf)
            self._partitions[event.topic, event.partition] = (sequence + 1, running_hash(digest, leaf))

    def watermark(self, now: datetime) -> Watermark:
        """The watermark that says: everything up to here has been sent."""
        marks = {
            partition_name(topic, partition): PartitionMark(sequence, digest.hex())
            for (topic, partition), (sequence, digest) in self._partitions.items()
        }
        return Watermark(position=self.position, time=format_instant(now), root=self.root.hex(), partitions=marks)

    def to_bytes(self) -> bytes:
        """A form to keep as a hint, so that a restart need not read the whole log again."""
        kept = {partition_name(*key): value for key, value in self._partitions.items()}
        return encode(_Kept(self._frontier.to_bytes(), kept))

    @classmethod
    def from_bytes(cls, data: bytes) -> "LogEdge":
        """The edge that `to_bytes` came from. Raises Malformed."""
        kept = decode(_Kept, data)
        named = {key: kept.partitions[partition_name(*key)] for key in EVENT_PARTITIONS}
        return cls(TreeFrontier.from_bytes(kept.frontier), named)


@dataclass(frozen=True, slots=True)
class Pace:
    """When the next watermark is due. Times are seconds of a steady clock."""

    pace_s: float = PACE_S
    idle_s: float = IDLE_S

    def wait_s(self, *, news: bool, last_s: float | None, now_s: float) -> float:
        """Seconds until a watermark is due, 0 when it is. `news`: something was sent that the last does not cover."""
        if last_s is None:
            return 0.0
        return max(0.0, (self.pace_s if news else self.idle_s) - (now_s - last_s))


def watermark_record(mark: Watermark, offset: int = -1) -> Record:
    """A watermark as it travels."""
    return Record(WATERMARKS, Partition(0), None, None, encode(mark), Offset(offset))


class LogMarks:
    """Watermarks where the log itself is the bus: shared by the readers of one process, fed by reading the log.

    Thread-safe. `read_max`: events read for one watermark, so that a first start on a long log shows progress.
    """

    def __init__(
        self,
        outbox: Outbox,
        clock: Clock,
        *,
        edge: LogEdge | None = None,
        pace: Pace | None = None,
        read_max: int = 20_000,
    ) -> None:
        self._outbox = outbox
        self._clock = clock
        self._edge = edge or LogEdge()
        self._pace = pace or Pace()
        self._read_max = read_max
        self._lock = Lock()
        self._newest: tuple[int, Record] | None = None
        self._sent_s: float | None = None

    def after(self, seen: int, position: Position) -> tuple[int, Record] | None:
        """A watermark newer than number `seen`, with its own number, when there is one or one is due.

        `position`: how far the asker has read, which says whether there is news.
        """
        with self._lock:
            now_s = monotonic()
            news = self._newest is None or position > self._edge.position
            if self._pace.wait_s(news=news, last_s=self._sent_s, now_s=now_s) == 0.0:
                self._read()
                number = 1 if self._newest is None else self._newest[0] + 1
                self._newest = (number, watermark_record(self._edge.watermark(self._clock()), number))
                self._sent_s = now_s
            return self._newest if self._newest is not None and self._newest[0] > seen else None

    def wait_s(self, position: Position) -> float:
        """Seconds until the next watermark is due for someone who has read to `position`."""
        with self._lock:
            news = position > self._edge.position
            return self._pace.wait_s(news=news, last_s=self._sent_s, now_s=monotonic())

    def edge(self) -> bytes:
        """The edge as it stands, to keep as a hint."""
        with self._lock:
            return self._edge.to_bytes()

    def _read(self) -> None:
        end = self._edge.position + self._read_max
        while self._edge.position < end:
            events = self._outbox.read(self._edge.position, self._read_max)
            self._edge.advance(events)
            if len(events) < self._read_max:
                return
