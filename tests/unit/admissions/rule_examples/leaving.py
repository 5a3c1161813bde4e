"""Examples of the rules on leaving and coming back."""

from datetime import date

from services.admissions.domain.person.commands_leaving import Evidence, ReviewKind, ReviewOutcome, ReviewStep
from services.admissions.domain.policy.in_force import Policies, policies_on
from services.admissions.domain.rules import evidence, leaving, leaving_bodies, readmission
from shared.contracts.movement import Kind, Standing
from tests.support import given as g
from tests.unit.admissions.rule_examples.example import Example

ON = date(2025, 11, 3)
CENTRAL: Policies = policies_on(g.organisation(), "prao", ON)
MONTHS = (date(2025, 8, 1), date(2025, 9, 1), date(2025, 10, 1))
BEFORE = (date(2024, 11, 1), *MONTHS[1:])
"""The first of these is the thirteenth month back."""


def _body(step: ReviewStep, cell: str) -> object:
    return leaving_bodies.body_of(g.organisation(), step, cell, ON, None)


EXAMPLES = (
    Example(
        leaving.KIND,
        lambda: leaving.removal(Kind.RESIGNED, None, Standing.OFFICIAL, CENTRAL),
        lambda: leaving.removal(Kind.TRANSFERRED, None, Standing.OFFICIAL, CENTRAL),
    ),
    Example(
        leaving.REASON,
        lambda: leaving.removal(Kind.STRUCK_OFF, "R7_PROBATION", Standing.PROBATIONARY, CENTRAL),
        lambda: leaving.removal(Kind.STRUCK_OFF, "R7_PROBATION", Standing.OFFICIAL, CENTRAL),
    ),
    Example(
        leaving.REASON,
        lambda: leaving.as_opened("R2_DUES", "R2_DUES"),
        lambda: leaving.as_opened("R3_CARD", "R2_DUES"),
    ),
    Example(
        evidence.EVIDENCE,
        lambda: evidence.evidence("R1_ABSENCE", Evidence(months=MONTHS), ON, CENTRAL),
        lambda: evidence.evidence("R1_ABSENCE", Evidence(months=MONTHS[:2]), ON, CENTRAL),
    ),
    Example(
        evidence.EVIDENCE,
        lambda: evidence.evidence("R2_DUES", Evidence(months=(date(2024, 12, 1), *MONTHS[1:])), ON, CENTRAL),
        lambda: evidence.evidence("R2_DUES", Evidence(months=BEFORE), ON, CENTRAL),
    ),
    Example(
        evidence.EVIDENCE,
        lambda: evidence.years_in_breach({2020, 2022, 2023}, 2),
        lambda: evidence.years_in_breach({2020, 2022, 2024}, 2),
    ),
    Example(
        leaving.OPEN,
        lambda: leaving.not_open_yet(ReviewKind.STRIKE_OFF, None),
        lambda: leaving.not_open_yet(ReviewKind.STRIKE_OFF, ON),
    ),
    Example(
        leaving.NOT_OPEN,
        lambda: leaving.is_open(ON, [ReviewKind.STRIKE_OFF], ON),
        lambda: leaving.is_open(None, [ReviewKind.STRIKE_OFF], ON),
    ),
    Example(
        leaving.OUTCOME,
        lambda: leaving.outcome_of(ReviewStep.SELF_REVIEW, ReviewOutcome.ASKED),
        lambda: leaving.outcome_of(ReviewStep.CELL_VOTE, ReviewOutcome.ASKED),
    ),
    Example(leaving.OUTCOME, lambda: leaving.closing("kept"), lambda: leaving.closing("forgotten")),
    Example(leaving.IN_BREACH, lambda: leaving.not_in_breach(None), lambda: leaving.not_in_breach(ON)),
    Example(
        leaving.NEEDED,
        lambda: leaving.review_needed(is_open=False, binds=False, kind=Kind.STRUCK_OFF),
        lambda: leaving.review_needed(is_open=False, binds=True, kind=Kind.STRUCK_OFF),
    ),
    Example(
        leaving.BEFORE,
        lambda: leaving.in_order(ReviewStep.GRASSROOTS_VOTE, [], {"X2"}),
        lambda: leaving.in_order(ReviewStep.GRASSROOTS_VOTE, [ReviewStep.CELL_VOTE], set()),
    ),
    Example(
        leaving.TAKEN,
        lambda: leaving.in_order(ReviewStep.CELL_VOTE, [], set()),
        lambda: leaving.in_order(ReviewStep.CELL_VOTE, [], {"X2"}),
    ),
    Example(
        leaving.NOT_HERE,
        lambda: _body(ReviewStep.GRASSROOTS_VOTE, "pa-du"),
        lambda: _body(ReviewStep.GRASSROOTS_VOTE, "school"),
    ),
    Example(
        leaving.ABSENT,
        lambda: leaving.heard(received=False, asked=3, policies=CENTRAL),
        lambda: leaving.heard(received=False, asked=2, policies=CENTRAL),
    ),
    Example(
        leaving.DISCIPLINE,
        lambda: leaving.discipline_kind("removal_from_post", Standing.OFFICIAL, CENTRAL),
        lambda: leaving.discipline_kind("removal_from_post", Standing.PROBATIONARY, CENTRAL),
    ),
    Example(
        leaving.EXEMPT,
        lambda: leaving.exemption(Standing.PROBATIONARY, binds=True),
        lambda: leaving.exemption(Standing.APPLICANT, binds=True),
    ),
    Example(
        readmission.NOT_LEFT,
        lambda: readmission.left(Kind.EXPELLED, ON),
        lambda: readmission.left(Kind.DECEASED, ON),
    ),
    Example(
        readmission.REASON_UNKNOWN,
        lambda: readmission.reason_known("R2_DUES", Kind.STRUCK_OFF, 7),
        lambda: readmission.reason_known(None, Kind.STRUCK_OFF, 7),
    ),
    Example(
        readmission.BARRED,
        lambda: readmission.not_barred(Kind.RESIGNED, "family_hardship", CENTRAL),
        lambda: readmission.not_barred(Kind.RESIGNED, "own_wish", CENTRAL),
    ),
    Example(
        readmission.TOO_EARLY,
        lambda: readmission.waited(date(2022, 11, 3), ON, CENTRAL),
        lambda: readmission.waited(date(2022, 11, 4), ON, CENTRAL),
    ),
    Example(
        readmission.TOO_EARLY,  # the last of a short month: 29/02 + 36 months is 28/02
        lambda: readmission.waited(date(2020, 2, 29), date(2023, 2, 28), CENTRAL),
        lambda: readmission.waited(date(2020, 2, 29), date(2023, 2, 27), CENTRAL),
    ),
    Example(
        readmission.CLEARED,
        lambda: readmission.record_cleared("less_serious_offence", date(2020, 11, 3), ON, CENTRAL),
        lambda: readmission.record_cleared("less_serious_offence", date(2020, 11, 4), ON, CENTRAL),
    ),
    Example(readmission.ONCE, lambda: readmission.first_time(0, CENTRAL), lambda: readmission.first_time(1, CENTRAL)),
    Example(
        readmission.CONSENT,
        lambda: readmission.consented(ON, date(2022, 11, 3), ON),
        lambda: readmission.consented(date(2022, 11, 2), date(2022, 11, 3), ON),  # of an earlier exit
    ),
    Example(
        readmission.OVERTURNED,
        lambda: readmission.overturned(Kind.STRUCK_OFF),
        lambda: readmission.overturned(Kind.RESIGNED),
    ),
)
