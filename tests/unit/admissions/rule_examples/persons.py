"""Examples of the rules on one person: dates, age, schooling, votes, order of steps, single acts."""

from datetime import date

from services.admissions.domain.person import commands as asked
from services.admissions.domain.person.commands import Outcome
from services.admissions.domain.policy.in_force import Policies, policies_on
from services.admissions.domain.rules import acts, attributes, bodies, dates, eligibility, steps, units, votes
from shared.contracts.facts import Votes
from shared.contracts.movement import Attributes, Standing
from tests.support import given as g
from tests.unit.admissions.rule_examples.example import Example

ON = date(2018, 10, 1)
CENTRAL: Policies = policies_on(g.organisation(), "prao", ON)
LOCAL: Policies = policies_on(g.organisation(), "pa-du", ON)
CERTIFIED = date(2013, 10, 1)
BALLOT = CENTRAL.vote("C1")


def _step(step: str, on: date, before: tuple[asked.PersonCommand, ...], **fields: object) -> object:
    return g.given().after(*before, g.step(step, on, **fields))


def ballot(*, present: int) -> Votes:
    """Six for and three against, of a base of nine."""
    return Votes(base=9, present=present, for_=6, against=3)


EXAMPLES = (
    Example(
        dates.FUTURE,
        lambda: dates.not_in_future(date(2021, 6, 30), date(2021, 6, 30)),
        lambda: dates.not_in_future(date(2021, 7, 1), date(2021, 6, 30)),
    ),
    Example(
        dates.CERTIFICATE_MISSING,
        lambda: dates.certificate_good(ON, ON, CENTRAL),
        lambda: dates.certificate_good(None, ON, CENTRAL),
    ),
    Example(
        dates.CERTIFICATE_EXPIRED,
        lambda: dates.certificate_good(CERTIFIED, date(2018, 10, 1), CENTRAL),
        lambda: dates.certificate_good(CERTIFIED, date(2018, 10, 2), CENTRAL),
    ),
    Example(
        dates.PROBATION_RUNNING,
        lambda: dates.probation_over(date(2019, 11, 20), date(2019, 11, 20)),
        lambda: dates.probation_over(date(2019, 11, 20), date(2019, 11, 19)),
    ),
    Example(
        dates.CEREMONY_UNKNOWN,
        lambda: dates.ceremony_before(date(2018, 1, 1), date(2018, 1, 1), needed=True),
        lambda: dates.ceremony_before(date(2018, 1, 2), date(2018, 1, 1), needed=True),
    ),
    Example(
        eligibility.AGE_UNKNOWN,
        lambda: eligibility.entry_age(date(1990, 1, 1), ON, CENTRAL),
        lambda: eligibility.entry_age(None, ON, CENTRAL),
    ),
    Example(
        eligibility.AGE,
        lambda: eligibility.entry_age(date(2000, 10, 1), ON, CENTRAL),  # 216 full months
        lambda: eligibility.entry_age(date(2000, 10, 2), ON, CENTRAL),
    ),
    Example(
        eligibility.AGE,
        lambda: eligibility.entry_age(date(1983, 10, 2), ON, LOCAL),  # 419 full months: under 35
        lambda: eligibility.entry_age(date(1983, 10, 1), ON, LOCAL),
    ),
    Example(
        eligibility.EXPERTISE,
        lambda: eligibility.schooling(Attributes(expertise="intermediate"), LOCAL),
        lambda: eligibility.schooling(Attributes(expertise="elementary"), LOCAL),
    ),
    Example(
        eligibility.EDUCATION,
        lambda: eligibility.schooling(Attributes(education="thcs"), CENTRAL),
        lambda: eligibility.schooling(Attributes(education="primary"), CENTRAL),
    ),
    Example(
        votes.NOT_SANE,
        lambda: votes.sane(ballot(present=9)),
        lambda: votes.sane(ballot(present=8)),
    ),
    Example(votes.NEEDED, lambda: votes.suffice(g.votes(6), BALLOT), lambda: votes.suffice(None, BALLOT)),
    Example(
        steps.BEFORE,
        lambda: _step("C3", g.C3_ON, (*g.TO_DOSSIER, g.step("C1", g.C1_ON))),
        lambda: _step("C3", g.C3_ON, g.TO_DOSSIER),
    ),
    Example(
        steps.TAKEN,
        lambda: _step("C1", g.C3_ON, (*g.TO_DOSSIER, g.step("C1", g.C1_ON, votes=g.votes(5)))),  # short of two thirds
        lambda: _step("C1", g.C3_ON, (*g.TO_DOSSIER, g.step("C1", g.C1_ON, votes=g.votes(6)))),
    ),
    Example(
        steps.HELD,
        lambda: _step("C6", g.C6_ON, g.TO_DECISION),
        lambda: _step("C6", g.C6_ON, g.TO_DECISION, outcome=Outcome.REFUSED),
    ),
    Example(
        bodies.BODY,
        lambda: _step("C3", g.C3_ON, (*g.TO_DOSSIER, g.step("C1", g.C1_ON)), body_unit_id="zuoih"),
        lambda: _step("C3", g.C3_ON, (*g.TO_DOSSIER, g.step("C1", g.C1_ON)), body_unit_id="nam-giang"),
    ),
    Example(
        bodies.NOT_BELOW,
        lambda: bodies.step_here(g.organisation(), asked.Step("C3"), "pa-du", ON),
        lambda: bodies.step_here(g.organisation(), asked.Step("C3"), "school", ON),
    ),
    Example(acts.UNIT_NEEDED, lambda: acts.unit_needed("pa-du"), lambda: acts.unit_needed(None)),
    Example(
        acts.OTHER_UNIT,
        lambda: acts.in_own_unit(g.organisation(), "pa-du", "pa-du", ON),
        lambda: acts.in_own_unit(g.organisation(), "prao", "pa-du", ON),
    ),
    Example(
        acts.DECISION_NEEDED,
        lambda: acts.decision_needed(g.paper("nam-giang", ON)),
        lambda: acts.decision_needed(None),
    ),
    Example(
        acts.DECISION_BODY,
        lambda: acts.decision_of(g.organisation(), g.paper("nam-giang", ON), "nam-giang", ON),
        lambda: acts.decision_of(g.organisation(), g.paper("prao", ON), "nam-giang", ON),
    ),
    Example(
        acts.NOT_A_MEMBER,
        lambda: acts.member_standing(Standing.PROBATIONARY, "/act"),
        lambda: acts.member_standing(Standing.APPLICANT, "/act"),
    ),
    Example(
        acts.SAME_UNIT,
        lambda: acts.to_another_unit(g.organisation(), "pa-lan", "pa-du", ON),
        lambda: acts.to_another_unit(g.organisation(), "pa-du", "pa-du", ON),
    ),
    Example(acts.NO_LETTER, lambda: acts.letter_open(True, ON), lambda: acts.letter_open(False, ON)),
    Example(
        acts.ELSEWHERE,
        lambda: acts.where_the_letter_leads(
            g.organisation(), "pa-lan", "school", "pa-lan", ON
        ),  # the successor of the closed cell
        lambda: acts.where_the_letter_leads(g.organisation(), "prao", "school", "pa-lan", ON),
    ),
    Example(acts.ERASED, lambda: acts.not_erased(False), lambda: acts.not_erased(True)),
    Example(
        attributes.UNKNOWN,
        lambda: attributes.typed("occupation", "farmer"),
        lambda: attributes.typed("religion", "none"),
    ),
    Example(attributes.VALUE, lambda: attributes.typed("sex", "f"), lambda: attributes.typed("sex", "F")),
    Example(
        attributes.NOTHING,
        lambda: attributes.require_change(Attributes(tasked=True), {"tasked": None}),
        lambda: attributes.require_change(Attributes(tasked=True), {"tasked": True}),
    ),
    Example(
        units.NO_SUCCESSOR,
        lambda: units.carried_on(g.organisation(g.closing("pa-du", ON, "pa-lan")), "pa-du", ON),
        lambda: units.carried_on(g.organisation(g.closing("pa-du", ON, None)), "pa-du", ON),
    ),
)
