"""The tail of the log after a position: what a relay or an export still has to send (style guide 3)."""

from collections.abc import Iterator, Sequence
from typing import Protocol

from shared.core.stream import Partition, Position
from shared.core.stream import Sequence as SequenceNumber
from shared.ports.event_store import StoredEvent


class Outbox(Protocol):
    """Reads the log for sending. The order MUST never gain an earlier member."""

    def read(self, after: Position, limit: int) -> Sequence[StoredEvent]:
        """At most `limit` events after a position, by position."""

    def read_partition(
        self, topic: str, partition: Partition, first: SequenceNumber, limit: int
    ) -> Sequence[StoredEvent]:
        """At most `limit` events of one partition from a sequence on: what a resend sends."""

    def read_all(self, after: Position = Position(0)) -> Iterator[StoredEvent]:
        """Everything after a position, streamed in bounded memory, at one snapshot."""
