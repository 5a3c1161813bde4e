"""The topics looked at as a whole: their ends before anything is sent, and everything, to read a lost log back."""

from collections.abc import Iterator, Mapping, Sequence

from kafka import KafkaConsumer, TopicPartition

from shared.adapters.kafka.consumer import MARKS, open_consumer, record_from
from shared.adapters.kafka.settings import told, unavailable
from shared.contracts.topics import EVENT_PARTITIONS
from shared.ports.bus import Record

_POLL_MS = 1_000
_SILENT_POLLS_MAX = 15
"""So many empty polls in a row mean that the broker does not serve, and not that there is nothing."""


class KafkaTopics:
    """Reads to ends that are captured first, never to a count."""

    def __init__(self, bootstrap: str) -> None:
        self._bootstrap = bootstrap

    def tails(self, limit: int) -> Sequence[Record]:
        """As the port says. Raises Unavailable."""
        partitions = [*(TopicPartition(*key) for key in EVENT_PARTITIONS), MARKS]
        with told():
            consumer = open_consumer(self._bootstrap, partitions)
            try:
                first = consumer.beginning_offsets(partitions)
                ends = consumer.end_offsets(partitions)
                starts = {each: max(first[each], ends[each] - limit) for each in partitions}
                return list(_between(consumer, starts, ends))
            finally:
                consumer.close(autocommit=False, timeout_ms=1_000)

    def read_all(self) -> Iterator[Record]:
        """As the port says. Raises Unavailable."""
        partitions = [TopicPartition(*key) for key in EVENT_PARTITIONS]
        with told():
            consumer = open_consumer(self._bootstrap, partitions)
            try:
                first = consumer.beginning_offsets(partitions)
                yield from _between(consumer, first, consumer.end_offsets(partitions))
            finally:
                consumer.close(autocommit=False, timeout_ms=1_000)


def _between(
    consumer: KafkaConsumer, starts: Mapping[TopicPartition, int], ends: Mapping[TopicPartition, int]
) -> Iterator[Record]:
    waiting = {each for each in ends if starts[each] < ends[each]}
    consumer.assign(sorted(waiting))
    for each in waiting:
        consumer.seek(each, starts[each])
    silent = 0
    while waiting:
        found = consumer.poll(timeout_ms=_POLL_MS, max_records=5_000)
        silent = 0 if found else silent + 1
        if silent > _SILENT_POLLS_MAX:
            raise unavailable(f"{len(waiting)} partitions cannot be read to their ends")
        for messages in found.values():
            yield from (record_from(message) for message in messages)
        waiting = {each for each in waiting if consumer.position(each) < ends[each]}
