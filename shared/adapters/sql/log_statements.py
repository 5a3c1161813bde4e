"""The statements that differ between SQLite and PostgreSQL when appending: what is judged on, and how rows go in."""

import json
from collections.abc import Sequence

from sqlalchemy import Connection, text

from shared.adapters.sql.engine import Dialect
from shared.core.stream import Partition, StreamId
from shared.flow.place import PartitionKey, Placed, Tail

_APPEND_LOCK = 0x736F_6361_6900
_COPY_ROWS_MIN = 200
_COLUMNS = "position, topic, partition, sequence, stream, streamversion, commandid, time_us, value"

# One statement for all that a judgement needs: head, sequences, versions, known commands. Each is an index look-up.
_TAIL = """
SELECT 'head' AS what, '' AS name, position AS number, time_us AS value
FROM (SELECT position, time_us FROM log ORDER BY position DESC LIMIT 1) AS newest
UNION ALL SELECT 'sequence', t.topic, t.partition,
    (SELECT max(sequence) FROM log WHERE log.topic = t.topic AND log.partition = t.partition)
FROM {partitions} AS t
UNION ALL SELECT 'version', s.stream, 0, (SELECT max(streamversion) FROM log WHERE log.stream = s.stream)
FROM {streams} AS s
UNION ALL SELECT 'command', c.command, 0, 1 FROM {commands} AS c
WHERE EXISTS (SELECT 1 FROM log WHERE log.commandid = c.command)
"""
_TAIL_SQLITE = text(
    _TAIL.format(
        partitions="(SELECT value->>0 AS topic, value->>1 AS partition FROM json_each(:partitions))",
        streams="(SELECT value AS stream FROM json_each(:streams))",
        commands="(SELECT value AS command FROM json_each(:commands))",
    )
)
_TAIL_POSTGRESQL = text(
    _TAIL.format(
        partitions="unnest(CAST(:topics AS text[]), CAST(:numbers AS integer[]))",
        streams="unnest(CAST(:streams AS text[]))",
        commands="unnest(CAST(:commands AS text[]))",
    )
    .replace("AS t\n", "AS t(topic, partition)\n")
    .replace("AS s\n", "AS s(stream)\n")
    .replace("AS c\n", "AS c(command)\n")
)
_INSERT_SQLITE = "INSERT INTO {table} ({columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
_INSERT_POSTGRESQL = "INSERT INTO {table} ({columns}) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)"
_COPY = "COPY {table} ({columns}) FROM STDIN (FORMAT BINARY)"
_COPY_TYPES = ("int8", "text", "int4", "int8", "text", "int8", "text", "int8", "bytea")


def take_append_lock(connection: Connection, dialect: Dialect) -> None:
    """One append at a time. In a statement of its own: what later statements read is read after the wait (design 4).

    SQLite's write transactions hold the file alone already.
    """
    if dialect == "postgresql":
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_APPEND_LOCK})")


def read_tail(
    connection: Connection,
    dialect: Dialect,
    streams: Sequence[StreamId],
    partitions: Sequence[PartitionKey],
    commands: Sequence[str],
) -> tuple[Tail, list[str]]:
    """The end of the log for these streams and partitions, and those of the commands that are in it already."""
    if dialect == "sqlite":
        found = connection.execute(
            _TAIL_SQLITE,
            {
                "partitions": json.dumps(partitions),
                "streams": json.dumps(streams),
                "commands": json.dumps(commands),
            },
        )
    else:
        found = connection.execute(
            _TAIL_POSTGRESQL,
            {
                "topics": [topic for topic, _ in partitions],
                "numbers": [number for _, number in partitions],
                "streams": list(streams),
                "commands": list(commands),
            },
        )
    tail, known = Tail(), []
    for what, name, number, value in found:
        if what == "head":
            tail.position, tail.time_us = number, value
        elif what == "sequence":
            tail.sequences[name, Partition(number)] = value or 0
        elif what == "version":
            tail.versions[StreamId(name)] = value or 0
        else:
            known.append(name)
    return tail, known


def insert_rows(connection: Connection, dialect: Dialect, rows: Sequence[Placed], table: str = "log") -> None:
    """Put rows into the log, many at once by the quickest way that the database has.

    `table`: for measuring the raw limit, a table with the log's columns and without its indexes.
    """
    if not rows:
        return
    records = [_record(row) for row in rows]
    if dialect == "sqlite":
        connection.exec_driver_sql(_INSERT_SQLITE.format(table=table, columns=_COLUMNS), records)
        return
    driver = connection.connection.cursor()
    try:
        if len(records) < _COPY_ROWS_MIN:
            statement = _INSERT_POSTGRESQL.format(table=table, columns=_COLUMNS)
            if len(records) == 1:  # one round trip fewer than the pipeline of executemany
                driver.execute(statement, records[0])
            else:
                driver.executemany(statement, records)
            return
        with driver.copy(_COPY.format(table=table, columns=_COLUMNS)) as copy:
            copy.set_types(_COPY_TYPES)
            for record in records:
                copy.write_row(record)
    finally:
        driver.close()


def _record(row: Placed) -> tuple[int, str, int, int, str, int, str, int, bytes]:
    stored = row.stored
    return (
        stored.position,
        stored.topic,
        stored.partition,
        stored.sequence,
        row.stream,
        row.version,
        row.command_id,
        row.time_us,
        stored.value,
    )
