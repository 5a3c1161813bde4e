"""The audit database on both dialects: what the projector writes, and one snapshot a question."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date

from sqlalchemy import Connection, delete, insert, select

from services.audit.adapters.tables import (
    DERIVED,
    leaf,
    metadata,
    movement,
    person_merge,
    reader_note,
    step,
    tree_state,
)
from services.audit.app.ports import KeptStep, Merging, ReaderNote, Snapshot, TreeState
from services.audit.domain.sight import Move
from shared.adapters.sql.checkpoint import SqlCheckpointStore
from shared.adapters.sql.engine import Database
from shared.adapters.sql.organisation import OrganisationTable
from shared.adapters.sql.reading import Reading
from shared.contracts.answers import TrailStep
from shared.contracts.codec import decode, encode
from shared.core.clock import parse_instant, to_micros
from shared.core.hashing import TreeFrontier
from shared.core.stream import Position
from shared.flow.question import Basis, Question
from shared.ports.checkpoint import Checkpoint, ReadEvent
from shared.tree.merges import Merges
from shared.tree.organisation import Organisation

LEAVES_AT_ONCE = 20_000


class SqlAuditStore:
    """AuditWriter and AuditStore over one database."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._organisation = OrganisationTable(metadata)
        self._reading = Reading(metadata, self._organisation)
        self._checkpoints = SqlCheckpointStore(database)

    def add(
        self,
        tx: Connection,
        *,
        leaves: Sequence[tuple[int, bytes]],
        steps: Sequence[KeptStep],
        moves: Sequence[tuple[str, Move]],
        merges: Sequence[Merging],
        organisation: Sequence[ReadEvent],
    ) -> None:
        """Keep what a batch brought, a statement a table. A repeated position violates a key: the reader stops."""
        if leaves:
            tx.execute(insert(leaf), [{"position": position, "leaf": digest} for position, digest in leaves])
        if steps:
            tx.execute(
                insert(step),
                [
                    {"position": kept.step.position, "person_id": kept.person_id, "step": encode(kept.step)}
                    for kept in steps
                ],
            )
        if moves:
            tx.execute(insert(movement), [_move_row(person_id, move) for person_id, move in moves])
        if merges:
            names = ("position", "person_id", "into_id")
            tx.execute(insert(person_merge), [dict(zip(names, merging, strict=True)) for merging in merges])
        self._organisation.add(
            tx,
            [
                (
                    Position(event.envelope.position),
                    to_micros(parse_instant(event.envelope.time)),
                    event.envelope.type,
                    event.envelope.subject,
                    encode(event.envelope),
                )
                for event in organisation
            ],
        )

    def tree(self, tx: Connection) -> TreeState:
        """The tree as it was last extended; empty before."""
        row = tx.execute(select(tree_state)).one_or_none()
        if row is None:
            return TreeState(TreeFrontier(), None)
        told = None if row.writer_root is None else bytes(row.writer_root)
        return TreeState(TreeFrontier.from_bytes(bytes(row.frontier)), told)

    def leaves(self, tx: Connection, after: int, upto: int) -> Iterator[tuple[int, bytes]]:
        """Leaves by position, read in pages."""
        page = select(leaf.c.position, leaf.c.leaf).where(leaf.c.position <= upto).order_by(leaf.c.position)
        while True:
            rows = tx.execute(page.where(leaf.c.position > after).limit(LEAVES_AT_ONCE)).all()
            yield from ((position, bytes(digest)) for position, digest in rows)
            if len(rows) < LEAVES_AT_ONCE:
                return
            after = rows[-1].position

    def save_tree(self, tx: Connection, state: TreeState) -> None:
        """Keep the extended tree."""
        tx.execute(delete(tree_state))
        row = {"id": 1, "frontier": state.frontier.to_bytes(), "writer_root": state.writer_root}
        tx.execute(insert(tree_state), row)

    def reset(self, tx: Connection) -> None:
        """Empty every derived table."""
        for table in DERIVED:
            tx.execute(delete(table))

    @contextmanager
    def snapshot(self) -> Iterator[Snapshot]:
        """A view that does not change while it is used. Raises Unavailable."""
        with self._database.read() as connection:
            yield SqlSnapshot(connection, self, self._reading, self._organisation, self._checkpoints)

    def keep_root(self, size: int, root: bytes) -> None:
        """The writer's root for the tree as it stands, when it has that size. Raises Unavailable."""
        with self._database.write() as tx:
            state = self.tree(tx)
            if state.frontier.size == size and state.writer_root != root:
                self.save_tree(tx, TreeState(state.frontier, root))

    def keep_notes(self, notes: Sequence[ReaderNote]) -> None:
        """Replace the reader's notes. Raises Unavailable."""
        with self._database.write() as tx:
            tx.execute(delete(reader_note))
            if notes:
                rows = [{"code": n.code, "partition": n.partition, "figure": n.figure} for n in notes]
                tx.execute(insert(reader_note), rows)


class SqlSnapshot:
    """The questions of app/ports.py on one connection."""

    def __init__(
        self,
        connection: Connection,
        store: SqlAuditStore,
        reading: Reading,
        organisation: OrganisationTable,
        checkpoints: SqlCheckpointStore,
    ) -> None:
        self._connection = connection
        self._store = store
        self._reading = reading
        self._organisation = organisation
        self._checkpoints = checkpoints

    def place(self, question: Question) -> Basis:
        """The position that a question is answered at."""
        return self._reading.place(self._connection, question)

    def complete(self) -> Position:
        """The position to which everything has been applied."""
        return self._reading.complete(self._connection)

    def organisation(self) -> Organisation:
        """The organisation as far as it has been read."""
        return self._organisation.load(self._connection)

    def steps(self, person_id: str, known: Position) -> list[TrailStep]:
        """A person's steps up to a position, by position."""
        wanted = select(step.c.step).where(step.c.person_id == person_id, step.c.position <= known)
        rows = self._connection.execute(wanted.order_by(step.c.position))
        return [decode(TrailStep, bytes(row.step)) for row in rows]

    def moves(self, person_id: str, known: Position) -> list[Move]:
        """A person's movement lines up to a position."""
        rows = self._connection.execute(
            select(movement).where(movement.c.person_id == person_id, movement.c.position <= known)
        )
        return [
            Move(
                position=row.position,
                line=row.line,
                effective_on=date.fromisoformat(row.effective_on),
                to_unit_id=row.to_unit_id,
                undoes=None if row.undo_position is None else (row.undo_position, row.undo_line),
            )
            for row in rows
        ]

    def merges(self) -> Merges:
        """Who was recorded twice, as far as it has been read."""
        found = Merges()
        for row in self._connection.execute(select(person_merge).order_by(person_merge.c.position)):
            found.apply(Position(row.position), row.person_id, row.into_id)
        return found

    def tree(self) -> TreeState:
        """The tree as it was last extended."""
        return self._store.tree(self._connection)

    def leaves(self, after: int, upto: int) -> Iterator[tuple[int, bytes]]:
        """Leaves after one position up to another, by position."""
        return self._store.leaves(self._connection, after, upto)

    def checkpoints(self) -> list[Checkpoint]:
        """Every partition's checkpoint."""
        return self._checkpoints.load(self._connection)

    def notes(self) -> list[ReaderNote]:
        """What the reader at work last met, by partition and code."""
        rows = self._connection.execute(select(reader_note))
        found = [ReaderNote(code=row.code, partition=row.partition, figure=row.figure) for row in rows]
        return sorted(found, key=lambda note: (note.partition, note.code))


def _move_row(person_id: str, move: Move) -> dict[str, object]:
    return {
        "position": move.position,
        "line": move.line,
        "person_id": person_id,
        "effective_on": move.effective_on.isoformat(),
        "to_unit_id": move.to_unit_id,
        "undo_position": None if move.undoes is None else move.undoes[0],
        "undo_line": None if move.undoes is None else move.undoes[1],
    }
