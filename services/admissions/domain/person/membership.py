"""Decisions on a place as it is: changes of profile, and what the closing of a unit does."""

from services.admissions.domain.person.change import Change
from services.admissions.domain.person.commands import ChangeProfile, Restructure
from services.admissions.domain.person.context import Context
from services.admissions.domain.person.draft import Draft, before, common, place_of
from services.admissions.domain.person.state import PersonState
from services.admissions.domain.person.timeline import Line
from services.admissions.domain.policy.in_force import policies_on
from services.admissions.domain.rules import acts, attributes, leaving
from services.admissions.domain.rules.crossing import refuse_order
from services.admissions.domain.rules.order import objection
from services.admissions.domain.rules.units import open_cell
from shared.contracts.lifecycle import ProfileChanged, Restructured
from shared.contracts.movement import Kind


def change_profile(state: PersonState, act: ChangeProfile, context: Context) -> Draft:
    """Attributes of the place change from a date on. Source: contracts 3."""
    place = place_of(state, act, context, Kind.CHANGED)
    changes = {name: attributes.typed(name, value) for name, value in act.changes.items()}
    attributes.require_change(place.attributes, changes)
    if changes.get("exempt"):
        policies = policies_on(context.organisation, place.unit_id, act.effective_on)
        leaving.exemption(place.standing, binds=act.effective_on >= policies.day("removal_steps_from"))
    line = Line(kind=Kind.CHANGED, effective_on=act.effective_on, effect=Change(attributes=changes))
    return Draft(data=ProfileChanged(**common(act, place.unit_id)), lines=(line,))


def restructure(state: PersonState, act: Restructure, context: Context) -> Draft:
    """The closing of the person's unit takes them to its successor. Source: design 4; domain 2."""
    found = before(state, act)
    if found.place is None:
        organisation, on = context.organisation, act.effective_on
        why = objection(Kind.RESTRUCTURED, Change(), found, organisation=organisation, on=on)
        assert why is not None
        raise refuse_order(Kind.RESTRUCTURED, act.effective_on, why)
    acts.in_own_unit(context.organisation, act.unit_id, found.place.unit_id, act.effective_on)
    acts.to_another_unit(context.organisation, act.to_unit_id, found.place.unit_id, act.effective_on)
    open_cell(context.organisation, act.to_unit_id, act.effective_on, where="/to_unit_id")
    line = Line(kind=Kind.RESTRUCTURED, effective_on=act.effective_on, effect=Change(unit_id=act.to_unit_id))
    return Draft(data=Restructured(**common(act, found.place.unit_id)), lines=(line,))
