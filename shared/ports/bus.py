"""What carries events from the writer to the readers, and what arrives there. It may repeat, reorder, alter or lose."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from shared.core.stream import Offset, Partition
from shared.core.stream import Sequence as SequenceNumber
from shared.ports.checkpoint import Checkpoint


@dataclass(frozen=True, slots=True)
class Record:
    """One message as it arrived, nothing believed yet. `sequence` and `leaf` are None when the headers lack them.

    Watermarks arrive as records of `socai.watermarks` without sequence or leaf.
    """

    topic: str
    partition: Partition
    sequence: SequenceNumber | None
    leaf: bytes | None
    value: bytes
    offset: Offset


class BusReader(Protocol):
    """Reads every partition of the event topics, and the watermarks."""

    def seek(self, checkpoints: Sequence[Checkpoint]) -> None:
        """Continue after these checkpoints; their offsets are hints. MAY deliver again what is held already."""

    def poll(self, limit: int, timeout_s: float) -> Sequence[Record]:
        """At most about `limit` records, waiting up to `timeout_s` for the first. Within a partition they come in the
        broker's order. An offset out of range MUST be answered by seeking that partition to its earliest. MUST deliver
        the newest watermark sooner or later, also when nothing else arrives. Raises Unavailable.
        """

    def close(self) -> None:
        """Let go of connections, within a bounded time."""


class BusWriter(Protocol):
    """Sends stored bytes and watermarks. One active at a time."""

    def send(self, records: Sequence[Record]) -> None:
        """Send and wait until all are acknowledged. Raises Unavailable when one is not in its time; then nothing is
        known of the others, and the caller MUST close this writer and send everything after the last watermark again.
        """

    def close(self) -> None:
        """Let go without waiting for what is not acknowledged."""


class Topics(Protocol):
    """What the bus holds, looked at as a whole: before sending, and to read a lost log back."""

    def tails(self, limit: int) -> Sequence[Record]:
        """The last records, up to `limit` of each partition, the watermarks' among them. Raises Unavailable."""

    def read_all(self) -> Iterator[Record]:
        """Every record of the event topics up to the ends as they are now, in any order. Raises Unavailable."""
