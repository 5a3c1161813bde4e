"""Everyone who is a member at some time, planned so that each total of the scenario is met exactly."""

from collections import Counter, deque
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta

from services.scenarios.calendar import (
    open_day_of_year,
    open_on_or_after,
    open_on_or_before,
    weekdays_after,
    weekdays_before,
)
from services.scenarios.definition import Scenario
from services.scenarios.draw import Draw
from services.scenarios.paths import Entry, Exit, Move, Path
from services.scenarios.procedure import PROBATION_MONTHS, plan_admission, plan_recognition
from services.scenarios.structure import Structure
from shared.core.dates import add_months

CELL_OPENING_MIN = 8
"""Official members in a cell that has any at the cut-over; a scaled-down scenario has fewer cells with people."""

CELL_STAYERS_MIN = 4
"""Of those, how many never leave: every cell that votes has at least the three official members it needs."""


class Population:
    """The paths of all members, and where there is room to let someone go. Filled step by step by `plan_members`."""

    def __init__(self, scenario: Scenario, draw: Draw) -> None:
        self.scenario = scenario
        self.structure: Structure = scenario.structure
        self.totals = scenario.totals
        self.draw = draw
        self.paths: list[Path] = []
        self.room: Counter[str] = Counter()
        officials = self.totals.opening - self.totals.opening_probationers
        self.cells = _populated_cells(self.structure, officials // CELL_OPENING_MIN, draw.stream("cells"))

    # -- coming ---------------------------------------------------------------------------------------------------

    def enrol_officials(self) -> None:
        """The official members taken over at the cut-over."""
        draw = self.draw.stream("opening")
        officials = self.totals.opening - self.totals.opening_probationers
        sizes = _opening_sizes(self.cells, officials, draw)
        cutover = self.scenario.cutover
        for cell in self.cells:
            self.room[cell] = sizes[cell] - CELL_STAYERS_MIN
            path = Path(entry=Entry.ENROLLED, began=cutover, cell=cell, settled=cutover + timedelta(days=1))
            self.paths.extend([path] * sizes[cell])

    def enrol_probationers(self) -> None:
        """Those whose ceremony was in the year of the cut-over: their recognition comes in the year after."""
        draw = self.draw.stream("probationers")
        year = self.scenario.cutover.year
        for _ in range(self.totals.opening_probationers):
            ceremony, cell = open_day_of_year(draw, year), draw.pick(self.cells)
            path = Path(entry=Entry.ENROLLED_PROBATIONARY, began=ceremony, cell=cell, settled=None)
            self.paths.append(self._recognised(path, draw))

    def arrive(self) -> None:
        """Official members who come from outside the province."""
        draw = self.draw.stream("arrivals")
        for year in _spread(self.totals.transferred_in, self.scenario.years):
            on = open_day_of_year(draw, year)
            settled = on + timedelta(days=14)
            self.paths.append(Path(entry=Entry.ARRIVED, began=on, cell=draw.pick(self.cells), settled=settled))

    def admit(self) -> None:
        """The admissions, year by year; some move during probation, some do not pass it."""
        draw = self.draw.stream("admissions")
        ceremonies = [_ceremony(draw, year) for year, count in self.totals.admissions for _ in range(count)]
        over = [index for index, on in enumerate(ceremonies) if add_months(on, 15) <= self.scenario.last_day]
        chosen = draw.shuffled(over)
        failing = frozenset(chosen[: self.totals.probation_not_passed])
        moving = frozenset(chosen[len(failing) : len(failing) + self.totals.probation_moves])
        for index, ceremony in enumerate(ceremonies):
            cell = draw.pick(self.cells)
            below = self.structure.committee_of(cell) is not None
            path = Path(
                entry=Entry.ADMITTED,
                began=ceremony,
                cell=cell,
                settled=None,
                admission=plan_admission(draw, ceremony, below_committee=below),
            )
            if index in failing:
                on = weekdays_after(add_months(ceremony, PROBATION_MONTHS), draw.between(22, 40))
                self.paths.append(replace(path, exit=Exit(on=on, code="struck_off:R7_PROBATION")))
                continue
            if index in moving:
                issued = open_on_or_after(ceremony + timedelta(days=draw.between(60, 270)))
                path = replace(path, move=self._inside(path, issued, draw))
            self.paths.append(self._recognised(path, draw))

    # -- leaving --------------------------------------------------------------------------------------------------

    def leave(self) -> None:
        """Transfers out of the province and the four kinds of removal, spread evenly over the years."""
        draw, years = self.draw.stream("exits"), self.scenario.years
        queue = self._queue(draw)
        self._depart_unheard(queue)
        for year in _spread(self.totals.transferred_out - 1, years):
            confirmed = open_on_or_before(self._day(draw, year))
            letter = weekdays_before(confirmed, draw.between(5, 24))
            index = self._take_leaver(queue, letter)
            self.paths[index] = replace(self.paths[index], departure=Move(issued=letter, accepted=confirmed, to=None))
        kinds = (
            ("struck_off", self.totals.struck_off - self.totals.probation_not_passed),
            ("resigned", self.totals.resigned),
            ("expelled", self.totals.expelled),
            ("deceased", self.totals.deceased),
        )
        for kind, count in kinds:
            for year in _spread(count, years):
                day = self._day(draw, year)
                code = f"{kind}:{draw.pick(_REASONS)}" if kind == "struck_off" else kind
                leaving = Exit(on=day if kind == "deceased" else open_on_or_before(day), code=code)
                index = self._take_leaver(queue, leaving.on)
                self.paths[index] = replace(self.paths[index], exit=leaving)

    def _depart_unheard(self, queue: deque[int]) -> None:
        """The one transfer out of a person who, as will be reported late, had died before it was confirmed."""
        story = self.scenario.late_death
        departure = Move(issued=story.letter_on, accepted=story.confirmed_on, to=None)
        index = self._take_leaver(queue, story.letter_on)
        self.paths[index] = replace(self.paths[index], departure=departure, late=True)

    # -- in between -----------------------------------------------------------------------------------------------

    def move(self) -> None:
        """Transfers between cells, those pending on the last day at the end."""
        draw = self.draw.stream("moves")
        queue = self._queue(draw)
        done = sum(1 for path in self.paths if path.move)
        for year in _spread(self.totals.internal_moves - done, self.scenario.years):
            issued = open_on_or_before(self._day(draw, year, margin_days=50))
            index = self._take(queue, issued, issued + timedelta(days=50), leaving=True)
            self._let_go(self.paths[index])
            self.paths[index] = replace(self.paths[index], move=self._inside(self.paths[index], issued, draw))
        for number in range(self.totals.pending_transfers):
            issued = weekdays_before(self.scenario.last_day, draw.between(1, 12))
            index = self._take(queue, issued, issued, staying=True)
            to = draw.pick(self._others(self.paths[index].cell)) if number % 2 == 0 else None
            self.paths[index] = replace(self.paths[index], move=Move(issued=issued, accepted=None, to=to))

    def change(self) -> None:
        """The days on which an attribute changed, for people who neither move nor leave."""
        draw = self.draw.stream("changes")
        queue = self._queue(draw)
        for year in _spread(self.totals.profile_changes, self.scenario.years):
            on = open_on_or_before(self._day(draw, year))
            index = self._take(queue, on, on, staying=True)
            self.paths[index] = replace(self.paths[index], changed_on=on)

    # -- parts ----------------------------------------------------------------------------------------------------

    def _recognised(self, path: Path, draw: Draw) -> Path:
        """The path with its recognition, by the bodies of the cell where probation ended."""
        cell = path.cell_on(add_months(path.began, PROBATION_MONTHS))
        below = self.structure.committee_of(cell) is not None
        recognition = plan_recognition(draw, path.began, below_committee=below)
        settled = recognition.d8 + timedelta(days=7)
        return replace(path, recognition=recognition, settled=settled if settled < self.scenario.last_day else None)

    def _inside(self, path: Path, issued: date, draw: Draw) -> Move:
        """A transfer to another cell, accepted within 30 working days of the letter (domain.md 7)."""
        accepted = weekdays_after(issued, draw.between(3, 24))
        return Move(issued=issued, accepted=accepted, to=draw.pick(self._others(path.cell)))

    def _others(self, cell: str) -> list[str]:
        return [other for other in self.cells if other != cell]

    def _day(self, draw: Draw, year: int, *, margin_days: int = 0) -> date:
        """A day of the year, well after the cut-over and so many days before the scenario ends."""
        first = max(date(year, 1, 5), self.scenario.cutover + timedelta(days=90))
        return draw.day(first, min(date(year, 12, 31), self.scenario.last_day - timedelta(days=margin_days)))

    def _queue(self, draw: Draw) -> deque[int]:
        return deque(draw.shuffled(range(len(self.paths))))

    def _take(self, queue: deque[int], first: date, last: date, *, leaving: bool = False, staying: bool = False) -> int:
        """The next person who is free in the span; the others wait at the queue's end.

        `leaving`: the cell must be able to spare them. `staying`: only who never leaves.
        """
        for _ in range(len(queue)):
            index = queue.popleft()
            path = self.paths[index]
            if (
                path.free_between(first, last)
                and (not leaving or self._can_go(path))
                and (not staying or path.ends_on is None)
            ):
                return index
            queue.append(index)
        raise AssertionError("the totals ask for more movement than the population allows")

    def _take_leaver(self, queue: deque[int], on: date) -> int:
        index = self._take(queue, on, on, leaving=True, staying=True)
        self._let_go(self.paths[index])
        return index

    def _can_go(self, path: Path) -> bool:
        return path.entry is not Entry.ENROLLED or path.ends_on is not None or self.room[path.cell] > 0

    def _let_go(self, path: Path) -> None:
        if path.entry is Entry.ENROLLED and path.ends_on is None:
            self.room[path.cell] -= 1


_REASONS = ("R1_ABSENCE", "R1_ABSENCE", "R2_DUES", "R4_DUTIES", "R6_CRITERION")


def plan_members(scenario: Scenario, draw: Draw) -> list[Path]:
    """All memberships of the scenario. The order of the steps matters: who leaves is chosen from all who came."""
    population = Population(scenario, draw)
    population.enrol_officials()
    population.enrol_probationers()
    population.arrive()
    population.admit()
    population.leave()
    population.move()
    population.change()
    return population.paths


def _spread(count: int, years: tuple[int, ...]) -> Iterator[int]:
    """So many years, each as often as the others."""
    return (years[number % len(years)] for number in range(count))


def _ceremony(draw: Draw, year: int) -> date:
    return open_on_or_before(draw.day(date(year, 1, 12), date(year, 12, 31)))


def _populated_cells(structure: Structure, limit: int, draw: Draw) -> list[str]:
    """The cells that have people: all, or in a small scenario some of both kinds in the proportion of the whole."""
    below, own = draw.shuffled(structure.subordinate_cells), draw.shuffled(structure.grassroots_cells)
    count = min(limit, len(below) + len(own))
    own_count = max(1, count * len(own) // (len(below) + len(own)))
    chosen = frozenset(own[:own_count] + below[: count - own_count])
    return [cell for cell in structure.parents if cell in chosen]


def _opening_sizes(cells: Iterable[str], officials: int, draw: Draw) -> Counter[str]:
    """Official members by cell: the minimum each, the rest by weights, so that cells differ as they do."""
    sizes = Counter(dict.fromkeys(cells, CELL_OPENING_MIN))
    urn = [cell for cell in sizes for _ in range(draw.between(1, 6))]
    for _ in range(officials - sizes.total()):
        sizes[draw.pick(urn)] += 1
    return sizes
