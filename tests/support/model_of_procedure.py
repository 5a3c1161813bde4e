"""A second reading of contracts 4 to 6 and domain 3 to 8 in plain Python, from the texts alone, not from the services.

Rows of events.csv of one person go in, in order; out comes what is wrong with each (nothing: it is accepted), and where
the person stands on any date. A test compares both with what an import finds.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from tests.support.model_of_dates import full_months, months_after, working_day
from tests.support.model_of_history import RESOLVED, SEVEN, WHOLE_FROM, Cell, Dossier, History, Row

PROVINCE = "qn"
MEMBERS = ("PROBATIONARY", "OFFICIAL")
STRIKE_OFF = ("R1_ABSENCE", "R2_DUES", "R3_CARD", "R4_DUTIES", "R5_TWO_YEARS", "R6_CRITERION", "R7_PROBATION")
BARRED = ("R1_ABSENCE", "disunity", "corruption", "serious_offence")
SCHOOL = ("none", "primary", "thcs", "thpt")


class Life(History):
    """One person, and what the rules say of the next row. Each rule answers with the sorts of fault it finds."""

    def take(self, row: Row) -> set[str]:
        """What is wrong with the row; when nothing is, it has happened."""
        here = self.place(row.on)
        wrong = {"place"} if row.unit and here is not None and here[0] != row.unit else set()
        step = row.type if row.type in _PAPERS or row.type in RESOLVED else None
        check: Callable[[Row], set[str]] = getattr(self, f"_{row.type}") if step is None else self._step
        wrong |= check(row)
        if not wrong:
            self.happen(row)
        return wrong

    # -- the list, the class, the dossier

    def _standing(self, row: Row, *allowed: str) -> set[str]:
        here = self.place(row.on)
        return set() if here is not None and here[1] in allowed else {"order"}

    def _enrolled(self, row: Row) -> set[str]:
        return {"order"} if self.lines else set()

    def _nominated(self, row: Row) -> set[str]:
        wrong = {"order"} if self.place(row.on) is not None else set()
        if self.left is not None and "readmission" not in self.consents:
            wrong |= {"readmission"}
        return wrong

    def _trained(self, row: Row) -> set[str]:
        return self._standing(row, "PROSPECT", "TRAINED")

    def _delisted(self, row: Row) -> set[str]:
        return self._standing(row, "PROSPECT", "TRAINED")

    def _dossier_opened(self, row: Row) -> set[str]:
        return self._standing(row, "PROSPECT", "TRAINED") | self._certificate(row.on)

    def _certificate(self, on: date) -> set[str]:
        good = self.certificate is not None and on <= months_after(self.certificate, 60)
        return set() if good else {"certificate"}

    def _dossier_closed(self, row: Row) -> set[str]:
        wrong = self._standing(row, "APPLICANT")
        decided = self.dossier is not None and self.dossier.bound and "C4" in self.dossier.done
        return wrong | ({"order"} if decided else set())

    # -- steps

    def _step(self, row: Row) -> set[str]:
        """Steps of domain 5: where the person must stand, what must come before, votes and papers."""
        step, dossier = row.type, self.dossier
        wrong = self._standing(row, *_STANDING[step[0] if step not in _STANDING else step])
        if step == "A2":
            return wrong
        cell = self.cell(row)
        if (step in ("C2", "D6") and not cell.sub) or (step in ("C3", "D7") and not cell.committee):
            return wrong | {"shape"}
        whole = dossier is not None and (dossier.bound or step not in SEVEN)
        dossier = dossier or Dossier(opened=date.min)
        if step[0] in "CD" and step in dossier.done:
            wrong |= {"again"}
        if cell.authorised and row.body == PROVINCE:
            cell = replace(cell, authorised=False)
        wrong |= self._before(step, dossier, cell, whole)
        if step in RESOLVED:
            wrong |= self._resolved(row, cell)
        if step == "C1":
            wrong |= self._review(row, dossier, cell, whole)
        if step == "C6" and whole and "late_ceremony" not in self.consents:
            received = dossier.done.get("C5")
            if received and row.on > working_day(received[-1], 30):
                wrong |= {"late"}
        if step in ("D2", "D3", "D5") and self.joined is not None and row.on < months_after(self.joined, 12):
            wrong |= {"early"}
        return wrong | self._filed(row)

    def _filed(self, row: Row) -> set[str]:
        """Papers of the applicant, of those who introduce, of a union."""
        if row.type == "B1":
            return self._certificate(row.on)
        if row.type == "B4":
            return self._introduced(row)
        union = {"B5a": "youth_union", "B5b": "trade_union"}.get(row.type)
        return set() if union in (None, self.person.origin) else {"union"}

    def _before(self, step: str, dossier: Dossier, cell: Cell, whole: bool) -> set[str]:
        """Preconditions of domain 5; of a dossier not kept whole only the resolutions bind."""
        needs = [need for need in _NEEDS.get(step, ()) if whole or need in SEVEN]
        absent = set()
        if not cell.sub:
            absent |= {"C2", "D6"}
        if not cell.committee or cell.authorised:
            absent |= {"C3", "D7"}
        for union, origin in (("B5a", "youth_union"), ("B5b", "trade_union")):
            if self.person.origin != origin or dossier.introducers >= 2:
                absent.add(union)
        missing = {n for n in needs if n not in dossier.done and n not in absent and n not in dossier.settled}
        if step in ("B6", "C1") and whole and dossier.introducers < 2:
            resolved = {"B5a", "B5b"} & dossier.done.keys()
            if not (dossier.introducers == 1 and resolved):
                missing.add("B4")
        wrong = {"before"} if missing else set()
        if step[0] in "Cd" and (dossier.ended or dossier.waiting):
            wrong |= {"before"}
        return wrong

    def _resolved(self, row: Row, cell: Cell) -> set[str]:
        """Votes that can be; of a decision its number and a body that may take it."""
        wrong = set()
        if row.type in ("C4", "D8"):
            wrong |= set() if row.number else {"decision"}
            wrong |= set() if row.body in ("", cell.competent, PROVINCE) else {"body"}
        elif row.votes is None:
            wrong |= {"votes"}
        if row.votes is not None:
            base, present, in_favour, against = row.votes
            wrong |= {"votes"} if present > base or in_favour + against > present or base < 1 else set()
        return wrong

    def _review(self, row: Row, dossier: Dossier, cell: Cell, whole: bool) -> set[str]:
        """The cell's review: age, education, certificate, and whether the dossier is fresh."""
        age = full_months(self.person.born, row.on)
        old_allowed = "over_60" in self.consents and cell.age_max == 720
        wrong = set() if age >= 216 and (age <= cell.age_max or old_allowed) else {"age"}
        floor = "primary" if "education_exception" in self.consents else "thcs"
        if SCHOOL.index(self.person.education) < SCHOOL.index(floor):
            wrong |= {"education"}
        if cell.expertise and self.person.expertise in ("none", "elementary"):
            wrong |= {"expertise"}
        wrong |= self._certificate(row.on)
        stale = months_after(dossier.opened, 12) if not dossier.short else date.max
        if whole and row.on > stale and any(dossier.done.get(p, [stale])[-1] <= stale for p in ("B3", "B6")):
            wrong |= {"stale"}
        return wrong

    def _introduced(self, row: Row) -> set[str]:
        named = row.code.split(";")
        wrong = set() if len(named) in (1, 2) else {"introducers"}
        for one in named:
            ref, _, since = one.partition("@")
            if ref not in self.officials or row.on < self.officials[ref]:
                wrong |= {"introducers"}
            if months_after(date.fromisoformat(since), 12) > row.on:
                wrong |= {"introducers"}
        return wrong

    def _consent_given(self, row: Row) -> set[str]:
        return self._standing(row, "APPLICANT") | (set() if row.number else {"decision"})

    def _referral_settled(self, row: Row) -> set[str]:
        wrong = self._standing(row, "APPLICANT") | (set() if row.number else {"decision"})
        return wrong | (set() if self.dossier is not None and self.dossier.waiting else {"before"})

    # -- moving, leaving, coming back

    def _transfer_issued(self, row: Row) -> set[str]:
        wrong = self._standing(row, *MEMBERS)
        if self.letter is not None:
            wrong |= {"letter"}
        here = self.place(row.on)
        return wrong | ({"letter"} if here is not None and row.to == here[0] else set())

    def _transferred(self, row: Row) -> set[str]:
        if self.place(row.on) is None and row.code:
            return {"order"} if self.left is not None else set()
        wrong = self._standing(row, *MEMBERS)
        if self.letter is None or row.to != self.letter[1]:
            return wrong | {"letter"}
        bound = self.letter[0] >= WHOLE_FROM and bool(row.to)
        late = bound and row.on > working_day(self.letter[0], 30) and not (row.code and row.number)
        return wrong | ({"letter-late"} if late else set())

    def _transfer_lapsed(self, row: Row) -> set[str]:
        return self._standing(row, *MEMBERS) | (set() if self.letter else {"letter"})

    def _removed(self, row: Row) -> set[str]:
        kind, _, reason = row.code.partition(":")
        of_officials = kind in ("resigned", "expelled") and row.on >= WHOLE_FROM
        wrong = self._standing(row, *(("OFFICIAL",) if of_officials else MEMBERS))
        if kind == "deceased":
            return wrong
        wrong |= set() if row.number else {"decision"}
        if kind == "struck_off" and reason not in STRIKE_OFF:
            wrong |= {"reason"}
        if reason == "R7_PROBATION" and self._standing(row, "PROBATIONARY"):
            wrong |= {"reason"}
        if kind != "expelled" and row.on >= WHOLE_FROM:
            wrong |= {"case"}
        return wrong

    def _restored(self, row: Row) -> set[str]:
        wrong = set() if row.number else {"decision"}
        struck = self.place(row.on) is None and self.left is not None and self.left[1] in ("struck_off", "expelled")
        return wrong | (set() if struck else {"outside"})

    def _readmission_consented(self, row: Row) -> set[str]:
        wrong = set() if row.number else {"decision"}
        if self.left is None or self.left[1] == "deceased" or self.place(row.on) is not None:
            return wrong | {"outside"}
        day, kind, reason, _ = self.left
        if reason in BARRED or (kind == "resigned" and reason != "family_hardship"):
            wrong |= {"readmission"}
        if row.on < months_after(day, 36) or self.second:
            wrong |= {"readmission"}
        if reason == "less_serious_offence":
            cleared = date.fromisoformat(row.code) if row.code else None
            if cleared is None or months_after(cleared, 60) > row.on:
                wrong |= {"readmission"}
        return wrong


_PAPERS = (
    *("A2", "B1", "B2", "B3", "B4", "B5a", "B5b", "B6", "C2", "C5", "C6", "C7", "D1", "D2", "D3", "D4", "D6"),
    "dossier_checked",
)
_STANDING = {
    "A2": ("PROSPECT", "TRAINED"),
    "B1": ("PROSPECT", "TRAINED", "APPLICANT"),
    "B": ("APPLICANT",),
    "C": ("APPLICANT",),
    "C7": MEMBERS,
    "D": ("PROBATIONARY",),
    "dossier_checked": ("APPLICANT",),
}
_NEEDS = {
    "B3": ("B2",),
    "B6": ("B1", "B2", "B3", "B4", "B5a", "B5b"),
    "C1": ("B1", "B2", "B3", "B4", "B5a", "B5b", "B6"),
    "C2": ("C1",),
    "C3": ("C1", "C2"),
    "C4": ("C1", "C2", "C3", "dossier_checked"),
    "dossier_checked": ("C1",),
    "C5": ("C4",),
    "C6": ("C4", "C5"),
    "D4": ("D1", "D2", "D3"),
    "D5": ("D1", "D2", "D3", "D4"),
    "D6": ("D5",),
    "D7": ("D5", "D6"),
    "D8": ("D5", "D6", "D7"),
}
