"""The trail's overlaps know who is who: accounts of two merged records are one person's while the merge stands."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from msgspec import Struct

from shared.contracts.dossiers import DossierChecked, StepRecorded
from shared.contracts.facts import Actor
from shared.contracts.lifecycle import Merged, Unmerged
from shared.contracts.offices import OfficeGranted, OfficerRegistered
from shared.core.stream import stream_id
from shared.http.caller import WHOLE_REGISTRY
from tests.integration.audit.world import World, open_world
from tests.integration.members.registry import PROVINCE
from tests.support.log_events import ACTOR, person

ON = date(2021, 1, 2)
DAO, ONCE, TWICE = person("dao"), person("binh"), person("binh again")


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.real)])
def world(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[World]:
    """Dao's dossier was checked through one account and signed through another, each of its own record."""
    url = f"sqlite:///{tmp_path}/audit.db"
    if request.param == "postgresql":
        fresh_database: Callable[[str], str] = request.getfixturevalue("fresh_database")
        url = fresh_database("audit")
    world = open_world(tmp_path, url)
    office = OfficeGranted(
        actor=ACTOR,
        effective_on=ON,
        office_id="first",
        officer_id=PROVINCE.officer_id,
        role=PROVINCE.office,
        unit_id=WHOLE_REGISTRY,
        granted_on=ON,
    )
    world.tell(stream_id("office", "first"), "first", office)
    for officer_id, person_id in (("k", TWICE), ("k-2", ONCE)):
        bound = OfficerRegistered(actor=ACTOR, effective_on=ON, officer_id=officer_id, person_id=person_id)
        world.tell(stream_id("officer", officer_id), officer_id, bound)
    world.enrol("dao", "pa-du", date(2019, 1, 1))
    about(world, DAO, DossierChecked(**fact("k"), outcome="complete"), StepRecorded(**fact("k-2"), step="C4"))
    world.read_on()
    yield world
    world.close()


def fact(officer_id: str) -> dict[str, Any]:
    """The common part of an event."""
    actor = Actor(officer_id=officer_id, office="committee_officer", unit_id="nam-giang")
    return {"actor": actor, "effective_on": ON, "movements": (), "decision": None, "votes": None}


def about(world: World, person_id: str, *facts: Struct) -> None:
    """Tell of a person, and read it."""
    world.tell(stream_id("person", person_id), person_id, *facts)
    world.read_on()


def shown(world: World) -> list[tuple[list[str], list[str]]]:
    """Who did which things on Dao's record."""
    found = world.ask(f"/people/{DAO}/trail").json()["overlaps"]
    return [(each["officer_ids"], each["capacities"]) for each in found]


def test_acts_through_two_records_of_a_person_overlap_while_the_merge_stands_and_after_a_rebuild(world: World) -> None:
    one = [(["k", "k-2"], ["check", "decide"])]
    assert shown(world) == []
    about(world, TWICE, Merged(**fact("an"), into=ONCE, ground="same_person"))
    assert shown(world) == one
    assert world.client.post("/audit/rebuild", headers=world.signed(PROVINCE)).status_code == 202
    world.reader.forget()
    world.read_on()
    assert shown(world) == one
    about(world, TWICE, Unmerged(**fact("an"), ground="decision_annulled"))
    assert shown(world) == []
