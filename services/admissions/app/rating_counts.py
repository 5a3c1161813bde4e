"""The grades that stand in a unit's subtree, counted from the people's own records; what a closing is judged on."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial, reduce
from typing import TypeVar

from services.admissions.app.files import EMPTY, PERSON, evolve_recorded, person_stream
from services.admissions.app.ports import Work
from services.admissions.domain.person.commands import Correct, PersonCommand
from services.admissions.domain.person.commands_rating import Rate
from services.admissions.domain.person.state import PersonState
from services.admissions.domain.policy.in_force import policies_on
from services.admissions.domain.rating.breach import rating_for
from services.admissions.domain.rating.commands import Rated
from services.admissions.domain.rating.decide import Given
from services.admissions.domain.rating.grade import Grade, period_ending
from services.admissions.domain.rules.rating_groups import counted_among, group_of_member
from services.admissions.domain.rules.ratings import Cap, within_cap
from services.admissions.domain.rules.units import path
from shared.contracts.recorded import Recorded
from shared.core.stream import StreamId
from shared.tree.organisation import Organisation
from shared.tree.unit import Unit

Tx = TypeVar("Tx")
ReadEvents = Callable[[Sequence[StreamId]], Mapping[StreamId, Sequence[Recorded]]]


def grades_below(
    work: Work[Tx], organisation: Organisation, unit_id: str, period: tuple[str, date], read: ReadEvents
) -> list[Given]:
    """The grades of a period that stand, of those who were in the unit's subtree on its last day.

    `period`: its name and last day. Raises a Refusal when too many people ever stood there.
    """
    named, on = period
    below = organisation.tree(on).subtree(unit_id)
    people: set[str] = set()
    for each in below:
        people |= work.people_of(each)
    counted_among(organisation.label(unit_id, on), len(people))
    found: list[Given] = []
    for stream, events in read([person_stream(person_id) for person_id in sorted(people)]).items():
        state = reduce(evolve_recorded, events, EMPTY).state
        rating, place = rating_for(state, named), state.place_at(on)
        if rating is not None and place is not None and place.unit_id in below:
            person_id = stream.removeprefix(f"{PERSON}-")
            found.append(Given(person_id=person_id, unit_id=place.unit_id, grade=rating.grade))
    return found


def require_cap_after(
    command: PersonCommand,
    person_id: str,
    state: PersonState,
    work: Work[Tx],
    organisation: Organisation,
    *,
    read: ReadEvents,
) -> None:
    """After a closing a correction may give the best grade only as far as the cap of its group still allows. Domain 9.

    A correction that lowers a grade is not held back: what was found wrong is put right.
    """
    fact = command.instead if isinstance(command, Correct) else None
    if not isinstance(fact, Rate) or fact.grade != Grade.EXCELLENT:
        return
    on = fact.effective_on
    period, place = fact.period or period_ending(on), state.place_at(on)
    closing = None if place is None else _closed_above(organisation, place.unit_id, period, on)
    if place is None or closing is None:
        return
    policies = policies_on(organisation, closing.unit_id, on)
    group = group_of_member(organisation, place.unit_id, closing, on, policies)
    grades = Counter({fact.grade: 1})
    for one in grades_below(work, organisation, group, (period, on), read):
        grades[one.grade] += one.person_id != person_id
    within_cap([Cap(policies=policies).of(group, grades)], policies, partial(organisation.label, on=on))


def _closed_above(organisation: Organisation, cell_id: str, period: str, on: date) -> Unit | None:
    closed = {each.unit_id for each in organisation.ratings_closed(period, Rated.MEMBERS.value)}
    return next((unit for unit in path(organisation, cell_id, on) if unit.unit_id in closed), None)
