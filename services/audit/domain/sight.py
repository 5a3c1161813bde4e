"""How much of a person's trail a unit sees: all while the person is there, else up to the day of leaving (design 9)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """One movement line of a person: where to (None: outside), when, and which line it takes back, if one."""

    position: int
    line: int
    effective_on: date
    to_unit_id: str | None
    undoes: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class Sight:
    """`allowed`: the person is or was in one of the caller's units. `until`: shown up to this date; None: all."""

    allowed: bool
    until: date | None


def sight_of(moves: Sequence[Move], sees: Callable[[str], bool]) -> Sight:
    """Fold the movements in force, by (effective_on, position, line), and find when the caller's units were last left.

    A person who ended (death, removal) in the caller's units stays visible to them; so does a record of which nothing
    is in force any more (it was entered by mistake), to those whose units it once named.
    """
    undone = {move.undoes for move in moves if move.undoes is not None}
    in_force = [move for move in moves if move.undoes is None and (move.position, move.line) not in undone]
    if not in_force:
        return Sight(allowed=any(move.to_unit_id is not None and sees(move.to_unit_id) for move in moves), until=None)
    in_force.sort(key=lambda move: (move.effective_on, move.position, move.line))
    was_here, left_on, ever = False, None, False
    for move in in_force:
        here = was_here if move.to_unit_id is None else sees(move.to_unit_id)
        if was_here and not here:
            left_on = move.effective_on
        was_here, ever = here, ever or here
    if was_here:
        return Sight(allowed=True, until=None)
    return Sight(allowed=ever, until=left_on)
