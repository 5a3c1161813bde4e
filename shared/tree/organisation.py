"""The fold of topic `socai.organisation`: units, targets, definitions, policies and open batches, on two clocks.

The writer gives it merges of persons too: they say who is who among those that hold offices.
"""

from collections.abc import Callable, Hashable, Iterator
from datetime import date
from functools import lru_cache
from typing import Any, TypeVar

from msgspec import Struct

from shared.contracts.lifecycle import Merged, Unmerged
from shared.contracts.offices import (
    DelegationEnded,
    DelegationGranted,
    OfficeEnded,
    OfficeGranted,
    OfficeProposed,
    OfficerRegistered,
)
from shared.contracts.organisation import (
    ArrivalExpected,
    ArrivalSettled,
    BatchClosed,
    BatchOpened,
    CalendarPublished,
    ClassOpened,
    DefinitionPublished,
    PolicyPublished,
    RatingsClosed,
    TargetSet,
    UnitClosed,
    UnitCreated,
    UnitFactRecorded,
    UnitMoved,
    UnitRated,
    UnitRenamed,
)
from shared.core.stream import Position
from shared.core.working_days import WorkingDays, YearCalendar
from shared.tree.arrivals import Arrivals
from shared.tree.dated import Dated
from shared.tree.offices import Offices
from shared.tree.tree import Tree
from shared.tree.unit import Closing, Unit, UnitHistory

V = TypeVar("V")
TREES_KEPT_MAX = 64
DERIVED_KEPT_MAX = 16_384
CALENDARS_KEPT_MAX = 8
END_OF_LOG = Position(2**62)
"""Known at this position: everything that has been recorded."""


class Organisation:
    """Grows by `apply`; every question takes a date and a position: it may have grown past the position asked."""

    def __init__(self) -> None:
        self.position = Position(0)
        self.offices = Offices()
        self._units: dict[str, UnitHistory] = {}
        self._targets: list[tuple[Position, TargetSet]] = []
        self._definitions: dict[str, Dated[DefinitionPublished]] = {}
        self._policies: list[tuple[Position, PolicyPublished]] = []
        self._calendars: list[tuple[Position, CalendarPublished]] = []
        self.arrivals = Arrivals()
        self._batches: list[tuple[Position, str, bool]] = []
        self._classes: dict[str, tuple[Position, ClassOpened]] = {}
        self._unit_ratings: list[tuple[Position, UnitRated]] = []
        self._ratings_closed: list[tuple[Position, RatingsClosed]] = []
        self._stated: list[Position] = []
        self._unit_positions: list[Position] = []
        self._derived: dict[Hashable, Any] = {}
        self._tree = lru_cache(maxsize=TREES_KEPT_MAX)(self._build)
        self._working_days = lru_cache(maxsize=CALENDARS_KEPT_MAX)(self._count_days)

    def apply(self, position: Position, subject: str, data: Struct | None) -> None:
        """Take one event of the topic, by position; one that is not known here (None) only moves the position."""
        self.position = position
        self._derived = {}
        match data:
            case UnitCreated() | UnitRenamed() | UnitMoved() | UnitClosed() | UnitFactRecorded():
                self._unit_positions.append(position)
                self._apply_unit(position, data)
            case TargetSet():
                self._targets.append((position, data))
            case DefinitionPublished():
                self._definitions.setdefault(data.definition_id, Dated()).put(data.effective_on, position, data)
                self._stated.append(position)
            case PolicyPublished():
                self._policies.append((position, data))
                self._stated.append(position)
            case CalendarPublished():
                self._calendars.append((position, data))
            case BatchOpened() | BatchClosed():
                self._batches.append((position, subject, isinstance(data, BatchOpened)))
            case _:
                self._apply_beside(position, subject, data)

    def derived(self, key: Hashable, work: Callable[[], V]) -> V:
        """What follows from all that is recorded: worked out once for a key, and again when anything more is."""
        # Taken once: what is worked out while the organisation grows goes with the dictionary that it began with.
        known = self._derived
        if key in known:
            found: V = known[key]
            return found
        if len(known) >= DERIVED_KEPT_MAX:
            known.clear()
        worked_out = known[key] = work()
        return worked_out

    def _apply_beside(self, position: Position, subject: str, data: Struct | None) -> None:
        """What no figure's tree or definition rests on: classes, ratings of units, offices, arrivals, who is who."""
        match data:
            case ClassOpened():
                self._classes.setdefault(data.class_id, (position, data))
            case UnitRated():
                self._unit_ratings.append((position, data))
            case RatingsClosed():
                self._ratings_closed.append((position, data))
            case OfficerRegistered() | OfficeProposed() | OfficeGranted() | OfficeEnded():
                self.offices.apply(position, data)
            case DelegationGranted() | DelegationEnded():
                self.offices.apply(position, data)
            case ArrivalExpected() | ArrivalSettled():
                self.arrivals.apply(position, data)
            case Merged() | Unmerged():
                self.offices.merges.apply(position, subject, data.into if isinstance(data, Merged) else None)
            case _:
                pass

    def _apply_unit(
        self, position: Position, data: UnitCreated | UnitRenamed | UnitMoved | UnitClosed | UnitFactRecorded
    ) -> None:
        if isinstance(data, UnitCreated):
            history = self._units.setdefault(data.unit_id, UnitHistory(data, position))
            history.names.put(data.effective_on, position, data.name_vi)
            history.parents.put(data.effective_on, position, data.parent_id)
            history.note(position, data.effective_on)
            return
        known = self._units.get(data.unit_id)
        if known is None:
            return
        match data:
            case UnitRenamed():
                known.names.put(data.effective_on, position, data.name_vi)
            case UnitMoved():
                known.parents.put(data.effective_on, position, data.parent_id)
            case UnitClosed():
                known.closings.put(data.effective_on, position, Closing(data.effective_on, data.successor_id))
            case UnitFactRecorded():
                known.facts.setdefault(data.fact, Dated()).put(data.effective_on, position, data.value)
        known.note(position, data.effective_on)

    def unit(self, unit_id: str, as_of: date, known: Position = END_OF_LOG) -> Unit | None:
        """The unit on a date as known at a position; None when it was not recorded yet."""
        history = self._units.get(unit_id)
        return None if history is None or history.position > known else history.at(as_of, known)

    def label(self, unit_id: str, on: date) -> str:
        """How sentences call a unit on a date; one that is not known, by its id alone."""
        unit = self.unit(unit_id, on)
        return unit_id if unit is None else unit.label

    def fact(self, unit_id: str, name: str, as_of: date, known: Position = END_OF_LOG) -> str | None:
        """A recorded fact of a unit on a date as known at a position."""
        history = self._units.get(unit_id)
        return None if history is None else history.fact(name, as_of, known)

    def tree(self, on: date, known: Position = END_OF_LOG) -> Tree:
        """The tree on a date as known at a position. Kept, as nothing recorded later can change it."""
        return self._tree(on, self._last(self._unit_positions, known))

    def _build(self, on: date, known: Position) -> Tree:
        units = {u: h.at(on, known) for u, h in self._units.items() if h.position <= known}
        return Tree(on, units)

    def targets(self, known: Position = END_OF_LOG) -> Iterator[TargetSet]:
        """Every target known at a position, in the order recorded: a later one replaces that of the same target_id."""
        return (target for position, target in self._targets if position <= known)

    def definitions(self, as_of: date, known: Position = END_OF_LOG) -> dict[str, DefinitionPublished]:
        """The definition in force of every indicator on a date, as known at a position."""
        found = {name: dated.at(as_of, known) for name, dated in self._definitions.items()}
        return {name: definition for name, definition in sorted(found.items()) if definition is not None}

    def policies(self, known: Position = END_OF_LOG) -> Iterator[tuple[Position, PolicyPublished]]:
        """Every policy known at a position, with its position, in the order published."""
        return ((position, policy) for position, policy in self._policies if position <= known)

    def calendars(self, known: Position = END_OF_LOG) -> Iterator[tuple[Position, CalendarPublished]]:
        """The calendar of each year known at a position, by year: the one published last, with its position."""
        newest = {calendar.year: (position, calendar) for position, calendar in self._calendars if position <= known}
        return (newest[year] for year in sorted(newest))

    def working_days(self, known: Position = END_OF_LOG) -> WorkingDays:
        """What is worked, by the calendars known at a position. Kept, as nothing recorded later can change it."""
        return self._working_days(self._last([position for position, _ in self._calendars], known))

    def _count_days(self, known: Position) -> WorkingDays:
        return WorkingDays(
            {
                calendar.year: YearCalendar(
                    days_off=frozenset(off.day for off in calendar.days_off),
                    days_worked=frozenset(worked.day for worked in calendar.days_worked),
                )
                for _, calendar in self.calendars(known)
            }
        )

    def training_class(self, class_id: str, known: Position = END_OF_LOG) -> ClassOpened | None:
        """The class of this id as known at a position."""
        position, opened = self._classes.get(class_id, (END_OF_LOG, None))
        return opened if position <= known else None

    def unit_ratings(self, period: str, known: Position = END_OF_LOG) -> dict[str, tuple[Position, UnitRated]]:
        """For each organisation rated for a period, the rating that stands and its position: the newest statement."""
        return {
            rated.unit_id: (position, rated)
            for position, rated in self._unit_ratings
            if rated.period == period and position <= known
        }

    def ratings_closed(self, period: str, of: str, known: Position = END_OF_LOG) -> Iterator[RatingsClosed]:
        """The closings of a period's ratings of `members` or `units`, in the order recorded."""
        closings = (closed for position, closed in self._ratings_closed if position <= known)
        return (closed for closed in closings if closed.period == period and closed.of == of)

    def newest_policy(self, known: Position) -> Position | None:
        """The position of the newest policy or definition up to a position: the stamp's `policy` (contracts 5)."""
        return self._last(self._stated, known) or None

    def batch_open(self, known: Position) -> bool:
        """Whether a staged act is open at a position: opened, and not closed yet."""
        state = {batch: opened for position, batch, opened in self._batches if position <= known}
        return any(state.values())

    @staticmethod
    def _last(positions: list[Position], known: Position) -> Position:
        return next((position for position in reversed(positions) if position <= known), Position(0))
