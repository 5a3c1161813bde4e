"""Lives as rows of an import, drawn at random: mostly as the rules want them, with a fault at the edge of one."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import Any

from tests.support.model_of_dates import months_after, working_day
from tests.support.model_of_history import Cell, Person, Row

LAST = date(2026, 11, 20)
CELLS = {
    cell.unit_id: cell
    for cell in (
        Cell(unit_id="cell-1", competent="phuong"),
        Cell(unit_id="cell-2", competent="phuong"),
        Cell(unit_id="cell-sub", competent="phuong", sub=True),
        Cell(unit_id="cell-co-so", competent="phuong", committee=False),
        Cell(unit_id="cell-quyen", competent="duoc-quyen", authorised=True),
        Cell(unit_id="cell-ng", competent="nam-giang", age_max=419, expertise=True),
    )
}
"""The cells of the test's small province; `phuong` stands directly above grassroots organisations."""
COMMITTEES = {"cell-1": "dang-bo", "cell-2": "dang-bo", "cell-sub": "dang-bo", "cell-ng": "dang-bo-ng"}
FAULTS = (
    *("none",) * 6,
    *("drop", "drop", "twice", "swap", "other_cell", "short", "short_settled", "no_votes", "odd_votes", "no_number"),
    *("young", "old", "consent_60", "local_age", "schooling", "exception", "certificate", "certificate_review"),
    *("months", "official_late", "one_introducer", "stale", "stale_renewed", "tet", "tet", "tet_consent", "early"),
    *("refused", "returned", "closed", "transfer", "transfer_late", "two_letters", "lapse", "wrong_cell_letter"),
    *("leave", "leave", "leave", "leave", "only_c5", "three_short", "wrong_body", "union"),
    *("relist", "reopen", "enrolled", "enrolled", "moves_on_probation", "moves_on_probation", "abroad", "same_day"),
)
TET = (
    *(date(2018, 2, 14), date(2019, 2, 4), date(2020, 1, 23), date(2021, 2, 10), date(2022, 1, 31)),
    *(date(2023, 1, 20), date(2024, 2, 8), date(2025, 1, 27), date(2026, 2, 16)),
)


class Drawing:
    """Draws one life: `person`, and the rows about them. `ref` is theirs."""

    def __init__(self, random: Random, ref: str) -> None:
        self.random = random
        self.fault = random.choice(FAULTS)
        cell = "cell-ng" if self.fault == "local_age" else random.choice(sorted(CELLS))
        self.cell = CELLS[cell]
        self.committee = COMMITTEES.get(cell, "")
        self.rows: list[Row] = []
        self.days: dict[str, date] = {}
        self._draw_days()
        self.whole = self.days["opened"] >= date(2025, 7, 1) or random.random() < 0.5 or self.fault.startswith("tet")
        if self.fault == "only_c5":
            self.whole = False
        self.person = self._draw_person(ref)

    def _draw_days(self) -> None:
        """The road's dates: up to the ceremony, month 12, and the rest."""
        draw = self.random
        opened = date(2012, 1, 1) + timedelta(days=draw.randrange(5030))
        if draw.random() < 0.3:
            opened = date(2025, 7, 1) + timedelta(days=draw.randrange(60))
        if draw.random() < 0.2:
            opened = date(draw.choice((2015, 2019, 2023)), 8, 1)
        trained = opened - timedelta(days=draw.randrange(1, 900))
        review = opened + timedelta(days=draw.randrange(40, 330))
        if self.fault == "certificate":
            trained = _months_before(draw, opened, 60)
        if self.fault == "certificate_review":
            trained = _months_before(draw, review, 60)
        if self.fault in ("stale", "stale_renewed"):
            review = months_after(opened, 12) + timedelta(days=draw.choice((0, 1, 1, 40)))
        decided = review + timedelta(days=draw.randrange(20, 100))
        if self.fault.startswith("tet"):
            decided = draw.choice(TET) - timedelta(days=draw.randrange(0, 38))
            opened, review = decided - timedelta(days=200), decided - timedelta(days=60)
            trained = opened - timedelta(days=90)
        joined = decided + timedelta(days=draw.randrange(1, 25))
        if self.fault.startswith("tet"):
            joined = working_day(decided, draw.choice((29, 30, 30))) + timedelta(days=draw.choice((0, 1)))
        if draw.random() < 0.25:
            joined = _month_end_after(draw, joined) if not self.fault.startswith("tet") else joined
        month_12 = months_after(joined, 12)
        voted = month_12 + timedelta(days=draw.choice((0, 0, 1, 20, 60)))
        if self.fault == "early":
            voted = month_12 - timedelta(days=draw.choice((0, 1, 2)))
        if self.fault == "same_day":
            trained, review, decided = opened, opened, opened
            joined = opened + timedelta(days=draw.choice((0, 1)))
            month_12 = voted = months_after(joined, 12)
        self.days = {
            "nominated": trained - timedelta(days=draw.randrange(30, 300)),
            "trained": trained,
            "opened": opened,
            "review": review,
            "decided": decided,
            "joined": joined,
            "voted": voted,
            "recognised": voted + timedelta(days=draw.randrange(10, 40)),
        }

    def _draw_person(self, ref: str) -> Person:
        draw, review = self.random, self.days["review"]
        born = review - timedelta(days=draw.randrange(7000, 12000))
        edges = {"young": (215, 216), "old": (720, 721), "consent_60": (721, 760), "local_age": (419, 420)}
        if self.fault in edges:
            months = draw.choice(edges[self.fault])
            born = months_after(review, -months) + timedelta(days=draw.choice((-1, 0, 0, 1)))
        education, expertise = "thpt", draw.choice(("intermediate", "university"))
        if self.fault in ("schooling", "exception"):
            education, expertise = draw.choice(("none", "primary", "thcs")), draw.choice(("elementary", "intermediate"))
        origin = draw.choice(("youth_union", "trade_union", "other"))
        return Person(ref=ref, born=born, origin=origin, education=education, expertise=expertise)

    # -- rows

    def _row(self, kind: str, on: date, **more: Any) -> None:
        self.rows.append(replace(Row(type=kind, on=on, unit=self.cell.unit_id), **more))

    def _votes(self, *, two_thirds: bool = True, short: bool = False) -> tuple[int, int, int, int]:
        base = self.random.choice((3, 4, 5, 7, 8, 9, 10, 11, 14, 25))
        least = -(-base * 2 // 3) if two_thirds else base // 2 + 1
        in_favour = least - 1 if short else self.random.randrange(least, base + 1)
        return base, base, in_favour, base - in_favour

    def _vote(self, step: str, on: date) -> None:
        """A vote of the body whose step it is; short by one when that is the fault."""
        short = self.fault in ("short", "short_settled") and self.random.random() < 0.4
        self._row(step, on, votes=self._votes(short=short), body=self._body(step))
        if short and self.fault == "short_settled":
            code = self.random.choice(("approved", "returned", "closed"))
            self._row("referral_settled", on, code=code, number="9-QĐ", body=self.cell.competent)
            if code == "returned":
                self._row(step, on + timedelta(days=2), votes=self._votes(), body=self._body(step))

    def _body(self, step: str) -> str:
        return {"C1": self.cell.unit_id, "D5": self.cell.unit_id, "C3": self.committee, "D7": self.committee}[step]

    def _decide(self, step: str, on: date, code: str = "") -> None:
        votes = self._votes(two_thirds=self.cell.authorised) if self.random.random() < 0.6 else None
        if self.fault == "short" and self.random.random() < 0.3:
            votes = self._votes(two_thirds=self.cell.authorised, short=True)
        body = self.cell.competent
        if self.fault == "wrong_body":
            body = self.random.choice((body, "dong-giang", self.committee or "qn"))
        self._row(step, on, number="12-QĐ", body=body, votes=votes, code=code)

    def draw(self) -> list[Row]:
        """All rows, in order, after the fault."""
        if self.fault == "enrolled":
            self.whole = False
            joined = self.days["joined"]
            on = joined + timedelta(days=self.random.choice((0, 1, 90, 370)))
            self._row("enrolled", on, code="PROBATIONARY", decided=joined)
        else:
            self._to_dossier()
            self._papers()
            self._to_ceremony()
        self._probation()
        self._afterwards()
        rows = sorted((row for row in self.rows if row.on <= LAST), key=lambda row: row.on)
        return self._spoilt(rows)

    def _to_dossier(self) -> None:
        if self.fault == "relist":
            on = self.days["nominated"] - timedelta(days=300)
            self._row("nominated", on)
            if self.random.random() < 0.5:
                self._row("trained", on + timedelta(days=20))
            self._row("delisted", on + timedelta(days=self.random.choice((40, 300))), code="own_wish")
        self._row("nominated", self.days["nominated"])
        if self.whole:
            self._row("A2", self.days["nominated"] + timedelta(days=9))
        self._row("trained", self.days["trained"])
        self._row("dossier_opened", self.days["opened"])

    def _papers(self) -> None:
        opened, draw = self.days["opened"], self.random
        if self.fault == "reopen":
            if self.whole and draw.random() < 0.6:
                self._row("B1", opened)
                self._row("B2", opened)
            opened += timedelta(days=draw.choice((0, 10)))
            self._row("dossier_closed", opened, code="withdrawn")
            if draw.random() < 0.8:
                self._row("dossier_opened", opened)
        if not self.whole:
            return
        self._row("B1", opened)
        self._row("B2", opened)
        self._row("B3", opened + timedelta(days=12))
        self._introduction(opened + timedelta(days=20))
        self._row("B6", opened + timedelta(days=draw.randrange(25, 39)))
        if self.fault == "stale_renewed":
            again = self.days["review"]
            self._row("B3", again - timedelta(days=draw.choice((0, 0, 30))))
            self._row("B6", again)
        if self.fault == "consent_60" and draw.random() < 0.8:
            self._row("consent_given", opened + timedelta(days=30), code="over_60", number="7-CV", body="qn")
        if self.fault == "exception":
            self._row(
                "consent_given", opened + timedelta(days=30), code="education_exception", number="7-CV", body="qn"
            )

    def _introduction(self, on: date) -> None:
        count = 1 if self.fault == "one_introducer" or self.random.random() < 0.4 else 2
        refs = ["g-1", "g-2"][:count]
        since = [months_after(on, -self.random.randrange(13, 60)) for _ in refs]
        if self.fault == "months":
            since[0] = months_after(on, -12) + timedelta(days=self.random.choice((-1, 0, 1)))
        if self.fault == "official_late":
            refs[0] = "g-late"
        self._row("B4", on, code=";".join(f"{r}@{s}" for r, s in zip(refs, since, strict=True)))
        union = {"youth_union": "B5a", "trade_union": "B5b"}.get(self.person.origin)
        if self.fault == "union":
            union = self.random.choice(("B5a", "B5b", None))
        if union is not None:
            self._row(union, on)

    def _to_ceremony(self) -> None:
        review, decided, joined = self.days["review"], self.days["decided"], self.days["joined"]
        self._vote("C1", review)
        if self.cell.sub and self.whole:
            self._row("C2", review + timedelta(days=4))
        if self.cell.committee and not self.cell.authorised:
            self._vote("C3", review + timedelta(days=8))
        if self.whole:
            if self.fault == "returned":
                self._row("dossier_checked", review + timedelta(days=12), code="returned:paper_missing")
            if self.fault != "returned" or self.random.random() < 0.6:
                self._row("dossier_checked", review + timedelta(days=14), code="complete")
        if self.fault == "refused":
            self._decide("C4", decided - timedelta(days=3), code="refused")
        if self.fault == "closed":
            off = self.random.choice(("", ":off_list"))
            self._row("dossier_closed", decided + timedelta(days=self.random.choice((-1, 1))), code=f"withdrawn{off}")
        self._decide("C4", decided)
        if self.whole or self.fault == "only_c5":
            self._row("C5", decided)
        if self.fault == "tet_consent":
            self._row("consent_given", decided, code="late_ceremony", number="7-CV", body=self.cell.competent)
        self._row("C6", joined)

    def _probation(self) -> None:
        voted, joined = self.days["voted"], self.days["joined"]
        if self.whole:
            self._row("C7", joined + timedelta(days=5))
            self._row("D1", joined + timedelta(days=self.random.randrange(30, 300)))
            self._row("D2", voted)
            self._row("D3", voted)
            self._row("D4", voted)
        shorts = self.random.choice((1, 2, 3)) if self.fault == "three_short" else 0
        if shorts:
            for late in range(shorts):
                self._row("D5", voted + timedelta(days=late), votes=self._votes(short=True), body=self.cell.unit_id)
            voted += timedelta(days=4)
        if not shorts or (shorts < 3 and self.random.random() < 0.5):
            self._vote("D5", voted)
        if self.cell.sub and self.whole:
            self._row("D6", voted + timedelta(days=4))
        if self.cell.committee and not self.cell.authorised:
            self._vote("D7", voted + timedelta(days=6))
        self._decide("D8", self.days["recognised"])

    def _afterwards(self) -> None:
        draw, start = self.random, self.days["recognised"]
        if self.fault == "leave" and draw.random() < 0.3:
            start = self.days["joined"] + timedelta(days=draw.randrange(1, 360))
        on = start + timedelta(days=draw.randrange(1, 40))
        if self.fault in ("transfer", "transfer_late", "two_letters", "lapse", "wrong_cell_letter"):
            self._moves(on)
        if self.fault == "moves_on_probation":
            self._moves_between()
        if self.fault == "abroad":
            self._row("transfer_issued", on, code=f"{on}:letter")
            self._row("transferred", on + timedelta(days=5), unit="")
            if draw.random() < 0.8:
                self._row("transferred", on + timedelta(days=90), unit="", to="cell-2", code="OFFICIAL:2012-05-05")
        if self.fault == "leave":
            self._leaves(on)

    def _moves(self, on: date) -> None:
        draw = self.random
        to = draw.choice([each for each in sorted(CELLS) if each != self.cell.unit_id])
        if draw.random() < 0.1:
            to = self.cell.unit_id
        self._row("transfer_issued", on, to=to, code=f"{on}:letter;old_cell_remarks")
        if self.fault == "two_letters":
            self._row("transfer_issued", on + timedelta(days=2), to="cell-1", code=f"{on}:letter;old_cell_remarks")
        if self.fault == "lapse":
            self._row("transfer_lapsed", on + timedelta(days=3), code="other")
        arrived = on + timedelta(days=draw.randrange(0, 30))
        if self.fault == "transfer_late":
            arrived = working_day(on, draw.choice((30, 31)))
        reached = draw.choice(sorted(CELLS)) if self.fault == "wrong_cell_letter" else to
        self._row("transferred", arrived, to=reached)

    def _moves_between(self) -> None:
        """To a neighbour cell before recognition; later rows do not name the cell."""
        draw, joined = self.random, self.days["joined"]
        issued = joined + timedelta(days=draw.choice((3, 300, 360, 366)))
        arrived = min(issued + timedelta(days=draw.choice((0, 4, 20))), issued + timedelta(days=20))
        to = "cell-2" if self.cell.unit_id == "cell-1" else "cell-1"
        self._row("transfer_issued", issued, to=to, code=f"{issued}:letter;old_cell_remarks")
        self._row("transferred", arrived, to=to, unit="")
        self.rows = [replace(each, unit="", body="") if each.on >= arrived else each for each in self.rows]

    def _leaves(self, on: date) -> None:
        draw = self.random
        kinds = [f"struck_off:{reason}" for reason in ("R2_DUES", "R1_ABSENCE", "R7_PROBATION", "R3_CARD", "R9")]
        kinds += ["resigned:own_wish", "resigned:family_hardship", "deceased"]
        kinds += [f"expelled:{ground}" for ground in ("corruption", "less_serious_offence", "disunity", "other")]
        code = draw.choice(kinds)
        number = "" if code == "deceased" else "5-QĐ"
        self._row("removed", on, code=code, number=number, body=self.cell.competent if number else "")
        if draw.random() < 0.15:
            self._row("restored", on + timedelta(days=50), number="6-QĐ", body=self.cell.competent)
            return
        for _ in range(2):
            on = months_after(on, draw.choice((35, 36, 36, 36))) + timedelta(days=draw.choice((-1, 0, 0)))
            cleared = ""
            if code == "expelled:less_serious_offence":
                on = months_after(on, 40)
                cleared = str(months_after(on, -60) + timedelta(days=draw.choice((0, 0, 1))))
            if draw.random() < 0.9:
                self._row("readmission_consented", on, number="8-CV", body="qn", code=cleared)
            on += timedelta(days=3)
            if on >= date(2025, 1, 1):
                return
            on, code = self._again(on), "struck_off:R2_DUES"

    def _again(self, on: date) -> date:
        """A second road, on paper: to the ceremony and out again."""
        self._row("nominated", on)
        self._row("trained", on + timedelta(days=40))
        self._row("dossier_opened", on + timedelta(days=80))
        self._row("C1", on + timedelta(days=120), votes=self._votes())
        if self.cell.committee and not self.cell.authorised:
            self._row("C3", on + timedelta(days=122), votes=self._votes())
        self._row("C4", on + timedelta(days=150), number="13-QĐ")
        self._row("C6", on + timedelta(days=160))
        if self.random.random() < 0.5:
            return LAST
        self._row("removed", on + timedelta(days=170), code="struck_off:R2_DUES", number="5-QĐ")
        return on + timedelta(days=170)

    def _spoilt(self, rows: list[Row]) -> list[Row]:
        """One row left out, told twice, out of its turn, of another cell, or without what it needs."""
        draw, fault = self.random, self.fault
        if not rows:
            return rows
        at = draw.randrange(len(rows))
        row = rows[at]
        if fault == "drop":
            return [*rows[:at], *rows[at + 1 :]]
        if fault == "swap" and at + 1 < len(rows):
            return sorted(
                [*rows[:at], replace(rows[at + 1], on=row.on), replace(row, on=rows[at + 1].on), *rows[at + 2 :]],
                key=lambda each: each.on,
            )
        if fault == "twice":
            return [*rows[: at + 1], row, *rows[at + 1 :]]
        if fault == "other_cell":
            rows[at] = replace(row, unit="cell-2" if row.unit != "cell-2" else "cell-1")
        if fault == "no_votes":
            rows = [replace(each, votes=None) if draw.random() < 0.3 else each for each in rows]
        if fault == "no_number":
            rows = [replace(each, number="") if draw.random() < 0.4 else each for each in rows]
        if fault == "odd_votes":
            rows = [_odd(draw, each) for each in rows]
        return rows


def _odd(draw: Random, row: Row) -> Row:
    if row.votes is None or draw.random() < 0.5:
        return row
    base, present, in_favour, against = row.votes
    return replace(
        row, votes=draw.choice(((base, base + 1, in_favour, against), (base, present - 1, in_favour, against + 1)))
    )


def _months_before(draw: Random, day: date, months: int) -> date:
    """A day whose `months` end on `day`, or the day before or after that one."""
    return months_after(day, -months) + timedelta(days=draw.choice((-1, 0, 0, 1)))


def _month_end_after(draw: Random, day: date) -> date:
    """The end of that month, or of the next February."""
    if draw.random() < 0.4:
        year = day.year if day.month == 1 else day.year + 1
        return months_after(date(year, 1, 31), 1) if day.month in (1, 2) else day
    return months_after(day.replace(day=1), 1) - timedelta(days=1)
