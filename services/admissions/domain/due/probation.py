"""What waits in a probation: the new-member class, the recognition at month 12, and the decision on it (domain 6)."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from services.admissions.domain.due import rules
from services.admissions.domain.due.dossiers import COMPETENT
from services.admissions.domain.due.limits import running, timed
from services.admissions.domain.due.task import Asked, DueRule, Limit, Task
from services.admissions.domain.person.commands import Step
from services.admissions.domain.person.papers import Papers, papers
from services.admissions.domain.person.state import Held, PersonState
from services.admissions.domain.person.whole import kept_whole
from services.admissions.domain.rules.bodies import absent_here
from services.admissions.domain.rules.step_names import named
from shared.contracts.data import replaced
from shared.contracts.movement import Kind, Standing
from shared.core.dates import add_months
from shared.core.text import Text

D1, D5, D6, D7, D8 = (
    step.value
    for step in (
        Step.MEMBER_CLASS,
        Step.CELL_RECOGNITION,
        Step.RECOGNITION_APPRAISAL,
        Step.GRASSROOTS_RECOGNITION,
        Step.RECOGNITION_DECISION,
    )
)
ROAD = (D5, D6, D7, D8)


def as_decided(state: PersonState, on: date) -> PersonState:
    """The state without a recognition that was decided only after the day, though it counts from before it. Domain 3.

    Recognition is dated to month 12 however late it is decided; until then the probation waited.
    """
    late = {
        fact.position
        for fact in state.facts
        if fact.name == "probation_passed" and fact.decision is not None and fact.decision.date > on
    }
    if not late:
        return state
    in_force = [_unrecognised(held) for held in state.in_force if held.fact not in late]
    facts = tuple(fact for fact in state.facts if fact.position not in late)
    return replace(state, in_force=tuple(in_force), facts=facts)


def new_member_class(person_id: str, state: PersonState, asked: Asked) -> Iterator[Task]:
    """From the month that policy names, a probationary member without the new-member class. Source: domain 5, 6."""
    found = _probation(state, asked)
    if found is None:
        return
    cell, ceremony_on, held = found
    policies = asked.policies(cell, ceremony_on)
    warned_on = add_months(ceremony_on, policies.number("class_warning_month"))
    if D1 in held.standing or asked.on < warned_on or state.last_fact(asked.on, "probation_passed") is not None:
        return
    task = Task(
        kind="new_member_class",
        step=D1,
        office=cell,
        actor="cell",
        unit_id=cell,
        person_id=person_id,
        since=warned_on,
        rule=rules.NEW_MEMBER_CLASS,
        source=policies.source,
    )
    yield timed(task, Limit(starts_on=ceremony_on, months=policies.number("probation_months")), asked)


def recognition(person_id: str, state: PersonState, asked: Asked) -> Iterator[Task]:
    """From month 12 on: the cell's resolution, then the bodies up to the decision. Source: domain 5 (D5, D8), 6."""
    found = _probation(state, asked)
    if found is None:
        return
    cell, ceremony_on, held = found
    official_on = add_months(ceremony_on, asked.policies(cell, ceremony_on).number("probation_months"))
    step = _next(state, held, cell, asked)
    if asked.on < official_on or step is None:
        return
    rule, limit = _limit(state, step, held, official_on, asked)
    name = named(step)
    actor = asked.policies(cell, asked.on).step(step).actor
    task = Task(
        kind="recognition",
        step=step,
        office=asked.office(actor, cell),
        actor=actor,
        unit_id=cell,
        person_id=person_id,
        since=max([official_on, *(fact.effective_on for fact in held.votes if fact.step in ROAD)]),
        rule=rule,
        source=asked.policies(cell, limit.starts_on).source,
        why=Text(vi=f"{rule.says.vi} Chờ: {name.vi}.", en=f"{rule.says.en} Waits for: {name.en}."),
    )
    yield timed(task, limit, asked)


def _probation(state: PersonState, asked: Asked) -> tuple[str, date, Papers] | None:
    place, ceremony_on = state.place_at(asked.on), state.ceremony_on(asked.on)
    if place is None or ceremony_on is None or place.standing is not Standing.PROBATIONARY:
        return None
    shorts_max = asked.policies(place.unit_id, asked.on).number("votes_short_max")
    return place.unit_id, ceremony_on, papers(state, Step.RECOGNITION_DECISION, asked.on, shorts_max=shorts_max)


def _next(state: PersonState, held: Papers, cell: str, asked: Asked) -> str | None:
    whole = kept_whole(state, asked.on, asked.organisation)
    decides = asked.organisation.unit(asked.office(COMPETENT, cell), asked.on)
    absent = absent_here(asked.organisation, cell, asked.on, decides)
    road = (step for step in ROAD if step not in absent and (whole or step != D6))
    return next((step for step in road if step not in held.standing), None)


def _limit(state: PersonState, step: str, held: Papers, official_on: date, asked: Asked) -> tuple[DueRule, Limit]:
    """D5 from month 12, also after a vote that fell short; D6 to D8 from the cell's resolution. Domain 5, 12.1.

    Each by the policy of the cell in which it started, wherever the person has moved since.
    """
    resolved = held.newest(D5)
    if step == D5 or resolved is None:
        return rules.RECOGNITION, running(state, D5, official_on, _cell(state, official_on, asked.on), asked)
    started_on = resolved.effective_on
    cell = resolved.unit_id or _cell(state, started_on, asked.on)
    return rules.RECOGNITION_DECISION, running(state, D8, started_on, cell, asked)


def _cell(state: PersonState, on: date, otherwise_on: date) -> str:
    """Where the person stood on a day, or on another when nowhere then; one of the two is known."""
    place = state.place_at(on) or state.place_at(otherwise_on)
    assert place is not None
    return place.unit_id


def _unrecognised(held: Held) -> Held:
    """A later movement as it was before the recognition became known to the procedure."""
    to = held.movement.to
    if to is None or to.standing is not Standing.OFFICIAL or held.movement.kind is Kind.RECOGNISED:
        return held
    return replace(held, movement=replaced(held.movement, to=replaced(to, standing=Standing.PROBATIONARY)))
