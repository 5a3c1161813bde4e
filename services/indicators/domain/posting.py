"""The double entry: a movement posts -1 where the person leaves and +1 where they arrive (design 6). Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntEnum

from shared.contracts.movement import Kind, Movement, Place
from shared.core.stream import Position


class Side(IntEnum):
    """Which end of the movement a posting stands at; also its amount when nothing is undone."""

    FROM = -1
    TO = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Posting:
    """One end of one movement, in the leaf unit where it happened.

    `amount`: the side, its sign swapped when the movement undoes one. `counter`: the place at the other end, None for
    the outside. `recorded_us`: when it was known, microseconds since 1970; `position` and `line` order it exactly.
    """

    position: Position
    line: int
    side: Side
    amount: int
    kind: Kind
    place: Place
    counter: Place | None
    effective_on: date
    recorded_us: int

    @property
    def shifts(self) -> bool:
        """Whether sums by unit and standing need it: not where a change or a rating touched attributes alone."""
        counter = self.counter
        return (
            self.kind not in _OF_ATTRIBUTES
            or counter is None
            or counter.unit_id != self.place.unit_id
            or counter.standing != self.place.standing
        )


_OF_ATTRIBUTES = frozenset({Kind.CHANGED, Kind.RATED})


def postings_of(movements: Sequence[Movement], *, position: Position, recorded_us: int) -> Iterator[Posting]:
    """The postings of one event's movements; the outside holds none. Source: design 6."""
    for line, movement in enumerate(movements):
        sign = 1 if movement.undo is None else -1
        ends = ((Side.FROM, movement.from_, movement.to), (Side.TO, movement.to, movement.from_))
        for side, place, counter in ends:
            if place is not None:
                yield Posting(
                    position=position,
                    line=line,
                    side=side,
                    amount=sign * side,
                    kind=movement.kind,
                    place=place,
                    counter=counter,
                    effective_on=movement.effective_on,
                    recorded_us=recorded_us,
                )
