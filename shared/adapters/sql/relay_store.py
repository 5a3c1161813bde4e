"""The relay's fence, hint and requests, in the writer's database."""

from collections.abc import Sequence

from sqlalchemy import Column, Connection, Integer, LargeBinary, MetaData, Table, Text, delete, insert, select, update

from shared.adapters.sql.engine import Database
from shared.adapters.sql.tables import Big
from shared.core.stream import Partition
from shared.core.stream import Sequence as SequenceNumber
from shared.ports.relay import ResendRequest, Superseded

_ONLY = 1


def relay_state_table(metadata: MetaData) -> Table:
    """One row: the epoch of the active relay, and the edge up to which everything is sent (a hint)."""
    return Table(
        "relay_state",
        metadata,
        Column("id", Integer, primary_key=True, autoincrement=False),
        Column("epoch", Big, nullable=False),
        Column("edge", LargeBinary, nullable=True),
    )


def resend_request_table(metadata: MetaData) -> Table:
    """What the relay is asked to send again; a row goes when it is served."""
    return Table(
        "resend_request",
        metadata,
        Column("id", Big, primary_key=True, autoincrement=True),
        Column("topic", Text, nullable=False),
        Column("partition", Integer, nullable=False),
        Column("first", Big, nullable=False),
    )


class SqlRelayStore:
    """RelayStore in the tables `relay_state` and `resend_request`; the migration makes the state's one row."""

    def __init__(self, database: Database) -> None:
        self._database = database
        metadata = MetaData()
        self._state = relay_state_table(metadata)
        self._request = resend_request_table(metadata)

    def claim(self) -> int:
        """As the port says: an UPDATE, so that two relays that claim at once get one epoch each."""
        with self._database.write() as tx:
            tx.execute(update(self._state).values(epoch=self._state.c.epoch + 1))
            return int(tx.execute(select(self._state.c.epoch)).scalar_one())

    def hint(self) -> bytes | None:
        """As the port says."""
        with self._database.read() as tx:
            edge = tx.execute(select(self._state.c.edge)).scalar_one()
        return None if edge is None else bytes(edge)

    def save(self, epoch: int, edge: bytes) -> None:
        """As the port says: the UPDATE is the fence."""
        with self._database.write() as tx:
            changed = tx.execute(update(self._state).where(self._state.c.epoch == epoch).values(edge=edge)).rowcount
            if changed != _ONLY:
                raise Superseded(f"epoch {epoch} is no longer the newest")

    def request_resend(self, topic: str, partition: Partition, first: SequenceNumber) -> None:
        """As the port says."""
        with self._database.write() as tx:
            tx.execute(insert(self._request).values(topic=topic, partition=partition, first=first))

    def requests(self) -> Sequence[ResendRequest]:
        """As the port says."""
        request = self._request.c
        query = select(request.id, request.topic, request.partition, request["first"]).order_by(request.id)
        with self._database.read() as tx:
            return [ResendRequest(*row) for row in tx.execute(query)]

    def fulfilled(self, epoch: int, request: ResendRequest) -> None:
        """As the port says."""
        with self._database.write() as tx:
            self._check(tx, epoch)
            tx.execute(delete(self._request).where(self._request.c.id == request.id))

    def _check(self, tx: Connection, epoch: int) -> None:
        if tx.execute(select(self._state.c.epoch)).scalar_one() != epoch:
            raise Superseded(f"epoch {epoch} is no longer the newest")
