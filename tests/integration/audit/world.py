"""Audit on the real road: log, a bus that can be made to lie, reader and watch, read model, HTTP, and two totals."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

import httpx2
from fastapi.testclient import TestClient
from msgspec import Struct
from sqlalchemy import Connection

from services.audit.app.ports import Counted
from services.audit.app.watch import Watch
from services.audit.compose import Audit, make_api, make_reader, wire
from services.audit.settings import Settings
from shared.adapters.sql.bus import LogBusReader
from shared.adapters.sql.engine import Database
from shared.adapters.sql.event_store import SqlEventStore
from shared.adapters.sql.migrate import migrate
from shared.adapters.sql.outbox import SqlOutbox
from shared.contracts.codec import new_event
from shared.contracts.dossiers import StepRecorded
from shared.contracts.facts import Decision, Votes
from shared.contracts.lifecycle import Enrolled, Transferred
from shared.contracts.movement import Kind, Movement
from shared.contracts.organisation import UnitCreated
from shared.core.errors import Unavailable
from shared.core.stream import Position, StreamId, StreamVersion, stream_id
from shared.core.text import Text
from shared.flow.consume import Consumer
from shared.flow.doorbell import Doorbell
from shared.flow.watermark import LogMarks
from shared.http.caller import Caller
from shared.http.issuer import LocalIssuer
from shared.ports.bus import BusReader, Record
from shared.ports.checkpoint import Checkpoint
from shared.ports.event_store import Appended, StoredEvent
from tests.integration.members.registry import NOW, PROVINCE, UNITS, moved, place
from tests.support.log_events import ACTOR, append_of, person

Change = Callable[[Sequence[Record]], Sequence[Record]]
DOWN = Unavailable("total-unavailable", Text(vi="Không trả lời.", en="It does not answer."))


class LyingBus:
    """Any bus, whose records pass through `change` when one is set."""

    def __init__(self, inner: BusReader) -> None:
        self._inner = inner
        self.change: Change | None = None

    def seek(self, checkpoints: Sequence[Checkpoint]) -> None:
        """Passed on."""
        self._inner.seek(checkpoints)

    def poll(self, limit: int, timeout_s: float) -> Sequence[Record]:
        """What the bus delivers, changed."""
        records = self._inner.poll(limit, timeout_s)
        return records if self.change is None else self.change(records)

    def close(self) -> None:
        """Passed on."""
        self._inner.close()


@dataclass
class Total:
    """One of the two totals, as a test wants it."""

    at: int = 9
    counted: dict[tuple[str, str], int] = field(default_factory=lambda: {("pa-du", "OFFICIAL"): 2})
    down: bool = False

    def __call__(self, position: Position | None) -> Counted:
        """The total, at the position asked or its own."""
        if self.down:
            raise DOWN
        return (Position(self.at) if position is None else position), dict(self.counted)


@dataclass
class World:
    """What the tests drive: facts are appended and read at once; questions are asked over HTTP."""

    log: Database
    store: SqlEventStore
    audit: Audit
    bus: LyingBus
    reader: Consumer[Connection]
    watch: Watch
    client: TestClient
    issuer: LocalIssuer
    totals: tuple[Total, Total]
    versions: dict[StreamId, int] = field(default_factory=dict)
    commands: int = 0

    def tell(self, stream: StreamId, subject: str, *facts: Struct) -> Appended:
        """Append facts to a stream as one command; the reader has not seen them yet."""
        self.commands += 1
        events = [new_event(stream, subject, fact) for fact in facts]
        (outcome,) = self.store.append([append_of(str(self.commands), events, {stream: self.versions.get(stream, 0)})])
        assert isinstance(outcome, Appended)
        self.versions[stream] = StreamVersion(self.versions.get(stream, 0) + len(facts))
        return outcome

    def read_on(self) -> None:
        """Let the reader come to the end of the log."""
        while self.audit.query.complete() < self.store.head().position:
            self.reader.step(timeout_s=0.2)
            self.watch.look()

    def restart_reader(self) -> None:
        """A new reader on the same database, at a writer that hashes its log from the first event."""
        self.bus, self.reader, self.watch = _reading(self.log, self.audit)

    def steps(self, count: int = 3) -> None:
        """So many steps of a reader that cannot come to the end."""
        for _ in range(count):
            self.reader.step(timeout_s=0.1)
            self.watch.look()

    def ask(self, path: str, by: Caller = PROVINCE, **params: str) -> httpx2.Response:
        """A question as an officer."""
        return self.client.get(f"/audit{path}", params=params, headers=self.signed(by))

    def signed(self, by: Caller) -> dict[str, str]:
        """The header that names the officer."""
        return {"authorization": f"Bearer {self.issuer.mint(by)}"}

    def found(self) -> list[tuple[str, str]]:
        """The problems that verify names: code and place."""
        body = self.ask("/verify").json()
        assert body["ok"] is (not body["problems"])
        assert all(each["vi"] and each["en"] for each in body["problems"])
        return [(each["code"], each["where"]) for each in body["problems"]]

    def enrol(self, who: str, unit_id: str, on: date) -> Appended:
        """A person taken over from the old register."""
        line = moved(Kind.ENROLLED, on, None, place(unit_id))
        fact = Enrolled(actor=ACTOR, effective_on=on, movements=(line,), decision=None, votes=None)
        return self.tell(stream_id("person", person(who)), person(who), fact)

    def transfer(self, who: str, on: date, line: Movement) -> Appended:
        """To another place."""
        fact = Transferred(actor=ACTOR, effective_on=on, movements=(line,), decision=None, votes=None)
        return self.tell(stream_id("person", person(who)), person(who), fact)

    def decide(self, who: str, on: date, step: str = "C4") -> Appended:
        """A step with votes and paper."""
        fact = StepRecorded(
            actor=ACTOR,
            effective_on=on,
            movements=(),
            decision=Decision(body_unit_id="nam-giang", number="12-QĐ/HU", date=on),
            votes=Votes(base=9, present=9, for_=8, against=1),
            step=step,
        )
        return self.tell(stream_id("person", person(who)), person(who), fact)

    def stored(self) -> list[StoredEvent]:
        """The log."""
        return list(SqlOutbox(self.log).read_all())

    def execute(self, statement: str) -> None:
        """Change the audit database behind its back."""
        with self.audit.database.write() as tx:
            assert tx.exec_driver_sql(statement).rowcount == 1

    def close(self) -> None:
        """Let go of everything."""
        self.client.close()
        self.audit.close()
        self.log.dispose()


def open_world(folder: Path, audit_url: str) -> World:
    """The log on SQLite in `folder`, audit's tables where `audit_url` says; the units are there and read."""
    log = Database(f"sqlite:///{folder}/admissions.db")
    migrate(log, "admissions")
    issuer = LocalIssuer(folder / "issuer", issuer="socai", audience="socai", clock=lambda: NOW)
    settings = Settings(
        database_url=audit_url, issuer_keys_file=issuer.keys_file, min_position_wait_ms=0, behind_after_ms=0
    )
    totals = Total(), Total()
    audit = wire(settings, totals=totals, clock=lambda: NOW)
    bus, reader, watch = _reading(log, audit)
    client = TestClient(make_api(audit), raise_server_exceptions=False)
    ticks = iter(range(10**6))
    store = SqlEventStore(log, lambda: datetime(2021, 1, 2, 0, 0, next(ticks) % 60, tzinfo=UTC))
    world = World(log, store, audit, bus, reader, watch, client, issuer, totals)
    for unit_id, kind, parent_id in UNITS:
        fact = UnitCreated(
            actor=ACTOR,
            effective_on=date(2000, 1, 1),
            unit_id=unit_id,
            kind=kind,
            name_vi=unit_id,
            parent_id=parent_id,
        )
        world.tell(stream_id("unit", unit_id), unit_id, fact)
    world.read_on()
    return world


def _reading(log: Database, audit: Audit) -> tuple[LyingBus, Consumer[Connection], Watch]:
    outbox = SqlOutbox(log)
    bus = LyingBus(LogBusReader(outbox, LogMarks(outbox, lambda: NOW), Doorbell()))
    return bus, *make_reader(audit, bus)
