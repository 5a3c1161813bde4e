"""Each topic: who produces and consumes it, its key, its partitions, its retention. A count never changes."""

from dataclasses import dataclass

from shared.core.hashing import partition_of
from shared.core.stream import Partition

LIFECYCLE = "socai.lifecycle"
DOSSIERS = "socai.dossiers"
PEOPLE = "socai.people"
ORGANISATION = "socai.organisation"
WATERMARKS = "socai.watermarks"


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """A declared topic. `retention_ms` -1 is for ever."""

    name: str
    partitions: int
    key: str
    producer: str
    consumers: tuple[str, ...]
    retention_ms: int = -1


_READERS = ("members", "indicators", "audit")
EVENT_TOPICS = (
    Topic(name=LIFECYCLE, partitions=16, key="person id", producer="admissions", consumers=_READERS),
    Topic(name=DOSSIERS, partitions=16, key="person id", producer="admissions", consumers=_READERS),
    Topic(name=PEOPLE, partitions=16, key="person id", producer="admissions", consumers=_READERS),
    Topic(
        name=ORGANISATION,
        partitions=1,
        key="unit, policy, definition, target or batch id",
        producer="admissions",
        consumers=_READERS,
    ),
)
WATERMARK_TOPIC = Topic(
    name=WATERMARKS,
    partitions=1,
    key="none",
    producer="admissions",
    consumers=_READERS,
    retention_ms=7 * 24 * 3600 * 1000,
)
ALL_TOPICS = (*EVENT_TOPICS, WATERMARK_TOPIC)
PARTITION_COUNTS = {topic.name: topic.partitions for topic in EVENT_TOPICS}
EVENT_PARTITIONS: tuple[tuple[str, Partition], ...] = tuple(
    (topic.name, Partition(n)) for topic in EVENT_TOPICS for n in range(topic.partitions)
)
"""Every partition of the four event topics, in the order of declaration: 49 of them."""


def partition_for(topic: str, key: str) -> Partition:
    """The partition of an event topic for a subject: murmur2 of its UTF-8 (contracts 1)."""
    return Partition(partition_of(key.encode(), PARTITION_COUNTS[topic]))


def partition_name(topic: str, partition: int) -> str:
    """`socai.lifecycle/0`: how watermarks and answers name a partition."""
    return f"{topic}/{partition}"
