"""Decisions on leaving: reviews, their steps, removals and discipline (domain 8). A removal is always a decision."""

from collections.abc import Sequence
from datetime import date
from typing import Any, assert_never

from services.admissions.domain.person.change import EXIT
from services.admissions.domain.person.commands_leaving import (
    CloseReview,
    OpenReview,
    RecordDiscipline,
    RecordReviewStep,
    Remove,
    ReviewKind,
    ReviewOutcome,
    ReviewStep,
)
from services.admissions.domain.person.context import Context
from services.admissions.domain.person.draft import Draft, common, place_of
from services.admissions.domain.person.reviews import REMOVING, Review, open_review
from services.admissions.domain.person.state import PersonState
from services.admissions.domain.person.timeline import Line
from services.admissions.domain.policy.in_force import Policies, policies_on
from services.admissions.domain.rules import acts, evidence, leaving, votes
from services.admissions.domain.rules.crossing import refuse_order
from services.admissions.domain.rules.leaving_bodies import body_of, due_before
from services.admissions.domain.rules.order import Before, objection
from shared.contracts.dossiers import DisciplineRecorded, ReviewClosed, ReviewOpened, ReviewStepRecorded
from shared.contracts.lifecycle import Removed
from shared.contracts.movement import Kind, Place
from shared.contracts.organisation import GRASSROOTS
from shared.tree.unit import Unit

REMOVAL_REASON, REVIEW_REASON = "removal_reason", "review_reason"
"""The sealed fields with the code of why someone left, and for which the open case was opened."""
_KIND_OF = {review: kind for kind, review in leaving.REVIEW_OF.items()}


def leave(
    state: PersonState,
    act: OpenReview | CloseReview | RecordReviewStep | Remove | RecordDiscipline,
    context: Context,
) -> Draft:
    """The event that an act of leaving becomes. Raises a Refusal with its rule's id."""
    match act:
        case OpenReview():
            return open_case(state, act, context)
        case CloseReview():
            return close_case(state, act, context)
        case RecordReviewStep():
            return record_step(state, act, context)
        case Remove():
            return remove(state, act, context)
        case RecordDiscipline():
            return discipline(state, act, context)
        case _:
            assert_never(act)


def open_case(state: PersonState, act: OpenReview, context: Context) -> Draft:
    """The cell opens a case with its dates, or takes a written request to resign. Source: domain 8.1, 8.2.

    What the case rests on is judged here and leaves sealed: the event says only which sort of review it is.
    """
    on = act.effective_on
    place = _member(state, act, context, _KIND_OF[act.review])
    policies = policies_on(context.organisation, place.unit_id, on)
    kinds = REMOVING if act.review in REMOVING else {act.review}
    for kind in kinds:
        held = open_review(state, on, kind)
        leaving.not_open_yet(kind, None if held is None else held.opened.effective_on)
    if act.review is ReviewKind.RESIGNATION:
        _not_in_breach(state, on)
    if act.review in REMOVING:
        end = _KIND_OF[act.review]
        leaving.end_of_standing(end, place.standing)
        reason = leaving.reason_given(act.reason, act.review, leaving.reasons_of(end, policies))
        leaving.removal(end, reason, place.standing, policies)
        evidence.evidence(reason, act.evidence, on, policies)
        if reason == "R5_TWO_YEARS":
            evidence.years_in_breach(_years_in_breach(state, on, policies), policies.number("breach_years_min"))
    data = ReviewOpened(
        **common(act, place.unit_id, body_unit_id=act.body_unit_id or place.unit_id, policies=policies),
        kind=act.review.value,
    )
    return Draft(data=data)


def close_case(state: PersonState, act: CloseReview, context: Context) -> Draft:
    """The case ends without removal. Source: domain 8.1."""
    place = _member(state, act, context, _KIND_OF[act.review])
    leaving.closing(act.outcome)
    held = open_review(state, act.effective_on, act.review)
    leaving.is_open(None if held is None else held.opened.effective_on, [act.review], act.effective_on)
    return Draft(data=ReviewClosed(**common(act, place.unit_id), kind=act.review.value, outcome=act.outcome))


def record_step(state: PersonState, act: RecordReviewStep, context: Context) -> Draft:
    """One step of the open strike-off or resignation: who takes it, what precedes it, its votes. Source: domain 8.1.

    X5 approved is the removal itself.
    """
    on = act.effective_on
    place = _member(state, act, context, Kind.STRUCK_OFF)
    leaving.outcome_of(act.step, act.outcome)
    review = _removing_review(state, on)
    leaving.is_open(None if review is None else review.opened.effective_on, sorted(REMOVING), on)
    assert review is not None
    if act.step is ReviewStep.DECISION and act.outcome is ReviewOutcome.APPROVED:
        return remove(state, _as_removal(act, review), context)
    policies = policies_on(context.organisation, place.unit_id, on)
    body = body_of(context.organisation, act.step, place.unit_id, on, act.body_unit_id)
    _require_before(act.step, review, due_before(context.organisation, review.kind, place, on, body), policies)
    if act.step is ReviewStep.DECISION:
        acts.decision_needed(act.decision)
    outcome = _outcome(act, body, policies)
    fields = common(act, place.unit_id, body_unit_id=body.unit_id, policies=policies)
    return Draft(data=ReviewStepRecorded(**fields, step=act.step.value, outcome=outcome.value))


def remove(state: PersonState, act: Remove, context: Context) -> Draft:
    """The end of a membership; what follows it is refused, but for coming back. Source: domain 3, 8.

    A strike-off or resignation goes through its review when one is open, or from the policy's `removal_steps_from` on;
    older registers hold the removal alone. A death is recorded, not decided.
    """
    on = act.effective_on
    place = place_of(state, act, context, act.kind)
    policies = policies_on(context.organisation, place.unit_id, on)
    leaving.removal(act.kind, act.reason, place.standing, policies)
    if act.kind is Kind.RESIGNED:
        _not_in_breach(state, on)
    fields = common(act, place.unit_id, policies=policies)
    if act.kind in _KIND_OF.values():
        review = open_review(state, on, leaving.REVIEW_OF[act.kind])
        binds = review is not None or on >= policies.day("removal_steps_from")
        if binds:
            leaving.end_of_standing(act.kind, place.standing)
            acts.decision_needed(act.decision)
        if binds and act.kind is not Kind.EXPELLED:
            return _decided(act, review, place, context, policies)
    line = Line(kind=act.kind, effective_on=on, effect=EXIT)
    return Draft(data=Removed(**fields), lines=(line,))


def discipline(state: PersonState, act: RecordDiscipline, context: Context) -> Draft:
    """A disciplinary decision other than expulsion. In clear stands only that there is one. Source: domain 8.3."""
    place = _member(state, act, context, Kind.EXPELLED)
    policies = policies_on(context.organisation, place.unit_id, act.effective_on)
    acts.decision_needed(act.decision)
    leaving.discipline_kind(act.discipline, place.standing, policies)
    fields = common(act, place.unit_id, policies=policies)
    return Draft(data=DisciplineRecorded(**{**fields, "decision": None, "votes": None, "body_unit_id": None}))


def _decided(act: Remove, review: Review | None, place: Place, context: Context, policies: Policies) -> Draft:
    on = act.effective_on
    leaving.review_needed(is_open=review is not None, binds=True, kind=act.kind)
    assert review is not None
    leaving.as_opened(act.reason, context.sealed.get(REVIEW_REASON))
    body = body_of(context.organisation, ReviewStep.DECISION, place.unit_id, on, act.body_unit_id)
    _require_before(
        ReviewStep.DECISION, review, due_before(context.organisation, review.kind, place, on, body), policies
    )
    fields = common(act, place.unit_id, body_unit_id=body.unit_id, policies=policies)
    step = ReviewStep.DECISION.value
    if not votes.suffice(act.votes, policies.vote(_vote_of(ReviewStep.DECISION, body))):
        return Draft(data=ReviewStepRecorded(**fields, step=step, outcome=ReviewOutcome.SHORT.value))
    line = Line(kind=act.kind, effective_on=on, effect=EXIT)
    return Draft(data=Removed(**fields, step=step), lines=(line,))


def _require_before(step: ReviewStep, review: Review, due: Sequence[ReviewStep], policies: Policies) -> None:
    """Earlier steps stand. After three votes short of two thirds the committees above decide. Domain 5 (notes), 8.1."""
    due = [each for each in due if each.value < step.value]
    approved = review.approved
    if ReviewStep.SELF_REVIEW in due:
        leaving.heard(received=review.received, asked=review.asked, policies=policies)
    enough_short = review.short(ReviewStep.CELL_VOTE) >= policies.number("votes_short_max")
    missing = [
        each
        for each in due
        if each is not ReviewStep.SELF_REVIEW
        and each.value not in approved
        and not (each is ReviewStep.CELL_VOTE and enough_short)
    ]
    leaving.in_order(step, missing, () if step is ReviewStep.SELF_REVIEW else approved)


def _outcome(act: RecordReviewStep, body: Unit, policies: Policies) -> ReviewOutcome:
    if act.outcome is not ReviewOutcome.APPROVED or act.step is ReviewStep.APPRAISAL:
        return act.outcome
    enough = votes.suffice(act.votes, policies.vote(_vote_of(act.step, body)))
    return ReviewOutcome.APPROVED if enough else ReviewOutcome.SHORT


def _vote_of(step: ReviewStep, body: Unit) -> str:
    """Two thirds in cell and grassroots committee; the decision as that on recognition. Source: domain 8.1 [LTV]."""
    if step is not ReviewStep.DECISION:
        return "strike_off"
    return "authorised" if body.kind in GRASSROOTS else "D8"


def _as_removal(act: RecordReviewStep, review: Review) -> Remove:
    return Remove(
        actor=act.actor,
        effective_on=act.effective_on,
        unit_id=act.unit_id,
        body_unit_id=act.body_unit_id,
        decision=act.decision,
        votes=act.votes,
        drop=act.drop,
        kind=_KIND_OF[review.kind],
    )


def _removing_review(state: PersonState, on: date) -> Review | None:
    found = (open_review(state, on, kind) for kind in sorted(REMOVING))
    return next((review for review in found if review is not None), None)


def _not_in_breach(state: PersonState, on: date) -> None:
    held = open_review(state, on, ReviewKind.DISCIPLINE)
    leaving.not_in_breach(None if held is None else held.opened.effective_on)


def _member(state: PersonState, act: Any, context: Context, kind: Kind) -> Place:
    """Where the member is; whoever is no member cannot be reviewed, removed or disciplined. Source: domain 3, 8."""
    place = place_of(state, act, context, kind)
    before = Before(place=place)
    why = objection(kind, EXIT, before, organisation=context.organisation, on=act.effective_on)
    if why is not None:
        raise refuse_order(kind, act.effective_on, why)
    return place


def _years_in_breach(state: PersonState, on: date, policies: Policies) -> set[int]:
    """The years whose yearly rating, as recorded, is in breach of status."""
    grades = policies.codes("breach_grades")
    found: set[int] = set()
    for held in state.in_force:
        move = held.movement
        rating = None if move.to is None else move.to.attributes.rating
        if move.kind is Kind.RATED and move.effective_on <= on and rating is not None and rating.grade in grades:
            found |= {int(rating.period)} if rating.period.isdecimal() else set()
    return found
