"""Topics in memory, as a broker keeps them: a list for each partition, read by offset. For unit tests."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from threading import Condition

from shared.contracts.topics import ALL_TOPICS, WATERMARKS
from shared.core.stream import Offset, Partition
from shared.ports.bus import Record
from shared.ports.checkpoint import Checkpoint

PartitionKey = tuple[str, Partition]


class MemoryTopics:
    """What the broker holds. Writers and readers of the same topics share one of these."""

    def __init__(self) -> None:
        self.changed = Condition()
        self._records: dict[PartitionKey, list[Record]] = {
            (topic.name, Partition(n)): [] for topic in ALL_TOPICS for n in range(topic.partitions)
        }

    def add(self, records: Sequence[Record]) -> None:
        """Add records at the ends of their partitions."""
        with self.changed:
            for record in records:
                kept = self._records[record.topic, record.partition]
                kept.append(replace(record, offset=Offset(len(kept))))
            self.changed.notify_all()

    def cut(self, key: PartitionKey, length: int) -> None:
        """Lose the end of a partition, as a broker does that was restored from an old disk."""
        with self.changed:
            del self._records[key][length:]

    def tails(self, limit: int) -> Sequence[Record]:
        """As the port `Topics` says."""
        with self.changed:
            return [record for kept in self._records.values() for record in kept[-limit:]]

    def read_all(self) -> Iterator[Record]:
        """As the port `Topics` says."""
        with self.changed:
            found = [record for (topic, _), kept in self._records.items() if topic != WATERMARKS for record in kept]
        yield from found

    def ends(self) -> Mapping[PartitionKey, int]:
        """The offset that the next record of each partition gets."""
        with self.changed:
            return {key: len(kept) for key, kept in self._records.items()}

    def read(self, key: PartitionKey, offset: int, limit: int) -> Sequence[Record]:
        """At most `limit` records of a partition from an offset on."""
        with self.changed:
            return self._records[key][offset : offset + limit]


class MemoryBusWriter:
    """Sends into topics in memory."""

    def __init__(self, topics: MemoryTopics) -> None:
        self._topics = topics

    def send(self, records: Sequence[Record]) -> None:
        """As the port says; memory always acknowledges."""
        self._topics.add(records)

    def close(self) -> None:
        """Nothing is held."""


class MemoryBusReader:
    """Reads topics in memory, partition by partition, the newest watermark first."""

    def __init__(self, topics: MemoryTopics) -> None:
        self._topics = topics
        self._next = dict.fromkeys(topics.ends(), 0)

    def seek(self, checkpoints: Sequence[Checkpoint]) -> None:
        """As the port says; an offset beyond the end is out of range: from the earliest then."""
        ends = self._topics.ends()
        for at in checkpoints:
            key = (at.topic, at.partition)
            following = 0 if at.offset is None else at.offset + 1
            self._next[key] = following if following <= ends[key] else 0
        marks = (WATERMARKS, Partition(0))
        self._next[marks] = max(0, ends[marks] - 1)

    def poll(self, limit: int, timeout_s: float) -> Sequence[Record]:
        """As the port says."""
        with self._topics.changed:
            self._topics.changed.wait_for(self._has_news, timeout_s)
            found: list[Record] = []
            for key, offset in self._next.items():
                records = self._topics.read(key, offset, limit - len(found))
                self._next[key] = offset + len(records)
                found.extend(records)
            return found

    def close(self) -> None:
        """Nothing is held."""

    def _has_news(self) -> bool:
        return any(end > self._next[key] for key, end in self._topics.ends().items())
