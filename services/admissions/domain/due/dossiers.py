"""What waits in a dossier: its next step and whose turn it is, up to the ceremony; and certificates about to lapse."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from services.admissions.domain.due import rules
from services.admissions.domain.due.limits import running, timed
from services.admissions.domain.due.task import Asked, DueRule, Limit, Task
from services.admissions.domain.person.clocks import decision_since, unreviewed_since
from services.admissions.domain.person.commands import Step
from services.admissions.domain.person.papers import Papers, papers
from services.admissions.domain.person.state import PersonState, Recorded
from services.admissions.domain.person.whole import kept_whole
from services.admissions.domain.rules.bodies import absent_here
from services.admissions.domain.rules.step_names import CHECK, named
from shared.contracts.movement import Standing
from shared.core.dates import add_months
from shared.core.text import Text

C1, C4, C5, C6 = (step.value for step in (Step.CELL_REVIEW, Step.ADMISSION_DECISION, Step.NOTICE, Step.CEREMONY))
ROAD = (C1, Step.APPRAISAL.value, Step.GRASSROOTS_REVIEW.value, CHECK, C4, C5, C6)
SELDOM = frozenset({Step.APPRAISAL.value, CHECK, C5})
"""Steps that only a dossier kept whole has."""
COMPETENT, STAFF = "competent", "staff"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Dossier:
    """An open dossier on the day asked about."""

    person_id: str
    state: PersonState
    cell: str
    opened_on: date
    held: Papers

    def taken(self, *steps: str) -> Recorded | None:
        """The newest record of the first of these steps that counts."""
        found = (self.held.newest(step) for step in steps)
        return next((fact for fact in found if fact is not None), None)

    def limit(self, name: str, started: Recorded, on: date, asked: Asked) -> Limit:
        """The time limit that a fact started, by the policy of that day in the cell where it was recorded."""
        return running(self.state, name, on, started.unit_id or self.cell, asked)


def dossier(person_id: str, state: PersonState, asked: Asked) -> Iterator[Task]:
    """The next step of an open dossier, or the vote short of two thirds that waits above. Source: domain 3, 5."""
    place = state.place_at(asked.on)
    if place is None or place.standing is not Standing.APPLICANT:
        return
    shorts_max = asked.policies(place.unit_id, asked.on).number("votes_short_max")
    opened = state.last_fact(asked.on, "dossier_opened", "enrolled")
    at = _Dossier(
        person_id=person_id,
        state=state,
        cell=place.unit_id,
        opened_on=asked.on if opened is None else opened.effective_on,
        held=papers(state, Step.CEREMONY, asked.on, shorts_max=shorts_max),
    )
    if at.held.referral == "open":
        yield _task(at, asked, actor=COMPETENT, rule=rules.REFERRAL, limit=_decision(at, asked))
        return
    step = _next(at, asked)
    if step is not None:
        rule, limit = _limit(at, step, asked)
        actor = STAFF if step == CHECK else asked.policies(at.cell, asked.on).step(step).actor
        yield _task(at, asked, actor=actor, rule=rule, limit=limit, step=step)


def certificate(person_id: str, state: PersonState, asked: Asked) -> Iterator[Task]:
    """An awareness certificate that lapses within the warning time, before the cell's review. Source: domain 4.2."""
    place, certified_on = state.place_at(asked.on), state.certificate_on(asked.on)
    if place is None or certified_on is None or place.standing not in {Standing.TRAINED, Standing.APPLICANT}:
        return
    policies = asked.policies(place.unit_id, asked.on)
    limit = Limit(starts_on=certified_on, months=policies.number("certificate_months_max"))
    last = add_months(certified_on, limit.months or 0)
    warned_on = add_months(last, -policies.number("certificate_warning_months"))
    shorts_max = policies.number("votes_short_max")
    if asked.on < warned_on or C1 in papers(state, Step.CEREMONY, asked.on, shorts_max=shorts_max).standing:
        return
    task = Task(
        kind="certificate",
        office=place.unit_id,
        actor="cell",
        unit_id=place.unit_id,
        person_id=person_id,
        since=warned_on,
        rule=rules.CERTIFICATE,
        source=policies.source_of("certificate_months_max"),
    )
    yield timed(task, limit, asked)


def _next(at: _Dossier, asked: Asked) -> str | None:
    whole = kept_whole(at.state, asked.on, asked.organisation)
    decides = asked.organisation.unit(asked.office(COMPETENT, at.cell), asked.on)
    absent = absent_here(asked.organisation, at.cell, asked.on, decides)
    road = (step for step in ROAD if step not in absent and (whole or step not in SELDOM))
    return next((step for step in road if step not in at.held.standing), None)


def _limit(at: _Dossier, step: str, asked: Asked) -> tuple[DueRule, Limit | None]:
    """By which rule a step is due: C2, C3 and the check inside the time of the decision (domain 5)."""
    if step == C1:
        since = unreviewed_since(at.state, asked.on)
        starts_on, cell = (at.opened_on, at.cell) if since is None else (since.effective_on, since.unit_id or at.cell)
        months = asked.policies(cell, starts_on).number("dossier_stale_months_max")
        return rules.STALE, Limit(starts_on=starts_on, months=months)
    if step == C5:
        return rules.NEXT_STEP, None
    if step == C6:
        # Where no notice is recorded, the earliest day on which the cell can have received the decision.
        received = at.taken(C5, C4)
        return rules.CEREMONY, None if received is None else at.limit(C6, received, received.effective_on, asked)
    return rules.DECISION, _decision(at, asked)


def _decision(at: _Dossier, asked: Asked) -> Limit | None:
    """The time for C4 from the cell's resolution; where policy says so, anew from a dossier returned and completed."""
    resolved = at.taken(C1)
    if resolved is None:
        return None
    since = decision_since(resolved, at.cell, at.state, asked.on, asked.organisation)
    return None if since is None else at.limit(C4, resolved, since, asked)


def _task(
    at: _Dossier, asked: Asked, *, actor: str, rule: DueRule, limit: Limit | None, step: str | None = None
) -> Task:
    taken = [fact.effective_on for fact in at.held.votes]
    checked = at.state.last_fact(asked.on, "dossier_checked")
    if step == C4 and checked is not None:
        taken.append(checked.effective_on)
    waits = Text(vi="", en="") if step is None else named(step)
    says = rule.says
    task = Task(
        kind="dossier" if rule is not rules.REFERRAL else "referral",
        step=step,
        office=asked.office(COMPETENT if actor == STAFF else actor, at.cell),
        actor=actor,
        unit_id=at.cell,
        person_id=at.person_id,
        since=max([at.opened_on, *taken]),
        rule=rule,
        source=asked.policies(at.cell, asked.on if limit is None else limit.starts_on).source,
        why=says if step is None else Text(vi=f"{says.vi} Chờ: {waits.vi}.", en=f"{says.en} Waits for: {waits.en}."),
    )
    return timed(task, limit, asked)
