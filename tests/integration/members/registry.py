"""A little registry on the real road: log, embedded bus, reader, read model, HTTP; people with sealed names."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

import httpx2
from fastapi.testclient import TestClient
from msgspec import Struct
from sqlalchemy import Connection

from services.members.compose import Members, make_api, make_reader, wire
from services.members.settings import Settings
from shared.adapters.crypto.sealing import AesGcmSeal
from shared.adapters.sql.bus import LogBusReader
from shared.adapters.sql.engine import Database
from shared.adapters.sql.event_store import SqlEventStore
from shared.adapters.sql.key_store import MIGRATIONS, SqlKeyStore
from shared.adapters.sql.migrate import migrate
from shared.adapters.sql.outbox import SqlOutbox
from shared.contracts.codec import new_event
from shared.contracts.lifecycle import Enrolled, Erased, Transferred
from shared.contracts.movement import Attributes, Kind, Movement, Place, Standing, Undo
from shared.contracts.organisation import UnitCreated, UnitKind
from shared.contracts.people import ParticularsRecorded
from shared.core.stream import Position, StreamId, StreamVersion, stream_id
from shared.flow.consume import Consumer
from shared.flow.doorbell import Doorbell
from shared.flow.watermark import LogMarks
from shared.http.caller import WHOLE_REGISTRY, Caller
from shared.http.issuer import LocalIssuer
from shared.ports.event_store import Append, Appended
from tests.support.log_events import ACTOR, append_of, person

NOW = datetime(2021, 1, 2, 3, 4, 5, tzinfo=UTC)
UNITS = (
    ("quang-nam", UnitKind.PROVINCE, None),
    ("nam-giang", UnitKind.DISTRICT, "quang-nam"),
    ("pa-du", UnitKind.GRASSROOTS_CELL, "nam-giang"),
    ("pa-lan", UnitKind.GRASSROOTS_CELL, "nam-giang"),
    ("prao", UnitKind.GRASSROOTS_CELL, "quang-nam"),
)
PROVINCE = Caller(officer_id="o-province", office="province_officer", unit_id=WHOLE_REGISTRY)
PA_DU = Caller(officer_id="o-pa-du", office="cell_secretary", unit_id="pa-du")
PRAO = Caller(officer_id="o-prao", office="cell_secretary", unit_id="prao")
AUDITOR = Caller(officer_id="o-audit", office="auditor", unit_id="quang-nam")


@dataclass
class Registry:
    """What the tests drive: facts are appended and read at once; questions are asked over HTTP."""

    store: SqlEventStore
    keys: SqlKeyStore
    members: Members
    reader: Consumer[Connection]
    client: TestClient
    issuer: LocalIssuer
    databases: Sequence[Database]
    versions: dict[StreamId, int] = field(default_factory=dict)
    commands: int = 0

    def tell(self, stream: StreamId, subject: str, *facts: Struct) -> Appended:
        """Append facts to a stream as one command, and let the reader take them."""
        self.commands += 1
        events = [new_event(stream, subject, fact) for fact in facts]
        append: Append = append_of(str(self.commands), events, {stream: self.versions.get(stream, 0)})
        (outcome,) = self.store.append([append])
        assert isinstance(outcome, Appended)
        self.versions[stream] = StreamVersion(self.versions.get(stream, 0) + len(facts))
        self.read_on()
        return outcome

    def read_on(self) -> None:
        """Let the reader come to the end of the log."""
        head = self.store.head().position
        while self.members.query.complete() < head:
            self.reader.step(timeout_s=0.2)

    def ask(self, path: str, by: Caller = PROVINCE, **params: str) -> httpx2.Response:
        """A question as an officer."""
        return self.client.get(f"/members{path}", params=params, headers=self.signed(by))

    def signed(self, by: Caller) -> dict[str, str]:
        """The header that names the officer."""
        return {"authorization": f"Bearer {self.issuer.mint(by)}"}

    def enrol(self, who: str, unit_id: str, on: date, *, name: str, standing: Standing = Standing.OFFICIAL) -> Appended:
        """A person taken over from the old register, with a sealed name."""
        person_id = person(who)
        self.keys.create([person_id])
        sealed = AesGcmSeal().seal(self.keys.keys([person_id])[person_id], person_id, {"full_name": name})
        fact = Enrolled(
            actor=ACTOR,
            effective_on=on,
            movements=(moved(Kind.ENROLLED, on, None, place(unit_id, standing)),),
            decision=None,
            votes=None,
        )
        particulars = ParticularsRecorded(actor=ACTOR, sealed=sealed)
        return self.tell(stream_id("person", person_id), person_id, particulars, fact)

    def transfer(self, who: str, on: date, movements: Sequence[Movement]) -> Appended:
        """A transfer, with whatever it takes back and restates."""
        fact = Transferred(actor=ACTOR, effective_on=on, movements=tuple(movements), decision=None, votes=None)
        return self.tell(stream_id("person", person(who)), person(who), fact)

    def erase(self, who: str, on: date) -> Appended:
        """Destroy the person's key and record it."""
        self.keys.destroy(person(who))
        fact = Erased(actor=ACTOR, effective_on=on, movements=(), decision=None, votes=None)
        return self.tell(stream_id("person", person(who)), person(who), fact)

    def close(self) -> None:
        """Let go of everything."""
        self.client.close()
        self.members.close()
        for database in self.databases:
            database.dispose()


def open_registry(folder: Path, members_url: str) -> Registry:
    """The log and keys on SQLite in `folder`, the read model where `members_url` says; the units are there."""
    log = Database(f"sqlite:///{folder}/admissions.db")
    migrate(log, "admissions")
    key_database = Database(f"sqlite:///{folder}/keys.db")
    migrate(key_database, MIGRATIONS)
    keys = SqlKeyStore(key_database, bytes(range(32)))
    issuer = LocalIssuer(folder / "issuer", issuer="socai", audience="socai", clock=lambda: NOW)
    settings = Settings(database_url=members_url, issuer_keys_file=issuer.keys_file, min_position_wait_ms=0)
    members = wire(settings, keys, clock=lambda: NOW)
    outbox = SqlOutbox(log)
    bus = LogBusReader(outbox, LogMarks(outbox, lambda: NOW), Doorbell())
    registry = Registry(
        store=SqlEventStore(log, lambda: NOW),
        keys=keys,
        members=members,
        reader=make_reader(members, bus),
        client=TestClient(make_api(members), raise_server_exceptions=False),
        issuer=issuer,
        databases=(log, key_database),
    )
    for unit_id, kind, parent_id in UNITS:
        fact = UnitCreated(
            actor=ACTOR,
            effective_on=date(2000, 1, 1),
            unit_id=unit_id,
            kind=kind,
            name_vi=unit_id,
            parent_id=parent_id,
        )
        registry.tell(stream_id("unit", unit_id), unit_id, fact)
    return registry


def place(unit_id: str, standing: Standing = Standing.OFFICIAL) -> Place:
    """Where someone is, with an attribute to be shown."""
    return Place(unit_id=unit_id, standing=standing, attributes=Attributes(sex="f"))


def moved(kind: Kind, on: date, from_: Place | None, to: Place | None, undo: Position | None = None) -> Movement:
    """A movement; `undo` is the position of the event whose first line it takes back."""
    taken_back = None if undo is None else Undo(position=undo, line=0)
    return Movement(kind=kind, effective_on=on, from_=from_, to=to, undo=taken_back)
