"""A dry run says of every row, and of each unit's figures, what importing the folder then does."""

import io
import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from openpyxl import Workbook

from shared.contracts.recorded import Recorded
from tests.integration.admissions.writer import WriterUnderTest, tar_of
from tests.unit.admissions.app.folders import event, folder, person, unit
from tests.unit.admissions.app.test_workbooks import rows_of

UNITS = [unit("qn", "province"), unit("d", "district", "qn")] + [
    unit(f"cell-{number}", "grassroots_cell", "d", cell_kind="village") for number in range(1, 3)
]


def lives(first: int, people: int) -> dict[str, bytes]:
    """People enrolled in cell-1, every second of whom goes to cell-2."""
    rows = []
    for number in range(first, first + people):
        rows.append(event(f"p{number}", "enrolled", "2015-01-01", "cell-1", code="OFFICIAL"))
        if number % 2:
            rows.append(event(f"p{number}", "transfer_issued", "2016-03-01", "cell-1", to_unit_id="cell-2"))
            rows.append(event(f"p{number}", "transferred", "2016-03-15", "cell-1", to_unit_id="cell-2"))
    everyone = [person(f"p{number}") for number in range(first, first + people)]
    return folder(units=UNITS, people=everyone, events=rows)


def judged(writer: WriterUnderTest, files: Mapping[str, bytes]) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The answer of a dry run, and the verdict of every row."""
    response = writer.http.post(
        "/admissions/imports",
        params={"dry_run": "true", "verdicts": "true"},
        content=tar_of(files),
        headers=writer.headers(),
    )
    assert response.status_code == 200, response.text
    answer, *rows = (json.loads(line) for line in response.text.splitlines())
    return answer, rows


def figures(answer: dict[str, Any], side: str) -> dict[str, tuple[int, int]]:
    """Unit -> members and admissions."""
    return {one["unit_id"]: (one[side]["members"], one[side]["admissions"]) for one in answer["units"]}


def test_what_a_dry_run_says_the_import_then_does(writer: WriterUnderTest) -> None:
    answer, rows = judged(writer, lives(0, 6))
    assert len(rows) == 4 + 6 + 12
    assert {row["verdict"] for row in rows} == {"accepted"}
    assert answer["verdicts"]["accepted"] == len(rows)
    assert figures(answer, "before") == {"cell-1": (0, 0), "cell-2": (0, 0)}
    assert figures(answer, "after") == {"cell-1": (3, 0), "cell-2": (3, 0)}
    assert writer.log() == []
    done = writer.import_folder(lives(0, 6)).json()
    assert done["events_planned"] == answer["events_planned"]
    again, _ = judged(writer, lives(6, 2))
    assert figures(again, "before") == figures(answer, "after")
    assert figures(again, "after") == {"cell-1": (4, 0), "cell-2": (4, 0)}


def test_a_refused_row_names_its_rule_what_was_compared_and_what_would_mend_it(writer: WriterUnderTest) -> None:
    files = folder(
        units=UNITS,
        people=[person("p1"), person("p2"), person("p3")],
        events=[
            event("p1", "enrolled", "2015-01-01", "cell-9"),
            event("p1", "removed", "2016-01-01", "cell-9", code="resigned"),
            event("p2", "enrolled", "2015-01-01", "cell-1"),
        ],
    )
    answer, rows = judged(writer, files)
    by_place = {row["where"]: row for row in rows}
    refused = by_place["events.csv:2:unit_id"]
    assert (refused["verdict"], refused["rule"]) == ("refused", "unit-unknown")
    assert refused["values"] == {"unit_id": "cell-9"}
    assert all(refused[name] for name in ("source", "vi", "en", "mend_vi", "mend_en"))
    assert by_place["events.csv:3"]["verdict"] == "passed_over"
    assert by_place["events.csv:4"]["verdict"] == "accepted"
    assert by_place["people.csv:4"]["verdict"] == "unchanged"
    assert answer["refused"] == [refused]
    assert writer.import_folder(files).status_code == 422
    assert writer.log() == [] or {e.envelope.stream.partition("-")[0] for e in writer.log()}.isdisjoint(
        {"person", "unit", "batch"}
    )


def test_rows_that_stand_in_the_log_are_told_as_held(writer: WriterUnderTest) -> None:
    writer.import_folder(lives(0, 2))
    more = lives(0, 4)
    _, rows = judged(writer, more)
    verdicts = {row["where"]: row["verdict"] for row in rows}
    assert {verdicts[f"units.csv:{line}"] for line in range(2, 6)} == {"held"}


def test_a_folder_of_workbooks_leaves_the_same_facts_as_one_of_csv_files(
    writer: WriterUnderTest, other_writer: WriterUnderTest
) -> None:
    files = lives(0, 3)
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, data in files.items():
        sheet = book.create_sheet(name.removesuffix(".csv"))
        for row in rows_of(data):
            sheet.append([_as_spreadsheet(cell) for cell in row])
    out = io.BytesIO()
    book.save(out)
    assert writer.import_folder(files).status_code == 202
    assert other_writer.import_folder({"so.xlsx": out.getvalue()}).status_code == 202
    assert _facts(writer) == _facts(other_writer)


def _as_spreadsheet(cell: Any) -> Any:
    try:
        return date.fromisoformat(cell)
    except (TypeError, ValueError):
        return cell


def _facts(writer: WriterUnderTest) -> list[tuple[str, Any]]:
    def about(event: Recorded) -> bool:
        return event.envelope.stream.startswith(("person", "unit")) and not event.envelope.type.startswith(
            "vn.socai.people"
        )

    return [(event.envelope.type, event.data) for event in writer.log() if about(event)]
