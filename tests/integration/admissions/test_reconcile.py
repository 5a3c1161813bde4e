"""A register kept elsewhere beside ours: in both, only here, only there, differing; nothing is kept."""

import io
from datetime import date
from typing import Any

import httpx2
from openpyxl import Workbook

from tests.integration.admissions.writer import WriterUnderTest
from tests.unit.admissions.app.folders import event, folder, person, unit

UNITS = [unit("qn", "province"), unit("d", "district", "qn")] + [
    unit(f"cell-{number}", "grassroots_cell", "d", cell_kind="village") for number in range(1, 4)
]
HEAD = "person_ref,full_name,birth_date,standing,unit_id"


def filled(writer: WriterUnderTest) -> None:
    """p1 and p2 in cell-1, p3 in cell-2, p4 on probation in cell-3."""
    people = [person(f"p{n}", full_name=f"Bh'ling Thị {n}", birth_date=f"198{n}-03-04") for n in range(1, 5)]
    rows = [event(f"p{n}", "enrolled", "2015-01-01", f"cell-{max(1, n - 1)}", code="OFFICIAL") for n in range(1, 4)]
    rows.append(
        event("p4", "enrolled", "2015-01-01", "cell-3", code="PROBATIONARY", decision_date="2014-12-01")
    )  # fmt: skip
    answer = writer.import_folder(folder(units=UNITS, people=people, events=rows))
    assert answer.status_code == 202, answer.text


def compared(writer: WriterUnderTest, data: bytes, unit_id: str = "d", **more: Any) -> httpx2.Response:
    """What comparing this file comes to."""
    headers = more.pop("headers", None) or writer.headers()
    query = {"unit": unit_id, "as_of": "2015-06-30", **more}
    return writer.http.post("/admissions/reconcile", params=query, content=data, headers=headers)


def csv_of(*lines: str) -> bytes:
    """A file of these lines."""
    return "\n".join((HEAD, *lines, "")).encode()


def person_id(writer: WriterUnderTest, reference: str) -> str:
    """Whom a reference means."""
    found: str = writer.get("/people", ref=reference).json()["person_id"]
    return found


def test_each_side_and_each_difference_is_named(writer: WriterUnderTest) -> None:
    filled(writer)
    before = len(writer.log())
    found = compared(
        writer,
        csv_of(
            "p1,,,OFFICIAL,cell-1",
            "p2,,,PROBATIONARY,cell-3",
            ",BH'LING  thị 3,1983-03-04,OFFICIAL,",
            "p9,,,OFFICIAL,cell-1",
            "p1,,,OFFICIAL,cell-1",
            ",Bh'ling Thị 3,1999-03-04,OFFICIAL,",
        ),
    ).json()
    assert (found["in_both"], found["same"]) == (3, 2)
    assert [(one["line"], one["field"], one["here"], one["there"]) for one in found["differing"]] == [
        (3, "standing", "OFFICIAL", "PROBATIONARY"),
        (3, "unit_id", "cell-1", "cell-3"),
    ]
    assert [one["person_id"] for one in found["only_here"]] == [person_id(writer, "p4")]
    assert [one["line"] for one in found["only_there"]] == [5, 6, 7]
    assert "line 2" in found["only_there"][1]["en"]
    assert len(writer.log()) == before


def test_a_workbook_is_compared_like_a_csv_file(writer: WriterUnderTest) -> None:
    filled(writer)
    book = Workbook()
    book.worksheets[0].append(HEAD.split(","))
    book.worksheets[0].append([None, "Bh'ling Thị 3", date(1983, 3, 4), "OFFICIAL", "cell-2"])
    out = io.BytesIO()
    book.save(out)
    found = compared(writer, out.getvalue()).json()
    assert (found["in_both"], found["same"], len(found["only_here"])) == (1, 1, 3)


def test_the_register_is_that_of_the_date_and_of_the_units_subtree(writer: WriterUnderTest) -> None:
    filled(writer)
    assert len(compared(writer, csv_of()).json()["only_here"]) == 4
    assert len(compared(writer, csv_of(), "cell-1").json()["only_here"]) == 2
    assert compared(writer, csv_of(), as_of="2014-12-31").json()["only_here"] == []


def test_only_those_may_look_who_may_and_the_look_is_written_down(writer: WriterUnderTest) -> None:
    filled(writer)
    outside = writer.headers(office="cell_secretary", unit="cell-2")
    assert compared(writer, csv_of(), "cell-1", headers=outside).status_code == 403
    nameless = writer.headers(office="indicators_reader", unit="d")
    refused = compared(writer, csv_of(",A,1983-03-04,OFFICIAL,"), headers=nameless)
    assert refused.status_code in {401, 403}
    kept = _accesses(writer)
    compared(writer, csv_of(), why="đối chiếu cuối năm")
    assert next(row for row in _accesses(writer) if row not in kept)[-2:] == (
        "register reconciled",
        "đối chiếu cuối năm",
    )


def test_a_file_with_faults_is_refused_with_their_places_and_repeats_nothing(writer: WriterUnderTest) -> None:
    filled(writer)
    refused = compared(writer, csv_of(",Tên Rất Riêng,04/03/1983,OFFICIAL,", ",Tên Rất Riêng,,MINISTER,"))
    assert refused.status_code == 400
    assert {fault["pointer"] for fault in refused.json()["errors"]} == {"file.csv:2:birth_date", "file.csv:3:standing"}
    assert "Riêng" not in refused.text
    assert compared(writer, b"PK\x03\x04 no workbook").status_code == 400
    assert compared(writer, csv_of(), "nowhere").status_code in {404, 422}


def _accesses(writer: WriterUnderTest) -> list[tuple[Any, ...]]:
    with writer.admissions.database.read() as tx:
        rows = tx.exec_driver_sql("SELECT person_id, what, why FROM read_access ORDER BY 1, 2, 3")
        return [tuple(row) for row in rows]
