"""A reader's checkpoints in its own database, moved behind a fence, and the time line beside them (design 5)."""

from collections.abc import Sequence
from contextlib import AbstractContextManager

from sqlalchemy import Connection, MetaData, bindparam, delete, func, select, text, update
from sqlalchemy.dialects import postgresql, sqlite

from shared.adapters.sql.engine import Database
from shared.adapters.sql.tables import checkpoint_table, time_line_table
from shared.contracts.topics import EVENT_PARTITIONS
from shared.core.clock import parse_instant, to_micros
from shared.core.stream import Position
from shared.ports.checkpoint import INITIAL, Checkpoint, Fenced

_COLUMNS = ("sequence", "hash", "offset", "complete", "complete_sequence", "complete_hash", "verified")
_INITIAL = {(at.topic, at.partition): at for at in INITIAL}
_ADVANCE_POSTGRESQL = text(
    """
    UPDATE checkpoint SET sequence = n.sequence, hash = n.hash, "offset" = n."offset", complete = n.complete,
        complete_sequence = n.complete_sequence, complete_hash = n.complete_hash, verified = n.verified
    FROM unnest(CAST(:topic AS text[]), CAST(:partition AS int[]),
        CAST(:was AS bigint[]), CAST(:was_complete AS bigint[]),
        CAST(:sequence AS bigint[]), CAST(:hash AS bytea[]), CAST(:offset AS bigint[]), CAST(:complete AS bigint[]),
        CAST(:complete_sequence AS bigint[]), CAST(:complete_hash AS bytea[]), CAST(:verified AS bigint[]))
        AS n(topic, partition, was, was_complete, sequence, hash, "offset", complete, complete_sequence, complete_hash,
             verified)
    WHERE checkpoint.topic = n.topic AND checkpoint.partition = n.partition
        AND checkpoint.sequence = n.was AND checkpoint.complete = n.was_complete
    """
)
"""One statement for all rows: PostgreSQL then locks and changes them in one round trip."""


class SqlCheckpointStore:
    """Checkpoints in the tables `checkpoint` and `time_line` of a service's database."""

    def __init__(self, database: Database) -> None:
        self._database = database
        metadata = MetaData()
        self._checkpoint = checkpoint_table(metadata)
        self._time_line = time_line_table(metadata)
        columns = self._checkpoint.c
        # Not only the sequence: a reader that merely knows an older watermark must not move one that knows a newer.
        self._advance = (
            update(self._checkpoint)
            .where(
                columns.topic == bindparam("b_topic"),
                columns.partition == bindparam("b_partition"),
                columns.sequence == bindparam("b_was"),
                columns.complete == bindparam("b_was_complete"),
            )
            .values({name: bindparam(f"b_{name}") for name in _COLUMNS})
        )

    def transaction(self) -> AbstractContextManager[Connection]:
        """A write transaction on the reader's database. Raises Unavailable."""
        return self._database.write()

    def load(self, tx: Connection) -> list[Checkpoint]:
        """Every partition's checkpoint in the contract's order, INITIAL where there is no row."""
        found = {
            (row.topic, row.partition): Checkpoint(
                topic=row.topic,
                partition=row.partition,
                sequence=row.sequence,
                hash=bytes(row.hash),
                offset=row.offset,
                complete=row.complete,
                complete_sequence=row.complete_sequence,
                complete_hash=bytes(row.complete_hash),
                verified=row.verified,
            )
            for row in tx.execute(select(self._checkpoint))
        }
        return [found.get(key, _INITIAL[key]) for key in EVENT_PARTITIONS]

    def advance(self, tx: Connection, before: Sequence[Checkpoint], after: Sequence[Checkpoint]) -> None:
        """Replace the rows of `before` by `after`, pair by pair. Raises Fenced when one is no longer as it was."""
        if not before:
            return
        self._make_rows(tx, [at for at in before if at == _INITIAL[at.topic, at.partition]])
        rows = [
            {"topic": old.topic, "partition": old.partition, "was": old.sequence, "was_complete": old.complete}
            | {name: getattr(new, name) for name in _COLUMNS}
            for old, new in zip(before, after, strict=True)
        ]
        if self._database.dialect == "postgresql":
            columns = {name: [row[name] for row in rows] for name in rows[0]}
            changed = tx.execute(_ADVANCE_POSTGRESQL, columns).rowcount
        else:
            bound = [{f"b_{name}": value for name, value in row.items()} for row in rows]
            changed = tx.execute(self._advance, bound).rowcount
        if changed != len(rows):
            raise Fenced(f"{len(rows) - changed} of {len(rows)} checkpoints were moved by another reader")

    def note_times(self, tx: Connection, times: Sequence[tuple[str, Position]]) -> None:
        """Keep the last position of each time. By time, so that two readers never wait for each other in a circle."""
        rows = [{"time_us": to_micros(parse_instant(time)), "position": position} for time, position in sorted(times)]
        if not rows:
            return
        position = self._time_line.c.position
        if self._database.dialect == "postgresql":
            insert = postgresql.insert(self._time_line)
            highest = func.greatest(position, insert.excluded.position)
            tx.execute(insert.on_conflict_do_update(index_elements=["time_us"], set_={"position": highest}), rows)
        else:
            insert_lite = sqlite.insert(self._time_line)
            highest = func.max(position, insert_lite.excluded.position)
            tx.execute(insert_lite.on_conflict_do_update(index_elements=["time_us"], set_={"position": highest}), rows)

    def reset(self, tx: Connection) -> None:
        """Forget every checkpoint and the time line."""
        tx.execute(delete(self._checkpoint))
        tx.execute(delete(self._time_line))

    def _make_rows(self, tx: Connection, missing: Sequence[Checkpoint]) -> None:
        """Rows for partitions that may have none yet; one that is there already stays as it is."""
        if missing:
            rows = [
                {"topic": at.topic, "partition": at.partition} | {name: getattr(at, name) for name in _COLUMNS}
                for at in missing
            ]
            insert = postgresql.insert if self._database.dialect == "postgresql" else sqlite.insert
            tx.execute(insert(self._checkpoint).on_conflict_do_nothing(), rows)
