"""A plan told as steps, in order of time: what happened, where, and what kind of paper stands behind it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import Enum

from services.scenarios.paths import Entry, Move, Path
from services.scenarios.pipeline import Prospect
from services.scenarios.procedure import Admission, Recognition


class Body(Enum):
    """Who acts: its papers are numbered in a series of its own."""

    CELL = "CB"
    COMMITTEE = "ĐU"
    DISTRICT = "HU"


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """The body that issues it, the letters of its series, and whether it follows a vote."""

    body: Body
    series: str
    voted: bool = False


RESOLUTION = Paper(body=Body.CELL, series="NQ")
CELL_VOTE = Paper(body=Body.CELL, series="NQ", voted=True)
COMMITTEE_VOTE = Paper(body=Body.COMMITTEE, series="NQ", voted=True)
DECISION = Paper(body=Body.DISTRICT, series="QĐ", voted=True)
REMOVAL = Paper(body=Body.DISTRICT, series="QĐ")
CERTIFICATE = Paper(body=Body.DISTRICT, series="CN-NTVĐ")
LETTER = Paper(body=Body.DISTRICT, series="GT")
MINUTES = Paper(body=Body.CELL, series="BB")


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One row to be, without reference, number and votes.

    `began_on` is the ceremony of who is enrolled on probation.
    """

    type: str
    on: date
    cell: str | None
    to: str | None = None
    code: str = ""
    paper: Paper | None = None
    began_on: date | None = None


def member_steps(path: Path, change: str, cutover: date) -> Iterator[Step]:
    """Everything that happens to a member. `change` is the `attribute=value` of their profile change, if any."""
    yield from _coming(path, cutover)
    if path.recognition:
        yield from _recognition(path, path.recognition)
    for move in (path.move, path.departure):
        if move:
            yield from _transfer(path, move)
    if path.changed_on:
        yield Step(type="profile_changed", on=path.changed_on, cell=path.cell_on(path.changed_on), code=change)
    if path.exit:
        paper = None if path.exit.code == "deceased" else REMOVAL
        cell = path.cell_on(path.exit.on)
        yield Step(type="removed", on=path.exit.on, cell=cell, code=path.exit.code, paper=paper)


def prospect_steps(prospect: Prospect) -> Iterator[Step]:
    """Everything that happens to someone who has not joined."""
    cell = prospect.cell
    yield Step(type="nominated", on=prospect.nominated, cell=cell, paper=RESOLUTION)
    if prospect.trained:
        yield Step(type="trained", on=prospect.trained, cell=cell, paper=CERTIFICATE)
    if prospect.opened:
        yield Step(type="dossier_opened", on=prospect.opened, cell=cell, paper=RESOLUTION)
    if prospect.reviews:
        yield from _reviews(prospect.reviews, cell)
    if prospect.delisted:
        yield Step(type="delisted", on=prospect.delisted, cell=cell, code=prospect.code, paper=RESOLUTION)
    if prospect.closed:
        yield Step(type="dossier_closed", on=prospect.closed, cell=cell, code=prospect.code, paper=RESOLUTION)


def _coming(path: Path, cutover: date) -> Iterator[Step]:
    match path.entry:
        case Entry.ENROLLED:
            yield Step(type="enrolled", on=cutover, cell=path.cell, code="OFFICIAL")
        case Entry.ENROLLED_PROBATIONARY:
            yield Step(type="enrolled", on=cutover, cell=path.cell, code="PROBATIONARY", began_on=path.began)
        case Entry.ARRIVED:
            yield Step(type="transferred", on=path.began, cell=None, to=path.cell, code="OFFICIAL")
        case Entry.ADMITTED:
            dossier = path.admission
            assert dossier is not None
            yield Step(type="nominated", on=dossier.nominated, cell=path.cell, paper=RESOLUTION)
            yield Step(type="trained", on=dossier.trained, cell=path.cell, paper=CERTIFICATE)
            yield Step(type="dossier_opened", on=dossier.opened, cell=path.cell, paper=RESOLUTION)
            yield from _reviews(dossier, path.cell)


def _reviews(dossier: Admission, cell: str) -> Iterator[Step]:
    yield Step(type="C1", on=dossier.c1, cell=cell, paper=CELL_VOTE)
    if dossier.c3:
        yield Step(type="C3", on=dossier.c3, cell=cell, paper=COMMITTEE_VOTE)
    yield Step(type="C4", on=dossier.c4, cell=cell, paper=DECISION)
    yield Step(type="C6", on=dossier.c6, cell=cell, paper=MINUTES)


def _recognition(path: Path, dates: Recognition) -> Iterator[Step]:
    cell = path.cell_on(dates.d5)
    yield Step(type="D5", on=dates.d5, cell=cell, paper=CELL_VOTE)
    if dates.d7:
        yield Step(type="D7", on=dates.d7, cell=cell, paper=COMMITTEE_VOTE)
    yield Step(type="D8", on=dates.d8, cell=cell, paper=DECISION)


def _transfer(path: Path, move: Move) -> Iterator[Step]:
    # The day of the letter tells the old cell, also where the same path has moved before.
    old = path.cell_on(move.issued)
    yield Step(type="transfer_issued", on=move.issued, cell=old, to=move.to, paper=LETTER)
    if move.accepted:
        yield Step(type="transferred", on=move.accepted, cell=old, to=move.to)
