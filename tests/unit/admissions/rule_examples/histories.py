"""Examples of the rules on histories: order of states, late facts, corrections."""

from datetime import date

from services.admissions.domain.person import commands as asked
from services.admissions.domain.person.commands import LineRef
from services.admissions.domain.person.commands_leaving import Remove
from services.admissions.domain.rules import corrections, crossing
from shared.contracts.movement import Kind
from tests.support import given as g
from tests.unit.admissions.rule_examples.example import Example

LATE = date(2018, 11, 25)
MEMBER = g.enrol(attributes=g.FIT)


def _change(on: date, occupation: str, *drop: LineRef) -> asked.ChangeProfile:
    return asked.ChangeProfile(actor=g.OFFICER, effective_on=on, changes={"occupation": occupation}, drop=drop)


def _left(on: date, *drop: LineRef) -> Remove:
    return Remove(actor=g.OFFICER, effective_on=on, kind=Kind.RESIGNED, drop=drop)


def _correct(position: int, instead: asked.Fact | None = None) -> asked.Correct:
    return asked.Correct(actor=g.OFFICER, position=position, ground="clerical", instead=instead)


EXAMPLES = (
    Example(
        crossing.ORDER,
        lambda: g.given().after(*g.TO_DECISION, g.step("C6", g.C6_ON)),
        lambda: g.given().after(MEMBER, g.step("C6", g.C6_ON)),
    ),
    Example(
        crossing.CROSSED,
        lambda: g.given(MEMBER, _change(LATE, "farmer")).after(_left(LATE)),
        lambda: g.given(MEMBER, _change(date(2018, 11, 26), "farmer")).after(_left(LATE)),
    ),
    Example(
        crossing.DROP,
        lambda: g.given(MEMBER, _change(date(2018, 11, 26), "farmer")).after(_left(LATE, LineRef(102, 0))),
        lambda: g.given(MEMBER, _change(LATE, "farmer")).after(_left(LATE, LineRef(102, 0))),
    ),
    Example(
        corrections.UNKNOWN,
        lambda: g.given(MEMBER).after(_correct(101, g.enrol(cell="prao"))),
        lambda: g.given(MEMBER).after(_correct(102, g.enrol(cell="prao"))),
    ),
    Example(
        corrections.OTHER_SORT,
        lambda: g.given(MEMBER).after(_correct(101, g.enrol(cell="prao"))),
        lambda: g.given(MEMBER).after(_correct(101, g.nominate())),
    ),
    Example(
        corrections.BUILT_ON,
        lambda: g.given(*g.TO_DOSSIER, g.step("C1", g.C1_ON)).after(_correct(104)),
        lambda: g.given(*g.TO_DOSSIER, g.step("C1", g.C1_ON), g.step("C3", g.C3_ON)).after(_correct(104)),
    ),
)
