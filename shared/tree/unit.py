"""One unit: its history on two clocks, and what it looks like on one date."""

from bisect import bisect_right, insort
from dataclasses import dataclass, field
from datetime import date

from shared.contracts.organisation import CELLS, CellKind, UnitCreated, UnitKind
from shared.core.stream import Position
from shared.tree.dated import Dated


@dataclass(frozen=True, slots=True)
class Closing:
    """The unit ended; its figures count through the successor, when there is one."""

    effective_on: date
    successor_id: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A unit as of one date, as known at one position."""

    unit_id: str
    kind: UnitKind
    name_vi: str
    parent_id: str | None
    cell_kind: CellKind | None
    has_committee: bool
    authorised: bool
    opened_on: date
    closing: Closing | None

    @property
    def label(self) -> str:
        """How sentences call the unit, in both languages: its name then, with its id in brackets."""
        return f"{self.name_vi} ({self.unit_id})"

    @property
    def is_cell(self) -> bool:
        """Whether people may stand in it."""
        return self.kind in CELLS

    def open_on(self, day: date) -> bool:
        """Open from `opened_on` on, and no longer on the day of closing."""
        return self.opened_on <= day and (self.closing is None or day < self.closing.effective_on)


@dataclass(slots=True)
class UnitHistory:
    """Everything stated about one unit; `note` each statement, so that what the unit looks like is worked out once."""

    created: UnitCreated
    position: Position
    names: Dated[str] = field(default_factory=Dated)
    parents: Dated[str | None] = field(default_factory=Dated)
    closings: Dated[Closing] = field(default_factory=Dated)
    facts: dict[str, Dated[str]] = field(default_factory=dict)
    newest: Position = field(init=False)
    _turns: list[date] = field(default_factory=list)
    _views: dict[int, Unit] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Nothing is newer than the creation."""
        self.newest = self.position

    def note(self, position: Position, effective_on: date) -> None:
        """Something was stated for a date."""
        self.newest = max(self.newest, position)
        insort(self._turns, effective_on)
        self._views = {}

    def fact(self, name: str, as_of: date, known: Position) -> str | None:
        """The value of a fact of the unit, or None when none is recorded."""
        dated = self.facts.get(name)
        return None if dated is None else dated.at(as_of, known)

    def closing(self, known: Position) -> Closing | None:
        """The closing as known at a position, whatever its date; a later statement replaces an earlier one."""
        latest = max(self.closings.facts(known), key=lambda fact: fact[1], default=None)
        return None if latest is None else latest[2]

    def at(self, as_of: date, known: Position) -> Unit:
        """The unit on a date; before it was opened, as it was opened, so that nothing falls out of a tree."""
        on = max(as_of, self.created.effective_on)
        if known < self.newest:
            return self._seen(on, known)
        # Between two dates for which something was stated nothing changes.
        views, span = self._views, bisect_right(self._turns, on)
        view = views.get(span)
        if view is None:
            view = views[span] = self._seen(on, known)
        return view

    def _seen(self, on: date, known: Position) -> Unit:
        kind_of_cell = self.fact("cell_kind", on, known)
        return Unit(
            unit_id=self.created.unit_id,
            kind=self.created.kind,
            name_vi=self.names.at(on, known) or self.created.name_vi,
            parent_id=self.parents.at(on, known),
            cell_kind=CellKind(kind_of_cell) if kind_of_cell else self.created.cell_kind,
            has_committee=_flag(self.fact("has_committee", on, known), self.created.has_committee),
            authorised=_flag(self.fact("authorised", on, known), self.created.authorised),
            opened_on=self.created.effective_on,
            closing=self.closing(known),
        )


def _flag(stated: str | None, created: bool) -> bool:
    return created if stated is None else stated == "true"
