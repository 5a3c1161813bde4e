"""Who may be certified in a class: on its roster, when it is over, once (steps A3 and D1). Pure."""

from datetime import date

from services.admissions.domain.person.state import PersonState
from services.admissions.domain.rules import training
from services.admissions.domain.rules.units import path
from shared.contracts.movement import Place, Standing
from shared.contracts.organisation import ClassKind, ClassOpened
from shared.tree.organisation import Organisation

APPROVED = "approved"


def certified_on(state: PersonState, class_id: str) -> date | None:
    """When the person was certified in a class, or None."""
    found = (fact for fact in state.facts if fact.class_id == class_id)
    return next(
        (f.effective_on for f in found if f.name == "trained" or (f.step == "D1" and _approved(f.outcome))), None
    )


def sent_to(state: PersonState, class_id: str) -> bool:
    """Whether an approved list (A2) sends the person to the class."""
    return any(f.step == "A2" and f.class_id == class_id and _approved(f.outcome) for f in state.facts)


def in_subtree(organisation: Organisation, unit_id: str, top_id: str, on: date) -> bool:
    """Whether a unit stood below another, or was it, on a date."""
    return any(unit.unit_id == top_id for unit in path(organisation, unit_id, on))


def listed(state: PersonState, opened: ClassOpened, place: Place, on: date, organisation: Organisation) -> bool:
    """Whether the person is on the roster: by A2, or as a probationary member of the organiser's subtree. Domain 5."""
    if opened.kind is ClassKind.AWARENESS:
        return sent_to(state, opened.class_id)
    probationary = place.standing is Standing.PROBATIONARY
    return probationary and in_subtree(organisation, place.unit_id, opened.unit_id, on)


def certifiable(
    state: PersonState, class_id: str | None, kind: ClassKind, on: date, organisation: Organisation
) -> None:
    """What a certificate of a named class needs; one without a class (history) is taken as it is. Domain 5 (A3, D1)."""
    if class_id is None:
        return
    opened = training.known_class(organisation, class_id)
    training.of_kind(opened, kind)
    training.over(opened, on)
    training.not_certified(opened, certified_on(state, class_id))
    place = state.place_at(on)
    assert place is not None, "the caller has found where the person stands"
    training.on_roster(opened, listed=listed(state, opened, place, on, organisation))


def sendable(class_id: str | None, organisation: Organisation) -> None:
    """A list (A2) sends prospects to an awareness class that was opened. Source: domain 5 (A2)."""
    if class_id is not None:
        training.of_kind(training.known_class(organisation, class_id), ClassKind.AWARENESS)


def _approved(outcome: str | None) -> bool:
    return outcome in {None, APPROVED}
