"""What a step demands on a day in one dossier: asked when it is recorded or corrected, and beforehand."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial

from services.admissions.domain.person.clocks import decision_since, unreviewed_since
from services.admissions.domain.person.commands import Outcome, Step
from services.admissions.domain.person.papers import Papers, consent, papers
from services.admissions.domain.person.state import PersonState
from services.admissions.domain.person.whole import SEVEN, binds
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
    yield partial(steps.in_order, at.step, at.missing, at.on, regulation)


def content(at: Setting) -> Iterator[Demand]:
    """Then what the papers and dates must be; a refusal by a body asks for none of this. Source: domain 4, 5, 6."""
    if at.step in {Step.CELL_REVIEW, Step.APPLICATION} and (at.whole or at.step is Step.CELL_REVIEW):
        yield partial(dates.certificate_good, at.state.certificate_on(at.on), at.on, at.policies)
    if at.step in PROBATION_ENDED and (at.whole or at.step is Step.CELL_RECOGNITION):
        yield partial(_probation_over, at)
    if not at.whole:
        return
    if set(at.rule.needs) & steps.UNION:
        # Two records of one person, merged since the introduction, are one introducer.
        introducers = {at.organisation.offices.identity_of(each) for each in at.papers.introducers()}
        yield partial(introduction.road_complete, len(introducers), at.papers.unions(), at.policies)
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """A time limit that runs: since when, how long, and the regulation that says so: all of the day it started."""

    started_on: date
    rule: DeadlineRule
    regulation: str


def running(at: Setting, name: str) -> Running | None:
    """The time limit of a step, by the policy of the day and the cell in which it started. Source: domain 12.1.

    A vote of the cell on recognition that fell short is no resolution: nothing runs until the bodies above decide.
    """
    starts = at.policies.deadline(name).starts
    fact = next((each for each in reversed(at.papers.votes) if each.step == starts), None)
    if fact is None:
        return None
    settled_above = at.papers.referral is not None or starts in at.papers.standing
    if fact.outcome == Outcome.SHORT and not settled_above:
        return None
    started_on: date | None = fact.effective_on
    if name == Step.ADMISSION_DECISION.value:
        started_on = decision_since(fact, at.unit_id, at.state, at.on, at.organisation)
    if started_on is None:
        return None
    then = policies_on(at.organisation, fact.unit_id or at.unit_id, started_on)
    return Running(started_on=started_on, rule=then.deadline(name), regulation=then.source_of("deadlines"))


def last_day(at: Setting, limit: Running) -> Due:
    """Until when what a limit binds is in time, without any extension. Source: contracts 4."""
    return at.organisation.working_days().due(limit.started_on, limit.rule.working_days)


def official_on(at: Setting) -> date:
    """Month 12, by the policy of the ceremony's day, which a probation that runs keeps. Contracts 4; domain 12.1."""
    ceremony_on = at.state.ceremony_on(at.on)
    policies = at.policies if ceremony_on is None else policies_on(at.organisation, at.unit_id, ceremony_on)
    return dates.official_on(ceremony_on, policies)


def _probation_over(at: Setting) -> None:
    dates.probation_over(official_on(at), at.on)


def _fresh(at: Setting) -> None:
    since = unreviewed_since(at.state, at.on)
    if since is not None:
        then = policies_on(at.organisation, since.unit_id or at.unit_id, since.effective_on)
        months = then.number("dossier_stale_months_max")
        rules.fresh(since.effective_on, at.papers.made_on(), at.on, at.policies, months=months)


def _ceremony_in_time(at: Setting) -> None:
    limit = running(at, Step.CEREMONY.value)
    if limit is None:
        return
    agreed, decided = consent(at.state, "late_ceremony", at.on), at.papers.newest(Step.ADMISSION_DECISION)
    if agreed is not None and decided is not None and agreed < decided.effective_on:
        agreed = None  # Nobody agrees to lateness before there is a decision to be late with.
    consents.ceremony_in_time(limit.started_on, last_day(at, limit), at.on, agreed, limit.regulation)
