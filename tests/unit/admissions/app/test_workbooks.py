"""A folder as workbooks is the folder as CSV files; what a spreadsheet may hold and a register may not is refused."""

import csv
import io
import zipfile
from contextlib import suppress
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from services.admissions.app.folder.read import EVENTS, FACTS, FILES, PEOPLE, TARGETS, UNITS
from services.admissions.app.folder.table import FolderLimits
from shared.core.errors import Malformed, SocaiError
from tests.unit.admissions.app.folders import LIMITS, event, folder, person, read, unit

LIMITS_OF_WORKBOOK = FolderLimits(bytes_max=200_000, rows_max=1_000, line_bytes_max=4_096, faults_max=50)


def book_of(sheets: dict[str, list[list[Any]]]) -> bytes:
    """A workbook of these sheets."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def rows_of(data: bytes) -> list[list[Any]]:
    """The rows of a CSV file, empty cells as a workbook has them."""
    return [[cell or None for cell in row] for row in csv.reader(io.StringIO(data.decode(), newline=""))]


def typed(cell: Any) -> Any:
    """Dates and numbers as a spreadsheet would keep them."""
    with suppress(TypeError, ValueError):
        return datetime.fromisoformat(cell)
    return int(cell) if isinstance(cell, str) and cell.isdigit() and not cell.startswith("0") else cell


def faults_of(files: dict[str, bytes], limits: FolderLimits = LIMITS) -> dict[str, str]:
    """Where -> what (English) of every fault found."""
    with pytest.raises(Malformed) as caught:
        read(files, limits)
    return {fault.where: fault.what.en for fault in caught.value.faults}


def sheets_of(files: dict[str, bytes], *, by_type: bool) -> dict[str, list[list[Any]]]:
    """The folder's tables as sheets."""
    write = typed if by_type else (lambda cell: cell)
    return {
        name.removesuffix(".csv"): [[write(cell) for cell in row] for row in rows_of(data)]
        for name, data in files.items()
    }


names = st.text(st.characters(whitelist_categories=("Lu", "Ll")), min_size=1, max_size=12)
days = st.dates(date(1950, 1, 1), date(1999, 12, 31)).map(date.isoformat)


@settings(max_examples=25, deadline=None)
@given(
    people=st.lists(st.tuples(names, days), max_size=4),
    moves=st.lists(st.tuples(st.integers(0, 3), days, st.sampled_from(["", "OFFICIAL", "12"])), max_size=6),
    by_type=st.booleans(),
    one_book=st.booleans(),
)
def test_a_folder_as_workbooks_equals_the_same_as_csv(
    people: list[tuple[str, str]], moves: list[tuple[int, str, str]], by_type: bool, one_book: bool
) -> None:
    files = folder(
        units=[unit("u-1", "district"), unit("c-1", "grassroots_cell", "u-1")],
        people=[person(f"p{number}", full_name=name, birth_date=born) for number, (name, born) in enumerate(people)],
        events=[
            event(f"p{who}", "enrolled", on, "c-1", code=code, votes_base="9", votes_present="9", votes_for="8",
                  votes_against="1")
            for who, on, code in moves
        ],
        targets=[{"unit_id": "u-1", "indicator": "NG2", "period_from": "2015-01-01", "period_to": "2015-12-31",
                  "low": "90"}],
        facts=[{"unit_id": "c-1", "fact": "authorised", "effective_on": "2016-01-01", "value": "true"}],
    )  # fmt: skip
    sheets = sheets_of(files, by_type=by_type)
    books = (
        {"so.xlsx": book_of(sheets)}
        if one_book
        else {f"{name}.xlsx": book_of({"Sheet1": rows}) for name, rows in sheets.items()}
    )
    plain, found = read(files), read(books)
    assert (found.units, found.people, found.events) == (plain.units, plain.people, plain.events)
    assert (found.targets, found.facts) == (plain.targets, plain.facts)


def test_a_place_in_a_workbook_is_told_by_file_sheet_row_and_column() -> None:
    sheets = sheets_of(folder(people=[person("p1", birth_date="31/12/1988")]), by_type=False)
    assert set(faults_of({"so.xlsx": book_of(sheets)})) == {"so.xlsx[people]:2:birth_date"}


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("=1+1", "formula"),
        (32_000, "number, not a date"),
        (True, "format the cell as text"),
        (datetime.fromisoformat("1988-01-02T13:30"), "time of day"),
    ],
)
def test_what_a_date_column_does_not_take_is_refused(cell: Any, said: str) -> None:
    sheets = sheets_of(folder(people=[person("p1")]), by_type=False)
    sheets["people"][1][sheets["people"][0].index("birth_date")] = cell
    faults = faults_of({"so.xlsx": book_of(sheets)})
    assert set(faults) == {"so.xlsx[people]:2:birth_date"}
    assert said in faults["so.xlsx[people]:2:birth_date"]


@pytest.mark.parametrize("cell", [datetime.fromisoformat("2020-01-02"), 1.5, True])
def test_a_text_column_takes_no_date_no_fraction_and_no_truth(cell: Any) -> None:
    sheets = sheets_of(folder(people=[person("p1")]), by_type=False)
    sheets["people"][1][sheets["people"][0].index("full_name")] = cell
    assert set(faults_of({"so.xlsx": book_of(sheets)})) == {"so.xlsx[people]:2:full_name"}


def test_an_unknown_sheet_and_a_table_given_twice_are_named() -> None:
    files = folder()
    assert set(faults_of({**files, "so.xlsx": book_of({"notes": [["x"]]})})) == {"so.xlsx[notes]"}
    twice = {**files, "people.xlsx": book_of({"Sheet1": rows_of(files[PEOPLE])})}
    assert set(faults_of(twice)) == {"people.xlsx[Sheet1]"}


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    whole = io.BytesIO(book_of(sheets_of(folder(), by_type=False)))
    with zipfile.ZipFile(whole, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/zeros.bin", bytes(5_000_000))
    faults = faults_of({"so.xlsx": whole.getvalue()}, LIMITS_OF_WORKBOOK)
    assert "too large once unpacked" in faults["so.xlsx"]


def test_a_part_that_is_larger_than_it_says_is_refused() -> None:
    whole = io.BytesIO(book_of(sheets_of(folder(), by_type=False)))
    with zipfile.ZipFile(whole, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/zeros.bin", bytes(5_000_000))
    lying = whole.getvalue().replace((5_000_000).to_bytes(4, "little"), (50).to_bytes(4, "little"))
    assert "cannot be read" in faults_of({"so.xlsx": lying}, LIMITS_OF_WORKBOOK)["so.xlsx"]


def test_entities_in_the_xml_of_a_sheet_are_refused() -> None:
    original = zipfile.ZipFile(io.BytesIO(book_of(sheets_of(folder(people=[person("p1")]), by_type=False))))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for part in original.namelist():
            data = original.read(part)
            if part.startswith("xl/worksheets/"):
                data = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaa">]>' + data.replace(b"<v>", b"<v>&a;", 1)
            archive.writestr(part, data)
    assert faults_of({"so.xlsx": out.getvalue()})


@settings(max_examples=40, deadline=None)
@given(data=st.binary(max_size=400), cut=st.integers(0, 4_000))
def test_no_bytes_crash_the_reader_of_workbooks(data: bytes, cut: int) -> None:
    whole = book_of(sheets_of(folder(people=[person("p1")]), by_type=False))
    for broken in (data, whole[:cut], whole[:cut] + data + whole[cut + len(data) :]):
        with suppress(SocaiError):
            read({"so.xlsx": broken})


def test_every_table_may_stand_in_a_workbook_beside_csv_files() -> None:
    files = folder(units=[unit("u-1", "district")])
    mixed = {name: files[name] for name in (EVENTS, PEOPLE, TARGETS, FACTS)}
    mixed["units.xlsx"] = book_of({"Trang 1": rows_of(files[UNITS])})
    assert read(mixed).units == read(files).units
    assert set(FILES) == set(files)
