"""What the relay keeps beside the log: its fence, a hint of how far it has sent, what it is to send again."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from shared.core.stream import Partition
from shared.core.stream import Sequence as SequenceNumber


class Superseded(Exception):
    """A newer relay has raised the epoch: this one has to end."""


@dataclass(frozen=True, slots=True)
class ResendRequest:
    """Send a partition again, from `first` to its head."""

    id: int
    topic: str
    partition: Partition
    first: SequenceNumber


class RelayStore(Protocol):
    """In the log's own database. All raise Unavailable."""

    def claim(self) -> int:
        """Become the one active relay: raises the epoch and gives it. From then on older epochs MUST get Superseded."""

    def hint(self) -> bytes | None:
        """The edge last saved, or None. It MAY be older than what was sent, never newer."""

    def save(self, epoch: int, edge: bytes) -> None:
        """Keep the edge up to which everything is sent and said to be. Raises Superseded."""

    def request_resend(self, topic: str, partition: Partition, first: SequenceNumber) -> None:
        """Ask the active relay to send a partition again."""

    def requests(self) -> Sequence[ResendRequest]:
        """What is asked for, oldest first."""

    def fulfilled(self, epoch: int, request: ResendRequest) -> None:
        """A request has been served. Raises Superseded."""
