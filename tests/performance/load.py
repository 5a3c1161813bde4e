"""Events for the benchmarks: units, then people who are enrolled, take a step of the dossier, and move; in chunks."""

from collections.abc import Iterator
from datetime import date
from functools import partial
from itertools import islice

from msgspec import Struct

from shared.contracts.codec import new_event
from shared.contracts.dossiers import StepRecorded
from shared.contracts.facts import Decision, Votes
from shared.contracts.lifecycle import Enrolled, Transferred
from shared.contracts.movement import Attributes, Kind, Movement, Place, Standing
from shared.contracts.organisation import UnitCreated, UnitKind
from shared.core.stream import stream_id
from shared.ports.event_store import CHUNK_EVENTS_MAX, Append
from tests.support.log_events import ACTOR, append_of, person

CELLS = 140
EVENTS_OF_A_PERSON = 3
PEOPLE_IN_A_CHUNK = CHUNK_EVENTS_MAX // EVENTS_OF_A_PERSON
FIT = Attributes(sex="f", origin="youth_union", education="thpt", expertise="intermediate")
JOINED, STEPPED, MOVED = date(2015, 3, 2), date(2016, 5, 19), date(2017, 9, 2)
_place = partial(Place, standing=Standing.OFFICIAL, attributes=FIT)


def chunks(events: int) -> Iterator[list[Append]]:
    """About so many events, in chunks as an import appends them; the units come first."""
    yield [_units()]
    people = (_life(number) for number in range(events // EVENTS_OF_A_PERSON))
    while chunk := list(islice(people, PEOPLE_IN_A_CHUNK)):
        yield chunk


def _units() -> Append:
    units: list[tuple[str, UnitKind, str | None]] = [("province", UnitKind.PROVINCE, None)]
    units += [(_cell(number), UnitKind.GRASSROOTS_CELL, "province") for number in range(CELLS)]
    created = [
        new_event(
            stream_id("unit", unit_id),
            unit_id,
            UnitCreated(
                actor=ACTOR,
                effective_on=date(2000, 1, 1),
                unit_id=unit_id,
                kind=kind,
                name_vi=unit_id,
                parent_id=parent_id,
            ),
        )
        for unit_id, kind, parent_id in units
    ]
    return append_of("units", created)


def _life(number: int) -> Append:
    person_id, here, there = person(str(number)), _place(unit_id=_cell(number)), _place(unit_id=_cell(number + 7))
    enrolled = Movement(kind=Kind.ENROLLED, effective_on=JOINED, from_=None, to=here, undo=None)
    moved = Movement(kind=Kind.TRANSFERRED, effective_on=MOVED, from_=here, to=there, undo=None)
    decision = Decision(body_unit_id="province", number=f"{number}-QĐ/HU", date=STEPPED)
    facts: tuple[Struct, ...] = (
        Enrolled(actor=ACTOR, effective_on=JOINED, movements=(enrolled,), decision=None, votes=None),
        StepRecorded(
            actor=ACTOR,
            effective_on=STEPPED,
            movements=(),
            decision=decision,
            votes=Votes(base=9, present=9, for_=8, against=1),
            step="C4",
        ),
        Transferred(actor=ACTOR, effective_on=MOVED, movements=(moved,), decision=None, votes=None),
    )
    return append_of(f"life {number}", [new_event(stream_id("person", person_id), person_id, fact) for fact in facts])


def _cell(number: int) -> str:
    return f"cell-{number % CELLS:03}"
