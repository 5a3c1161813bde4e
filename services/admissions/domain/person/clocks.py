"""From when a dossier's time runs: one answer for the decisions that it binds and for the lists of what is due."""

from collections.abc import Sequence
from datetime import date

from services.admissions.domain.person.commands import Step
from services.admissions.domain.person.state import PersonState, Recorded
from services.admissions.domain.person.whole import opening
from services.admissions.domain.policy.in_force import policies_on
from shared.tree.organisation import Organisation

RESTARTS = "restarts"
"""Of the policy `clock_on_return`: the time for the decision counts anew once a returned dossier is complete."""


def unreviewed_since(state: PersonState, on: date) -> Recorded | None:
    """The opening of the dossier that runs on a day, or the cell's newest vote on it before. Source: domain 4.2."""
    opened = opening(state, on)
    if opened is None:
        return None
    voted = [
        fact for fact in state.facts if fact.step == Step.CELL_REVIEW and opened.effective_on <= fact.effective_on < on
    ]
    return voted[-1] if voted else opened


def decision_since(
    resolved: Recorded, cell: str, state: PersonState, on: date, organisation: Organisation
) -> date | None:
    """From when the time for the decision on admission counts, the cell having resolved; None while it stands still.

    From the resolution; where the policy of that day lets the clock restart, from the day on which a dossier that staff
    had returned was found complete. `cell`: the person's, where the fact names none. Source: domain 5 (C4), 12.1.
    """
    since = resolved.effective_on
    if policies_on(organisation, resolved.unit_id or cell, since).code("clock_on_return") != RESTARTS:
        return since
    checks = [fact for fact in state.facts if fact.name == "dossier_checked" and since <= fact.effective_on <= on]
    returned = [index for index, fact in enumerate(checks) if fact.outcome == "returned"]
    if not returned:
        return since
    return _first(checks[returned[-1] + 1 :])


def _first(facts: Sequence[Recorded]) -> date | None:
    return facts[0].effective_on if facts else None
