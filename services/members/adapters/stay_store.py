"""Writes stays, sealed particulars and the organisation, with a few statements a batch on either database."""

import json
from collections.abc import Mapping, Sequence
from operator import itemgetter

from sqlalchemy import Connection, MetaData, delete, insert, select, text

from services.members.adapters.rows import COLUMNS, columns_of, stay_of, values_of
from services.members.app.ports import Changes, Sealed
from services.members.domain.life import Stay
from shared.adapters.sql.engine import Dialect
from shared.adapters.sql.many import one_of
from shared.adapters.sql.organisation import OrganisationTable
from shared.contracts.codec import encode
from shared.core.clock import parse_instant, to_micros
from shared.core.stream import Position
from shared.ports.checkpoint import ReadEvent

_COPY_ROWS_MIN = 200
_COPY_TYPES = ("text", "int8", "int4", "int8", "int8", "text", "text", "text", "int8", "text", "text", "text", "text")
_NAMES = ", ".join(COLUMNS)
_COPY = f"COPY membership ({_NAMES}) FROM STDIN (FORMAT BINARY)"
_INSERT_SQLITE = f"INSERT INTO membership ({_NAMES}) VALUES ({', '.join('?' * len(COLUMNS))})"  # noqa: S608 - constants
_INSERT_POSTGRESQL = f"INSERT INTO membership ({_NAMES}) VALUES ({', '.join(['%s'] * len(COLUMNS))})"  # noqa: S608 - same
_END_SQLITE = """
    UPDATE membership SET until = ?, until_known = ?
    WHERE person_id = ? AND position = ? AND line = ? AND known_from = ?
    """
_END_POSTGRESQL = text(
    """
    UPDATE membership AS m SET until = n.until, until_known = n.until_known
    FROM unnest(CAST(:until AS text[]), CAST(:until_known AS bigint[]), CAST(:person_id AS text[]),
        CAST(:position AS bigint[]), CAST(:line AS int[]), CAST(:known_from AS bigint[]))
        AS n(until, until_known, person_id, position, line, known_from)
    WHERE m.person_id = n.person_id AND m.position = n.position AND m.line = n.line AND m.known_from = n.known_from
    """
)


class SqlStayStore:
    """StayStore over the members' tables."""

    def __init__(self, dialect: Dialect, metadata: MetaData, organisation: OrganisationTable) -> None:
        self._dialect = dialect
        self._membership = metadata.tables["membership"]
        self._particulars = metadata.tables["particulars"]
        self._organisation_event = metadata.tables["organisation_event"]
        self._organisation = organisation

    def last_stays(self, tx: Connection, person_ids: Sequence[str]) -> Mapping[str, Stay]:
        """The stay in force that has no end, of each person that has one."""
        row = self._membership.c
        rows = tx.execute(
            select(*columns_of(self._membership)).where(
                one_of(self._dialect, row.person_id, person_ids), row.known_to.is_(None), row.until.is_(None)
            )
        )
        return {found.person_id: stay_of(found) for found in rows}

    def lives(self, tx: Connection, person_ids: Sequence[str]) -> Mapping[str, list[Stay]]:
        """Every stay of these persons, of all that was ever known."""
        wanted = one_of(self._dialect, self._membership.c.person_id, person_ids)
        lives: dict[str, list[Stay]] = {}
        for found in tx.execute(select(*columns_of(self._membership)).where(wanted)):
            lives.setdefault(found.person_id, []).append(stay_of(found))
        return lives

    def write(self, tx: Connection, changes: Changes) -> None:
        """One statement each for rows that go, rows that end and rows that come."""
        if changes.rewritten:
            gone = one_of(self._dialect, self._membership.c.person_id, list(changes.rewritten))
            tx.execute(delete(self._membership).where(gone))
        self._end(tx, changes.ended)
        self._add(tx, changes.added)

    def add_particulars(self, tx: Connection, rows: Sequence[Sealed]) -> None:
        """Keep sealed particulars as they came."""
        if rows:
            values = [
                {
                    "position": row.position,
                    "person_id": row.person_id,
                    "sealed": None if row.fields is None else json.dumps(row.fields, sort_keys=True),
                }
                for row in rows
            ]
            tx.execute(insert(self._particulars), values)

    def add_organisation(self, tx: Connection, events: Sequence[ReadEvent]) -> None:
        """Keep events of the organisation topic as stored."""
        self._organisation.add(tx, [_organisation_row(event) for event in events])

    def reset(self, tx: Connection) -> None:
        """Empty every derived table; who read what stays."""
        for table in (self._membership, self._particulars, self._organisation_event):
            tx.execute(delete(table))

    def _end(self, tx: Connection, ended: Sequence[tuple[str, Stay]]) -> None:
        if not ended:
            return
        rows = [
            (
                None if stay.until is None else stay.until.isoformat(),
                stay.until_known,
                person_id,
                stay.line.position,
                stay.line.line,
                stay.known_from,
            )
            for person_id, stay in sorted(ended, key=itemgetter(0))
        ]
        if self._dialect == "sqlite":
            tx.exec_driver_sql(_END_SQLITE, rows)
            return
        names = ("until", "until_known", "person_id", "position", "line", "known_from")
        tx.execute(_END_POSTGRESQL, dict(zip(names, map(list, zip(*rows, strict=True)), strict=True)))

    def _add(self, tx: Connection, added: Sequence[tuple[str, Stay]]) -> None:
        if not added:
            return
        # In the order of the primary key, neighbouring rows go to neighbouring pages.
        rows = [values_of(person_id, stay) for person_id, stay in sorted(added, key=itemgetter(0))]
        if self._dialect == "sqlite":
            tx.exec_driver_sql(_INSERT_SQLITE, rows)
            return
        cursor = tx.connection.cursor()
        try:
            if len(rows) < _COPY_ROWS_MIN:
                cursor.executemany(_INSERT_POSTGRESQL, rows)
                return
            with cursor.copy(_COPY) as copy:
                copy.set_types(_COPY_TYPES)
                for row in rows:
                    copy.write_row(row)
        finally:
            cursor.close()


def _organisation_row(event: ReadEvent) -> tuple[Position, int, str, str, bytes]:
    envelope = event.envelope
    time_us = to_micros(parse_instant(envelope.time))
    return Position(envelope.position), time_us, envelope.type, envelope.subject, encode(envelope)
