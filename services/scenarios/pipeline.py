"""People who have not joined by the last day: listed, trained, with an open dossier, or no longer followed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from services.scenarios.calendar import open_on_or_after, open_on_or_before
from services.scenarios.definition import Scenario
from services.scenarios.draw import Draw
from services.scenarios.procedure import Admission, plan_admission


@dataclass(frozen=True, slots=True, kw_only=True)
class Prospect:
    """Someone whose way to membership ended, or has not ended yet. What has not happened is None.

    `reviews` holds the dates of an open dossier's steps; those after the last day are not told.
    """

    cell: str
    nominated: date
    trained: date | None = None
    opened: date | None = None
    reviews: Admission | None = None
    delisted: date | None = None
    closed: date | None = None
    code: str = ""


def plan_prospects(scenario: Scenario, cells: list[str], draw: Draw) -> list[Prospect]:
    """As many of each as the totals say, in cells that have members."""
    totals = scenario.totals
    return [
        *(_listed(scenario.last_day, draw.pick(cells), draw) for _ in range(totals.prospects)),
        *(_trained(scenario.last_day, draw.pick(cells), draw) for _ in range(totals.trained)),
        *_applicants(scenario, cells, draw),
        *(_delisted(scenario, draw.pick(cells), draw) for _ in range(totals.delisted)),
        *(_closed(scenario, draw.pick(cells), draw) for _ in range(totals.dossiers_closed)),
    ]


def _listed(last_day: date, cell: str, draw: Draw) -> Prospect:
    return Prospect(cell=cell, nominated=_back(last_day, draw.between(2, 400)))


def _trained(last_day: date, cell: str, draw: Draw) -> Prospect:
    trained = _back(last_day, draw.between(2, 700))
    return Prospect(cell=cell, nominated=_back(trained, draw.between(60, 450)), trained=trained)


def _applicants(scenario: Scenario, cells: list[str], draw: Draw) -> Iterator[Prospect]:
    """Open dossiers: one in three not reviewed yet, the others with a ceremony in the month after the last day."""
    for number in range(scenario.totals.applicants):
        cell = draw.pick(cells)
        if number % 3 == 0:
            opened = _back(scenario.last_day, draw.between(2, 120))
            trained = _back(opened, draw.between(30, 800))
            yield Prospect(cell=cell, nominated=_back(trained, draw.between(60, 450)), trained=trained, opened=opened)
            continue
        ceremony = open_on_or_after(scenario.last_day + timedelta(days=draw.between(2, 30)))
        below = scenario.structure.committee_of(cell) is not None
        dossier = plan_admission(draw, ceremony, below_committee=below)
        yield Prospect(
            cell=cell,
            nominated=dossier.nominated,
            trained=dossier.trained,
            opened=dossier.opened,
            reviews=dossier,
        )


def _delisted(scenario: Scenario, cell: str, draw: Draw) -> Prospect:
    off = open_on_or_before(draw.day(scenario.cutover + timedelta(days=30), scenario.last_day))
    code = draw.pick(("moved_away", "own_request", "not_proposed"))
    return Prospect(cell=cell, nominated=_back(off, draw.between(90, 600)), delisted=off, code=code)


def _closed(scenario: Scenario, cell: str, draw: Draw) -> Prospect:
    """A dossier that ended before the cell reviewed it: withdrawn, or not reviewed in 12 months."""
    closed = open_on_or_before(draw.day(scenario.cutover + timedelta(days=30), scenario.last_day))
    code = draw.pick(("withdrawn", "expired"))
    after_days = draw.between(380, 420) if code == "expired" else draw.between(30, 300)
    opened = _back(closed, after_days)
    trained = _back(opened, draw.between(30, 800))
    nominated = _back(trained, draw.between(60, 450))
    return Prospect(cell=cell, nominated=nominated, trained=trained, opened=opened, closed=closed, code=code)


def _back(day: date, days: int) -> date:
    return open_on_or_before(day - timedelta(days=days))
