"""A reader's smallest honest read model: one row for each event applied, in SQL; and what it must be undisturbed."""

from collections.abc import Sequence

from sqlalchemy import Column, Connection, LargeBinary, MetaData, Table, Text, delete, insert, select

from shared.adapters.sql.engine import Database
from shared.adapters.sql.tables import Big, checkpoint_table, time_line_table
from shared.contracts.codec import decode_envelope
from shared.core.hashing import leaf_hash
from shared.core.stream import Position
from shared.ports.checkpoint import ReadEvent
from shared.ports.event_store import StoredEvent

METADATA = MetaData()
checkpoint_table(METADATA)
TIME_LINE = time_line_table(METADATA)
JOURNAL = Table(
    "journal",
    METADATA,
    # A position applied twice violates the key: "once in effect" is checked by the database.
    Column("position", Big, primary_key=True, autoincrement=False),
    Column("subject", Text, nullable=False),
    Column("leaf", LargeBinary, nullable=False),
)


class SqlJournal:
    """Projector on a database whose tables `make_tables` has made."""

    def apply(self, tx: Connection, events: Sequence[ReadEvent]) -> None:
        """One row for each event."""
        rows = [
            {"position": event.envelope.position, "subject": event.envelope.subject, "leaf": event.leaf}
            for event in events
        ]
        tx.execute(insert(JOURNAL), rows)

    def completed(self, tx: Connection, position: Position) -> None:
        """Nothing."""

    def reset(self, tx: Connection) -> None:
        """Empty the journal."""
        tx.execute(delete(JOURNAL))


def make_tables(database: Database) -> None:
    """The tables of a reader, without migrations."""
    METADATA.create_all(database.engine)


def rows(database: Database) -> list[tuple[int, str, bytes]]:
    """What was applied, by position."""
    with database.read() as tx:
        found = tx.execute(select(JOURNAL.c.position, JOURNAL.c.subject, JOURNAL.c.leaf).order_by(JOURNAL.c.position))
        return [(row.position, row.subject, bytes(row.leaf)) for row in found]


def time_line(database: Database) -> list[tuple[int, int]]:
    """The time line, by time."""
    with database.read() as tx:
        return [(row.time_us, row.position) for row in tx.execute(select(TIME_LINE).order_by(TIME_LINE.c.time_us))]


def undisturbed(log: Sequence[StoredEvent]) -> list[tuple[int, str, bytes]]:
    """What the journal holds when every event of the log was applied once."""
    return [(at.position, decode_envelope(at.value).subject, leaf_hash(at.value)) for at in log]
