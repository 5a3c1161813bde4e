"""The organisation as a service keeps it: the topic's events as stored, folded in memory as far as they have come."""

from collections.abc import Sequence
from threading import Lock

from sqlalchemy import Connection, MetaData, func, insert, select

from shared.adapters.sql.tables import organisation_event_table
from shared.contracts.codec import decode_data, decode_envelope
from shared.contracts.upcast import upcast
from shared.core.stream import Position
from shared.tree.organisation import Organisation


class OrganisationTable:
    """Rows of `organisation_event`, and the fold of them. One for each service and process."""

    def __init__(self, metadata: MetaData) -> None:
        existing = metadata.tables.get("organisation_event")
        self._table = organisation_event_table(metadata) if existing is None else existing
        self._organisation = Organisation()
        self._lock = Lock()

    def add(self, tx: Connection, rows: Sequence[tuple[Position, int, str, str, bytes]]) -> None:
        """Keep events of the topic: (position, time in microseconds, type, subject, stored bytes)."""
        if rows:
            names = ("position", "time_us", "type", "subject", "value")
            tx.execute(insert(self._table), [dict(zip(names, row, strict=True)) for row in rows])

    def load(self, tx: Connection) -> Organisation:
        """The organisation with every row that this transaction sees; it may have grown past them since.

        So every question put to it names a position. A table that was emptied for a rebuild starts a new fold.
        """
        with self._lock:
            newest = tx.execute(select(func.max(self._table.c.position))).scalar()
            if (newest or 0) < self._organisation.position and not self._still_holds(tx):
                self._organisation = Organisation()
            rows = tx.execute(
                select(self._table.c.position, self._table.c.subject, self._table.c.value)
                .where(self._table.c.position > self._organisation.position)
                .order_by(self._table.c.position)
            )
            for position, subject, value in rows:
                data = decode_data(decode_envelope(bytes(value)))
                self._organisation.apply(Position(position), subject, None if data is None else upcast(data))
            return self._organisation

    def _still_holds(self, tx: Connection) -> bool:
        """An older snapshot sees less than the fold; an emptied table sees nothing at all."""
        return tx.execute(select(func.count()).select_from(self._table)).scalar_one() > 0
