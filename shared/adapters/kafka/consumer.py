"""A reader of all partitions by our own checkpoints: no group, no commits, the broker's offsets only as hints."""

from collections.abc import Iterable, Sequence
from typing import Any

from kafka import KafkaConsumer, TopicPartition

from shared.adapters.kafka.settings import CLIENT, told
from shared.adapters.kafka.wire import record_of
from shared.contracts.topics import EVENT_PARTITIONS, WATERMARKS
from shared.core.stream import Offset
from shared.ports.bus import Record
from shared.ports.checkpoint import Checkpoint

MARKS = TopicPartition(WATERMARKS, 0)


def open_consumer(bootstrap: str, partitions: Iterable[TopicPartition]) -> KafkaConsumer:
    """A consumer assigned to these partitions. An offset out of range sends that partition to its earliest."""
    consumer = KafkaConsumer(
        bootstrap_servers=bootstrap,
        group_id=None,
        enable_auto_commit=False,
        auto_offset_reset="earliest",
        fetch_max_wait_ms=250,
        **CLIENT,
    )
    consumer.assign(list(partitions))
    return consumer


class KafkaBusReader:
    """Reads event topics and watermarks. `events` false: only watermarks (Faust brings the events)."""

    def __init__(self, bootstrap: str, *, events: bool = True) -> None:
        self._bootstrap = bootstrap
        self._partitions = [TopicPartition(*key) for key in EVENT_PARTITIONS] if events else []
        self._consumer: KafkaConsumer | None = None
        self._held: dict[TopicPartition, Checkpoint] = {}

    def seek(self, checkpoints: Sequence[Checkpoint]) -> None:
        """Continue after these checkpoints. Raises Unavailable.

        Each partition is read from the event that is held, not from the one after: whether that offset still means
        what it meant is seen then, and when it does not the partition is read from its earliest.
        """
        with told():
            consumer = self._open()
            self._held = {}
            for at in checkpoints:
                partition = TopicPartition(at.topic, at.partition)
                if partition not in self._partitions:
                    continue
                if at.offset is None:
                    consumer.seek_to_beginning(partition)
                else:
                    self._held[partition] = at
                    consumer.seek(partition, at.offset)
            end = consumer.end_offsets([MARKS])[MARKS]
            consumer.seek(MARKS, max(0, end - 1))

    def poll(self, limit: int, timeout_s: float) -> Sequence[Record]:
        """As the port says. Raises Unavailable."""
        with told():
            found = self._open().poll(timeout_ms=int(timeout_s * 1000), max_records=limit)
            return [record for partition, messages in found.items() for record in self._records(partition, messages)]

    def close(self) -> None:
        """Let go of the connections."""
        if self._consumer is not None:
            self._consumer.close(autocommit=False, timeout_ms=1_000)
            self._consumer = None

    def _open(self) -> KafkaConsumer:
        if self._consumer is None:
            self._consumer = open_consumer(self._bootstrap, [*self._partitions, MARKS])
        return self._consumer

    def _records(self, partition: TopicPartition, messages: Sequence[Any]) -> list[Record]:
        records = [record_from(message) for message in messages]
        held = self._held.pop(partition, None) if records else None
        if held is None or records[0].offset != held.offset:
            return records
        if records[0].sequence != held.sequence:
            self._open().seek_to_beginning(partition)
            return []
        return records[1:]


def record_from(message: Any) -> Record:
    """Ours from the library's."""
    return record_of(message.topic, message.partition, Offset(message.offset), message.value, message.headers)
