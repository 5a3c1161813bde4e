"""A fact before it has its movements: the event's data and the lines it states itself; timeline.py does the rest."""

from dataclasses import dataclass
from typing import Any

from services.admissions.domain.person.change import EXIT
from services.admissions.domain.person.commands import Act
from services.admissions.domain.person.context import Context
from services.admissions.domain.person.state import PersonState
from services.admissions.domain.person.timeline import Line
from services.admissions.domain.policy.in_force import Policies
from services.admissions.domain.rules import acts, attributes, dates, votes
from services.admissions.domain.rules.crossing import refuse_order
from services.admissions.domain.rules.order import Before, objection
from services.admissions.domain.rules.units import open_cell
from shared.contracts.data import replaced
from shared.contracts.facts import PersonFact
from shared.contracts.movement import NO_ATTRIBUTES, Attributes, Kind, Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """`data` as it will be but for its movements; `lines`: what the fact itself moves, none for a mere step."""

    data: PersonFact
    lines: tuple[Line, ...] = ()


def checked(act: Act, context: Context) -> None:
    """What holds for every act: dates that have come, votes that can be."""
    dates.not_in_future(act.effective_on, context.today)
    if act.decision is not None:
        dates.not_in_future(act.decision.date, context.today, where="/decision/date")
    votes.sane(act.votes)


def before(state: PersonState, act: Act) -> Before:
    """Where the person is on the act's date and how they last left."""
    held = [each for each in state.in_force if each.movement.effective_on <= act.effective_on]
    exits = [each.movement.kind for each in held if each.movement.to is None]
    return Before(place=held[-1].movement.to if held else None, last_exit=exits[-1] if exits else None)


def place_of(state: PersonState, act: Act, context: Context, kind: Kind) -> Place:
    """Where the person is on the act's date; refused outside, elsewhere, or in a unit that is not open then."""
    found = before(state, act)
    if found.place is None:
        why = objection(kind, EXIT, found, organisation=context.organisation, on=act.effective_on)
        assert why is not None
        raise refuse_order(kind, act.effective_on, why)
    acts.in_own_unit(context.organisation, act.unit_id, found.place.unit_id, act.effective_on)
    open_cell(context.organisation, found.place.unit_id, act.effective_on)
    return found.place


def entering(state: PersonState, given: Attributes, context: Context) -> Attributes:
    """The attributes with which someone comes in: those given or, where none are, those they last left with."""
    left = [each.movement.from_ for each in state.in_force if each.movement.to is None]
    if given == NO_ATTRIBUTES and left and left[-1] is not None:
        given = replaced(left[-1].attributes, transfer_pending=None, away=None)
    return attributes.entry(given, context.birth_date)


def common(
    act: Act, unit_id: str, *, body_unit_id: str | None = None, policies: Policies | None = None
) -> dict[str, Any]:
    """The fields that every event about a person has (contracts 3), for the event's constructor."""
    return {
        "actor": act.actor,
        "effective_on": act.effective_on,
        "movements": (),
        "decision": act.decision,
        "votes": act.votes,
        "unit_id": unit_id,
        "body_unit_id": body_unit_id or act.body_unit_id,
        "policy": None if policies is None else policies.position,
    }
