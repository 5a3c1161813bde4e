"""Decisions on coming back: a removal overturned, and the road to a re-admission (domain 3, 4.3)."""

from dataclasses import replace
from datetime import date

from services.admissions.domain.person.change import Entry
from services.admissions.domain.person.commands_leaving import ConsentReadmission, Restore
from services.admissions.domain.person.context import Context
from services.admissions.domain.person.draft import Draft, common
from services.admissions.domain.person.leaving import REMOVAL_REASON
from services.admissions.domain.person.state import Held, PersonState, Recorded
from services.admissions.domain.person.timeline import Line
from services.admissions.domain.policy.in_force import policies_on
from services.admissions.domain.rules import acts, readmission
from services.admissions.domain.rules.bodies import body_of
from services.admissions.domain.rules.order import REMOVALS
from services.admissions.domain.rules.units import open_cell, successor_of
from shared.contracts.data import replaced
from shared.contracts.dossiers import ConsentGiven
from shared.contracts.lifecycle import Admitted, Readmitted, Restored
from shared.contracts.movement import Kind, Place
from shared.core.errors import Refusal

READMISSION = "readmission"
"""The kind of the consent that lets someone be listed again."""
_BACK = frozenset({Kind.RESTORED, Kind.READMITTED})


def removal_on(state: PersonState, day: date) -> Held | None:
    """The removal by which someone is, or was before they are listed again, outside on a day; None for all others."""
    for held in reversed(state.in_force):
        if held.movement.effective_on > day:
            continue
        if held.movement.kind in _BACK:
            return None
        if held.movement.to is None and held.movement.kind in REMOVALS:
            return held
    return None


def restore(state: PersonState, act: Restore, context: Context) -> Draft:
    """A strike-off or expulsion was overturned: as before, in the same cell or its successor. Source: domain 3.

    Continuity: the standing, the ceremony and the steps taken are those from before. (details unconfirmed)
    """
    on = act.effective_on
    held = state.last_moved(on)
    outside = held is not None and held.movement.to is None
    readmission.overturned(held.movement.kind if held is not None and outside else None)
    assert held is not None
    was = held.movement.from_
    assert was is not None
    acts.decision_needed(act.decision)
    assert act.decision is not None
    unit_id = successor_of(context.organisation, was.unit_id, on) or was.unit_id
    acts.in_own_unit(context.organisation, act.unit_id, unit_id, on)
    open_cell(context.organisation, unit_id, on)
    handled_by = act.body_unit_id or act.decision.body_unit_id
    body = body_of(context.organisation, "competent", unit_id, on, handled_by, step="restored")
    place = Place(unit_id=unit_id, standing=was.standing, attributes=replaced(was.attributes, transfer_pending=None))
    return Draft(
        data=Restored(**common(act, unit_id, body_unit_id=body.unit_id)),
        lines=(Line(kind=Kind.RESTORED, effective_on=on, effect=Entry(place)),),
    )


def consent(state: PersonState, act: ConsentReadmission, context: Context) -> Draft:
    """The province's standing board agrees to a re-admission: not barred, waited long enough, once. Domain 4.3.

    It opens the way for a cell to list the person again; the whole procedure and a full probation follow.
    """
    on = act.effective_on
    held = removal_on(state, on)
    readmission.left(None if held is None else held.movement.kind, on)
    assert held is not None
    move = held.movement
    assert move.from_ is not None
    unit_id = move.from_.unit_id
    policies = policies_on(context.organisation, unit_id, on)
    acts.decision_needed(act.decision)
    readmission.first_time(sum(1 for each in state.in_force if each.movement.kind is Kind.READMITTED), policies)
    reason = readmission.reason_known(context.sealed.get(REMOVAL_REASON), move.kind, held.fact)
    readmission.not_barred(move.kind, reason, policies)
    readmission.waited(move.effective_on, on, policies)
    readmission.record_cleared(reason, act.cleared_on, on, policies)
    asked = act.body_unit_id or (None if act.decision is None else act.decision.body_unit_id)
    body = body_of(context.organisation, "province", unit_id, on, asked, step="readmission_consented")
    return Draft(
        data=ConsentGiven(**common(act, unit_id, body_unit_id=body.unit_id, policies=policies), kind=READMISSION)
    )


def require_consent(state: PersonState, on: date) -> None:
    """A cell lists someone who has left only with the consent to a re-admission. Source: domain 3, 4.3."""
    held = removal_on(state, on)
    if held is None or held.movement.kind is Kind.DECEASED:
        return  # of a death the order of states says so
    given = [
        fact.effective_on
        for fact in state.facts
        if fact.name == "consent_given" and fact.about == READMISSION and fact.effective_on <= on
    ]
    readmission.consented(max(given, default=None), held.movement.effective_on, on)


def may_be_listed(fact: Recorded, state: PersonState) -> bool:
    """Whether a listing has the consent that it needs, where someone had left before it."""
    moves = tuple(held for held in state.in_force if held.fact != fact.position)
    try:
        require_consent(replace(state, in_force=moves), fact.effective_on)
    except Refusal:
        return False
    return True


def admission_of(state: PersonState, on: date) -> tuple[type[Admitted | Readmitted], Kind]:
    """The event and the kind of a ceremony: of someone who had left, the second and last. Source: domain 4.3."""
    return (Admitted, Kind.ADMITTED) if removal_on(state, on) is None else (Readmitted, Kind.READMITTED)
