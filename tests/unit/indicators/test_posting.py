"""A movement posts -1 where the person leaves and +1 where they arrive."""

from datetime import date

from services.indicators.domain.posting import Posting, Side, postings_of
from shared.contracts.movement import Attributes, Kind, Movement, Place, Standing, Undo
from shared.core.stream import Position

DAY = date(2020, 2, 1)
HERE = Place(unit_id="a", standing=Standing.OFFICIAL, attributes=Attributes(sex="f"))
THERE = Place(unit_id="b", standing=Standing.OFFICIAL, attributes=Attributes(sex="f"))


def posted(*movements: Movement) -> list[Posting]:
    return list(postings_of(movements, position=Position(7), recorded_us=1))


def test_a_move_leaves_one_place_and_arrives_in_the_other() -> None:
    move = Movement(kind=Kind.TRANSFERRED, effective_on=DAY, from_=HERE, to=THERE, undo=None)
    leaving, arriving = posted(move)
    assert (leaving.side, leaving.amount, leaving.place, leaving.counter) == (Side.FROM, -1, HERE, THERE)
    assert (arriving.side, arriving.amount, arriving.place, arriving.counter) == (Side.TO, 1, THERE, HERE)
    assert {(p.position, p.line, p.kind, p.effective_on) for p in (leaving, arriving)} == {
        (7, 0, Kind.TRANSFERRED, DAY)
    }


def test_an_undone_move_posts_the_same_with_signs_swapped() -> None:
    undone = Movement(kind=Kind.TRANSFERRED, effective_on=DAY, from_=HERE, to=THERE, undo=Undo(position=3, line=0))
    assert [(p.side, p.amount, p.place) for p in posted(undone)] == [(Side.FROM, 1, HERE), (Side.TO, -1, THERE)]


def test_the_outside_holds_no_posting() -> None:
    entry = Movement(kind=Kind.ENROLLED, effective_on=DAY, from_=None, to=HERE, undo=None)
    death = Movement(kind=Kind.DECEASED, effective_on=DAY, from_=HERE, to=None, undo=None)
    assert [(p.line, p.side, p.counter) for p in posted(entry, death)] == [(0, Side.TO, None), (1, Side.FROM, None)]
