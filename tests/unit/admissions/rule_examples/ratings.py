"""Examples of the rules on ratings of members and of organisations, and on suspended activity."""

from datetime import date
from functools import partial

from services.admissions.domain.policy.in_force import Policies, policies_on
from services.admissions.domain.rating import suspension
from services.admissions.domain.rules import rating_groups, ratings
from shared.contracts.facts import Decision
from shared.contracts.movement import Attributes, Rating, Standing
from shared.contracts.organisation import RatedGroup, RatingsClosed, UnitRated
from shared.core.stream import Position
from shared.tree.organisation import Organisation
from shared.tree.unit import Unit
from tests.support import given as g
from tests.unit.admissions.rule_examples.example import Example

YEAR_END = date(2020, 12, 31)
LATER = date(2025, 12, 31)
TREE = g.organisation()
THEN: Policies = policies_on(TREE, "pa-du", YEAR_END)
NOW: Policies = policies_on(TREE, "pa-du", LATER)
BEFORE: Policies = policies_on(TREE, "pa-du", date(2016, 12, 31))
HALF_A_YEAR = Policies(values={"rating_admitted_months_min": 6}, position=1, on=YEAR_END, cited={})
PAPER = Decision(body_unit_id="zuoih", number="41-QĐ/ĐU", date=YEAR_END)
GOOD = Rating(scheme="QD132-2018", period="2020", grade="GOOD")


def _unit(unit_id: str) -> Unit:
    found = TREE.unit(unit_id, YEAR_END)
    assert found is not None
    return found


def _closed() -> Organisation:
    """zuoih has closed the ratings of its members for 2020."""
    found = g.organisation()
    data = RatingsClosed(
        actor=g.OFFICER,
        effective_on=YEAR_END,
        unit_id="zuoih",
        period="2020",
        of="members",
        groups=(),
        decision=PAPER,
        policy=1,
    )
    found.apply(Position(900), "zuoih", data)
    return found


def _rated(unit_id: str = "pa-du") -> tuple[int, UnitRated]:
    data = UnitRated(
        actor=g.OFFICER,
        effective_on=YEAR_END,
        unit_id=unit_id,
        body_unit_id="zuoih",
        scheme="QD132-2018",
        period="2020",
        grade="GOOD",
        group="village",
        decision=PAPER,
        policy=1,
    )
    return 901, data


def group(excellent: int, good: int, policies: Policies = THEN) -> RatedGroup:
    """A grassroots organisation with so many of each."""
    return ratings.Cap(policies=policies).of("zuoih", {"EXCELLENT": excellent, "GOOD": good, "COMPLETED": 3})


def _cap(excellent: int, good: int) -> None:
    ratings.within_cap([group(excellent, good)], THEN, LABEL)


LABEL = partial(g.organisation().label, on=date(2020, 12, 31))
CLOSED = _closed()
EXAMPLES = (
    Example(
        ratings.MEMBERS_ONLY,
        lambda: ratings.of_members(Standing.PROBATIONARY),
        lambda: ratings.of_members(Standing.APPLICANT),
    ),
    Example(
        ratings.GRADE,
        lambda: ratings.grade_known("QUALIFIED", BEFORE),  # a word of the scheme of that time
        lambda: ratings.grade_known("QUALIFIED", THEN),
    ),
    Example(
        ratings.PERIOD,
        lambda: ratings.period_rated("2020", YEAR_END, THEN),
        lambda: ratings.period_rated("2020", date(2020, 12, 30), THEN),
    ),
    Example(
        ratings.PERIOD,
        lambda: ratings.period_rated("2025-Q3", date(2025, 9, 30), NOW),  # from QĐ 366 on
        lambda: ratings.period_rated("2020-Q3", date(2020, 9, 30), THEN),
    ),
    Example(
        ratings.OUTSIDE,
        lambda: ratings.member_rated(Attributes(), suspended=False),
        lambda: ratings.member_rated(Attributes(exempt=True), suspended=False),
    ),
    Example(
        ratings.OUTSIDE,
        lambda: ratings.member_rated(Attributes(), suspended=False),
        lambda: ratings.member_rated(Attributes(), suspended=True),
    ),
    Example(
        ratings.RECENT,
        lambda: ratings.admitted_long_enough(date(2020, 6, 30), YEAR_END, HALF_A_YEAR),
        lambda: ratings.admitted_long_enough(date(2020, 7, 1), YEAR_END, HALF_A_YEAR),
    ),
    Example(
        ratings.BODY,
        lambda: ratings.rating_body(TREE, "pa-du", YEAR_END, "zuoih"),
        lambda: ratings.rating_body(TREE, "pa-du", YEAR_END, "pa-du"),  # below a committee the cell only proposes
    ),
    Example(
        ratings.PAPER,
        lambda: ratings.decided_in_writing("41-QĐ/ĐU"),
        lambda: ratings.decided_in_writing(None),
    ),
    Example(ratings.TWICE, lambda: ratings.not_rated_yet(None, "2020"), lambda: ratings.not_rated_yet(GOOD, "2020")),
    Example(
        ratings.CLOSED,
        lambda: ratings.still_open(CLOSED, "school", "2020", "members", YEAR_END),  # not below zuoih
        lambda: ratings.still_open(CLOSED, "pa-du", "2020", "members", YEAR_END),
    ),
    Example(
        ratings.CLOSED,
        lambda: ratings.still_open(CLOSED, "pa-du", "2021", "members", YEAR_END),
        lambda: ratings.still_open(CLOSED, "zuoih", "2020", "members", YEAR_END),
    ),
    Example(ratings.CAP, lambda: _cap(0, 4), lambda: _cap(1, 4)),
    Example(ratings.CAP, lambda: _cap(1, 5), lambda: _cap(1, 4)),
    Example(ratings.CAP, lambda: _cap(1, 9), lambda: _cap(2, 9)),
    Example(ratings.CAP, lambda: _cap(2, 10), lambda: _cap(2, 9)),
    Example(
        rating_groups.ABOVE,
        lambda: rating_groups.rates_below(TREE, _unit("zuoih"), _unit("pa-du"), YEAR_END),
        lambda: rating_groups.rates_below(TREE, _unit("zuoih"), _unit("zuoih"), YEAR_END),
    ),
    Example(
        ratings.TWICE,
        lambda: rating_groups.replaces(None, None, None, "2020"),
        lambda: rating_groups.replaces(_rated(), None, None, "2020"),
    ),
    Example(
        rating_groups.REPLACES,
        lambda: rating_groups.replaces(_rated(), 901, "clerical_error", "2020"),
        lambda: rating_groups.replaces(_rated(), 900, "clerical_error", "2020"),
    ),
    Example(
        rating_groups.PARTLY,
        lambda: rating_groups.whole_groups(TREE, _unit("zuoih"), YEAR_END, THEN),
        lambda: rating_groups.whole_groups(TREE, _unit("pa-du"), YEAR_END, THEN),
    ),
    Example(
        rating_groups.TOO_MANY,
        lambda: rating_groups.counted_among(LABEL("zuoih"), rating_groups.PEOPLE_MAX),
        lambda: rating_groups.counted_among(LABEL("zuoih"), rating_groups.PEOPLE_MAX + 1),
    ),
    Example(
        suspension.NO_CHANGE,
        lambda: suspension.changes_state(True, YEAR_END, lifted=True),
        lambda: suspension.changes_state(True, YEAR_END, lifted=False),
    ),
)
