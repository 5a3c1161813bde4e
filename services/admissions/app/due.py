"""What is due: for a unit's subtree the tasks that wait, for whom, since when, until when and by which rule."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from typing import Protocol

from services.admissions.app.due_answers import DueAnswer, answer
from services.admissions.app.query import unknown_unit
from services.admissions.domain.due.lists import by_cell
from services.admissions.domain.due.task import Asked, Task
from services.admissions.domain.due.tasks import tasks_of, unit_tasks
from services.admissions.domain.person.state import PersonState
from shared.core.clock import Clock, today
from shared.core.errors import TooLarge
from shared.core.stream import Position
from shared.core.text import Text
from shared.flow.question import Basis, Question
from shared.http.caller import Caller, Permission
from shared.ops.metrics import READ_ACCESSES
from shared.ports.access_log import Access, AccessLog

PEOPLE_AT_ONCE = 500
PEOPLE_MAX = 20_000
"""Of how many people one answer is worked out; about half a millisecond each."""


class DueReads(Protocol):
    """What the writer's database knows; everything as of one position."""

    def place(self, question: Question) -> Basis:
        """The position that a question is answered at, and the organisation as known there."""

    def candidates(self, units: Collection[str], on: date, known: Position) -> Sequence[str]:
        """Everyone in these units about whom something may wait, by id; never one too few."""

    def people(self, person_ids: Sequence[str], known: Position) -> dict[str, PersonState]:
        """Each person as known at a position."""


class DueQuery:
    """Works the lists out when they are asked for: nothing that a policy or calendar changes is stored."""

    def __init__(self, reads: DueReads, access_log: AccessLog, clock: Clock) -> None:
        self._reads = reads
        self._access_log = access_log
        self._clock = clock

    def due(self, caller: Caller, unit_id: str, question: Question, *, office: str | None = None) -> DueAnswer:
        """What waits on the day in the unit's subtree, and what leads into it. `office`: only what waits for this one.

        Raises Forbidden when the unit is out of reach, NotFound, TooLarge over PEOPLE_MAX people, Unavailable.
        """
        caller.require(Permission.READ)
        now = self._clock()
        newest = self._reads.place(Question(as_of=today(now)))
        caller.require_unit(newest.tree, unit_id)
        basis = newest if question == newest.question else self._reads.place(question)
        for asked in (unit_id, office):
            if asked is not None and asked not in basis.tree:
                raise unknown_unit(asked)
        self._access_log.record(
            Access(
                at=now,
                officer_id=caller.officer_id,
                office=caller.office,
                unit_id=unit_id,
                person_id=None,
                what="what is due",
                why=None,
            )
        )
        READ_ACCESSES.labels(service="admissions").inc()
        units = basis.tree.subtree(unit_id)
        tasks = [task for task in self._tasks(basis, units) if office is None or task.office == office]
        return answer(basis, unit_id, tasks)

    def _tasks(self, basis: Basis, units: frozenset[str]) -> list[Task]:
        on, known = basis.question.as_of, basis.position
        asked = Asked(on=on, organisation=basis.organisation)
        people = self._reads.candidates(units, on, known)
        if len(people) > PEOPLE_MAX:
            raise _too_many(len(people))
        found = [*self._of_people(people, known, asked), *unit_tasks(asked)]
        return by_cell(task for task in found if task.unit_id in units or task.office in units)

    def _of_people(self, people: Sequence[str], known: Position, asked: Asked) -> Iterator[Task]:
        for first in range(0, len(people), PEOPLE_AT_ONCE):
            states = self._reads.people(people[first : first + PEOPLE_AT_ONCE], known)
            for person_id, state in states.items():
                yield from tasks_of(person_id, state, asked)


def _too_many(people: int) -> TooLarge:
    return TooLarge(
        "due-too-many",
        Text(
            vi=f"Có {people} người cần xem xét, quá {PEOPLE_MAX} của một câu trả lời.",
            en=f"{people} people are concerned, more than the {PEOPLE_MAX} of one answer.",
        ),
        mend=Text(vi="Hỏi từng đơn vị cấp dưới.", en="Ask for the units below, one at a time."),
        values={"people": people, "people_max": PEOPLE_MAX},
    )
