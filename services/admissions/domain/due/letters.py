"""Letters, absences and announced arrivals by their age: tasks from what domain/person/waiting.py says (domain 7)."""

from collections.abc import Iterator

from services.admissions.domain.due import rules
from services.admissions.domain.due.task import Asked, DueRule, Task
from services.admissions.domain.person.state import PersonState
from services.admissions.domain.person.waiting import Matter, Waiting, of_person, of_slip

RULES: dict[Matter, DueRule] = {
    Matter.LETTER: rules.LETTER,
    Matter.TEMPORARY: rules.AWAY,
    Matter.UNTRANSFERRED: rules.AWAY,
    Matter.ARRIVAL: rules.ARRIVAL,
}


def away_or_moving(person_id: str, state: PersonState, asked: Asked) -> Iterator[Task]:
    """An open transfer letter waits for the cell it leads to, an absence for the cell that counts the person."""
    for waiting in of_person(state, asked.on, asked.organisation):
        yield _task(waiting, asked, person_id)


def arrivals(asked: Asked) -> Iterator[Task]:
    """Slips that announced someone who has not arrived; they name nobody."""
    for slip in asked.organisation.arrivals.open(asked.on, asked.organisation.position):
        yield _task(of_slip(slip, asked.on, asked.organisation), asked, None)


def _task(waiting: Waiting, asked: Asked, person_id: str | None) -> Task:
    leads_to = waiting.to_unit_id if waiting.matter is Matter.LETTER else None
    rule = RULES[waiting.matter]
    return Task(
        kind=waiting.matter.value,
        office=leads_to or waiting.unit_id,
        actor="cell",
        unit_id=waiting.unit_id,
        person_id=person_id,
        since=waiting.since,
        until=None if waiting.due is None else waiting.due.on,
        provisional=waiting.due is not None and waiting.due.provisional,
        age=waiting.age.value,
        review=waiting.review,
        rule=rule,
        source=asked.policies(waiting.unit_id, waiting.since).source_of("transfer_ageing_working_days"),
    )
