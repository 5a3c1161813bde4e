"""What a step demands on a day in one dossier: asked when it is recorded or corrected, and beforehand."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial

from services.admissions.domain.person.commands import Step
from services.admissions.domain.person.papers import Papers, consent, papers
from services.admissions.domain.person.state import PersonState, Recorded
from services.admissions.domain.person.whole import SEVEN, binds, opening
from services.admissions.domain.policy.in_force import DeadlineRule, Policies, StepRule, policies_on
from services.admissions.domain.rules import consents, dates, eligibility, introduction, steps
from services.admissions.domain.rules import papers as rules
from services.admissions.domain.rules.bodies import absent_here
from shared.contracts.movement import Attributes
from shared.core.working_days import Due
from shared.tree.organisation import Organisation
from shared.tree.unit import Unit

Demand = Callable[[], None]
"""Raises a Refusal when it is not met."""
PROBATION_ENDED = frozenset({Step.SELF_REVIEW, Step.MENTOR_REMARKS, Step.CELL_RECOGNITION})


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """A step in its dossier on a day. `whole`: every need of the policy binds, not only those among the seven."""

    state: PersonState
    step: Step
    on: date
    unit_id: str
    organisation: Organisation
    policies: Policies
    rule: StepRule
    papers: Papers
    whole: bool
    absent: frozenset[str]

    @property
    def missing(self) -> list[str]:
        """The steps that must stand before this one and do not."""
        needs = [each for each in self.rule.needs if self.whole or each in SEVEN]
        return steps.missing_before(needs, self.papers.standing, self.absent)


def setting(
    state: PersonState, step: Step, on: date, unit_id: str, *, organisation: Organisation, body: Unit | None = None
) -> Setting:
    """The step on a day in a cell; `body`: who takes it, where that changes what stands before it (C4, D8)."""
    policies = policies_on(organisation, unit_id, on)
    return Setting(
        state=state,
        step=step,
        on=on,
        unit_id=unit_id,
        organisation=organisation,
        policies=policies,
        rule=policies.step(step.value),
        papers=papers(state, step, on, shorts_max=policies.number("votes_short_max")),
        whole=binds(state, step.value, on, organisation),
        absent=absent_here(organisation, unit_id, on, body),
    )


def demands(at: Setting) -> Iterator[Demand]:
    """Order first: what must stand before the step. Source: domain 5."""
    regulation = at.policies.source
    if at.whole and at.step.value[0] == "C":
        yield partial(consents.not_referred, at.step.value, at.papers.referral, regulation)
    yield partial(steps.in_order, at.step, at.missing, regulation)


def content(at: Setting) -> Iterator[Demand]:
    """Then what the papers and dates must be; a refusal by a body asks for none of this. Source: domain 4, 5, 6."""
    if at.step in {Step.CELL_REVIEW, Step.APPLICATION} and (at.whole or at.step is Step.CELL_REVIEW):
        yield partial(dates.certificate_good, at.state.certificate_on(at.on), at.on, at.policies)
    if at.step in PROBATION_ENDED and (at.whole or at.step is Step.CELL_RECOGNITION):
        yield partial(_probation_over, at)
    if not at.whole:
        return
    if set(at.rule.needs) & steps.UNION:
        yield partial(introduction.road_complete, at.papers.introducers(), at.papers.unions(), at.policies)
    if at.rule.papers:
        yield partial(rules.extras_there, at.rule.papers, at.papers.extras(), at.policies)
    if at.step is Step.CELL_REVIEW:
        yield partial(_fresh, at)
    if at.step is Step.CEREMONY:
        yield partial(_ceremony_in_time, at)


def of_applicant(at: Setting, birth_date: date | None, attributes: Attributes) -> Iterator[Demand]:
    """At the cell's review: age and schooling, with the consents that lift a limit. Source: domain 4.1."""
    if at.step is not Step.CELL_REVIEW:
        return
    over_60 = consent(at.state, "over_60", at.on) is not None
    exception = consent(at.state, "education_exception", at.on) is not None
    yield partial(eligibility.entry_age, birth_date, at.on, at.policies, over_60_agreed=over_60)
    yield partial(eligibility.schooling, attributes, at.policies, exception_agreed=exception)


def limit(at: Setting, name: str) -> tuple[Recorded, DeadlineRule] | None:
    """The time limit of a step, with the fact that started it: by the policy of the day it started. Domain 12.1."""
    starts = at.policies.deadline(name).starts
    fact = next((each for each in reversed(at.papers.votes) if each.step == starts), None)
    if fact is None:
        return None
    then = policies_on(at.organisation, fact.unit_id or at.unit_id, fact.effective_on)
    return fact, then.deadline(name)


def due(at: Setting, name: str) -> tuple[date, Due] | None:
    """When a step is due, and from when it counts; without any extension. Source: contracts 4."""
    running = limit(at, name)
    if running is None:
        return None
    fact, rule = running
    days = at.organisation.working_days()
    return fact.effective_on, days.due(fact.effective_on, rule.working_days)


def _probation_over(at: Setting) -> None:
    official = dates.official_on(at.state.ceremony_on(at.on), at.policies)
    dates.probation_over(official, at.on)


def _fresh(at: Setting) -> None:
    opened = opening(at.state, at.on)
    if opened is None:
        return
    reviewed = [
        fact.effective_on
        for fact in at.state.facts
        if fact.step == Step.CELL_REVIEW and opened.effective_on <= fact.effective_on < at.on
    ]
    rules.fresh(opened.effective_on, reviewed, at.papers.made_on(), at.on, at.policies)


def _ceremony_in_time(at: Setting) -> None:
    received = due(at, Step.CEREMONY.value)
    if received is None:
        return
    received_on, last = received
    agreed = consent(at.state, "late_ceremony", at.on)
    consents.ceremony_in_time(received_on, last, at.on, agreed, at.policies.source_of("deadlines"))
