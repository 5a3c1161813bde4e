"""Open cases of strike-off and resignation: the next step, and whose turn it is (domain 8.1). Never discipline."""

from collections.abc import Iterator

from services.admissions.domain.due import rules
from services.admissions.domain.due.dossiers import COMPETENT
from services.admissions.domain.due.task import Asked, Task
from services.admissions.domain.person.commands_leaving import ReviewKind, ReviewStep
from services.admissions.domain.person.reviews import REMOVING, Review, open_review
from services.admissions.domain.person.state import PersonState
from services.admissions.domain.rules.leaving_bodies import ACTORS, due_before
from shared.contracts.movement import Place
from shared.tree.unit import Unit


def review(person_id: str, state: PersonState, asked: Asked) -> Iterator[Task]:
    """The next step of each open case that may end in a removal; a task asks for a decision, it makes none."""
    place = state.place_at(asked.on)
    decides = None if place is None else asked.organisation.unit(asked.office(COMPETENT, place.unit_id), asked.on)
    if place is None or decides is None:
        return
    for kind in sorted(REMOVING):
        found = open_review(state, asked.on, kind)
        if found is None:
            continue
        step = _next(found, kind, place, decides, asked)
        yield Task(
            kind="review",
            step=step.value,
            office=asked.office(ACTORS[step], place.unit_id),
            actor=ACTORS[step],
            unit_id=place.unit_id,
            person_id=person_id,
            since=max([found.opened.effective_on, *(each.effective_on for each in found.steps)]),
            review=True,
            rule=rules.REVIEW,
            source=asked.policies(place.unit_id, asked.on).source_of("strike_off_reasons"),
        )


def _next(found: Review, kind: ReviewKind, place: Place, decides: Unit, asked: Asked) -> ReviewStep:
    road = due_before(asked.organisation, kind, place, asked.on, decides)
    requests_min = asked.policies(place.unit_id, asked.on).number("self_review_requests_min")
    heard = {ReviewStep.SELF_REVIEW.value} if found.received or found.asked >= requests_min else set()
    return next((step for step in road if step.value not in found.approved | heard), ReviewStep.DECISION)
