"""tasks_of(person, state, asked): what waits about one person on a day; and what waits about no one in particular.

A new kind of task is one function more in PERSON_KINDS or UNIT_KINDS. A kind that waits for an official member at home
also needs the name of the event that begins it in WATCHED, or the lists never look at the person.
"""

from collections.abc import Callable, Iterator

from services.admissions.domain.due.dossiers import certificate, dossier
from services.admissions.domain.due.letters import arrivals, away_or_moving
from services.admissions.domain.due.lists import prospect
from services.admissions.domain.due.probation import as_decided, new_member_class, recognition
from services.admissions.domain.due.reviews import review
from services.admissions.domain.due.task import Asked, Task
from services.admissions.domain.person.state import PersonState
from services.admissions.domain.policy.in_force import MISSING
from shared.contracts.movement import Place, Standing
from shared.core.errors import Refusal

OfPerson = Callable[[str, PersonState, Asked], Iterator[Task]]
OfUnits = Callable[[Asked], Iterator[Task]]

PERSON_KINDS: tuple[OfPerson, ...] = (
    dossier,
    certificate,
    prospect,
    new_member_class,
    recognition,
    away_or_moving,
    review,
)
UNIT_KINDS: tuple[OfUnits, ...] = (arrivals,)
WATCHED = frozenset({"review_opened"})
"""Events by which something begins to wait about someone whose place alone does not say so."""


def tasks_of(person_id: str, state: PersonState, asked: Asked) -> list[Task]:
    """Everything that waits about a person at the end of a day, as decided by then. An erased person has nothing."""
    if state.erased:
        return []
    known = as_decided(state, asked.on)
    return [task for kind in PERSON_KINDS for task in _found(kind, person_id, known, asked)]


def _found(kind: OfPerson, person_id: str, state: PersonState, asked: Asked) -> list[Task]:
    """What a kind finds; nothing where no policy of the day gives the value by which it would be due."""
    try:
        return list(kind(person_id, state, asked))
    except Refusal as refused:
        if refused.code != MISSING.id:
            raise
        return []


def unit_tasks(asked: Asked) -> list[Task]:
    """Everything that waits for a unit about no person who is known."""
    return [task for kind in UNIT_KINDS for task in kind(asked)]


def may_wait(place: Place | None) -> bool:
    """Whether something may wait about whoever stands here: on the way in, on probation, moving or away."""
    if place is None:
        return False
    attributes = place.attributes
    moving = attributes.transfer_pending is not None or attributes.away is not None
    return moving or place.standing is not Standing.OFFICIAL
