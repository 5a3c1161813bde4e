"""The tail of the log in SQL. Positions come in commit order under one lock: it never gains an earlier member."""

from collections.abc import Iterator, Sequence

from sqlalchemy import select

from shared.adapters.sql.engine import Database
from shared.adapters.sql.event_store import LOG, STORED
from shared.core.stream import Partition, Position
from shared.core.stream import Sequence as SequenceNumber
from shared.ports.event_store import StoredEvent

_BUFFER_ROWS = 2_000


class SqlOutbox:
    """Outbox over the table `log`; each read is one snapshot."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def read(self, after: Position, limit: int) -> Sequence[StoredEvent]:
        """As the port says."""
        query = select(*STORED).where(LOG.c.position > after).order_by(LOG.c.position).limit(limit)
        with self._database.read() as tx:
            return [StoredEvent(*row) for row in tx.execute(query).all()]

    def read_partition(
        self, topic: str, partition: Partition, first: SequenceNumber, limit: int
    ) -> Sequence[StoredEvent]:
        """As the port says."""
        query = select(*STORED).where(LOG.c.topic == topic, LOG.c.partition == partition, LOG.c.sequence >= first)
        with self._database.read() as tx:
            return [StoredEvent(*row) for row in tx.execute(query.order_by(LOG.c.sequence).limit(limit))]

    def read_all(self, after: Position = Position(0)) -> Iterator[StoredEvent]:
        """As the port says."""
        query = select(*STORED).where(LOG.c.position > after).order_by(LOG.c.position)
        with self._database.read() as tx:
            for row in tx.execute(query.execution_options(yield_per=_BUFFER_ROWS)):
                yield StoredEvent(*row)
