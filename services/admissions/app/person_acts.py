"""One act about a person, decided: authority first, then the domain; what must stay sealed is told apart."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

import msgspec

from services.admissions.app.authority import Reach, require_act, unit_of
from services.admissions.app.files import PERSON, PersonFile
from services.admissions.app.leaving_secrets import leaving_secrets
from services.admissions.app.staging import Decided
from services.admissions.domain.person import duties
from services.admissions.domain.person.commands import (
    Correct,
    Enrol,
    Nominate,
    PersonCommand,
    RecordStep,
    Restructure,
)
from services.admissions.domain.person.commands_dossier import AssignMentor
from services.admissions.domain.person.commands_identity import Merge, Unmerge
from services.admissions.domain.person.commands_leaving import RecordDiscipline
from services.admissions.domain.person.commands_rating import Rate
from services.admissions.domain.person.commands_transfer import (
    AcceptTransfer,
    Arrive,
    IssueTransfer,
    PresentTransfer,
    RecordAway,
    ReturnTransfer,
)
from services.admissions.domain.person.context import Context
from services.admissions.domain.person.decide import decide
from services.admissions.domain.person.state import PersonState
from services.admissions.domain.rules.units import path
from shared.contracts.facts import PersonFact
from shared.core.stream import StreamId, stream_id
from shared.tree.organisation import Organisation

UNIT = "unit"


def decide_act(
    reach: Reach, person_id: str, file: PersonFile, command: PersonCommand, context: Context
) -> list[Decided]:
    """The events of an act. Raises Forbidden when its unit or its body is out of reach or the office does not carry it,
    or what the domain refuses.
    """
    require_act(reach, file.state, command)
    if isinstance(command, Merge) and command.into in context.others:
        reach.require(unit_of(context.others[command.into]))
    decided = decide(file.state, command, context)
    for data in decided:
        if data.body_unit_id is not None:
            reach.require_body(data.body_unit_id)
        reach.require_duty(duties.needed(file.state, data))
        duties.keep_apart(file.state, data, person_id, context)
    if isinstance(command, RecordDiscipline) and command.decision is not None:
        reach.require_body(command.decision.body_unit_id)
    return [Decided(PERSON, person_id, data) for data in decided]


def secrets_of(command: PersonCommand, decided: Sequence[Decided], clear: Mapping[str, str]) -> dict[str, str]:
    """What an act says that travels sealed only: reasons, cases, discipline. `clear`: what is held of it so far."""
    return leaving_secrets(command, [one.data for one in decided if isinstance(one.data, PersonFact)], clear)


def with_birth_year(command: PersonCommand, birth_date: date | None) -> PersonCommand:
    """The act with the birth year among the attributes with which a person enters, or should have entered."""
    if isinstance(command, Correct):
        if command.instead is None:
            return command
        instead = with_birth_year(command.instead, birth_date)
        return command if isinstance(instead, Correct | Merge | Unmerge) else replace(command, instead=instead)
    if birth_date is None or not isinstance(command, Enrol | Nominate | Arrive):
        return command
    attributes = msgspec.structs.replace(command.attributes, birth_year=birth_date.year)
    return replace(command, attributes=attributes)


def people_of(command: PersonCommand) -> tuple[str, ...]:
    """The ids of others on whose state an act is judged: introducers, a mentor, the record merged into."""
    fact = command.instead if isinstance(command, Correct) else command
    match fact:
        case RecordStep():
            return tuple(dict.fromkeys(each.person_id for each in fact.introducers))
        case AssignMentor():
            return (fact.mentor_id,)
        case Merge():
            return (fact.into,)
        case _:
            return ()


def units_of(state: PersonState, command: PersonCommand) -> Sequence[StreamId]:
    """The streams of the units that an act is judged on: where the person stands, and where they go."""
    fact = command.instead if isinstance(command, Correct) else command
    if fact is None:
        return ()
    place = state.place_at(fact.effective_on)
    named = [None if place is None else place.unit_id, fact.unit_id]
    if isinstance(fact, IssueTransfer | PresentTransfer | AcceptTransfer | ReturnTransfer | Restructure):
        named.append(fact.to_unit_id)
    if isinstance(fact, RecordAway):
        named.append(fact.host_unit_id)
    return [stream_id(UNIT, unit_id) for unit_id in dict.fromkeys(named) if unit_id is not None]


def closing_units(state: PersonState, command: PersonCommand, organisation: Organisation) -> Sequence[StreamId]:
    """The streams on which a closing of ratings would stand: a rating and its closing never pass each other unseen."""
    fact = command.instead if isinstance(command, Correct) else command
    place = state.place_at(fact.effective_on) if isinstance(fact, Rate) else None
    if place is None or fact is None:
        return ()
    return [stream_id(UNIT, unit.unit_id) for unit in path(organisation, place.unit_id, fact.effective_on)]
