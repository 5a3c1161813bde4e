"""The organisation as a service keeps it: the topic's events as stored, folded in memory as far as they have come."""

from collections.abc import Sequence
from threading import Lock

from msgspec import Struct
from sqlalchemy import Connection, MetaData, func, insert, select

from shared.adapters.sql.tables import organisation_event_table
from shared.contracts.codec import decode_data, decode_envelope
from shared.contracts.upcast import upcast
from shared.core.stream import Position
from shared.tree.organisation import Organisation

KEPT_MAX = 4
"""How many organisations as known at past positions are kept in memory."""


class OrganisationTable:
    """Rows of `organisation_event`, and the fold of them. One for each service and process."""

    def __init__(self, metadata: MetaData) -> None:
        existing = metadata.tables.get("organisation_event")
        self.table = organisation_event_table(metadata) if existing is None else existing
        self._organisation = Organisation()
        self._until: dict[int, Organisation] = {}
        self._lock = Lock()

    def add(self, tx: Connection, rows: Sequence[tuple[Position, int, str, str, bytes]]) -> None:
        """Keep events of the topic: (position, time in microseconds, type, subject, stored bytes)."""
        if rows:
            names = ("position", "time_us", "type", "subject", "value")
            tx.execute(insert(self.table), [dict(zip(names, row, strict=True)) for row in rows])

    def load(self, tx: Connection) -> Organisation:
        """The organisation with every row that this transaction sees; it may have grown past them since.

        So every question put to it names a position. A table that was emptied for a rebuild starts a new fold.
        """
        with self._lock:
            newest = tx.execute(select(func.max(self.table.c.position))).scalar()
            if (newest or 0) < self._organisation.position and not self._still_holds(tx):
                self._organisation = Organisation()
            rows = tx.execute(
                select(self.table.c.position, self.table.c.subject, self.table.c.value)
                .where(self.table.c.position > self._organisation.position)
                .order_by(self.table.c.position)
            )
            for position, subject, value in rows:
                self._organisation.apply(Position(position), subject, _data_of(bytes(value)))
            return self._organisation

    def until(self, tx: Connection, position: Position) -> Organisation:
        """The organisation as known at a position: a fold of its own, that never grows. The last few are kept."""
        row = self.table.c
        newest = tx.execute(select(func.max(row.position)).where(row.position <= position)).scalar() or 0
        with self._lock:
            kept = self._until.pop(newest, None)
            if kept is None:
                kept = Organisation()
                found = select(row.position, row.subject, row.value).where(row.position <= newest)
                for at, subject, value in tx.execute(found.order_by(row.position)):
                    kept.apply(Position(at), subject, _data_of(bytes(value)))
            self._until[newest] = kept
            while len(self._until) > KEPT_MAX:
                self._until.pop(next(iter(self._until)))
            return kept

    def _still_holds(self, tx: Connection) -> bool:
        """An older snapshot sees less than the fold; an emptied table sees nothing at all."""
        return tx.execute(select(func.count()).select_from(self.table)).scalar_one() > 0


def _data_of(value: bytes) -> Struct | None:
    data = decode_data(decode_envelope(value))
    return None if data is None else upcast(data)
