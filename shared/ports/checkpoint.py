"""What a reader has durably handled, partition by partition, in the same transaction as its rows (design 5)."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol, TypeVar

from shared.contracts.envelope import Envelope
from shared.contracts.movement import Movement
from shared.contracts.topics import EVENT_PARTITIONS
from shared.core.hashing import ZERO_HASH
from shared.core.stream import Offset, Partition, Position
from shared.core.stream import Sequence as SequenceNumber

Tx = TypeVar("Tx")
Tx_contra = TypeVar("Tx_contra", contravariant=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """One partition's state in one reader.

    `sequence`, `hash`: the last event applied and the running hash up to it. `offset`: the broker's number of that
    event, a hint, or None. `complete`: the position of the newest watermark whose sequence here has been reached;
    `complete_sequence`, `complete_hash`: that sequence and our own running hash at it. `verified`: the position of the
    newest watermark whose hash here equals ours. The service is complete, and verified, to the lowest of these.
    """

    topic: str
    partition: Partition
    sequence: SequenceNumber = SequenceNumber(0)
    hash: bytes = ZERO_HASH
    offset: Offset | None = None
    complete: Position = Position(0)
    complete_sequence: SequenceNumber = SequenceNumber(0)
    complete_hash: bytes = ZERO_HASH
    verified: Position = Position(0)


INITIAL = tuple(Checkpoint(topic=topic, partition=partition) for topic, partition in EVENT_PARTITIONS)


class Fenced(Exception):
    """Another reader advanced the checkpoint: drop everything held in memory and load the checkpoint again."""


@dataclass(frozen=True, slots=True)
class ReadEvent:
    """An event that arrived whole and in order: its envelope and its movements, decoded, and its leaf."""

    envelope: Envelope
    leaf: bytes
    topic: str
    movements: tuple[Movement, ...]


class CheckpointStore(Protocol[Tx]):
    """Keeps a reader's checkpoints in its own database."""

    def transaction(self) -> AbstractContextManager[Tx]:
        """One transaction; rows and checkpoint change in it together."""

    def load(self, tx: Tx) -> Sequence[Checkpoint]:
        """Every partition's checkpoint, INITIAL where there is none yet."""

    def advance(self, tx: Tx, before: Sequence[Checkpoint], after: Sequence[Checkpoint]) -> None:
        """Replace, where each row still has the sequence of `before`. Raises Fenced when one has not."""

    def note_times(self, tx: Tx, times: Sequence[tuple[str, Position]]) -> None:
        """Remember (event time, position): every reader keeps the log's time line, to place "as known at K"."""

    def reset(self, tx: Tx) -> None:
        """Forget every checkpoint and the time line: the reader begins again. Another reader at work gets Fenced."""


class Projector(Protocol[Tx_contra]):
    """A service's fold: events to rows, in the transaction that also moves the checkpoint."""

    def apply(self, tx: Tx_contra, events: Sequence[ReadEvent]) -> None:
        """Apply events: each partition's in order, partitions in any interleaving. MUST be deterministic. An exception
        stops the reader, loudly: there is no skipping."""

    def completed(self, tx: Tx_contra, position: Position) -> None:
        """The reader is now complete to `position` (audit extends its tree here); others do nothing."""

    def reset(self, tx: Tx_contra) -> None:
        """Empty every derived table, for a rebuild."""
