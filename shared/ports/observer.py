"""What the flow tells whoever watches it: counts and standings, named by partition. Metrics subclass it.

As they stand these watch nothing. An observer MUST NOT raise. `partition` is `topic/number`.
"""

from collections.abc import Mapping

from shared.core.stream import Position
from shared.core.stream import Sequence as SequenceNumber


class ReaderObserver:
    """Told by a reader what it met."""

    def watermark(self, position: Position) -> None:
        """The writer said that everything up to here has been sent."""

    def held(self, partition: str) -> None:
        """An event came again that is applied already."""

    def gap(self, partition: str, missing: SequenceNumber) -> None:
        """An event came and the one before it is missing; told once for each gap."""

    def mended(self, partition: str) -> None:
        """The event that was missing has come."""

    def discarded(self, partition: str) -> None:
        """An event came and was not applied, because one before it is missing."""

    def unreadable(self, topic: str, code: str) -> None:
        """A message could not be believed; `code` says why. It has not arrived."""

    def folded(self, events: int, seconds: float) -> None:
        """Events were applied and committed, in so many seconds."""

    def standing(self, *, complete: Position, verified: Position, behind: int, gaps: int, mismatches: int) -> None:
        """Where the reader stands after a poll: positions, events that watermarks name and that are not applied,
        partitions with a gap, running hashes that differ from the writer's."""

    def fenced(self) -> None:
        """Another reader moved the checkpoint."""


class RelayObserver:
    """Told by the relay what it does."""

    def active(self, holds: bool) -> None:
        """Whether this process holds the relay's fence."""

    def sent(self, events: int) -> None:
        """Events were acknowledged by the bus, resends included."""

    def watermark(self) -> None:
        """A watermark was sent."""

    def failure(self) -> None:
        """A producer was abandoned."""

    def standing(self, *, position: Position, head: Position) -> None:
        """Everything up to `position` is sent; the log ends at `head`."""


class WriterObserver:
    """Told by the writer what it does."""

    def appended(self, events: Mapping[str, int], head: Position, seconds: float) -> None:
        """A transaction wrote so many events to each topic, up to `head`, in so many seconds, the wait included."""

    def decided_again(self) -> None:
        """A stream had moved on: its command is decided again."""
