"""The index of who may have something waiting agrees with the whole lives, on every pair of dates, rebuilt or not."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import example as such_as
from hypothesis import given as example
from hypothesis import strategies as st
from sqlalchemy import MetaData

from services.admissions.adapters.due import DueIndex, Moved, due_place_table, due_watch_table
from services.admissions.domain.due.task import Asked
from services.admissions.domain.due.tasks import may_wait, tasks_of
from services.admissions.domain.person.commands import PersonCommand
from services.admissions.domain.person.state import INITIAL, PersonState, evolve
from shared.adapters.sql.engine import Database
from shared.contracts.codec import decode_envelope, decode_movements, finish, new_event, prepare
from shared.contracts.envelope import Provenance
from shared.contracts.facts import PersonFact
from shared.core.clock import format_instant
from shared.core.stream import Position, stream_id
from tests.support.given import TO_CEREMONY, TO_DECISION, TO_DOSSIER, TO_OFFICIAL, UNITS, Life, enrol, given
from tests.unit.admissions.domain.test_timeline_properties import accepted, command

FIRST, LAST = date(2018, 1, 1), date(2020, 3, 1)
PERSON = "00000000-0000-5000-8000-000000000001"
ROADS: tuple[tuple[PersonCommand, ...], ...] = (
    (enrol(),),
    TO_DOSSIER,
    TO_DECISION,
    TO_CEREMONY,
    TO_OFFICIAL,
)
DAYS = st.dates(FIRST, LAST)
CELLS = ("pa-du", "pa-lan", "school", "prao")
ACTS = st.one_of(
    st.builds(lambda on, to: ("issued", on, to), DAYS, st.sampled_from((*CELLS, None))),
    st.builds(lambda on: ("accepted", on, None), DAYS),
    st.builds(lambda on: ("lapsed", on, None), DAYS),
    st.builds(lambda on: ("died", on, None), DAYS),
    st.builds(lambda on, code: ("changed", on, code), DAYS, st.sampled_from(("farmer", "trader"))),
    st.builds(lambda pick: ("cancelled", FIRST, pick), st.integers(0, 12)),
)


class Tables:
    """The two tables in a database of their own."""

    def __init__(self, folder: Path) -> None:
        self.database = Database(f"sqlite:///{folder / 'due.db'}")
        metadata = MetaData()
        due_place_table(metadata)
        due_watch_table(metadata)
        metadata.create_all(self.database.engine)
        self.index = DueIndex("sqlite", metadata)

    def note(self, *groups: list[Moved]) -> None:
        """Empty them and take the events, a group in each transaction."""
        with self.database.write() as tx:
            self.index.forget(tx)
        for group in groups:
            with self.database.write() as tx:
                self.index.note(tx, group)

    def candidates(self, units: set[str], on: date, known: int) -> list[str]:
        """As the index says."""
        with self.database.read() as tx:
            return self.index.candidates(tx, units, on, Position(known))


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tables]:
    """Emptied for each example."""
    made = Tables(tmp_path_factory.mktemp("due"))
    yield made
    made.database.dispose()


def moved(position: int, data: PersonFact) -> Moved:
    """The event as it is read back."""
    event = prepare(new_event(stream_id("person", PERSON), PERSON, data), Provenance(command_id=UUID(int=position)), 0)
    envelope = decode_envelope(finish(event, position, format_instant(datetime(2021, 1, 1, tzinfo=UTC)), position))
    return Position(position), envelope, decode_movements(envelope)


def lived(road: tuple[PersonCommand, ...], acts: list[tuple[str, date, Any]]) -> Life:
    """The road, then what of the acts is accepted."""
    life = given(*road)
    for act in acts:
        asked = command(life, act)
        outcome = None if asked is None else accepted(life, asked)
        life = life if outcome is None else outcome[0]
    return life


def states(life: Life) -> dict[int, PersonState]:
    """The person as known at each position."""
    found: dict[int, PersonState] = {}
    state = INITIAL
    for position, data in life.events:
        state = evolve(state, position, data)
        found[position] = state
    return found


def decided_after(state: PersonState, on: date) -> bool:
    """Whether a recognition was decided later: until then the index names the person, also one who left meanwhile."""
    return any(fact.name == "probation_passed" and fact.decision and fact.decision.date > on for fact in state.facts)


def subtree(unit_id: str) -> set[str]:
    """The unit and what stands below it."""
    below = {unit_id}
    for child, _, parent in UNITS:
        if parent in below:
            below.add(child)
    return below


@such_as(TO_OFFICIAL, [], [date(2019, 11, 19), date(2020, 1, 9), date(2020, 1, 10)])
@such_as(TO_DOSSIER, [("issued", date(2018, 10, 1), "prao"), ("cancelled", FIRST, 3)], [date(2018, 11, 1)])
@such_as(TO_OFFICIAL, [("died", date(2020, 1, 2), None)], [date(2020, 1, 1), date(2020, 1, 2), date(2020, 1, 10)])
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@example(st.sampled_from(ROADS), st.lists(ACTS, max_size=6), st.lists(DAYS, min_size=3, max_size=3))
def test_whoever_has_something_waiting_is_found_in_the_unit_as_known_at_every_position(
    tables: Tables, road: tuple[PersonCommand, ...], acts: list[tuple[str, date, Any]], days: list[date]
) -> None:
    life = lived(road, acts)
    tables.note([moved(position, data) for position, data in life.events])
    for position, state in states(life).items():
        for on in days:
            asked = Asked(on=on, organisation=life.organisation)
            place = state.place_at(on)
            tasks = tasks_of(PERSON, state, asked)
            for unit_id in ("nam-giang", "prao"):
                units = subtree(unit_id)
                found = tables.candidates(units, on, position)
                if any(task.unit_id in units for task in tasks):
                    assert found == [PERSON], (unit_id, on, position)
                if may_wait(place) and place is not None and place.unit_id in units:
                    assert found == [PERSON], (unit_id, on, position)
                if not tasks and not may_wait(place) and not decided_after(state, on):
                    assert found == [], (unit_id, on, position)
            for task in tasks:
                assert tables.candidates({task.unit_id}, on, position) == [PERSON]


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@example(st.sampled_from(ROADS), st.lists(ACTS, max_size=6), st.integers(1, 12))
def test_however_the_events_are_grouped_the_rows_are_the_same(
    tables: Tables, road: tuple[PersonCommand, ...], acts: list[tuple[str, date, Any]], size: int
) -> None:
    events = [moved(position, data) for position, data in lived(road, acts).events]
    tables.note(events)
    whole = rows(tables)
    tables.note(*(events[first : first + size] for first in range(0, len(events), size)))
    assert rows(tables) == whole


def rows(tables: Tables) -> list[tuple[Any, ...]]:
    """Everything held."""
    with tables.database.read() as tx:
        found = tx.exec_driver_sql("SELECT * FROM due_place ORDER BY position, line").all()
        return [tuple(row) for row in found]
