"""A small province told as events of the real log, and the indicators service that reads it; for tests of the whole."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from fastapi.testclient import TestClient
from msgspec import Struct
from sqlalchemy import Connection

from services.indicators.compose import Indicators, make_api, make_reader, wire
from services.indicators.settings import Settings
from shared.adapters.memory.event_store import MemoryEventStore
from shared.adapters.sql.bus import LogBusReader
from shared.contracts import lifecycle, organisation
from shared.contracts.codec import encode, new_event, prepare
from shared.contracts.envelope import NewEvent, Provenance
from shared.contracts.facts import Actor, PersonFact
from shared.contracts.movement import Kind, Movement, Place, Standing, Undo
from shared.contracts.organisation import CellKind, DefinitionPublished, PolicyPublished, TargetSet, UnitKind
from shared.core.stream import StreamId, StreamVersion, stream_id
from shared.flow.consume import Consumer
from shared.flow.doorbell import Doorbell
from shared.flow.watermark import LogMarks
from shared.http.caller import WHOLE_REGISTRY, Caller
from shared.http.issuer import LocalIssuer
from shared.ports.event_store import Append, Appended

ACTOR = Actor(officer_id="o1", office="province_officer", unit_id="p")
NAMESPACE = UUID("0d6f0dbb-6d2c-4d5c-a1b8-2f7b9fb0c8d1")
START = datetime(2020, 1, 2, 1, tzinfo=UTC)
GENESIS = Path(__file__).parents[3] / "services" / "admissions" / "genesis" / "definitions.json"
OFFICER = Caller(officer_id="o1", office="province_officer", unit_id=WHOLE_REGISTRY)
_EVENT_OF: dict[Kind, type[PersonFact]] = {
    Kind.ENROLLED: lifecycle.Enrolled,
    Kind.ADMITTED: lifecycle.Admitted,
    Kind.TRANSFERRED: lifecycle.Transferred,
    Kind.RESTRUCTURED: lifecycle.Restructured,
    Kind.DECEASED: lifecycle.Removed,
    Kind.NOMINATED: lifecycle.Nominated,
}


def place(unit_id: str, standing: Standing = Standing.OFFICIAL) -> Place:
    return Place(unit_id=unit_id, standing=standing)


@dataclass
class SteppingClock:
    """An hour later for each append, so that every event can be asked "as known" by its hour."""

    now: datetime = START

    def __call__(self) -> datetime:
        return self.now

    def step(self) -> None:
        self.now += timedelta(hours=1)


@dataclass
class Log:
    """The real log in memory, written to event by event; each append has an instant of its own."""

    clock: SteppingClock = field(default_factory=SteppingClock)
    versions: dict[StreamId, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.store = MemoryEventStore(self.clock)

    def append(self, stream: StreamId, subject: str, data: Struct, type_name: str | None = None) -> Appended:
        """One event; `type_name` lets a type be written that nobody knows yet."""
        event = new_event(stream, subject, data)
        if type_name is not None:
            event = NewEvent(topic=event.topic, type=type_name, stream=stream, subject=subject, data=encode(data))
        self.clock.step()
        number = self.store.head().position + 1
        provenance = Provenance(command_id=uuid5(NAMESPACE, str(number)))
        version = self.versions.get(stream, 0)
        self.versions[stream] = version + 1
        outcome = self.store.append(
            [
                Append(
                    command_id=str(provenance.command_id),
                    expected={stream: StreamVersion(version)},
                    events=[prepare(event, provenance, 0)],
                )
            ]
        )[0]
        assert isinstance(outcome, Appended), outcome
        return outcome

    def unit(
        self, unit_id: str, kind: UnitKind, parent: str | None, *, cell: CellKind | None = None, since: int = 2000
    ) -> None:
        data = organisation.UnitCreated(
            actor=ACTOR,
            effective_on=date(since, 1, 1),
            unit_id=unit_id,
            kind=kind,
            name_vi=unit_id,
            parent_id=parent,
            cell_kind=cell,
            has_committee=unit_id == "c1",
        )
        self.append(stream_id("unit", unit_id), unit_id, data)

    def about_unit(self, data: organisation.UnitMoved | organisation.UnitClosed) -> None:
        self.append(stream_id("unit", data.unit_id), data.unit_id, data)

    def define(self, name: str, definition: dict[str, Any], since: date = date(1930, 2, 3)) -> None:
        data = DefinitionPublished(actor=ACTOR, effective_on=since, definition_id=name, definition=definition)
        self.append(stream_id("definition", name), name, data)

    def target(self, unit_id: str, year: int, low: str) -> None:
        name = f"{unit_id}-{year}"
        data = TargetSet(
            actor=ACTOR,
            effective_on=date(year, 1, 1),
            target_id=name,
            unit_id=unit_id,
            indicator="NG2",
            period_from=date(year, 1, 1),
            period_to=date(year, 12, 31),
            low=low,
        )
        self.append(stream_id("target", name), name, data)

    def policy(self, values: dict[str, Any]) -> None:
        data = PolicyPublished(actor=ACTOR, effective_on=date(2000, 1, 1), policy_id="central", values=values)
        self.append(stream_id("policy", "central"), "central", data)

    def moved(
        self, person: str, kind: Kind, on: date, from_: Place | None, to: Place | None, *, type_name: str | None = None
    ) -> Appended:
        """One movement of a person."""
        movement = Movement(kind=kind, effective_on=on, from_=from_, to=to, undo=None)
        return self.moves(person, kind, on, (movement,), type_name=type_name)

    def moves(
        self, person: str, kind: Kind, on: date, movements: tuple[Movement, ...], *, type_name: str | None = None
    ) -> Appended:
        person_id = str(uuid5(NAMESPACE, person))
        data = _EVENT_OF[kind](actor=ACTOR, effective_on=on, movements=movements, decision=None, votes=None)
        return self.append(stream_id("person", person_id), person_id, data, type_name)


def tell(log: Log) -> None:
    """p > d > gc > c1, c2 and d > g1; p > x > x1. In 2019 c2 is merged into c1, and one member of c1 leaves for x1."""
    log.unit("p", UnitKind.PROVINCE, None)
    log.unit("d", UnitKind.DISTRICT, "p")
    log.unit("x", UnitKind.DISTRICT, "p")
    log.unit("gc", UnitKind.GRASSROOTS_COMMITTEE, "d")
    log.unit("c1", UnitKind.SUBORDINATE_CELL, "gc", cell=CellKind.VILLAGE)
    log.unit("c2", UnitKind.SUBORDINATE_CELL, "gc", cell=CellKind.VILLAGE)
    log.unit("g1", UnitKind.GRASSROOTS_CELL, "d", cell=CellKind.MILITARY)
    log.unit("x1", UnitKind.GRASSROOTS_CELL, "x")
    for entry in json.loads(GENESIS.read_text("utf-8")):
        log.define(entry["definition_id"], entry["definition"])
    log.target("d", 2018, "2")
    log.target("d", 2019, "2")
    for number, unit_id in enumerate(["c1", "c1", "c1", "c2", "c2", "g1", "x1"]):
        log.moved(f"old{number}", Kind.ENROLLED, date(2017, 12, 31), None, place(unit_id))
    applicant, probationary = Standing.APPLICANT, Standing.PROBATIONARY
    for person, unit_id, on in (
        ("new0", "c1", date(2018, 5, 19)),
        ("new1", "g1", date(2018, 9, 2)),
        ("new2", "c2", date(2019, 2, 3)),
        ("new3", "x1", date(2019, 2, 3)),
    ):
        log.moved(person, Kind.NOMINATED, on.replace(year=2017), None, place(unit_id, applicant))
        log.moved(person, Kind.ADMITTED, on, place(unit_id, applicant), place(unit_id, probationary))
    log.moved("old0", Kind.TRANSFERRED, date(2019, 7, 1), place("c1"), place("x1"))
    closed = date(2019, 9, 1)
    log.about_unit(organisation.UnitClosed(actor=ACTOR, effective_on=closed, unit_id="c2", successor_id="c1"))
    for person, standing in (("old3", Standing.OFFICIAL), ("old4", Standing.OFFICIAL), ("new2", probationary)):
        log.moved(person, Kind.RESTRUCTURED, closed, place("c2", standing), place("c1", standing))


def late_death(log: Log) -> None:
    """Told last: old0 had died in 2018, so the move of 2019 never was."""
    person_id = str(uuid5(NAMESPACE, "old0"))
    moved = next(
        event.position
        for event in log.store.read_stream(stream_id("person", person_id))
        if b'"transferred"' in event.value
    )
    gone = Movement(
        kind=Kind.TRANSFERRED,
        effective_on=date(2019, 7, 1),
        from_=place("c1"),
        to=place("x1"),
        undo=Undo(position=moved, line=0),
    )
    death = Movement(kind=Kind.DECEASED, effective_on=date(2018, 3, 1), from_=place("c1"), to=None, undo=None)
    log.moves("old0", Kind.DECEASED, date(2018, 3, 1), (gone, death))


class Service:
    """The wired service on a database, its reader on the log, and HTTP in front of it."""

    def __init__(self, log: Log, database_url: str, folder: Path) -> None:
        self.log = log
        self._issuer = LocalIssuer(folder / "keys", issuer="socai", audience="socai", clock=log.clock)
        settings = Settings(database_url=database_url, issuer_keys_file=self._issuer.keys_file, min_position_wait_ms=20)
        self.indicators: Indicators = wire(settings, clock=log.clock)
        bus = LogBusReader(log.store, LogMarks(log.store, log.clock), Doorbell())
        self.reader: Consumer[Connection] = make_reader(self.indicators, bus)
        self.http = TestClient(make_api(self.indicators))

    def catch_up(self) -> None:
        """Read until complete to the head; a watermark comes every 50 ms."""
        for _ in range(200):
            self.reader.step(timeout_s=0.06)
            if self.indicators.query.complete() == self.log.store.head().position:
                return
        raise AssertionError(f"complete only to {self.indicators.query.complete()}")

    def get(self, path: str, /, **asked: str) -> Any:
        """The answer to a question that has one."""
        response = self.ask(path, asked)
        assert response.status_code == 200, response.text
        return response.json()

    def ask(
        self,
        path: str,
        asked: Mapping[str, str] | None = None,
        caller: Caller = OFFICER,
        *,
        headers: Mapping[str, str] | None = None,
    ) -> Any:
        """The response to any question."""
        token = {"authorization": f"Bearer {self._issuer.mint(caller)}"}
        return self.http.get(
            f"/indicators{path}", params=dict(asked) if asked else None, headers={**token, **(headers or {})}
        )

    def post(self, path: str, caller: Caller = OFFICER) -> Any:
        return self.http.post(f"/indicators{path}", headers={"authorization": f"Bearer {self._issuer.mint(caller)}"})
