"""What recorded facts rest on: a correction may not pull it from under them."""

from datetime import date

from services.admissions.domain.person.commands import Step
from services.admissions.domain.person.procedure import approved_by
from services.admissions.domain.person.state import PersonState, Recorded
from services.admissions.domain.policy.in_force import policies_on
from services.admissions.domain.rules import dates, steps
from services.admissions.domain.rules.units import grassroots_committee
from shared.contracts.movement import MEMBERS, Standing
from shared.core.errors import Refusal
from shared.tree.organisation import Organisation


def unsupported(state: PersonState, organisation: Organisation) -> dict[int, Recorded]:
    """Facts whose foundation is not there, by position: earlier steps, the certificate, the time of probation."""
    return {fact.position: fact for fact in state.facts if not _supported(fact, state, organisation)}


def _supported(fact: Recorded, state: PersonState, organisation: Organisation) -> bool:
    if fact.unit_id is None or fact.outcome == "refused":
        return True
    on = fact.effective_on
    if fact.name == "dossier_opened":
        return _passes_certificate(fact.unit_id, state, organisation, fact)
    if fact.step not in set(Step):
        return True
    step = Step(fact.step)
    if step is Step.CELL_REVIEW and not _passes_certificate(fact.unit_id, state, organisation, fact):
        return False
    if step is Step.CELL_RECOGNITION and not _passes_probation(fact.unit_id, state, organisation, fact):
        return False
    if fact.name == "probation_passed":
        # It counts from the ceremony + 12 months, before the steps that led to it: these have no date to stay before.
        on = max((each.effective_on for each in state.facts), default=on)
    elif not _standings_for(step) & _standings_on(state, on):
        return False
    below = grassroots_committee(organisation, fact.unit_id, fact.effective_on) is not None
    return not steps.missing_before(step, approved_by(state, step, on), below_committee=below)


def _standings_for(step: Step) -> frozenset[Standing]:
    """Recognition counts from before the steps that lead to it, so on their day the person may be official by now."""
    standing = steps.STANDING[step]
    return MEMBERS if standing is Standing.PROBATIONARY else frozenset({standing})


def _standings_on(state: PersonState, on: date) -> set[Standing]:
    """What the person was at any time of a day."""
    moved = [held.movement for held in state.in_force if held.movement.effective_on == on]
    places = [state.place_at(on), *(move.from_ for move in moved)]
    return {place.standing for place in places if place is not None}


def _passes_certificate(unit_id: str, state: PersonState, organisation: Organisation, fact: Recorded) -> bool:
    on = fact.effective_on
    try:
        dates.certificate_good(state.certificate_on(on), on, policies_on(organisation, unit_id, on))
    except Refusal:
        return False
    return True


def _passes_probation(unit_id: str, state: PersonState, organisation: Organisation, fact: Recorded) -> bool:
    on = fact.effective_on
    try:
        official = dates.official_on(state.ceremony_on(on), policies_on(organisation, unit_id, on))
        dates.probation_over(official, on)
    except Refusal:
        return False
    return True
