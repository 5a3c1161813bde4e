"""Decisions on members: transfers out of, within and into the province, removals, changes of profile, restructuring."""

from services.admissions.domain.person.change import EXIT, Change, Effect, Entry
from services.admissions.domain.person.commands import (
    AcceptTransfer,
    Arrive,
    ChangeProfile,
    IssueTransfer,
    LapseTransfer,
    Remove,
    Restructure,
)
from services.admissions.domain.person.context import Context
from services.admissions.domain.person.draft import Draft, before, common, entering, place_of
from services.admissions.domain.person.state import PersonState
from services.admissions.domain.person.timeline import Line
from services.admissions.domain.policy.in_force import policies_on
from services.admissions.domain.rules import acts, attributes, dates
from services.admissions.domain.rules.crossing import refuse_order
from services.admissions.domain.rules.order import objection
from services.admissions.domain.rules.units import open_cell, successor_of
from shared.contracts.lifecycle import (
    ProfileChanged,
    Removed,
    Restructured,
    TransferIssued,
    TransferLapsed,
    Transferred,
)
from shared.contracts.movement import Kind, Place, Standing


def issue_transfer(state: PersonState, act: IssueTransfer, context: Context) -> Draft:
    """An introduction letter; the person counts where they are until it is accepted. Source: domain 7."""
    place = place_of(state, act, context, Kind.TRANSFERRED)
    acts.member_standing(place.standing, "/act")
    if act.to_unit_id is not None:
        open_cell(context.organisation, act.to_unit_id, act.effective_on, where="/to_unit_id")
    acts.to_another_unit(act.to_unit_id, place.unit_id)
    line = Line(kind=Kind.CHANGED, effective_on=act.effective_on, effect=Change(attributes={"transfer_pending": True}))
    return Draft(data=TransferIssued(**common(act, place.unit_id), to_unit_id=act.to_unit_id), lines=(line,))


def accept_transfer(state: PersonState, act: AcceptTransfer, context: Context) -> Draft:
    """Accepted where the letter leads, or confirmed gone from the province. Source: domain 7; contracts 4."""
    place = place_of(state, act, context, Kind.TRANSFERRED)
    letter = state.open_transfer(act.effective_on)
    acts.letter_open(letter is not None)
    letter_to = None if letter is None else letter.to_unit_id
    successor = successor_of(context.organisation, letter_to, act.effective_on)
    acts.where_the_letter_leads(act.to_unit_id, letter_to, successor)
    effect: Effect = EXIT
    if act.to_unit_id is not None:
        open_cell(context.organisation, act.to_unit_id, act.effective_on, where="/to_unit_id")
        effect = Change(unit_id=act.to_unit_id, attributes={"transfer_pending": None})
    return Draft(
        data=Transferred(**common(act, act.to_unit_id or place.unit_id)),
        lines=(Line(kind=Kind.TRANSFERRED, effective_on=act.effective_on, effect=effect),),
    )


def arrive(state: PersonState, act: Arrive, context: Context) -> Draft:
    """Accepted from outside the province. Source: domain 7; contracts 4 (into it = `from` null)."""
    unit_id = acts.unit_needed(act.unit_id)
    open_cell(context.organisation, unit_id, act.effective_on)
    acts.member_standing(act.standing, "/standing")
    on_probation = act.standing is Standing.PROBATIONARY
    dates.ceremony_before(act.ceremony_on, act.effective_on, needed=on_probation)
    held = entering(state, act.attributes, context)
    place = Place(unit_id=unit_id, standing=act.standing, attributes=held)
    return Draft(
        data=Transferred(**common(act, unit_id), ceremony_on=act.ceremony_on if on_probation else None),
        lines=(Line(kind=Kind.TRANSFERRED, effective_on=act.effective_on, effect=Entry(place)),),
    )


def lapse_transfer(state: PersonState, act: LapseTransfer, context: Context) -> Draft:
    """The letter is void; the person stays where they count. Source: domain 7."""
    place = place_of(state, act, context, Kind.TRANSFERRED)
    acts.letter_open(state.open_transfer(act.effective_on) is not None)
    line = Line(kind=Kind.CHANGED, effective_on=act.effective_on, effect=Change(attributes={"transfer_pending": None}))
    return Draft(data=TransferLapsed(**common(act, place.unit_id), reason=act.reason), lines=(line,))


def remove(state: PersonState, act: Remove, context: Context) -> Draft:
    """The end of a membership; what follows it is refused, but for re-admission. Source: domain 3, 8."""
    place = place_of(state, act, context, act.kind)
    policies = policies_on(context.organisation, place.unit_id, act.effective_on)
    acts.removal(act.kind, act.reason, place.standing, policies)
    return Draft(
        data=Removed(**common(act, place.unit_id, policies=policies)),
        lines=(Line(kind=act.kind, effective_on=act.effective_on, effect=EXIT),),
    )


def change_profile(state: PersonState, act: ChangeProfile, context: Context) -> Draft:
    """Attributes of the place change from a date on. Source: contracts 3."""
    place = place_of(state, act, context, Kind.CHANGED)
    changes = {name: attributes.typed(name, value) for name, value in act.changes.items()}
    attributes.require_change(place.attributes, changes)
    line = Line(kind=Kind.CHANGED, effective_on=act.effective_on, effect=Change(attributes=changes))
    return Draft(data=ProfileChanged(**common(act, place.unit_id)), lines=(line,))


def restructure(state: PersonState, act: Restructure, context: Context) -> Draft:
    """The closing of the person's unit takes them to its successor. Source: design 4; domain 2."""
    found = before(state, act)
    if found.place is None:
        why = objection(Kind.RESTRUCTURED, Change(), found)
        assert why is not None
        raise refuse_order(Kind.RESTRUCTURED, act.effective_on, why)
    acts.in_own_unit(act.unit_id, found.place.unit_id)
    acts.to_another_unit(act.to_unit_id, found.place.unit_id)
    open_cell(context.organisation, act.to_unit_id, act.effective_on, where="/to_unit_id")
    line = Line(kind=Kind.RESTRUCTURED, effective_on=act.effective_on, effect=Change(unit_id=act.to_unit_id))
    return Draft(data=Restructured(**common(act, found.place.unit_id)), lines=(line,))
