"""Decisions on the steps of the procedure that are recorded one by one, A2 to D8 (domain 5)."""

from datetime import date
from typing import Any

from services.admissions.domain.person.act import Act
from services.admissions.domain.person.change import Change
from services.admissions.domain.person.commands import Outcome, RecordStep, Step
from services.admissions.domain.person.context import Context
from services.admissions.domain.person.demands import (
    Setting,
    content,
    demands,
    of_applicant,
    official_on,
    setting,
)
from services.admissions.domain.person.draft import Draft, common, place_of
from services.admissions.domain.person.papers import INTRODUCTION
from services.admissions.domain.person.returning import admission_of
from services.admissions.domain.person.state import PersonState
from services.admissions.domain.person.timeline import Line
from services.admissions.domain.policy.in_force import policies_on
from services.admissions.domain.rules import acts, introduction, papers, steps, votes
from services.admissions.domain.rules.bodies import DECISIONS, OUTSIDE, body_of, step_here
from services.admissions.domain.rules.crossing import refuse_order
from services.admissions.domain.rules.introduction import Known
from services.admissions.domain.training.certificates import certifiable, sendable
from shared.contracts.dossiers import StepRecorded
from shared.contracts.lifecycle import ProbationPassed
from shared.contracts.movement import Kind, Place, Standing
from shared.contracts.organisation import GRASSROOTS, ClassKind
from shared.tree.organisation import Organisation
from shared.tree.unit import Unit

BY_SECRETARY = "by_secretary"
"""Among the codes of a step that the cell committee takes, where the cell has none: its secretary acted."""
_KIND = {"A": Kind.TRAINED, "B": Kind.ADMITTED, "C": Kind.ADMITTED, "D": Kind.RECOGNISED}
"""What the steps lead to."""


def record_step(state: PersonState, act: RecordStep, context: Context) -> Draft:
    """One step: by whom it may be taken, what must stand before it, what the votes must reach. Source: domain 5.

    A vote short of what it must reach is recorded as `short`. A1 and A3 come as Nominate and Train.
    """
    place = place_of(state, act, context, _KIND[act.step.value[0]])
    why = steps.standing_for(act.step, place.standing)
    if why is not None:
        raise refuse_order(_KIND[act.step.value[0]], act.effective_on, why)
    body = body_for(act.step, place.unit_id, act, context.organisation)
    at = setting(
        state, act.step, act.effective_on, place.unit_id, organisation=context.organisation, body=_decides(act, body)
    )
    _require_fields(at, act)
    for demand in demands(at):
        demand()
    steps.not_taken(act.step, at.papers.approved, at.papers.taken_on(act.step))
    if at.whole and context.live and body is not None and act.step in DECISIONS:
        # An import's row has one column for both.
        acts.decision_of(context.organisation, act.decision, body.unit_id, act.effective_on)
    outcome = _outcome(at, act, body)
    if outcome is not Outcome.REFUSED:
        for demand in (*of_applicant(at, context.birth_date, place.attributes), *content(at)):
            demand()
        _require_own(at, act, place, context)
    body_id = None if body is None else body.unit_id
    fields = common(act, place.unit_id, body_unit_id=body_id, policies=at.policies)
    return _drafted(at, act, outcome, fields)


def body_for(step: Step, cell_id: str, act: RecordStep, organisation: Organisation) -> Unit | None:
    """Who takes the step for the cell; None when no unit does: applicant, introducer, union, a class unnamed."""
    on = act.effective_on
    step_here(organisation, step, cell_id, on)
    actor = policies_on(organisation, cell_id, on).step(step.value).actor
    if actor in OUTSIDE | {"training_centre"} and act.body_unit_id is None:
        return None
    return body_of(organisation, acting(step, actor), cell_id, on, act.body_unit_id, step=step.value)


def acting(step: Step, actor: str) -> str:
    """The actor as bodies are found by: the list is approved by the grassroots or the competent committee (A2)."""
    return "list_approval" if step is Step.LIST_APPROVAL else actor


def _decides(act: RecordStep, body: Unit | None) -> Unit | None:
    return body if act.step in DECISIONS else None


def _outcome(at: Setting, act: RecordStep, body: Unit | None) -> Outcome:
    steps.outcome_fits(act.step, act.outcome)
    if act.step in DECISIONS:
        acts.decision_needed(act.decision)
    if act.outcome is Outcome.REFUSED:
        return Outcome.REFUSED
    rule = at.rule.vote
    if act.step in DECISIONS and body is not None and body.kind in GRASSROOTS:
        rule = at.policies.vote("authorised")
    if rule is None:
        return Outcome.APPROVED
    return Outcome.APPROVED if votes.suffice(act.votes, rule) else Outcome.SHORT


def _require_fields(at: Setting, act: RecordStep) -> None:
    """What the act says beyond the common part belongs to its step, in codes that policies know."""
    known = {Step.BACKGROUND_CHECK: "background_waivers", Step.PERSONAL_PROFILE: "extra_papers"}
    steps.no_other_field(act.step, "codes", given=bool(act.codes), steps=known)
    if act.codes:
        papers.codes_known(act.codes, at.policies.codes(known[act.step]), at.policies, known[act.step])
    steps.no_other_field(act.step, "introducers", given=bool(act.introducers), steps={Step.INTRODUCTION})
    classes = {Step.LIST_APPROVAL, Step.MEMBER_CLASS}
    steps.no_other_field(act.step, "class_id", given=act.class_id is not None, steps=classes)


def _require_own(at: Setting, act: RecordStep, place: Place, context: Context) -> None:
    """What the act itself must show: who introduces, whose resolution it is. Source: domain 4.1."""
    if act.step is Step.LIST_APPROVAL:
        sendable(act.class_id, context.organisation)
    if act.step is Step.MEMBER_CLASS:
        certifiable(at.state, act.class_id, ClassKind.NEW_MEMBER, act.effective_on, context.organisation)
    introduction.union_of_applicant(act.step.value, place.attributes.origin, at.policies.source)
    if act.step is not Step.INTRODUCTION:
        return
    introduction.enough_named(act.introducers, at.policies)
    earlier = at.papers.newest(INTRODUCTION) is not None
    for each in act.introducers:
        known = Known(introducer=each, standing=standing_of(each.person_id, act, context))
        introduction.may_introduce(known, context.person_id, act.effective_on, at.policies, earlier=earlier)


def standing_of(person_id: str, act: Act, context: Context) -> Standing | None:
    """What somebody else was on the act's date; None outside, or unknown to the register."""
    other = context.others.get(person_id)
    place = None if other is None else other.place_at(act.effective_on)
    return None if place is None else place.standing


def _codes(at: Setting, act: RecordStep) -> tuple[str, ...]:
    cell = at.organisation.unit(at.unit_id, at.on)
    alone = at.rule.actor == "cell_committee" and cell is not None and not cell.has_committee
    return (*act.codes, BY_SECRETARY) if alone else act.codes


def _here_since(state: PersonState, official: date, on: date) -> date:
    """Month 12, or the later day on which the person came (back) into the register: before it nobody stands here."""
    if state.place_at(official) is not None:
        return official
    moves = (held.movement for held in state.in_force)
    entries = [move.effective_on for move in moves if move.from_ is None and official < move.effective_on <= on]
    return max(entries, default=official)


def _drafted(at: Setting, act: RecordStep, outcome: Outcome, fields: dict[str, Any]) -> Draft:
    step = act.step.value
    if act.step is Step.CEREMONY:
        effect = Change(standing=Standing.PROBATIONARY)
        event, kind = admission_of(at.state, act.effective_on)
        line = Line(kind=kind, effective_on=act.effective_on, effect=effect)
        return Draft(data=event(**fields, step=step), lines=(line,))
    if act.step is Step.RECOGNITION_DECISION and outcome is Outcome.APPROVED:
        official = official_on(at)
        effect = Change(standing=Standing.OFFICIAL)
        line = Line(kind=Kind.RECOGNISED, effective_on=_here_since(at.state, official, act.effective_on), effect=effect)
        return Draft(data=ProbationPassed(**{**fields, "effective_on": official}, step=step), lines=(line,))
    return Draft(
        data=StepRecorded(
            **fields,
            step=step,
            outcome=outcome.value,
            codes=_codes(at, act),
            introducers=act.introducers,
            class_id=act.class_id,
        )
    )
