"""What recorded facts rest on: neither a correction nor a late fact may pull it from under them."""

from collections.abc import Iterable
from datetime import date

from services.admissions.domain.person import letters, returning, reviews
from services.admissions.domain.person.commands import Outcome, Step
from services.admissions.domain.person.commands_leaving import ReviewStep
from services.admissions.domain.person.context import Context
from services.admissions.domain.person.demands import Demand, Setting, content, of_applicant, running, setting
from services.admissions.domain.person.papers import not_renewed, order, papers
from services.admissions.domain.person.state import PersonState, Recorded, evolve
from services.admissions.domain.person.whole import SEVEN, kept_whole, listed_whole
from services.admissions.domain.policy.in_force import policies_on
from services.admissions.domain.rules import corrections, dates, steps
from services.admissions.domain.rules.bodies import DECISIONS
from shared.contracts.facts import PersonFact
from shared.contracts.movement import MEMBERS, Standing
from shared.core.errors import Refusal
from shared.core.stream import Position
from shared.tree.organisation import Organisation
from shared.tree.unit import Unit

NOT_YET = Position(2**62)
"""Stands for the position that an event will have, while what follows from it is judged."""
NAMED = {"nominated": Step.LISTING, "trained": Step.AWARENESS_CLASS}
"""Steps whose events carry no step id."""


def keep_foundations(state: PersonState, data: PersonFact, context: Context, *, late: bool = False) -> None:
    """Nothing that was supported before an event may be without its foundation after it. Source: design 4."""
    already = unsupported(state, context.organisation, context.birth_date)
    after = unsupported(evolve(state, NOT_YET, data), context.organisation, context.birth_date)
    broken = [fact for position, fact in sorted(after.items()) if position not in already and position != NOT_YET]
    if broken:
        told = [(fact.position, fact.step or fact.name, fact.effective_on) for fact in broken]
        raise corrections.refuse_built_on(told, late=late)


def keep_later_steps(state: PersonState, data: PersonFact, context: Context) -> None:
    """A late fact that moves nobody takes nothing from under what was recorded of later days: a refusal, a return.

    What makes an older dossier one that is kept whole asks nothing of what was taken in it before. Design 4; domain 5.
    """
    on = data.effective_on
    if not any(fact.effective_on > on for fact in state.facts):
        return
    whole = kept_whole(state, on, context.organisation) or listed_whole(state, on, context.organisation)
    if whole or data.step in SEVEN:
        keep_foundations(state, data, context, late=True)


def unsupported(state: PersonState, organisation: Organisation, birth_date: date | None) -> dict[int, Recorded]:
    """Facts whose foundation is not there, by position: earlier steps, papers, consents, the time of probation."""
    return {
        fact.position: fact
        for fact in state.facts
        if not (_supported(fact, state, organisation) and _fit(fact, state, organisation, birth_date))
    }


def _fit(fact: Recorded, state: PersonState, organisation: Organisation, birth_date: date | None) -> bool:
    """At the cell's review the applicant had the age and schooling, or a consent that lifts the limit."""
    place = state.place_at(fact.effective_on)
    if fact.step != Step.CELL_REVIEW or fact.outcome == Outcome.REFUSED or fact.unit_id is None or place is None:
        return True
    at = setting(state, Step.CELL_REVIEW, fact.effective_on, fact.unit_id, organisation=organisation)
    return _met(of_applicant(at, birth_date, place.attributes))


def _supported(fact: Recorded, state: PersonState, organisation: Organisation) -> bool:
    if fact.unit_id is None or (fact.outcome == Outcome.REFUSED and fact.step is not None):
        return True
    if fact.name in letters.RESTING:
        return letters.rests(fact, state, organisation)
    if fact.name in {"dossier_checked", "referral_settled", "extension_granted"}:
        return _beside(fact, state, organisation)
    if fact.step in set(ReviewStep):
        return reviews.rests(fact, state)
    if fact.name == "nominated" and not returning.may_be_listed(fact, state):
        return False
    if fact.name == "dossier_opened":
        return _certified(fact, state, organisation)
    step = Step(fact.step) if fact.step in set(Step) else NAMED.get(fact.name)
    if step is None or step is Step.LISTING:
        return True
    on = fact.effective_on
    if fact.name == "probation_passed":
        # It counts from the ceremony + 12 months, before the steps that led to it: these have no date to stay before.
        on = max((each.effective_on for each in state.facts), default=on)
    elif not _standings_for(step) & _standings_on(state, on):
        return False
    at = _at(fact, step, on, state, organisation)
    return not at.missing and _met(content(at))


def _at(fact: Recorded, step: Step, on: date, state: PersonState, organisation: Organisation) -> Setting:
    assert fact.unit_id is not None
    return setting(state, step, on, fact.unit_id, organisation=organisation, body=_decided_by(fact, step, organisation))


def _decided_by(fact: Recorded, step: Step, organisation: Organisation) -> Unit | None:
    if step not in DECISIONS or fact.body_unit_id is None:
        return None
    return organisation.unit(fact.body_unit_id, fact.effective_on)


def _met(asked: Iterable[Demand]) -> bool:
    try:
        for demand in asked:
            demand()
    except Refusal:
        return False
    return True


def _beside(fact: Recorded, state: PersonState, organisation: Organisation) -> bool:
    """A check has a resolution to check, a settlement a short vote, an extension a time limit that runs."""
    assert fact.unit_id is not None
    on = fact.effective_on
    step = Step(fact.about) if fact.name == "extension_granted" and fact.about else Step.ADMISSION_DECISION
    if fact.name == "extension_granted":
        return running(_at(fact, step, on, state, organisation), step.value) is not None
    if fact.name == "dossier_checked" and fact.outcome == "complete" and not_renewed(state, order(fact)):
        return False
    shorts_max = policies_on(organisation, fact.unit_id, on).number("votes_short_max")
    voted = [each.step for each in papers(state, step, on, shorts_max=shorts_max).votes]
    returned = fact.name == "referral_settled" and fact.outcome == "returned"
    return returned or Step.CELL_REVIEW.value in voted or bool(_refused_on(state, on))


def _refused_on(state: PersonState, on: date) -> list[Recorded]:
    return [each for each in state.facts if each.effective_on == on and each.outcome == Outcome.REFUSED]


def _standings_for(step: Step) -> frozenset[Standing]:
    """Recognition counts from before the steps that lead to it, so on their day the person may be official by now."""
    allowed = steps.STANDINGS[step]
    if step is Step.AWARENESS_CLASS:
        return frozenset(Standing) - MEMBERS
    return MEMBERS if allowed == {Standing.PROBATIONARY} else allowed


def _standings_on(state: PersonState, on: date) -> set[Standing]:
    """What the person was at any time of a day."""
    moved = [held.movement for held in state.in_force if held.movement.effective_on == on]
    places = [state.place_at(on), *(move.from_ for move in moved)]
    return {place.standing for place in places if place is not None}


def _certified(fact: Recorded, state: PersonState, organisation: Organisation) -> bool:
    assert fact.unit_id is not None
    on = fact.effective_on
    try:
        dates.certificate_good(state.certificate_on(on), on, policies_on(organisation, fact.unit_id, on))
    except Refusal:
        return False
    return True
