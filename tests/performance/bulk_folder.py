"""A large import folder, written as it is made: districts copied from nam-giang, each person with a whole dossier.

Ten or eleven steps a person from nomination to recognition, and for every fifth a transfer; in the order of the people,
not of the dates.
"""

import csv
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from services.scenarios.nam_giang import NAM_GIANG
from services.scenarios.rows import EventRow, PersonRow, Row, UnitRow, cells, columns

PEOPLE_IN_DISTRICT = 2_500
FIRST = date(2012, 1, 2)
STARTS_DAYS = 2_400
STRUCTURE = NAM_GIANG.structure
NAMES = ("Nguyễn Thị Mẫu", "Trần Văn Thử", "Lê Hoàng Minh Ví Dụ", "Bh'nướch Thị Giả")


def write_bulk(folder: Path, people: int) -> int:
    """Write the folder; how many rows its events.csv has."""
    folder.mkdir(parents=True, exist_ok=True)
    districts = range(-(-people // PEOPLE_IN_DISTRICT))
    _write(folder / "units.csv", UnitRow, (unit for number in districts for unit in _units(number)))
    _write(folder / "people.csv", PersonRow, map(_person, range(people)))
    return _write(folder / "events.csv", EventRow, (row for number in range(people) for row in _life(number)))


def _write(file: Path, kind: type[Row], rows: Iterator[Row]) -> int:
    count = 0
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(columns(kind))
        for row in rows:
            writer.writerow(cells(row))
            count += 1
    return count


def _units(district: int) -> Iterator[UnitRow]:
    for unit in STRUCTURE.units:
        if unit.parent_id:
            parent = unit.parent_id if unit.unit_id == STRUCTURE.district_id else _named(district, unit.parent_id)
            yield replace(unit, unit_id=_named(district, unit.unit_id), parent_id=parent)
        elif district == 0:
            yield unit


def _named(district: int, unit_id: str) -> str:
    return f"{unit_id}-{district}"


def _person(number: int) -> PersonRow:
    return PersonRow(
        person_ref=_ref(number),
        full_name=f"{NAMES[number % len(NAMES)]} {number}",
        birth_date=date(1985, 1, 1) + timedelta(days=number % 1_500),
        sex="f" if number % 2 else "m",
        origin="youth_union",
        education="thpt",
        expertise="intermediate",
    )


def _ref(number: int) -> str:
    return f"B-{number:07d}"


def _life(number: int) -> Iterator[EventRow]:
    district, place = divmod(number, PEOPLE_IN_DISTRICT)
    homes = list(STRUCTURE.parents)
    home = homes[place % len(homes)]
    cell, committee = _named(district, home), STRUCTURE.committee_of(home)
    board = _named(district, STRUCTURE.district_id)
    begun = FIRST + timedelta(days=number * 7919 % STARTS_DAYS)

    def row(kind: str, day: int, body: str, *, voted: bool = False, code: str = "", to: str = "") -> EventRow:
        on = begun + timedelta(days=day)
        base, present, in_favour, against = (9, 9, 8, 1) if voted else (None, None, None, None)
        return EventRow(
            person_ref=_ref(number),
            type=kind,
            effective_on=on,
            unit_id=cell,
            to_unit_id=to,
            body_unit_id=body,
            decision_number=f"{number}-{kind}",
            decision_date=on,
            votes_base=base,
            votes_present=present,
            votes_for=in_favour,
            votes_against=against,
            code=code,
        )

    yield row("nominated", 0, cell)
    yield row("trained", 60, board)
    yield row("dossier_opened", 120, cell)
    yield row("C1", 180, cell, voted=True)
    if committee is not None:
        yield row("C3", 190, _named(district, committee), voted=True)
    yield row("C4", 200, board, voted=True)
    yield row("C6", 215, cell)
    yield row("D5", 590, cell, voted=True)
    if committee is not None:
        yield row("D7", 600, _named(district, committee), voted=True)
    yield row("D8", 610, board, voted=True)
    if number % 5 == 0:
        there = _named(district, homes[(place + 1) % len(homes)])
        yield row("transfer_issued", 700, board, to=there)
        yield row("transferred", 720, there, to=there)
