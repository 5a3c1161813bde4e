"""The late-fact engine: takes back what a fact crosses, states the fact, and states the rest again from the new place.

Every fact goes this road; one that crosses nothing just adds its lines (design 2.4, contracts 3).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from services.admissions.domain.person.change import Change, Effect, applied
from services.admissions.domain.person.commands import LineRef
from services.admissions.domain.person.state import Held
from services.admissions.domain.rules.crossing import Crossed, refuse_crossed, refuse_drop, refuse_order
from services.admissions.domain.rules.order import Before, objection
from services.admissions.domain.rules.units import carried_on
from shared.contracts.movement import Kind, Movement, Place, Undo
from shared.core.text import Text
from shared.tree.organisation import Organisation


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A movement to be stated. `held`: the one in force that it states again; None when the fact itself moves."""

    kind: Kind
    effective_on: date
    effect: Effect
    held: Held | None = None

    @property
    def from_unit_id(self) -> str | None:
        """The closed unit, where a restructuring is stated again."""
        before = self.held.movement.from_ if self.held is not None else None
        return before.unit_id if before is not None and self.kind is Kind.RESTRUCTURED else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rewrite:
    """What is to become of a person's movements.

    `own`: the fact's own lines. `corrects`: the fact (by position) whose movements they replace. `drop`: crossed
    movements named as falling away. `moved_to`: crossed movements that get another date.
    """

    own: Sequence[Line] = ()
    corrects: int | None = None
    drop: frozenset[LineRef] = frozenset()
    moved_to: Mapping[LineRef, date] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rewritten:
    """The movements of the event to be, and for each the fact that stated it first (empty when none is restated)."""

    movements: tuple[Movement, ...]
    restates: tuple[int, ...] = ()


def rewrite(in_force: Sequence[Held], change: Rewrite, organisation: Organisation) -> Rewritten:
    """The movements that turn what is in force into what it should be: undone newest first, then stated in order.

    Raises a Refusal when the fact cannot follow, when it makes a crossed movement impossible that `drop` does not name,
    and when `drop` names one that is not crossed or stays possible.
    """
    wanted = _wanted(in_force, change)
    kept = _common_prefix(in_force, wanted)
    undone = in_force[kept:]
    _require_crossed(change, undone)
    fold = _Fold(organisation, in_force[:kept], change.drop)
    for line in wanted[kept:]:
        fold.take(line)
    fold.end(moved=len(wanted) > kept or bool(undone))
    if fold.impossible:
        raise refuse_crossed(fold.impossible)
    back = [_back_of(held) for held in reversed(undone)]
    restates = [0] * len(back) + fold.restates
    return Rewritten(movements=(*back, *fold.stated), restates=tuple(restates) if any(restates) else ())


def without(
    in_force: Sequence[Held], fact: int, drop: frozenset[LineRef], organisation: Organisation
) -> tuple[Held, ...]:
    """What would be in force had a fact not been stated: the basis on which a correction of it is judged.

    What becomes impossible is left out here; `rewrite` then judges it.
    """
    found: list[Held] = []
    before = Before(place=None)
    for held in in_force:
        if held.fact == fact or held.ref in drop:
            continue
        line = again(held)
        if _objection(line, before, organisation) is not None:
            continue
        movement = _stated(line, before.place)
        found.append(replace(held, movement=movement))
        before = _after(before, movement)
    return tuple(found)


def taken_back(in_force: Sequence[Held]) -> tuple[Movement, ...]:
    """The lines that take back all that is in force, newest first."""
    return tuple(_back_of(held) for held in reversed(in_force))


def again(held: Held) -> Line:
    """A movement in force as the line that states it again."""
    movement = held.movement
    return Line(kind=movement.kind, effective_on=movement.effective_on, effect=held.effect, held=held)


def _wanted(in_force: Sequence[Held], change: Rewrite) -> list[Line]:
    """Every line there should be, in order: a correction stands where it corrects, a late fact last on its day."""
    lines: list[Line] = []
    placed = False
    for held in in_force:
        if held.fact == change.corrects:
            if not placed:
                lines.extend(change.own)
                placed = True
            continue
        line, moved = again(held), change.moved_to.get(held.ref)
        lines.append(line if moved is None else replace(line, effective_on=moved))
    if not placed:
        lines.extend(change.own)
    return sorted(lines, key=lambda line: line.effective_on)


def _common_prefix(in_force: Sequence[Held], wanted: Sequence[Line]) -> int:
    count = 0
    for held, line in zip(in_force, wanted, strict=False):
        if line.held is not held or line.effective_on != held.movement.effective_on:
            break
        count += 1
    return count


def _require_crossed(change: Rewrite, undone: Sequence[Held]) -> None:
    crossed = {held.ref for held in undone if held.fact != change.corrects}
    for ref in sorted(change.drop - crossed):
        raise refuse_drop(ref.position, ref.line, crossed=False)


def _back_of(held: Held) -> Movement:
    undo = Undo(position=held.ref.position, line=held.ref.line)
    was = held.movement
    return Movement(kind=was.kind, effective_on=was.effective_on, from_=was.from_, to=was.to, undo=undo)


def _objection(line: Line, before: Before, organisation: Organisation) -> Text | None:
    on, closed = line.effective_on, line.from_unit_id
    return objection(line.kind, line.effect, before, organisation=organisation, on=on, from_unit_id=closed)


def _stated(line: Line, place: Place | None) -> Movement:
    to = applied(line.effect, place)
    return Movement(kind=line.kind, effective_on=line.effective_on, from_=place, to=to, undo=None)


def _after(before: Before, movement: Movement) -> Before:
    last_exit = movement.kind if movement.to is None else before.last_exit
    return Before(place=movement.to, last_exit=last_exit)


class _Fold:
    """States lines one after another from where the kept movements leave the person."""

    def __init__(self, organisation: Organisation, kept: Sequence[Held], drop: frozenset[LineRef]) -> None:
        self._organisation = organisation
        self._drop = drop
        self._before = Before(place=None)
        self._last_on = date.min
        # What is taken back may leave the person in a unit closed since: that closing belongs to the fact before it.
        self._rests_on = kept[-1].fact if kept else 0
        for held in kept:
            self._before = _after(self._before, held.movement)
            self._last_on = held.movement.effective_on
        self.stated: list[Movement] = []
        self.restates: list[int] = []
        self.impossible: list[Crossed] = []

    def take(self, line: Line) -> None:
        """State the next line, or find that it is impossible; a named one falls away only then."""
        self._carry(line.effective_on)
        why = _objection(line, self._before, self._organisation)
        held = line.held
        named = held is not None and held.ref in self._drop
        if why is None:
            if held is not None and named:
                raise refuse_drop(held.ref.position, held.ref.line, crossed=True)
            self._state(line)
        elif held is None:
            raise refuse_order(line.kind, line.effective_on, why)
        elif not named:
            crossed = Crossed(
                position=held.ref.position, line=held.ref.line, kind=line.kind, on=line.effective_on, why=why
            )
            self.impossible.append(crossed)

    def end(self, *, moved: bool) -> None:
        """After the last line: closings that the person's unit has seen since carry them along."""
        if moved and not self.impossible:
            self._carry(date.max)

    def _carry(self, until: date) -> None:
        """Go along with every closing before `until` of the unit in which the person is (design 4)."""
        seen: set[str] = set()
        while (place := self._before.place) is not None and place.unit_id not in seen:
            seen.add(place.unit_id)
            closing = carried_on(self._organisation, place.unit_id, self._last_on)
            if closing is None or closing[0] >= until:
                return
            closed_on, successor_id = closing
            on = max(closed_on, self._last_on)
            carried = Line(kind=Kind.RESTRUCTURED, effective_on=on, effect=Change(unit_id=successor_id))
            self._state(carried, fact=self._rests_on)

    def _state(self, line: Line, *, fact: int = 0) -> None:
        movement = _stated(line, self._before.place)
        self._before = _after(self._before, movement)
        self._last_on = line.effective_on
        self.stated.append(movement)
        self.restates.append(fact if line.held is None else line.held.fact)
        self._rests_on = fact
