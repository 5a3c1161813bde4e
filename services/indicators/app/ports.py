"""What this service asks of its store: postings in, sums out. The sums are the store's, never of loops here."""

from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import date
from typing import Protocol, TypeVar

from services.indicators.domain.posting import Posting, Side
from services.indicators.domain.statistics import FlowKey
from shared.contracts.movement import Kind, Standing
from shared.core.dates import Period
from shared.core.stream import Position
from shared.flow.question import Basis, Question
from shared.tree.organisation import Organisation

Tx_contra = TypeVar("Tx_contra", contravariant=True)
OrganisationRow = tuple[Position, int, str, str, bytes]
"""Position, time in microseconds, type, subject, the event as stored."""


class LedgerWriter(Protocol[Tx_contra]):
    """Takes what the fold makes. Nothing is ever updated (design 2.4)."""

    def post(self, tx: Tx_contra, postings: Sequence[Posting]) -> None:
        """Add postings; one that is there already is a defect and MUST raise."""

    def keep(self, tx: Tx_contra, rows: Sequence[OrganisationRow]) -> None:
        """Add events of the organisation topic."""

    def empty(self, tx: Tx_contra) -> None:
        """Remove every posting and every organisation event, for a rebuild."""


class Snapshot(Protocol):
    """One consistent view of the ledger. Sums take postings up to a position and ignore those beyond."""

    def complete(self) -> Position:
        """The position to which the reader is complete."""

    def organisation(self) -> Organisation:
        """The organisation as far as it has been read; it may have grown past the position asked."""

    def place(self, question: Question) -> Basis:
        """Where in the log a question is answered."""

    def stock(
        self, units: Collection[str], standings: Collection[Standing], on: date, known: Position
    ) -> Mapping[Standing, int]:
        """People of each standing in these leaf units at the close of a day; a standing without any is absent."""

    def flow(self, units: Collection[str], kind: Kind, side: Side, period: Period, *, known: Position) -> int:
        """The sum of a kind's postings on one side in these units in a period."""

    def member_flows(self, units: Collection[str], period: Period, known: Position) -> Mapping[FlowKey, int]:
        """The sums of the movement table's postings of members in these units in a period."""

    def counts(self, known: Position) -> Sequence[tuple[str, Standing, int]]:
        """(unit, standing, people) of every place where anyone stands, whatever the date; by unit and standing."""


class Ledger(Protocol):
    """Opens snapshots."""

    def snapshot(self) -> AbstractContextManager[Snapshot]:
        """A consistent view for all questions inside. Raises Unavailable."""
