"""Examples of the rules on classes and meetings."""

from datetime import date

from services.admissions.domain.rules import meetings, training
from shared.contracts.organisation import ClassKind, ClassOpened
from shared.core.stream import Position
from tests.support import given as g
from tests.unit.admissions.rule_examples.example import Example

FIRST, LAST = date(2018, 5, 7), date(2018, 5, 11)
AWARENESS = ClassOpened(
    actor=g.OFFICER,
    effective_on=FIRST,
    class_id="lop-1",
    kind=ClassKind.AWARENESS,
    unit_id="nam-giang",
    ends_on=LAST,
)
TREE = g.organisation()
TREE.apply(Position(900), "lop-1", AWARENESS)

EXAMPLES = (
    Example(
        training.UNKNOWN,
        lambda: training.known_class(TREE, "lop-1"),
        lambda: training.known_class(TREE, "lop-2"),
    ),
    Example(training.EXISTS, lambda: training.new_class(TREE, "lop-2"), lambda: training.new_class(TREE, "lop-1")),
    Example(
        training.ENDS,
        lambda: training.ends_after_start(LAST, LAST),
        lambda: training.ends_after_start(LAST, FIRST),
    ),
    Example(
        training.KIND,
        lambda: training.of_kind(AWARENESS, ClassKind.AWARENESS),
        lambda: training.of_kind(AWARENESS, ClassKind.NEW_MEMBER),
    ),
    Example(
        training.NOT_OVER,
        lambda: training.over(AWARENESS, LAST),
        lambda: training.over(AWARENESS, date(2018, 5, 10)),
    ),
    Example(
        training.ROSTER,
        lambda: training.on_roster(AWARENESS, listed=True),
        lambda: training.on_roster(AWARENESS, listed=False),
    ),
    Example(
        training.CERTIFIED,
        lambda: training.not_certified(AWARENESS, None),
        lambda: training.not_certified(AWARENESS, LAST),
    ),
    Example(
        training.TOO_LARGE,
        lambda: training.drawn_from("Tổ chức NAM-GIANG (nam-giang)", training.PEOPLE_MAX),
        lambda: training.drawn_from("Tổ chức NAM-GIANG (nam-giang)", training.PEOPLE_MAX + 1),
    ),
    Example(
        training.NOBODY,
        lambda: training.some_to_certify("lop-1", 1, 10),
        lambda: training.some_to_certify("lop-1", 0, 10),
    ),
    Example(
        meetings.ELSEWHERE,
        lambda: meetings.below_the_body(TREE, "pa-du", "zuoih", FIRST),
        lambda: meetings.below_the_body(TREE, "school", "zuoih", FIRST),
    ),
)
