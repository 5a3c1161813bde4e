"""Prospect lists whose review is due, a cell at a time (domain 5, A1)."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from services.admissions.domain.due import rules
from services.admissions.domain.due.limits import timed
from services.admissions.domain.due.task import Asked, Limit, Task
from services.admissions.domain.person.state import PersonState
from shared.contracts.movement import Standing

LISTED = frozenset({Standing.PROSPECT, Standing.TRAINED})


def prospect(person_id: str, state: PersonState, asked: Asked) -> Iterator[Task]:  # noqa: ARG001 - of the cell, not of one person
    """A prospect whom the cell last listed or kept on its list some time ago; one task each, then one a cell."""
    place = state.place_at(asked.on)
    if place is None or place.standing not in LISTED:
        return
    kept = state.last_fact(asked.on, "nominated", "enrolled", "list_reviewed", "dossier_closed")
    if kept is None:
        return
    policies = asked.policies(place.unit_id, kept.effective_on)
    task = Task(
        kind="list_review",
        step="A1",
        office=place.unit_id,
        actor="cell",
        unit_id=place.unit_id,
        since=kept.effective_on,
        rule=rules.LIST_REVIEW,
        source=policies.source_of("prospect_review_months_max"),
    )
    limit = Limit(starts_on=kept.effective_on, months=policies.number("prospect_review_months_max"))
    yield timed(task, limit, asked)


def by_cell(tasks: Iterable[Task]) -> list[Task]:
    """The tasks with those of one cell's list put together: the earliest of them, and how many people."""
    lists: dict[str, Task] = {}
    rest: list[Task] = []
    for task in tasks:
        if task.rule is not rules.LIST_REVIEW:
            rest.append(task)
            continue
        held = lists.get(task.unit_id)
        people = 1 if held is None else held.people + 1
        first = task if held is None or (task.until or task.since) < (held.until or held.since) else held
        lists[task.unit_id] = replace(first, people=people)
    return rest + list(lists.values())
