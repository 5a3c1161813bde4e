"""A person's state is the fold of their events: the vectors' lives, and types that this version does not know."""

import json
from collections import defaultdict
from datetime import date
from pathlib import Path
from typing import Any

import msgspec

from services.admissions.domain.person.commands import LineRef
from services.admissions.domain.person.state import INITIAL, PersonState, evolve
from shared.contracts.movement import Kind, Movement, Place, Standing
from shared.contracts.people import ParticularsRecorded
from tests.support.given import OFFICER, TO_CEREMONY, given, require_chain

VECTORS = Path(__file__).parents[3] / "vectors" / "movements.json"


def test_the_lives_of_the_vectors_lead_where_they_should_on_every_pair_of_dates() -> None:
    vectors: dict[str, Any] = json.loads(VECTORS.read_bytes())
    known: dict[int, dict[str, PersonState]] = {0: {}}
    states: defaultdict[str, PersonState] = defaultdict(lambda: INITIAL)
    for event in vectors["events"]:
        movements = msgspec.convert(event["movements"], list[Movement])
        person = event["person_id"]
        states[person] = evolve(states[person], event["position"], None, movements)
        require_chain(states[person])
        known[event["position"]] = dict(states)
    assert vectors["expected"]
    for expected in vectors["expected"]:
        on = date.fromisoformat(expected["as_of"])
        people = known[expected["as_known_position"]]
        places = {who: place for who, state in people.items() if (place := state.place_at(on)) is not None}
        assert places == {who: msgspec.convert(place, Place) for who, place in expected["places"].items()}


def test_an_unknown_type_still_moves_the_person() -> None:
    place = Place(unit_id="u1", standing=Standing.OFFICIAL)
    move = Movement(kind=Kind.RESTORED, effective_on=date(2020, 1, 1), from_=None, to=place, undo=None)
    state = evolve(INITIAL, 5, None, (move,))
    assert state.place_at(date(2020, 1, 1)) == place
    assert state.in_force[0].ref == LineRef(5, 0)


def test_particulars_count_in_the_stream_and_move_nobody() -> None:
    life = given(*TO_CEREMONY)
    state = evolve(life.state, 300, ParticularsRecorded(actor=OFFICER, sealed={}))
    assert state.version == life.state.version + 1
    assert state.in_force == life.state.in_force
    assert state.facts == life.state.facts
