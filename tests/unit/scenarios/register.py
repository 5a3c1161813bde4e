"""An independent reader of a scenario's folder: own arithmetic, own fold. It shares nothing with the generator."""

import calendar
import csv
import io
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

Row = dict[str, str]
FOREVER = date(9999, 12, 31)


@dataclass(frozen=True)
class Stay:
    """Counted in a cell from a day up to, not including, another; `official_from` is when probation is over."""

    ref: str
    cell: str
    first: date
    end: date
    official_from: date
    how_in: str
    how_out: str


def rows_of(content: bytes) -> list[Row]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8"), newline="")))


def bytes_of(rows: list[Row]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def plus_months(day: date, months: int) -> date:
    year, month = day.year + (day.month - 1 + months) // 12, (day.month - 1 + months) % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def months_of_age(birth: date, day: date) -> int:
    months = 0
    while plus_months(birth, months + 1) <= day:
        months += 1
    return months


def weekdays_between(start: date, end: date) -> int:
    """How many Mondays to Fridays lie strictly after `start`, up to and with `end`."""
    return sum((start + timedelta(days=n)).weekday() < 5 for n in range(1, (end - start).days + 1))


def day(text: str) -> date:
    return date.fromisoformat(text)


class Register:
    """The lives of a folder, person by person."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self.units = {row["unit_id"]: row for row in rows_of(files["units.csv"])}
        self.people = {row["person_ref"]: row for row in rows_of(files["people.csv"])}
        self.events = rows_of(files["events.csv"])
        self.targets = rows_of(files["targets.csv"])
        self.lives: dict[str, list[Row]] = defaultdict(list)
        for row in self.events:
            self.lives[row["person_ref"]].append(row)
        self.stays = [stay for ref, life in self.lives.items() for stay in _stays(ref, life)]

    def dossiers(self) -> Iterator[tuple[Row, dict[str, Row]]]:
        """Every person with their dossier's steps by type."""
        for ref, life in self.lives.items():
            yield self.people[ref], {row["type"]: row for row in life}

    def members(self, on: date) -> int:
        return sum(stay.first <= on < stay.end for stay in self.stays)

    def officials(self, cell: str, on: date) -> int:
        return sum(stay.cell == cell and stay.official_from <= on < stay.end for stay in self.stays)

    def admissions(self) -> Counter[int]:
        return Counter(day(row["effective_on"]).year for row in self.events if row["type"] == "C6")

    def flows(self) -> Counter[str]:
        """Ways in and out of the whole district, and `internal`."""
        counted: Counter[str] = Counter()
        for stay in self.stays:
            counted[f"in:{stay.how_in}"] += 1
            if stay.how_out:
                counted[f"out:{stay.how_out}"] += 1
        return counted

    def standing(self, ref: str) -> str:
        """What a person is after all that is told of them; empty when outside."""
        now = ""
        for row in self.lives[ref]:
            match row["type"]:
                case "nominated":
                    now = "PROSPECT"
                case "trained":
                    now = "TRAINED"
                case "dossier_opened":
                    now = "APPLICANT"
                case "C6":
                    now = "PROBATIONARY"
                case "D8":
                    now = "OFFICIAL"
                case "enrolled":
                    now = row["code"]
                case "transferred":
                    now = (row["code"] or now) if row["to_unit_id"] else ""
                case "removed" | "delisted" | "dossier_closed":
                    now = ""
                case _:
                    pass
        return now

    def answer(self) -> dict[str, Any]:
        """What a system that counts correctly would answer for the district, 2015 to 2019 (contracts 5)."""
        kinds = Counter(row["kind"] for row in self.units.values())
        yearly = self.admissions()
        total = sum(yearly.values())
        targets = [int(row["low"]) for row in self.targets if row["indicator"] == "NG2"]
        counts = {
            "NG1.organisations": kinds["grassroots_committee"] + kinds["grassroots_cell"],
            "NG1.members": self.members(date(2019, 12, 31)),
            "NG1.cells": kinds["subordinate_cell"] + kinds["grassroots_cell"],
            "NG1.subordinate": kinds["subordinate_cell"],
            "NG1.grassroots": kinds["grassroots_cell"],
            "NG1.committees": kinds["grassroots_committee"],
        }
        values: list[dict[str, object]] = [_value(key, count, 1, None) for key, count in counts.items()]
        values.append(_value("NG2", total, 1, Fraction(total, sum(targets))))
        values.append(_value("NG3", total, 5, Fraction(total, 5) / Fraction(sum(targets), 5)))
        values.append(_value("NG4", yearly[2019], targets[-1], Fraction(yearly[2019], targets[-1])))
        return {"unit": "nam-giang", "values": values}


def _value(key: str, numerator: int, denominator: int, attained: Fraction | None) -> dict[str, object]:
    status = (
        None if attained is None else "MET" if attained >= 1 else "NEAR" if attained >= Fraction(9, 10) else "UNMET"
    )
    return {"id": key, "numerator": numerator, "denominator": denominator, "status": status}


def _stays(ref: str, life: list[Row]) -> Iterator[Stay]:
    """Where a member is counted, by acceptance of transfers. Voting starts with the decision that recognises (D8)."""
    recognised = next((day(row["effective_on"]) for row in life if row["type"] == "D8"), FOREVER)
    cell, since, how, official = "", FOREVER, "", recognised
    for row in life:
        on = day(row["effective_on"])
        match row["type"]:
            case "enrolled" | "C6":
                cell, since, how = row["unit_id"], on, row["type"]
                official = on if row["code"] == "OFFICIAL" else recognised
            case "transferred" if not cell:
                assert not row["unit_id"], "an arrival comes from nowhere"
                cell, since, how, official = row["to_unit_id"], on, "arrived", on
            case "transferred":
                assert row["unit_id"] == cell, "a transfer leaves the cell that counts the person"
                how_out = "internal" if row["to_unit_id"] else "departed"
                yield Stay(ref, cell, since, on, max(official, since), how, how_out)
                cell, since, how = row["to_unit_id"], on, "internal"
            case "removed":
                assert row["unit_id"] == cell, "a removal happens in the cell that counts the person"
                yield Stay(ref, cell, since, on, max(official, since), how, row["code"].split(":")[0])
                cell = ""
            case _:
                pass
    if cell:
        yield Stay(ref, cell, since, FOREVER, max(official, since), how, "")
