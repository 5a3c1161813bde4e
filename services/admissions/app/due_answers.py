"""The answer about what is due, as JSON has it: sorted keys, ISO dates, sentences in both languages."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from msgspec import Struct

from services.admissions.domain.due.task import Task
from services.admissions.domain.rules.refusals import told_source
from shared.contracts.answers import Stamp
from shared.flow.question import Basis


class Sentence(Struct, frozen=True, kw_only=True):
    """A sentence in both languages."""

    vi: str
    en: str


class DueTask(Struct, frozen=True, kw_only=True):
    """One thing that waits. `office`: the unit whose turn it is, in the role `actor`; `unit_id`: the cell it is about.

    `until`: the last day in time, counted from `starts_on` by `working_days` and the `extension` granted, or by
    `months`; `provisional` while a year that it runs through has no calendar. `extendable`: working days by which it
    may still be extended, once; null when that was done or can be no more. `people`: more than 1 where a list waits.
    """

    kind: str
    step: str | None
    office: str
    actor: str
    unit_id: str
    person_id: str | None
    people: int
    since: date
    until: date | None
    provisional: bool
    overdue: bool
    age: str | None
    review: bool
    starts_on: date | None
    working_days: int | None
    extension: int | None
    extendable: int | None
    months: int | None
    rule: str
    source: str
    why: Sentence


class OfficeLoad(Struct, frozen=True, kw_only=True):
    """How much waits for one office."""

    unit_id: str
    waiting: int
    overdue: int


class DueAnswer(Struct, frozen=True, kw_only=True):
    """What waits in a unit's subtree on a day, the most urgent first; and for each office how much of it."""

    stamp: Stamp
    unit: str
    offices: tuple[OfficeLoad, ...]
    tasks: tuple[DueTask, ...]


def answer(basis: Basis, unit_id: str, tasks: Sequence[Task]) -> DueAnswer:
    """The answer about these tasks."""
    on = basis.question.as_of
    waiting = Counter(task.office for task in tasks)
    overdue = Counter(task.office for task in tasks if task.overdue(on))
    return DueAnswer(
        stamp=basis.stamp,
        unit=unit_id,
        offices=tuple(
            OfficeLoad(unit_id=office, waiting=waiting[office], overdue=overdue[office]) for office in sorted(waiting)
        ),
        tasks=by_urgency(tasks, on),
    )


def by_urgency(tasks: Iterable[Task], on: date) -> tuple[DueTask, ...]:
    """The tasks as answered on a day, the most urgent first."""
    return tuple(_task(task, on) for task in sorted(tasks, key=_urgency))


def _urgency(task: Task) -> tuple[date, str, str, str, str, str]:
    until = task.until or date.max
    return until, task.office, task.unit_id, task.kind, task.step or "", task.person_id or ""


def _task(task: Task, on: date) -> DueTask:
    limit = task.limit
    return DueTask(
        kind=task.kind,
        step=task.step,
        office=task.office,
        actor=task.actor,
        unit_id=task.unit_id,
        person_id=task.person_id,
        people=task.people,
        since=task.since,
        until=task.until,
        provisional=task.provisional,
        overdue=task.overdue(on),
        age=task.age,
        review=task.review,
        starts_on=None if limit is None else limit.starts_on,
        working_days=None if limit is None else limit.working_days,
        extension=None if limit is None else limit.extension,
        extendable=None if limit is None else limit.extendable,
        months=None if limit is None else limit.months,
        rule=task.rule.id,
        source="; ".join(part for part in (task.source, told_source(task.rule.source)) if part),
        why=Sentence(vi=task.reason.vi, en=task.reason.en),
    )
