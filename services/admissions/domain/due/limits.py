"""Time limits of tasks: from which day, how long, by the policy under which they started (domain 12.1; contracts 4)."""

from dataclasses import replace
from datetime import date

from services.admissions.domain.due.task import Asked, Limit, Task
from services.admissions.domain.person.state import PersonState
from services.admissions.domain.rules.consents import still_extended
from shared.core.dates import add_months
from shared.core.working_days import Due


def running(state: PersonState, name: str, starts_on: date, cell: str, asked: Asked) -> Limit:
    """The time limit of a step from the day it started, with the one extension where it was granted or may still be.

    By the policy of that day, whatever is published while it runs. Source: domain 12.1, item 4.3.1.
    """
    rule = asked.policies(cell, starts_on).deadline(name)
    granted = any(
        fact.name == "extension_granted" and fact.about == name and starts_on <= fact.effective_on <= asked.on
        for fact in state.facts
    )
    limit = Limit(starts_on=starts_on, working_days=rule.working_days)
    if not rule.extension_working_days:
        return limit
    if granted:
        return replace(limit, extension=rule.extension_working_days)
    may = still_extended(last_day(limit, asked), asked.on)
    return replace(limit, extendable=rule.extension_working_days if may else None)


def last_day(limit: Limit, asked: Asked) -> Due:
    """The last day in time, by the calendars known at the position asked. Source: contracts 4."""
    if limit.months is not None:
        return Due(add_months(limit.starts_on, limit.months), provisional=False)
    return asked.days.due(limit.starts_on, limit.working_days or 1, limit.extension or 0)


def timed(task: Task, limit: Limit | None, asked: Asked) -> Task:
    """The task with the last day of its limit; without a limit as it is."""
    if limit is None:
        return task
    due = last_day(limit, asked)
    return replace(task, limit=limit, until=due.on, provisional=due.provisional)
