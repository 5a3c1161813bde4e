"""The fold of movements into stays: the published vectors, and what holds for any life."""

from collections import Counter, defaultdict
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.members.domain.life import Facts, Stay, continued, facts_of, goes_on, stays_of
from shared.contracts.movement import Kind, Movement, Place, Standing
from shared.core.stream import Position
from tests.unit.members.lives import DAYS, Event, day, lives, place_and_since, told

VECTORS = Path("tests/vectors/movements.json")


def remembered(events: list[Event]) -> list[Stay]:
    """The whole life recomputed from its facts."""
    facts = Facts()
    for position, movements in events:
        facts.add(position, movements)
    return stays_of(facts)


def step_by_step(events: list[Event]) -> list[Stay]:
    """The life as the projector builds it: continued where it only goes on, recomputed where it does not."""
    stays: list[Stay] = []
    for position, movements in events:
        last = next((s for s in stays if s.known_to is None and s.until is None), None)
        if goes_on(last, position, movements):
            stays = [s for s in stays if s is not last or not movements] + continued(last, position, movements)
        else:
            facts = facts_of(stays)
            facts.add(position, movements)
            stays = stays_of(facts)
    return sorted(stays, key=lambda s: (s.known_from, s.line.order))


def where(stays: list[Stay], as_of: date, known: int) -> list[Stay]:
    return [stay for stay in stays if stay.holds(as_of, Position(known))]


@pytest.fixture(scope="module")
def vectors() -> Any:
    return msgspec.json.decode(VECTORS.read_bytes())


def test_the_published_lives_give_the_published_places_and_stock(vectors: Any) -> None:
    facts: defaultdict[str, Facts] = defaultdict(Facts)
    for event in vectors["events"]:
        movements = msgspec.convert(event["movements"], tuple[Movement, ...])
        facts[event["person_id"]].add(Position(event["position"]), movements)
    stays = {person_id: stays_of(known) for person_id, known in facts.items()}
    for expected in vectors["expected"]:
        as_of, known = date.fromisoformat(expected["as_of"]), expected["as_known_position"]
        places = {
            person_id: msgspec.to_builtins(found[0].line.place)
            for person_id, mine in stays.items()
            if (found := where(mine, as_of, known)) and found[0].line.place is not None
        }
        assert places == expected["places"], (as_of, known)
        stock = Counter(msgspec.json.encode(place, order="deterministic") for place in places.values())
        assert stock == {
            msgspec.json.encode({k: v for k, v in row.items() if k != "count"}, order="deterministic"): row["count"]
            for row in expected["stock"]
        }


@settings(max_examples=200)
@given(lives(), st.integers(0, DAYS + 1), st.integers(0, 30))
def test_a_stay_holds_exactly_where_the_contract_puts_the_person(events: list[Event], days: int, known: int) -> None:
    place, since = place_and_since(events, day(days), known)
    found = where(remembered(events), day(days), known)
    assert len(found) <= 1
    assert (found[0].line.place if found else None) == place
    if place is not None:
        assert found[0].since == since


@settings(max_examples=200)
@given(lives())
def test_building_a_life_step_by_step_equals_recomputing_it(events: list[Event]) -> None:
    assert step_by_step(events) == remembered(events)


@given(lives(), st.randoms(use_true_random=False))
def test_the_order_in_which_events_arrive_does_not_matter(events: list[Event], random: Any) -> None:
    shuffled = list(events)
    random.shuffle(shuffled)
    assert remembered(shuffled) == remembered(events)


@given(lives(), st.integers(0, DAYS + 1))
def test_what_was_answered_once_is_answered_for_ever(events: list[Event], days: int) -> None:
    for count in range(1, len(events) + 1):
        known = events[count - 1][0]
        then = [(s.line, s.since) for s in where(remembered(events[:count]), day(days), known)]
        assert [(s.line, s.since) for s in where(remembered(events), day(days), known)] == then


@given(lives(), st.integers(0, 30))
def test_the_movements_in_force_are_those_that_the_contract_lists(events: list[Event], known: int) -> None:
    mine = sorted(s.line.order for s in remembered(events) if s.in_force(Position(known)))
    assert mine == [movement.order for movement in told(events, known)]


def test_leaving_and_coming_back_on_one_day_breaks_the_stay() -> None:
    home = Place(unit_id="u1", standing=Standing.OFFICIAL)
    back = (
        Movement(kind=Kind.RESIGNED, effective_on=day(5), from_=home, to=None, undo=None),
        Movement(kind=Kind.RESTORED, effective_on=day(5), from_=None, to=home, undo=None),
    )
    first = Movement(kind=Kind.ENROLLED, effective_on=day(0), from_=None, to=home, undo=None)
    stays = remembered([(Position(1), (first,)), (Position(2), back)])
    assert [stay.since for stay in where(stays, day(6), 2)] == [day(5)]
    assert [stay.since for stay in where(stays, day(4), 2)] == [day(0)]
