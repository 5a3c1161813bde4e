"""The one fold: an event becomes postings, or an organisation row. The batch reader and the live tail both call it."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Generic, TypeVar

from services.indicators.app.ports import LedgerWriter, OrganisationRow
from services.indicators.domain.posting import Posting, postings_of
from shared.contracts.codec import encode
from shared.contracts.registry import class_of
from shared.contracts.topics import ORGANISATION, PEOPLE
from shared.core.clock import parse_instant, to_micros
from shared.core.stream import Position
from shared.ops.metrics import READER_UNKNOWN_TYPES
from shared.ports.checkpoint import ReadEvent

Tx = TypeVar("Tx")


class LedgerProjector(Generic[Tx]):
    """A Projector (shared.ports.checkpoint): needs no state of its own, so order between partitions is indifferent."""

    def __init__(self, ledger: LedgerWriter[Tx], *, reader: str = "indicators") -> None:
        self._ledger = ledger
        self._unknown = READER_UNKNOWN_TYPES.labels(reader=reader)

    def apply(self, tx: Tx, events: Sequence[ReadEvent]) -> None:
        """Post every movement, of known and unknown event types alike; keep the organisation's events."""
        postings: list[Posting] = []
        rows: list[OrganisationRow] = []
        for event in events:
            envelope = event.envelope
            if class_of(envelope.type) is None:
                self._unknown.inc()
            if event.topic == PEOPLE:
                continue  # sealed particulars: no movement, and nothing that this service may hold
            position, recorded_us = Position(envelope.position), _micros(envelope.time)
            if event.topic == ORGANISATION:
                rows.append((position, recorded_us, envelope.type, envelope.subject, encode(envelope)))
            postings.extend(postings_of(event.movements, position=position, recorded_us=recorded_us))
        self._ledger.keep(tx, rows)
        self._ledger.post(tx, postings)

    def completed(self, tx: Tx, position: Position) -> None:
        """Nothing: answers look at the checkpoint themselves."""

    def reset(self, tx: Tx) -> None:
        """Empty the ledger."""
        self._ledger.empty(tx)


@lru_cache(maxsize=1024)
def _micros(time: str) -> int:
    """Events of one append share their time."""
    return to_micros(parse_instant(time))
