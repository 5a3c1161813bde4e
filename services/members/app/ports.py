"""What members asks of its read model, for writing and for answering, and of whoever can unseal."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from typing import Protocol, TypeVar

from services.members.domain.life import Stay
from shared.contracts.movement import Standing
from shared.core.errors import Forbidden
from shared.core.stream import Position
from shared.flow.question import Basis, Question
from shared.ports.checkpoint import ReadEvent
from shared.tree.tree import Tree

TxIn_contra = TypeVar("TxIn_contra", contravariant=True)
FOR_EVER = date.max
"""As of this date every movement that is known has happened."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """Particulars of a person as they came at a position: field to ciphertext; None when the person was erased."""

    position: Position
    person_id: str
    fields: Mapping[str, str] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What a batch of events makes of stays. `ended`: rows that exist and now have an end. `added`: new rows.

    `rewritten`: persons whose rows are all replaced by those in `added`.
    """

    ended: Sequence[tuple[str, Stay]]
    added: Sequence[tuple[str, Stay]]
    rewritten: Collection[str]


class StayStore(Protocol[TxIn_contra]):
    """The rows as the projector changes them, in the transaction that moves the checkpoint."""

    def last_stays(self, tx: TxIn_contra, person_ids: Sequence[str]) -> Mapping[str, Stay]:
        """The stay in force that has no end, of each person that has one."""

    def lives(self, tx: TxIn_contra, person_ids: Sequence[str]) -> Mapping[str, Sequence[Stay]]:
        """Every stay of these persons, of all that was ever known."""

    def write(self, tx: TxIn_contra, changes: Changes) -> None:
        """Apply the changes with a few statements, however many they are."""

    def add_particulars(self, tx: TxIn_contra, rows: Sequence[Sealed]) -> None:
        """Keep sealed particulars as they came."""

    def add_organisation(self, tx: TxIn_contra, events: Sequence[ReadEvent]) -> None:
        """Keep events of the organisation topic."""

    def reset(self, tx: TxIn_contra) -> None:
        """Empty every derived table; who read what is not derived and stays."""


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where a person is, as of a date as known at a position."""

    person_id: str
    stay: Stay


class Snapshot(Protocol):
    """One consistent view of the read model; every answer comes from one."""

    def place(self, question: Question) -> Basis:
        """The position that a question is answered at, and the organisation."""

    def complete(self) -> Position:
        """The position to which everything has been applied."""

    def stays_in(
        self, unit_ids: Collection[str], standings: Collection[Standing], as_of: date, known: Position
    ) -> Sequence[Whereabouts]:
        """Everyone of these standings in these units, in any order."""

    def whereabouts(self, person_ids: Sequence[str], as_of: date, known: Position) -> Sequence[Whereabouts]:
        """Where these persons are; those outside are left out."""

    def life(self, person_id: str) -> Sequence[Stay]:
        """Every stay of one person, of all that was ever known."""

    def counts(self, as_of: date, known: Position) -> Sequence[tuple[str, Standing, int]]:
        """How many are in each unit in each standing, by both."""

    def particulars(self, after: Position, upto: Position) -> Iterable[Sealed]:
        """Sealed particulars after a position up to another, by position."""


class ReadModel(Protocol):
    """The members' database, for reading."""

    def snapshot(self) -> AbstractContextManager[Snapshot]:
        """A view that does not change while it is used. Raises Unavailable."""


class Unsealer(Protocol):
    """Opens sealed names with the persons' keys."""

    def full_names(self, sealed: Sequence[Sealed]) -> Mapping[str, str]:
        """The plain name of each person whose newest row here carries one, where the key still exists."""


class Asker(Protocol):
    """Who asks: an officer in an office, and the unit whose subtree it covers."""

    @property
    def officer_id(self) -> str:
        """The officer's id."""

    @property
    def office(self) -> str:
        """The office acted in."""

    @property
    def unit_id(self) -> str:
        """The unit that the office covers."""

    def require_unit(self, tree: Tree, unit_id: str) -> None:
        """Raises Forbidden when the unit is not in the asker's subtree on this tree."""

    def person_outside(self, tree: Tree, person_id: str) -> Forbidden:
        """The refusal of a record that no unit in the asker's subtree keeps."""
