"""Decisions on the dossier steps C1, C3, C4, C6, D5, D7 and D8 (domain 5)."""

from datetime import date
from typing import Any

from services.admissions.domain.person.change import Change
from services.admissions.domain.person.commands import Outcome, RecordStep, Step
from services.admissions.domain.person.context import Context
from services.admissions.domain.person.draft import Draft, common, place_of
from services.admissions.domain.person.state import PersonState
from services.admissions.domain.person.timeline import Line
from services.admissions.domain.policy.in_force import Policies, policies_on
from services.admissions.domain.rules import acts, dates, eligibility, steps, votes
from services.admissions.domain.rules.bodies import DECISIONS, body_of
from services.admissions.domain.rules.crossing import refuse_order
from services.admissions.domain.rules.order import Before, objection
from services.admissions.domain.rules.units import grassroots_committee
from shared.contracts.dossiers import StepRecorded
from shared.contracts.lifecycle import Admitted, ProbationPassed
from shared.contracts.movement import Kind, Place, Standing
from shared.contracts.organisation import GRASSROOTS
from shared.tree.unit import Unit

_KIND = {
    Standing.PROSPECT: Kind.TRAINED,
    Standing.APPLICANT: Kind.ADMITTED,
    Standing.PROBATIONARY: Kind.RECOGNISED,
}
"""What the steps of a standing lead to."""


def record_step(state: PersonState, act: RecordStep, context: Context) -> Draft:
    """One step: by whom it may be taken, what must precede it, what the votes must reach. Source: domain 5.

    A vote short of what it must reach is recorded as `short`; a new one may be taken.
    """
    kind = _KIND[steps.STANDING[act.step]]
    place = place_of(state, act, context, kind)
    _require_standing(kind, act, place)
    organisation, on = context.organisation, act.effective_on
    policies = policies_on(organisation, place.unit_id, on)
    below_committee = grassroots_committee(organisation, place.unit_id, on) is not None
    body = body_of(organisation, act.step, place.unit_id, on, act.body_unit_id)
    approved = approved_by(state, act.step, on)
    steps.in_order(act.step, approved, below_committee=below_committee)
    outcome = _outcome(act, body, policies)
    if outcome is not Outcome.REFUSED:
        _require_content(state, act, place, context, policies)
    fields = common(act, place.unit_id, body_unit_id=body.unit_id, policies=policies)
    return _drafted(state, act, outcome, policies, fields)


def since(state: PersonState, step: Step, on: date) -> date:
    """From when steps count for this one: the opening of the dossier, or the ceremony. Source: domain 3, 6."""
    if steps.STANDING[step] is Standing.PROBATIONARY:
        return state.ceremony_on(on) or date.min
    opened = state.last_fact(on, "dossier_opened", "enrolled")
    return date.min if opened is None else opened.effective_on


def approved_by(state: PersonState, step: Step, on: date) -> set[str]:
    """The steps approved by a date in the dossier or probation to which this step belongs, after any refusal."""
    taken = state.steps_since(on, since(state, step, on))
    return {each.step for each in taken if each.step is not None and each.outcome == Outcome.APPROVED}


def _require_standing(kind: Kind, act: RecordStep, place: Place) -> None:
    why = objection(kind, Change(), Before(place=place))
    if why is not None:
        raise refuse_order(kind, act.effective_on, why)


def _outcome(act: RecordStep, body: Unit, policies: Policies) -> Outcome:
    refused = act.outcome is Outcome.REFUSED
    if act.step is Step.CEREMONY:
        steps.ceremony_held(refused=refused)
        return Outcome.APPROVED
    if act.step in DECISIONS:
        acts.decision_needed(act.decision)
    if refused:
        return Outcome.REFUSED
    authorised = act.step in DECISIONS and body.kind in GRASSROOTS
    enough = votes.suffice(act.votes, policies.vote("authorised" if authorised else act.step.value))
    return Outcome.APPROVED if enough else Outcome.SHORT


def _require_content(state: PersonState, act: RecordStep, place: Place, context: Context, policies: Policies) -> None:
    """What the policies ask on the day of a step: of the applicant at C1, of the time passed at D5. Domain 4, 6."""
    on = act.effective_on
    if act.step is Step.CELL_REVIEW:
        eligibility.entry_age(context.birth_date, on, policies)
        eligibility.schooling(place.attributes, policies)
        dates.certificate_good(state.certificate_on(on), on, policies)
    elif act.step is Step.CELL_RECOGNITION:
        dates.probation_over(dates.official_on(state.ceremony_on(on), policies), on)


def _drafted(
    state: PersonState, act: RecordStep, outcome: Outcome, policies: Policies, fields: dict[str, Any]
) -> Draft:
    step = act.step.value
    if act.step is Step.CEREMONY:
        effect = Change(standing=Standing.PROBATIONARY)
        line = Line(kind=Kind.ADMITTED, effective_on=act.effective_on, effect=effect)
        return Draft(data=Admitted(**fields, step=step), lines=(line,))
    if act.step is Step.RECOGNITION_DECISION and outcome is Outcome.APPROVED:
        official = dates.official_on(state.ceremony_on(act.effective_on), policies)
        effect = Change(standing=Standing.OFFICIAL)
        line = Line(kind=Kind.RECOGNISED, effective_on=official, effect=effect)
        return Draft(data=ProbationPassed(**{**fields, "effective_on": official}, step=step), lines=(line,))
    return Draft(data=StepRecorded(**fields, step=step, outcome=outcome.value))
