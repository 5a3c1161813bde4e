"""The checker: every read model, row by row, against one built from the log alone with nothing disturbing it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, MetaData, select

from services.audit.compose import make_reader as audit_reader
from services.audit.compose import wire as wire_audit
from services.audit.settings import Settings as AuditSettings
from services.indicators.compose import make_reader as indicators_reader
from services.indicators.compose import wire as wire_indicators
from services.indicators.settings import Settings as IndicatorsSettings
from services.members.compose import make_reader as members_reader
from services.members.compose import wire as wire_members
from services.members.settings import Settings as MembersSettings
from shared.adapters.sql.bus import LogBusReader
from shared.adapters.sql.engine import Database
from shared.adapters.sql.outbox import SqlOutbox
from shared.core.clock import system_clock
from shared.flow.consume import Consumer
from shared.flow.doorbell import Doorbell
from shared.flow.watermark import LogMarks, Pace
from shared.ports.bus import BusReader

NOT_DERIVED = {"alembic_version", "read_access", "reader_note"}
"""Not of the log: the schema's version, who read what, and what this reader met on its way."""
HINTS = {"checkpoint": {"offset"}}
Rows = dict[str, list[tuple[Any, ...]]]


def read_model(url: str) -> Rows:
    """Every derived table of a database, rows sorted; the broker's offsets are hints and left out."""
    database = Database(url)
    metadata = MetaData()
    metadata.reflect(database.engine)
    found: Rows = {}
    with database.read() as tx:
        for name, table in metadata.tables.items():
            if name in NOT_DERIVED:
                continue
            columns = [column for column in table.columns if column.name not in HINTS.get(name, set())]
            found[name] = sorted((tuple(row) for row in tx.execute(select(*columns))), key=repr)
    database.dispose()
    return found


def undisturbed(reader: str, url: str, log: Database, head: int, keys: Path) -> Rows:
    """The read model of `reader` on an empty database at `url`, read straight from the log."""
    outbox = SqlOutbox(log)
    bus = LogBusReader(outbox, LogMarks(outbox, system_clock, pace=Pace(0.0, 0.0)), Doorbell())
    consumer, close = _BUILD[reader](url, keys, bus)
    while min(at.verified for at in consumer.checkpoints()) < head:
        consumer.step(5_000, 0.0)
    close()
    return read_model(url)


def differences(found: Rows, expected: Rows) -> list[str]:
    """What differs, table by table, with the first rows on each side."""
    said = [f"tables {sorted(found)} instead of {sorted(expected)}"] if found.keys() != expected.keys() else []
    for name in found.keys() & expected.keys():
        have, want = set(found[name]), set(expected[name])
        if found[name] != expected[name]:
            extra, lacking = sorted(have - want, key=repr)[:2], sorted(want - have, key=repr)[:2]
            said.append(f"{name}: {len(found[name])} rows, not {len(expected[name])}; extra {extra}, lacking {lacking}")
    return said


Built = tuple[Consumer[Connection], Callable[[], None]]


def _members(url: str, keys: Path, bus: BusReader) -> Built:
    members = wire_members(MembersSettings(database_url=url, issuer_keys_file=keys))
    return members_reader(members, bus), members.close


def _indicators(url: str, keys: Path, bus: BusReader) -> Built:
    indicators = wire_indicators(IndicatorsSettings(database_url=url, issuer_keys_file=keys))
    return indicators_reader(indicators, bus), indicators.close


def _audit(url: str, keys: Path, bus: BusReader) -> Built:
    token = keys.parent / "system.token"
    settings = AuditSettings(
        database_url=url,
        issuer_keys_file=keys,
        members_counts_url="http://127.0.0.1:1/members/counts",
        indicators_counts_url="http://127.0.0.1:1/indicators/counts",
        token_file=token,
    )
    audit = wire_audit(settings)
    return audit_reader(audit, bus)[0], audit.close


_BUILD: dict[str, Callable[[str, Path, BusReader], Built]] = {
    "members": _members,
    "indicators": _indicators,
    "audit": _audit,
}
