"""Whether a dossier is kept whole, so that every step of domain 5 binds it, or only the seven of older registers."""

from datetime import date

from services.admissions.domain.person.state import PersonState, Recorded
from services.admissions.domain.policy.in_force import policies_on
from shared.contracts.movement import Standing
from shared.tree.organisation import Organisation

SEVEN = frozenset({"C1", "C3", "C4", "C6", "D5", "D7", "D8"})
"""The steps that older registers hold; a history of these alone is taken as it is."""

BEYOND = frozenset(
    {"dossier_checked", "mentor_assigned", "list_reviewed", "extension_granted", "consent_given", "referral_settled"}
)
"""Acts that only a dossier kept whole has."""


def kept_whole(state: PersonState, on: date, organisation: Organisation) -> bool:
    """Whether the widened preconditions bind the dossier, or the probation it led to, that runs on a day.

    It is when opened on or after `dossier_whole_from`, by the policy of the day it was opened, or when a step or act
    beyond the seven has been recorded in it. Someone enrolled or arrived without a dossier here is not.
    """
    opened = opening(state, on)
    if opened is None:
        return False
    return _from_policy(opened, organisation) or any(_beyond(fact) for fact in _since(state, opened, on))


def listed_whole(state: PersonState, on: date, organisation: Organisation) -> bool:
    """The same for the time before a dossier: by the day the prospect was listed, and what was recorded since."""
    listed = state.last_fact(on, "nominated", "enrolled")
    if listed is None or listed.name != "nominated":
        return False
    return _from_policy(listed, organisation) or any(_beyond(fact) for fact in _since(state, listed, on))


def binds(state: PersonState, step: str, on: date, organisation: Organisation) -> bool:
    """Whether a step is judged with everything that it needs: always when it is itself beyond the seven.

    Before the dossier (A2, A3, B1) by how the prospect was listed; nothing binds someone taken over from a register.
    """
    place = state.place_at(on)
    if place is None or place.standing in {Standing.PROSPECT, Standing.TRAINED}:
        listed = state.last_fact(on, "nominated", "enrolled")
        here = listed is not None and listed.name == "nominated"
        return here and (step != "A3" or listed_whole(state, on, organisation))
    if step == "A3":
        return False
    return kept_whole(state, on, organisation) or (step not in SEVEN and opening(state, on) is not None)


def opening(state: PersonState, on: date) -> Recorded | None:
    """The opening of the dossier that runs on a day or led to the membership; None when that is not held here."""
    for fact in reversed(state.facts):
        if fact.effective_on > on:
            continue
        if fact.name == "dossier_opened":
            return fact
        if fact.name == "enrolled" or (fact.name == "transferred" and fact.ceremony_on is not None):
            return None
    return None


def _since(state: PersonState, first: Recorded, on: date) -> tuple[Recorded, ...]:
    start = first.effective_on, first.position
    return tuple(
        fact for fact in state.facts if start <= (fact.effective_on, fact.position) and fact.effective_on <= on
    )


def _beyond(fact: Recorded) -> bool:
    return fact.name in BEYOND or (fact.name == "step_recorded" and fact.step is not None and fact.step not in SEVEN)


def _from_policy(first: Recorded, organisation: Organisation) -> bool:
    if first.unit_id is None:
        return False
    policies = policies_on(organisation, first.unit_id, first.effective_on)
    whole_from = policies.code("dossier_whole_from")
    return whole_from is not None and first.effective_on >= date.fromisoformat(whole_from)
