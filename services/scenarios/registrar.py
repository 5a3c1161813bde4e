"""Tells all steps in order of time, as a registrar keeping books would: numbers the papers and counts the votes."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from services.scenarios.draw import Draw
from services.scenarios.rows import EventRow
from services.scenarios.steps import Body, Paper, Step
from services.scenarios.structure import Structure

OFFICIALS_MIN = 3
"""Official members without whom there is no cell (domain.md 2)."""


class Registrar:
    """The books: who votes in which cell, and the last number of every series of papers.

    A probationary member votes from the day of the recognition decision, not from the date that it counts from.
    """

    def __init__(self, structure: Structure, draw: Draw) -> None:
        self._structure = structure
        self._draw = draw
        self._officials: Counter[str] = Counter()
        self._official_refs: set[str] = set()
        self._numbers: defaultdict[tuple[str, str, int], int] = defaultdict(int)

    def tell(self, steps: Sequence[tuple[str, Step]]) -> Iterator[EventRow]:
        """The rows of steps that come in the order of the rows: by date, then by reference.

        Who is taken over at the cut-over was there before it: they vote on the dossiers reviewed shortly before.
        """
        for ref, step in steps:
            if step.type == "enrolled" and step.code == "OFFICIAL" and step.cell:
                self._official_refs.add(ref)
                self._officials[step.cell] += 1
        for ref, step in steps:
            yield self._row(ref, step)
            self._count(ref, step)

    def _row(self, ref: str, step: Step) -> EventRow:
        body, number, decided_on = "", "", step.began_on
        votes: tuple[int, int, int, int] | None = None
        if step.paper and step.cell:
            body = self._body(step.paper.body, step.cell)
            number, decided_on = self._number(step.paper, body, step.on.year), step.on
            votes = self._votes(step.paper.body, body) if step.paper.voted else None
        base, present, in_favour, against = votes or (None, None, None, None)
        return EventRow(
            person_ref=ref,
            type=step.type,
            effective_on=step.on,
            unit_id=step.cell or "",
            to_unit_id=step.to or "",
            body_unit_id=body,
            decision_number=number,
            decision_date=decided_on,
            votes_base=base,
            votes_present=present,
            votes_for=in_favour,
            votes_against=against,
            code=step.code,
        )

    def _body(self, body: Body, cell: str) -> str:
        match body:
            case Body.CELL:
                return cell
            case Body.COMMITTEE:
                committee = self._structure.committee_of(cell)
                assert committee is not None, cell
                return committee
            case Body.DISTRICT:
                return self._structure.district_id

    def _number(self, paper: Paper, body: str, year: int) -> str:
        """The next number of the body's series; each series starts again every year."""
        key = (body, paper.series, year)
        self._numbers[key] += 1
        return f"{self._numbers[key]}-{paper.series}/{paper.body.value}"

    def _votes(self, body: Body, unit_id: str) -> tuple[int, int, int, int]:
        """Base, present, for and against; for is at least two thirds of the base (domain.md 5)."""
        base = self._base(body, unit_id)
        needed = -(-base * 2 // 3)
        draw = self._draw
        if draw.chance(4):  # as close as it may be: exactly two thirds, everyone present
            return base, base, needed, base - needed
        present = base - draw.between(0, min(2, base - needed))
        in_favour = present if draw.chance(85) else max(needed, present - 1)
        return base, present, in_favour, present - in_favour

    def _base(self, body: Body, unit_id: str) -> int:
        match body:
            case Body.CELL:
                officials = self._officials[unit_id]
                assert officials >= OFFICIALS_MIN, unit_id
                return officials
            case Body.COMMITTEE:
                return self._structure.committee_sizes[unit_id]
            case Body.DISTRICT:
                return self._structure.board_size

    def _count(self, ref: str, step: Step) -> None:
        """Move the person's vote, if they have one, to where the step leaves them."""
        match step.type:
            case "D8":
                leaving, arriving = None, step.cell
                self._official_refs.add(ref)
            case "transferred":
                leaving, arriving = step.cell, step.to
                if step.code == "OFFICIAL":
                    self._official_refs.add(ref)
            case "removed":
                leaving, arriving = step.cell, None
            case _:
                return
        if ref not in self._official_refs:
            return
        if leaving:
            self._officials[leaving] -= 1
        if arriving:
            self._officials[arriving] += 1
