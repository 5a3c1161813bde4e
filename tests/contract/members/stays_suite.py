"""What the members' read model must hold on every database; each test file gives a `database` fixture."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection

from services.members.adapters.read_model import SqlReadModel
from services.members.adapters.stay_store import SqlStayStore
from services.members.adapters.tables import members_metadata
from services.members.app.ports import FOR_EVER, Sealed
from services.members.app.project import MembersProjector
from services.members.domain.life import Facts, Stay, stays_of
from shared.adapters.sql.engine import Database
from shared.adapters.sql.migrate import differences
from shared.adapters.sql.organisation import OrganisationTable
from shared.contracts.codec import decode_envelope, decode_movements
from shared.contracts.movement import Kind, Movement, Place, Standing
from shared.contracts.topics import DOSSIERS, LIFECYCLE, PEOPLE
from shared.core.stream import Position
from shared.ports.checkpoint import ReadEvent
from tests.unit.members.lives import DAYS, Event, day, lives

VECTORS = json.loads((Path(__file__).parents[2] / "vectors" / "movements.json").read_text("utf-8"))
SUPPRESSED = [HealthCheck.function_scoped_fixture, HealthCheck.differing_executors, HealthCheck.too_slow]
few = settings(max_examples=25, deadline=None, suppress_health_check=SUPPRESSED)
ALL = frozenset(Standing)
UNITS = frozenset({"u0", "u1", "u2", "u3", "u4", "u5"})
HEAD = Position(10_000)


def read_event(
    person_id: str, position: int, data: object, *, name: str = "lived", topic: str = LIFECYCLE
) -> ReadEvent:
    """An event as a reader hands it on; by default of a type that nobody knows."""
    value = {
        "specversion": "1.0",
        "datacontenttype": "application/json",
        "id": f"00000000-0000-5000-8000-{position:012d}",
        "type": f"vn.{topic}.{name}.v1",
        "source": "/admissions",
        "subject": person_id,
        "time": f"2026-01-01T00:00:{position % 60:02d}.{position:06d}Z",
        "position": position,
        "stream": f"person-{person_id}",
        "streamversion": position,
        "commandid": "00000000-0000-5000-8000-000000000000",
        "data": data,
    }
    envelope = decode_envelope(msgspec.json.encode(value))
    return ReadEvent(envelope, bytes(32), topic, decode_movements(envelope))


def events_of(people: Sequence[list[Event]]) -> list[ReadEvent]:
    """The lives of several persons as one log: positions are spread so that none is used twice."""
    apart = len(people)
    events = []
    for number, life in enumerate(people):
        for position, movements in life:
            spread = [_spread(movement, number, apart) for movement in movements]
            data = {"movements": msgspec.to_builtins(spread)}
            events.append(read_event(f"p{number}", position * apart + number, data))
    return sorted(events, key=lambda event: event.envelope.position)


def _spread(movement: Movement, number: int, apart: int) -> Movement:
    if movement.undo is None:
        return movement
    undo = msgspec.structs.replace(movement.undo, position=movement.undo.position * apart + number)
    return msgspec.structs.replace(movement, undo=undo)


def recomputed(events: Sequence[ReadEvent]) -> dict[str, list[Stay]]:
    """Every person's stays from the facts alone."""
    facts: dict[str, Facts] = {}
    for event in events:
        movements = msgspec.json.decode(bytes(event.envelope.data), type=dict[str, tuple[Movement, ...]])["movements"]
        facts.setdefault(event.envelope.subject, Facts()).add(Position(event.envelope.position), movements)
    return {person_id: stays for person_id, known in facts.items() if (stays := stays_of(known))}


@dataclass(frozen=True, slots=True)
class Kept:
    """The read model over one database, and what writes it."""

    database: Database
    store: SqlStayStore
    projector: MembersProjector[Connection]
    model: SqlReadModel

    def holding(self, batches: Sequence[Sequence[ReadEvent]]) -> None:
        """Empty it and apply these batches, each in a transaction."""
        with self.database.write() as tx:
            self.projector.reset(tx)
        for batch in batches:
            with self.database.write() as tx:
                self.projector.apply(tx, batch)

    def stays(self, person_ids: Sequence[str]) -> dict[str, list[Stay]]:
        """Every stay as stored."""
        with self.database.read() as tx:
            found = self.store.lives(tx, person_ids)
        return {p: sorted(stays, key=lambda s: (s.known_from, s.line.order)) for p, stays in found.items()}


@pytest.fixture
def kept(database: Database) -> Kept:
    metadata = members_metadata()
    organisation = OrganisationTable(metadata)
    store = SqlStayStore(database.dialect, metadata, organisation)
    return Kept(database, store, MembersProjector(store), SqlReadModel(database, metadata, organisation))


class StaysSuite:
    """The suite."""

    def test_the_migrated_schema_is_the_declared_one(self, database: Database) -> None:
        assert differences(database, members_metadata()) == []

    @pytest.mark.parametrize("size", [1, 3, 100])
    def test_the_published_lives_stand_where_expected_at_every_date_and_position(self, kept: Kept, size: int) -> None:
        events = [read_event(e["person_id"], e["position"], {"movements": e["movements"]}) for e in VECTORS["events"]]
        kept.holding([events[i : i + size] for i in range(0, len(events), size)])
        people = sorted({event["person_id"] for event in VECTORS["events"]})
        with kept.model.snapshot() as snapshot:
            for expected in VECTORS["expected"]:
                as_of, known = date.fromisoformat(expected["as_of"]), Position(expected["as_known_position"])
                found = {w.person_id: w.stay.line.place for w in snapshot.whereabouts(people, as_of, known)}
                assert msgspec.to_builtins(found) == expected["places"]
                counted = {(unit, standing): count for unit, standing, count in snapshot.counts(as_of, known)}
                assert counted == _stock(expected["stock"])

    @few
    @given(people=st.lists(lives(), min_size=1, max_size=4), data=st.data())
    def test_rows_built_batch_by_batch_are_the_recomputed_lives(
        self, kept: Kept, people: list[list[Event]], data: st.DataObject
    ) -> None:
        events = events_of(people)
        cuts = data.draw(st.sets(st.integers(0, len(events))))
        edges = sorted({0, len(events), *cuts})
        kept.holding([events[a:b] for a, b in pairwise(edges)])
        names = [f"p{number}" for number in range(len(people))]
        assert kept.stays(names) == recomputed(events)
        kept.holding([events])
        assert kept.stays(names) == recomputed(events)

    @few
    @given(people=st.lists(lives(), min_size=1, max_size=4), days=st.integers(0, DAYS + 1), known=st.integers(0, 60))
    def test_lists_single_places_and_counts_say_what_the_stays_say(
        self, kept: Kept, people: list[list[Event]], days: int, known: int
    ) -> None:
        events = events_of(people)
        kept.holding([events])
        as_of, at = day(days), Position(known)
        expected = {
            (person_id, stay.line.key, stay.since)
            for person_id, stays in recomputed(events).items()
            for stay in stays
            if stay.holds(as_of, at) and stay.line.place is not None
        }
        with kept.model.snapshot() as snapshot:
            listed = snapshot.stays_in(UNITS, ALL, as_of, at)
            single = snapshot.whereabouts([f"p{n}" for n in range(len(people))], as_of, at)
            counted = sum(count for _, _, count in snapshot.counts(as_of, at))
            none = snapshot.stays_in(frozenset(), ALL, as_of, at)
        assert {(w.person_id, w.stay.line.key, w.stay.since) for w in listed} == expected
        assert {(w.person_id, w.stay.line.key, w.stay.since) for w in single} == expected
        assert counted == len(expected)
        assert none == []

    def test_a_batch_large_enough_for_the_bulk_road_is_stored_whole(self, kept: Kept) -> None:
        first = [read_event(f"p{n}", n + 1, _moved(day(1), "u1")) for n in range(500)]
        then = [read_event(f"p{n}", n + 501, _moved(day(2), "u2")) for n in range(500)]
        kept.holding([first, then])
        with kept.model.snapshot() as snapshot:
            assert snapshot.counts(day(1), HEAD) == [("u1", Standing.OFFICIAL, 500)]
            assert snapshot.counts(FOR_EVER, HEAD) == [("u2", Standing.OFFICIAL, 500)]
            assert snapshot.counts(FOR_EVER, Position(750)) == [
                ("u1", Standing.OFFICIAL, 250),
                ("u2", Standing.OFFICIAL, 250),
            ]

    def test_movements_on_another_topic_count_whatever_order_the_topics_come_in(self, kept: Kept) -> None:
        early = read_event("p0", 1, _moved(day(1), "u1"))
        apart = read_event("p0", 2, _moved(day(3), "u2"), topic=DOSSIERS)
        late = read_event("p0", 3, _moved(day(5), "u3"))
        kept.holding([[early], [late], [apart]])
        one_way = kept.stays(["p0"])
        kept.holding([[early], [apart, late]])
        assert kept.stays(["p0"]) == one_way == recomputed([early, apart, late])

    def test_an_event_that_was_recorded_before_one_already_applied_takes_its_place_before_it(self, kept: Kept) -> None:
        early = read_event("p0", 1, _moved(day(1), "u1"))
        ahead = read_event("p0", 4, _moved(day(3), "u2"), topic=DOSSIERS)
        then = read_event("p0", 3, _moved(day(5), "u3"))
        kept.holding([[early], [ahead], [then]])
        assert kept.stays(["p0"]) == recomputed([early, ahead, then])

    def test_sealed_particulars_come_back_as_they_came_and_an_erasure_among_them(self, kept: Kept) -> None:
        actor = {"officer_id": "o", "office": "province_officer", "unit_id": "u1"}
        fact: dict[str, Any] = {"effective_on": "2020-01-01", "movements": [], "decision": None, "votes": None}
        sealed = [
            read_event(
                "p0", 1, {"actor": actor, "sealed": {"full_name": "eA=="}}, name="particulars_recorded", topic=PEOPLE
            ),
            read_event(
                "p1", 2, {"actor": actor, "sealed": {"full_name": "eQ=="}}, name="particulars_recorded", topic=PEOPLE
            ),
        ]
        kept.holding([[*sealed, read_event("p0", 3, fact | {"actor": actor}, name="erased")]])
        with kept.model.snapshot() as snapshot:
            rows = list(snapshot.particulars(Position(0), HEAD))
            assert rows == [
                Sealed(Position(1), "p0", {"full_name": "eA=="}),
                Sealed(Position(2), "p1", {"full_name": "eQ=="}),
                Sealed(Position(3), "p0", None),
            ]
            assert list(snapshot.particulars(Position(1), Position(2))) == rows[1:2]


def _moved(on: date, unit_id: str) -> dict[str, Any]:
    to = Place(unit_id=unit_id, standing=Standing.OFFICIAL)
    movement = Movement(kind=Kind.TRANSFERRED, effective_on=on, from_=None, to=to, undo=None)
    return {"movements": [msgspec.to_builtins(movement)]}


def _stock(rows: Sequence[dict[str, Any]]) -> dict[tuple[str, str], int]:
    """The published stock without the attributes."""
    counted: dict[tuple[str, str], int] = {}
    for row in rows:
        key = row["unit_id"], row["standing"]
        counted[key] = counted.get(key, 0) + row["count"]
    return counted
