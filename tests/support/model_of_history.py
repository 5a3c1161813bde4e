"""What rows of an import make of one person, for the second reading of the rules: place, dossier, letter, exits."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from tests.support.model_of_dates import months_after

WHOLE_FROM = date(2025, 7, 1)
SEVEN = ("C1", "C3", "C4", "C6", "D5", "D7", "D8")
RESOLVED = ("C1", "C3", "C4", "D5", "D7", "D8")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A cell and who stands above it. `committee`: the grassroots committee that resolves (C3, D7), where there is one.

    `age_max`, `expertise`: a local rule.
    """

    unit_id: str
    competent: str
    sub: bool = False
    committee: bool = True
    authorised: bool = False
    age_max: int = 720
    expertise: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row of events.csv; `votes`: base, present, for, against."""

    type: str
    on: date
    unit: str = ""
    to: str = ""
    body: str = ""
    number: str = ""
    decided: date | None = None
    votes: tuple[int, int, int, int] | None = None
    code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A row of people.csv."""

    ref: str
    born: date
    origin: str = "other"
    education: str = "thpt"
    expertise: str = "university"


@dataclass(slots=True)
class Dossier:
    """One dossier and the probation that follows; `done`: what stands approved, by step, with all its days."""

    opened: date
    done: dict[str, list[date]] = field(default_factory=dict)
    whole: bool = False
    introducers: int = 0
    waiting: bool = False
    """A short vote waits above."""
    ended: bool = False
    settled: set[str] = field(default_factory=set)
    short: int = 0

    @property
    def bound(self) -> bool:
        """Kept whole: since a day on, or since more than the seven steps was recorded."""
        return self.whole or self.opened >= WHOLE_FROM


class History:
    """One person, as the rows leave them. `cells` by id; `officials`: reference to the day since when official."""

    def __init__(self, person: Person, cells: Mapping[str, Cell], officials: Mapping[str, date]) -> None:
        self.person, self.cells, self.officials = person, cells, officials
        self.lines: list[tuple[date, tuple[str, str] | None]] = []
        self.dossier: Dossier | None = None
        self.certificate: date | None = None
        self.applied: date | None = None
        """An application handed in before the dossier was opened."""
        self.joined: date | None = None
        self.letter: tuple[date, str] | None = None
        self.left: tuple[date, str, str, tuple[str, str]] | None = None
        self.consents: set[str] = set()
        self.second = 0

    def place(self, on: date) -> tuple[str, str] | None:
        """Unit and standing on a date, both ends inclusive; None outside."""
        found = None
        for day, place in self.lines:
            if day <= on:
                found = place
        return found

    def happen(self, row: Row) -> None:
        """The row is accepted: its effect."""
        getattr(self, f"_then_{row.type}", self._stepped)(row)

    def _unit(self, row: Row) -> str:
        here = self.place(row.on)
        return row.unit if here is None else here[0]

    def cell(self, row: Row) -> Cell:
        """The cell where the person stands."""
        return self.cells[self._unit(row)]

    def _stand(self, on: date, place: tuple[str, str] | None) -> None:
        self.lines.append((on, place))

    def _then_enrolled(self, row: Row) -> None:
        self._stand(row.on, (row.unit, row.code or "OFFICIAL"))
        self.joined = row.decided if row.code == "PROBATIONARY" else None

    def _then_nominated(self, row: Row) -> None:
        self.second += "readmission" in self.consents
        self.left, self.certificate, self.dossier, self.applied = None, None, None, None
        self.consents = set()
        self._stand(row.on, (row.unit, "PROSPECT"))

    def _then_trained(self, row: Row) -> None:
        self.certificate = row.on
        self._stand(row.on, (self._unit(row), "TRAINED"))

    def _then_dossier_opened(self, row: Row) -> None:
        self.dossier, self.consents = Dossier(opened=row.on), set()
        if self.applied is not None:
            self.dossier.done["B1"] = [self.applied]
        self._stand(row.on, (self._unit(row), "APPLICANT"))

    def _then_dossier_closed(self, row: Row) -> None:
        self._stand(row.on, None if row.code.endswith(":off_list") else (self._unit(row), "PROSPECT"))
        self.dossier, self.applied = None, None

    def _then_delisted(self, row: Row) -> None:
        self._stand(row.on, None)

    def _then_transfer_issued(self, row: Row) -> None:
        self.letter = (row.on, row.to)

    def _then_transfer_lapsed(self, _row: Row) -> None:
        self.letter = None

    def _then_transferred(self, row: Row) -> None:
        here, self.letter = self.place(row.on), None
        self._stand(row.on, (row.to, here[1] if here else "OFFICIAL") if row.to else None)

    def _then_removed(self, row: Row) -> None:
        here = self.place(row.on)
        assert here is not None
        kind, _, reason = row.code.partition(":")
        self.left, self.letter = (row.on, kind, reason, here), None
        self._stand(row.on, None)

    def _then_restored(self, row: Row) -> None:
        assert self.left is not None
        self._stand(row.on, self.left[3])
        self.left = None

    def _then_readmission_consented(self, _row: Row) -> None:
        self.consents.add("readmission")

    def _then_consent_given(self, row: Row) -> None:
        self.consents.add(row.code)
        assert self.dossier is not None
        self.dossier.whole = True

    def _then_referral_settled(self, row: Row) -> None:
        dossier = self.dossier
        assert dossier is not None
        dossier.waiting, dossier.whole = False, True
        if row.code == "approved":
            dossier.settled |= {"C1", "C2", "C3"}
        elif row.code == "returned":
            for step in ("C1", "C2", "C3"):
                dossier.done.pop(step, None)
        else:
            dossier.ended = True

    def _stepped(self, row: Row) -> None:
        dossier, step = self.dossier, row.type
        if step == "A2":
            return
        if step == "B1" and self.place(row.on) != (self._unit(row), "APPLICANT"):
            self.applied = row.on
            return
        if dossier is None:
            dossier = self.dossier = Dossier(opened=date.min)
        dossier.whole |= step not in SEVEN and dossier.opened != date.min
        if step in RESOLVED and row.votes is not None and not self._enough(row):
            dossier.short += 1
            dossier.waiting = step in ("C1", "C3")
            if step == "D5" and dossier.short >= 3:
                dossier.settled.add("D5")
            return
        if row.code.startswith("returned:"):
            return
        if step == "C4" and row.code == "refused":
            for taken in ("C1", "C2", "C3", "dossier_checked"):
                dossier.done.pop(taken, None)
            return
        dossier.done.setdefault(step, []).append(row.on)
        if step == "B4":
            dossier.introducers = len(row.code.split(";"))
        if step == "C6":
            self.joined = row.on
            self._stand(row.on, (self._unit(row), "PROBATIONARY"))
            dossier.short = 0
        if step == "D8":
            assert self.joined is not None
            self._recognise(months_after(self.joined, 12))
            self.joined = None

    def _recognise(self, on: date) -> None:
        """Official from month 12 on, or since the person came into the register, wherever they stood since."""
        on = on if self.place(on) else max(day for day, place in self.lines if place is not None)
        then = self.place(on)
        assert then is not None
        later = [(day, place) for day, place in self.lines if day > on]
        self.lines = [(day, place) for day, place in self.lines if day <= on]
        for day, place in [(on, then), *later]:
            self.lines.append((day, None if place is None else (place[0], "OFFICIAL")))

    def _enough(self, row: Row) -> bool:
        assert row.votes is not None
        base, _, in_favour, _ = row.votes
        if row.type in ("C4", "D8") and not self.cell(row).authorised:
            return in_favour * 2 > base
        return in_favour * 3 >= base * 2
