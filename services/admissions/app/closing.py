"""The closing of a unit: it ends, and everyone who is in it on that day goes to its successor (design 4)."""

from collections.abc import Callable, Mapping
from datetime import date

from services.admissions.app.files import PERSON, PersonFile
from services.admissions.app.person_acts import UNIT
from services.admissions.app.staging import Decided
from services.admissions.domain.person.commands import Restructure
from services.admissions.domain.person.context import Context
from services.admissions.domain.person.decide import decide
from services.admissions.domain.unit.commands import CloseUnit
from services.admissions.domain.unit.decide import UnitContext, decide_unit
from shared.core.errors import Refusal
from shared.core.text import Text
from shared.ports.event_store import CHUNK_EVENTS_MAX
from shared.tree.organisation import Organisation

PEOPLE_MAX = CHUNK_EVENTS_MAX - 1
"""A closing is one atomic act: the unit's event and one for each of its people."""


def close_events(
    command: CloseUnit,
    organisation: Organisation,
    today: date,
    file_of: Callable[[str], PersonFile],
    people: frozenset[str],
) -> list[Decided]:
    """The events of a closing. `people`: everyone who has ever stood in the unit. Raises what the domain refuses."""
    on, unit_id = command.effective_on, command.unit_id
    files = {person_id: file_of(person_id) for person_id in sorted(people)}
    standing = [person_id for person_id, file in files.items() if _stands(file, unit_id, on)]
    if len(standing) > PEOPLE_MAX:
        name = organisation.label(unit_id, on)
        raise Refusal(
            "closing-too-large",
            Text(
                vi=f"{name} có {len(standing)} người; một lần kết thúc chuyển được nhiều nhất {PEOPLE_MAX} người.",
                en=f"{name} holds {len(standing)} people; one closing moves at most {PEOPLE_MAX}.",
            ),
            mend=Text(
                vi="Ghi trước việc chuyển bớt người sang chi bộ khác, rồi kết thúc hoạt động.",
                en="First transfer some of them to another cell, then close the unit.",
            ),
            source="Quy ước của sổ: mọi việc có giới hạn",
            values={"people": len(standing), "people_max": PEOPLE_MAX},
        )
    context = UnitContext(today=today, standing=len(standing), arriving=_arriving(files, unit_id, on))
    decided = [Decided(UNIT, unit_id, data) for data in decide_unit(organisation, command, context)]
    if command.successor_id is None:
        return decided
    person_context = Context(organisation=organisation, today=today)
    for person_id in standing:
        move = Restructure(actor=command.actor, effective_on=on, unit_id=unit_id, to_unit_id=command.successor_id)
        moved = decide(files[person_id].state, move, person_context)
        decided += [Decided(PERSON, person_id, data) for data in moved]
    return decided


def _stands(file: PersonFile, unit_id: str, on: date) -> bool:
    place = file.state.place_at(on)
    return place is not None and place.unit_id == unit_id


def _arriving(files: Mapping[str, PersonFile], unit_id: str, on: date) -> int:
    """How many come into the unit from another place after the day of its closing."""
    return sum(
        any(
            held.movement.effective_on > on
            and held.movement.to is not None
            and held.movement.to.unit_id == unit_id
            and (held.movement.from_ is None or held.movement.from_.unit_id != unit_id)
            for held in file.state.in_force
        )
        for file in files.values()
    )
