"""Who sees how much of a trail: the fold against a model that walks through every single day."""

from collections.abc import Sequence
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from services.audit.domain.sight import Move, Sight, sight_of

START = date(2020, 1, 1)
DAYS = 12
OURS = frozenset({"a", "b"})


def day(number: int) -> date:
    return START + timedelta(days=number)


def move(position: int, on: int, to: str | None, *, undoes: tuple[int, int] | None = None) -> Move:
    return Move(position=position, line=0, effective_on=day(on), to_unit_id=to, undoes=undoes)


@st.composite
def histories(draw: st.DrawFn) -> list[Move]:
    """Movements in any order of dates, some of them taken back later."""
    count = draw(st.integers(0, 6))
    places = st.sampled_from(["a", "b", "c", "d", None])
    made = [move(n + 1, draw(st.integers(0, DAYS)), draw(places)) for n in range(count)]
    undone = draw(st.sets(st.sampled_from(range(count)))) if count else set()
    made += [move(100 + number, 0, None, undoes=(number + 1, 0)) for number in undone]
    return draw(st.permutations(made))


def by_days(moves: Sequence[Move]) -> Sight:
    """The same question asked day by day: where was the person at each day's end, and when did we last lose sight?"""
    undone = {each.undoes for each in moves}
    counted = [each for each in moves if each.undoes is None and (each.position, each.line) not in undone]
    if not counted:
        return Sight(allowed=any(each.to_unit_id in OURS for each in moves), until=None)
    with_us, ever, left = False, False, None
    for number in range(DAYS + 1):
        for each in sorted((m for m in counted if m.effective_on == day(number)), key=lambda m: m.position):
            if each.to_unit_id is None:
                continue
            if with_us and each.to_unit_id not in OURS:
                left = day(number)
            with_us = each.to_unit_id in OURS
            ever = ever or with_us
    return Sight(allowed=ever, until=None if with_us else left)


@given(histories())
def test_the_fold_says_what_walking_through_the_days_says(moves: list[Move]) -> None:
    assert sight_of(moves, OURS.__contains__) == by_days(moves)


def test_a_person_who_ended_with_us_stays_visible() -> None:
    assert sight_of([move(1, 0, "a"), move(2, 5, None)], OURS.__contains__) == Sight(allowed=True, until=None)


def test_a_person_who_came_back_is_seen_whole_again() -> None:
    assert sight_of([move(1, 0, "a"), move(2, 3, "c"), move(3, 6, "b")], OURS.__contains__).until is None


def test_a_departure_that_was_taken_back_hides_nothing() -> None:
    moves = [move(1, 0, "a"), move(2, 3, "c"), move(3, 3, None, undoes=(2, 0))]
    assert sight_of(moves, OURS.__contains__) == Sight(allowed=True, until=None)


def test_a_person_who_was_never_with_us_is_not_seen() -> None:
    assert not sight_of([move(1, 0, "c"), move(2, 3, "d")], OURS.__contains__).allowed
    assert not sight_of([], OURS.__contains__).allowed
