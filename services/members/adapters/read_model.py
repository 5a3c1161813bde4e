"""The members' database for reading: one snapshot a question, everything in it at one position."""

import json
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import date

from sqlalchemy import ColumnElement, Connection, MetaData, and_, func, or_, select

from services.members.adapters.rows import columns_of, stay_of
from services.members.app.ports import Sealed, Snapshot, Whereabouts
from services.members.domain.life import Stay
from shared.adapters.sql.engine import Database, Dialect
from shared.adapters.sql.many import one_of
from shared.adapters.sql.organisation import OrganisationTable
from shared.adapters.sql.reading import Reading
from shared.contracts.movement import Standing
from shared.core.stream import Position
from shared.flow.question import Basis, Question

_ROWS_AT_ONCE = 5_000


class SqlReadModel:
    """ReadModel over the members' database."""

    def __init__(self, database: Database, metadata: MetaData, organisation: OrganisationTable) -> None:
        self._database = database
        self._metadata = metadata
        self._reading = Reading(metadata, organisation)

    @contextmanager
    def snapshot(self) -> Iterator[Snapshot]:
        """A view that does not change while it is used. Raises Unavailable."""
        with self._database.read() as connection:
            yield SqlSnapshot(connection, self._database.dialect, self._metadata, self._reading)


class SqlSnapshot:
    """One consistent view of the members' database."""

    def __init__(self, connection: Connection, dialect: Dialect, metadata: MetaData, reading: Reading) -> None:
        self._connection = connection
        self._dialect = dialect
        self._membership = metadata.tables["membership"]
        self._particulars = metadata.tables["particulars"]
        self._reading = reading

    def place(self, question: Question) -> Basis:
        """The position that a question is answered at, and the organisation."""
        return self._reading.place(self._connection, question)

    def complete(self) -> Position:
        """The position to which everything has been applied."""
        return self._reading.complete(self._connection)

    def stays_in(
        self, unit_ids: Collection[str], standings: Collection[Standing], as_of: date, known: Position
    ) -> list[Whereabouts]:
        """Everyone of these standings in these units, in any order."""
        row = self._membership.c
        return self._found(
            one_of(self._dialect, row.unit_id, sorted(unit_ids)),
            row.standing.in_([standing.value for standing in standings]),
            self._holds(as_of, known),
        )

    def whereabouts(self, person_ids: Sequence[str], as_of: date, known: Position) -> list[Whereabouts]:
        """Where these persons are; those outside are left out."""
        row = self._membership.c
        wanted = one_of(self._dialect, row.person_id, person_ids)
        return self._found(wanted, row.unit_id.is_not(None), self._holds(as_of, known))

    def life(self, person_id: str) -> list[Stay]:
        """Every stay of one person, of all that was ever known."""
        wanted = self._membership.c.person_id == person_id
        return [stay_of(row) for row in self._connection.execute(select(*columns_of(self._membership)).where(wanted))]

    def counts(self, as_of: date, known: Position) -> list[tuple[str, Standing, int]]:
        """How many are in each unit in each standing, by both."""
        row = self._membership.c
        statement = (
            select(row.unit_id, row.standing, func.count())
            .where(row.unit_id.is_not(None), self._holds(as_of, known))
            .group_by(row.unit_id, row.standing)
        )
        # Sorted here: databases order text by their own rules.
        return sorted((unit, Standing(standing), n) for unit, standing, n in self._connection.execute(statement))

    def particulars(self, after: Position, upto: Position) -> Iterator[Sealed]:
        """Sealed particulars after a position up to another, by position, read in pages."""
        row = self._particulars.c
        page = select(row.position, row.person_id, row.sealed).where(row.position <= upto).order_by(row.position)
        while True:
            rows = self._connection.execute(page.where(row.position > after).limit(_ROWS_AT_ONCE)).all()
            for position, person_id, sealed in rows:
                fields = None if sealed is None else json.loads(sealed)
                yield Sealed(Position(position), person_id, fields)
            if len(rows) < _ROWS_AT_ONCE:
                return
            after = rows[-1].position

    def _found(self, *conditions: ColumnElement[bool]) -> list[Whereabouts]:
        rows = self._connection.execute(select(*columns_of(self._membership)).where(*conditions))
        return [Whereabouts(row.person_id, stay_of(row)) for row in rows]

    def _holds(self, as_of: date, known: Position) -> ColumnElement[bool]:
        """`Stay.holds` in SQL: ISO dates compare as text."""
        row, day = self._membership.c, as_of.isoformat()
        return and_(
            row.effective_on <= day,
            row.known_from <= known,
            or_(row.known_to.is_(None), row.known_to > known),
            or_(row.until.is_(None), row.until > day, row.until_known > known),
        )
