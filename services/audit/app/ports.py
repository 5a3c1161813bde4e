"""What audit asks of its store, and of whoever gives the two totals."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol, TypeVar

from services.audit.domain.sight import Move
from shared.contracts.answers import TrailStep
from shared.core.hashing import TreeFrontier
from shared.core.stream import Position
from shared.flow.question import Basis, Question
from shared.ports.checkpoint import Checkpoint, ReadEvent
from shared.tree.merges import Merges
from shared.tree.organisation import Organisation

Tx_contra = TypeVar("Tx_contra", contravariant=True)
Merging = tuple[Position, str, str | None]
"""Where it stands that a person's record was merged, and into which; None: the merge was taken back."""
Counted = tuple[Position, Mapping[tuple[str, str], int]]
"""The position counted at, and how many people stand in each (unit, standing)."""
Counts = Callable[[Position | None], Counted]
"""Asks one of the two totals, at a position or at its own complete one. Raises Unavailable."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptStep:
    """A step of a person's record as it is kept."""

    person_id: str
    step: TrailStep


@dataclass(frozen=True, slots=True)
class TreeState:
    """The tree as far as it was extended, and the writer's root for exactly that size, when it was told."""

    frontier: TreeFrontier
    writer_root: bytes | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderNote:
    """What the reader at work met and an auditor must see: a code, the partition, and a figure."""

    code: str
    partition: str
    figure: int


class AuditWriter(Protocol[Tx_contra]):
    """Rows as the projector writes them, in the transaction that moves the checkpoint."""

    def add(
        self,
        tx: Tx_contra,
        *,
        leaves: Sequence[tuple[int, bytes]],
        steps: Sequence[KeptStep],
        moves: Sequence[tuple[str, Move]],
        merges: Sequence[Merging],
        organisation: Sequence[ReadEvent],
    ) -> None:
        """Keep what a batch of events brought."""

    def tree(self, tx: Tx_contra) -> TreeState:
        """The tree as it was last extended."""

    def leaves(self, tx: Tx_contra, after: int, upto: int) -> Iterator[tuple[int, bytes]]:
        """Leaves after one position up to another, by position."""

    def save_tree(self, tx: Tx_contra, state: TreeState) -> None:
        """Keep the extended tree."""

    def reset(self, tx: Tx_contra) -> None:
        """Empty every derived table; who read what is not derived and stays."""


class Snapshot(Protocol):
    """One consistent view of the audit database."""

    def place(self, question: Question) -> Basis:
        """The position that a question is answered at."""

    def complete(self) -> Position:
        """The position to which everything has been applied."""

    def organisation(self) -> Organisation:
        """The organisation as far as it has been read."""

    def steps(self, person_id: str, known: Position) -> Sequence[TrailStep]:
        """A person's steps up to a position, by position."""

    def moves(self, person_id: str, known: Position) -> Sequence[Move]:
        """A person's movement lines up to a position."""

    def merges(self) -> Merges:
        """Who was recorded twice, as far as it has been read."""

    def tree(self) -> TreeState:
        """The tree as it was last extended."""

    def leaves(self, after: int, upto: int) -> Iterator[tuple[int, bytes]]:
        """Leaves after one position up to another, by position."""

    def checkpoints(self) -> Sequence[Checkpoint]:
        """Every partition's checkpoint."""

    def notes(self) -> Sequence[ReaderNote]:
        """What the reader at work last met."""


class AuditStore(Protocol):
    """The audit database, for reading; and the reader's notes."""

    def snapshot(self) -> AbstractContextManager[Snapshot]:
        """A view that does not change while it is used. Raises Unavailable."""

    def keep_root(self, size: int, root: bytes) -> None:
        """The writer's root for the tree as it stands, when it has that size. Raises Unavailable."""

    def keep_notes(self, notes: Sequence[ReaderNote]) -> None:
        """Replace the reader's notes. Raises Unavailable."""
