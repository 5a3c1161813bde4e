"""The ledger's statements on both databases: postings in by the thousand, sums out by index."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from functools import lru_cache
from typing import cast

from psycopg import Cursor
from sqlalchemy import ColumnElement, Connection, and_, case, delete, func, select, text

from services.indicators.adapters.tables import metadata, posting
from services.indicators.app.ports import OrganisationRow
from services.indicators.domain.posting import Posting, Side
from services.indicators.domain.statistics import TABLE_KINDS, FlowKey
from shared.adapters.sql.engine import Database, Dialect
from shared.adapters.sql.many import one_of
from shared.adapters.sql.organisation import OrganisationTable
from shared.adapters.sql.reading import Reading
from shared.contracts.codec import encode
from shared.contracts.movement import MEMBERS, Attributes, Kind, Standing
from shared.core.dates import Period
from shared.core.stream import Position
from shared.flow.question import Basis, Question
from shared.tree.organisation import Organisation

_COLUMNS = ", ".join(column.name for column in posting.columns)
_INSERT_SQLITE = f"INSERT INTO posting ({_COLUMNS}) VALUES ({', '.join('?' * len(posting.columns))})"  # noqa: S608 - names of our columns
_COPY = f"COPY posting ({_COLUMNS}) FROM STDIN (FORMAT BINARY)"
_COPY_TYPES = ("int8", "int4", "int4", "int4", "text", "text", "text", "text", "text", "text", "text", "int8", "int4")
_row = posting.c
_SHAPES_KEPT_MAX = 20_000
"""Many members share their attributes, and many movements their date; the newest so many are written once."""
_SHIFTS = text("shifts = 1")
"""Written out, as both databases must see at planning that the partial indexes serve."""


class SqlLedger:
    """The ledger of one database; writes in the reader's transaction, reads in snapshots of its own."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._organisation = OrganisationTable(metadata)
        self._reading = Reading(metadata, self._organisation)

    def post(self, tx: Connection, postings: Sequence[Posting]) -> None:
        """Add postings. A repeated one violates the primary key: the reader stops, loudly."""
        if not postings:
            return
        rows = [_values(one) for one in postings]
        if self._database.dialect == "sqlite":
            tx.exec_driver_sql(_INSERT_SQLITE, rows)
            return
        with cast("Cursor[object]", tx.connection.cursor()) as cursor, cursor.copy(_COPY) as copy:
            copy.set_types(_COPY_TYPES)
            for row in rows:
                copy.write_row(row)

    def keep(self, tx: Connection, rows: Sequence[OrganisationRow]) -> None:
        """Add events of the organisation topic."""
        self._organisation.add(tx, rows)

    def empty(self, tx: Connection) -> None:
        """Remove all that is derived, for a rebuild."""
        tx.execute(delete(posting))
        tx.execute(delete(metadata.tables["organisation_event"]))

    @contextmanager
    def snapshot(self) -> Iterator["SqlSnapshot"]:
        """A consistent view for all questions inside. Raises Unavailable."""
        with self._database.read() as connection:
            yield SqlSnapshot(connection, self._database.dialect, self._reading, self._organisation)


class SqlSnapshot:
    """The questions of app/ports.py, each one statement."""

    def __init__(
        self, connection: Connection, dialect: Dialect, reading: Reading, organisation: OrganisationTable
    ) -> None:
        self._connection = connection
        self._dialect = dialect
        self._reading = reading
        self._organisation = organisation

    def complete(self) -> Position:
        """The position to which the reader is complete."""
        return self._reading.complete(self._connection)

    def organisation(self) -> Organisation:
        """The organisation as far as it has been read."""
        return self._organisation.load(self._connection)

    def place(self, question: Question) -> Basis:
        """Where in the log a question is answered."""
        return self._reading.place(self._connection, question)

    def stock(
        self, units: Collection[str], standings: Collection[Standing], on: date, known: Position
    ) -> Mapping[Standing, int]:
        """People of each standing in these units at the close of a day."""
        found = self._connection.execute(
            select(_row.standing, func.sum(_row.amount))
            .where(_SHIFTS, self._in(_row.unit_id, units), _row.standing.in_([s.value for s in standings]))
            .where(_row.effective_on <= on.isoformat(), _row.position <= known)
            .group_by(_row.standing)
        )
        return {Standing(standing): people for standing, people in found if people}

    def flow(self, units: Collection[str], kind: Kind, side: Side, period: Period, *, known: Position) -> int:
        """The sum of a kind's postings on one side in these units in a period."""
        found = self._connection.execute(
            select(func.sum(_row.amount))
            .where(_SHIFTS, _row.kind == kind.value, _row.side == int(side), self._in(_row.unit_id, units))
            .where(_within(period), _row.position <= known)
        ).scalar_one()
        return int(found or 0)

    def member_flows(self, units: Collection[str], period: Period, known: Position) -> Mapping[FlowKey, int]:
        """The sums of the movement table's postings of members in these units in a period."""
        members = [standing.value for standing in MEMBERS]
        other_inside = and_(_row.counter_standing.in_(members), self._in(_row.counter_unit_id, units))
        inside = case((other_inside, 1), else_=0).label("inside")
        found = self._connection.execute(
            select(_row.kind, _row.side, inside, func.sum(_row.amount))
            .where(_SHIFTS, _row.kind.in_([kind.value for kind in TABLE_KINDS]), _within(period))
            .where(self._in(_row.unit_id, units), _row.standing.in_(members), _row.position <= known)
            .group_by(_row.kind, _row.side, inside)
        )
        return {
            FlowKey(kind=Kind(kind), side=Side(side), inside=bool(within)): int(moved)
            for kind, side, within, moved in found
        }

    def counts(self, known: Position) -> Sequence[tuple[str, Standing, int]]:
        """(unit, standing, people) of every place where anyone stands, whatever the date."""
        total = func.sum(_row.amount)
        found = self._connection.execute(
            select(_row.unit_id, _row.standing, total)
            .where(_SHIFTS, _row.position <= known)
            .group_by(_row.unit_id, _row.standing)
            .having(total != 0)
        )
        # Sorted here: databases differ in how they order text.
        return sorted((unit_id, Standing(standing), int(people)) for unit_id, standing, people in found)

    def _in(
        self, column: ColumnElement[str] | ColumnElement[str | None], units: Collection[str]
    ) -> ColumnElement[bool]:
        return one_of(self._dialect, column, sorted(units))


@lru_cache(maxsize=_SHAPES_KEPT_MAX)
def _encoded(attributes: Attributes) -> str:
    return encode(attributes).decode()


_iso = lru_cache(maxsize=_SHAPES_KEPT_MAX)(date.isoformat)


def _within(period: Period) -> ColumnElement[bool]:
    return _row.effective_on.between(period.first.isoformat(), period.last.isoformat())


def _values(one: Posting) -> tuple[object, ...]:
    counter = one.counter
    return (
        one.position,
        one.line,
        int(one.side),
        one.amount,
        one.kind.value,
        one.place.unit_id,
        one.place.standing.value,
        _encoded(one.place.attributes),
        None if counter is None else counter.unit_id,
        None if counter is None else counter.standing.value,
        _iso(one.effective_on),
        one.recorded_us,
        int(one.shifts),
    )
