"""A whole dossier in each shape of organisation, over HTTP and by import: the same facts, refused alike."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from services.admissions.domain.person.commands import Step
from shared.contracts.facts import PersonFact
from tests.integration.admissions.writer import WriterUnderTest, new_person, open_writer
from tests.unit.admissions.app.folders import event, folder, person, unit

NOW = datetime(2027, 12, 31, 3, 0, tzinfo=UTC)
UNITS = [
    unit("qn", "province"),
    unit("xa-moi", "ward", "qn"),
    unit("dang-bo", "grassroots_committee", "xa-moi"),
    unit("cell-1", "subordinate_cell", "dang-bo"),
    unit("bo-phan", "sub_committee", "dang-bo"),
    unit("cell-2", "subordinate_cell", "bo-phan", has_committee="true"),
    unit("cell-3", "grassroots_cell", "xa-moi"),
    unit("duoc-quyen", "grassroots_committee", "xa-moi", authorised="true"),
    unit("cell-4", "subordinate_cell", "duoc-quyen"),
]
SHAPES = {
    "cell-1": ((), ("C3",), "xa-moi"),
    "cell-2": (("C2",), ("C3",), "xa-moi"),
    "cell-3": ((), (), "xa-moi"),
    "cell-4": ((), (), "duoc-quyen"),
}
"""Cell to: the appraisals and resolutions between it and the decision, and who decides."""
VOTES = {"votes_base": "9", "votes_present": "9", "votes_for": "8", "votes_against": "1"}
PRETEXTS = {"C2": "D6", "C3": "D7"}
VOTED = {"C1", "C3", "C4", "D5", "D7", "D8"}


@pytest.fixture
def late_writer(tmp_path: Path) -> Iterator[WriterUnderTest]:
    """The service at the end of 2027, with the units and two members who can introduce."""
    with open_writer(f"sqlite:///{tmp_path / 'admissions.db'}", tmp_path, now=NOW) as opened:
        members = [person("m1"), person("m2")]
        enrolled = [event(ref, "enrolled", "2015-01-01", "cell-1") for ref in ("m1", "m2")]
        assert opened.import_folder(folder(units=UNITS, people=members, events=enrolled)).status_code == 202
        yield opened


def rows(ref: str, cell: str) -> list[dict[str, str]]:
    """The whole way as rows of events.csv, in order."""
    appraised, resolved, decides = SHAPES[cell]

    def row(kind: str, on: str, **more: str) -> dict[str, str]:
        counts = VOTES if kind in VOTED else {}
        paper = {"decision_number": "9-QĐ", "body_unit_id": decides} if kind in {"C4", "D8"} else {}
        return event(ref, kind, on, cell, **counts, **paper, **more)

    between = [*appraised, *resolved]
    return [
        row("A1", "2025-09-01"),
        row("A2", "2025-10-01"),
        row("A3", "2025-12-01"),
        row("dossier_opened", "2026-02-02"),
        row("mentor_assigned", "2026-02-02", code="m1"),
        row("B1", "2026-02-03"),
        row("B2", "2026-02-10"),
        row("B3", "2026-03-02", code="approved:own_side_member"),
        row("B4", "2026-03-05", code="m1@2024-01-01;m2@2025-03-05"),
        row("B6", "2026-03-20"),
        row("C1", "2026-04-01"),
        *(row(step, f"2026-04-{8 + index:02}") for index, step in enumerate(between)),
        row("dossier_checked", "2026-04-20", code="returned:seal_missing"),
        row("dossier_checked", "2026-04-24", code="complete"),
        row("C4", "2026-05-04"),
        row("C5", "2026-05-06"),
        row("C6", "2026-05-19"),
        row("C7", "2026-05-25"),
        row("D1", "2026-12-01"),
        row("D2", "2027-05-19"),
        row("D3", "2027-05-20"),
        row("D4", "2027-05-24"),
        row("D5", "2027-06-01"),
        *(row(PRETEXTS[step], f"2027-06-{8 + index:02}") for index, step in enumerate(between)),
        row("D8", "2027-06-22"),
    ]


def act_of(row: dict[str, str], ids: dict[str, str]) -> dict[str, Any]:
    """The same fact as a body of POST /people/{id}/acts."""
    kind, code = row["type"], row.get("code", "")
    body: dict[str, Any] = {"effective_on": row["effective_on"], "unit_id": row["unit_id"]}
    if "votes_base" in row:
        body["votes"] = {name: int(row[f"votes_{name}"]) for name in ("base", "present", "for", "against")}
    if "decision_number" in row:
        body["body_unit_id"] = row["body_unit_id"]
        body["decision"] = {
            "body_unit_id": row["body_unit_id"],
            "number": row["decision_number"],
            "date": row["effective_on"],
        }
    outcome, _, rest = code.partition(":")
    if kind not in {step.value for step in Step}:
        own = {"mentor_assigned": {"mentor_id": ids.get(code)}, "dossier_opened": {}}
        codes = [rest] if rest else []
        return {**body, "act": kind, **own.get(kind, {"outcome": outcome, "codes": codes})}
    if kind == "B4":
        named = [part.partition("@") for part in code.split(";")]
        body["introducers"] = [{"person_id": ids[ref], "together_since": since} for ref, _, since in named]
    elif rest:
        body["codes"] = [rest]
    return {**body, "act": "step", "step": kind}


def facts(writer: WriterUnderTest, person_id: str) -> list[dict[str, Any]]:
    """What the log says of a person, apart from who recorded it and where it stands."""
    found = []
    for each in writer.log():
        if each.envelope.subject == person_id and isinstance(each.data, PersonFact):
            told = {name: getattr(each.data, name) for name in each.data.__struct_fields__}
            found.append({"type": each.envelope.type, **{k: v for k, v in told.items() if k != "actor"}})
    return found


OFFICES = {"C4": "board", "D8": "board", "C5": "board", "dossier_checked": "staff"}


def walked(writer: WriterUnderTest, cell: str) -> str:
    """The whole way over HTTP; the person's id."""
    ids = {ref: writer.get("/people", ref=ref).json()["person_id"] for ref in ("m1", "m2")}
    first, *later = rows("x", cell)
    body: dict[str, Any] = new_person(cell, "nominated", effective_on=first["effective_on"])
    body["particulars"]["birth_date"] = "2000-03-04"
    body["first"]["attributes"] = {"sex": "f", "education": "thpt", "expertise": "college"}
    person_id: str = writer.written("/people", body)["id"]
    for row in later:
        officer = OFFICES.get(row["type"], "cell")
        writer.written(f"/people/{person_id}/acts", act_of(row, ids), writer.headers(officer=officer))
    return person_id


@pytest.mark.parametrize("cell", SHAPES)
def test_the_whole_road_says_the_same_over_http_and_by_import(late_writer: WriterUnderTest, cell: str) -> None:
    over_http = walked(late_writer, cell)
    one = person("x", birth_date="2000-03-04", sex="f", education="thpt", expertise="college")
    answer = late_writer.import_folder(folder(people=[one], events=rows("x", cell)))
    assert answer.status_code == 202, answer.text
    imported = late_writer.get("/people", ref="x").json()["person_id"]
    assert facts(late_writer, imported) == facts(late_writer, over_http)
    view = late_writer.get(f"/people/{over_http}").json()
    assert view["place"]["standing"] == "OFFICIAL"
    assert late_writer.get(f"/people/{over_http}/next").json()["steps"] == []


def test_a_step_left_out_is_refused_alike_over_http_and_by_import(late_writer: WriterUnderTest) -> None:
    left = [row for row in rows("x", "cell-1") if row["type"] != "B6"]
    one = person("x", birth_date="2000-03-04", sex="f", education="thpt", expertise="college")
    answer = late_writer.import_folder(folder(people=[one], events=left))
    assert answer.status_code == 422, answer.text
    assert "B6" in answer.text
    ids = {ref: late_writer.get("/people", ref=ref).json()["person_id"] for ref in ("m1", "m2")}
    body: dict[str, Any] = new_person("cell-1", "nominated", effective_on="2025-09-01")
    person_id = late_writer.written("/people", body)["id"]
    for row in left[1:]:
        response = late_writer.post(f"/people/{person_id}/acts", act_of(row, ids))
        if response.status_code != 200:
            refusal = response.json()
            assert (row["type"], response.status_code, refusal["rule"]) == ("C1", 409, "step-before-missing")
            assert refusal["values"]["missing"] == ["B6"]
            assert refusal["source"].startswith("QĐ 294")
            return
    pytest.fail("the missing step was not missed")


def test_what_is_missing_is_told_beforehand_with_rule_source_and_mend(late_writer: WriterUnderTest) -> None:
    ids = {ref: late_writer.get("/people", ref=ref).json()["person_id"] for ref in ("m1", "m2")}
    body: dict[str, Any] = new_person("cell-1", "nominated", effective_on="2025-09-01")
    person_id = late_writer.written("/people", body)["id"]
    for row in rows("x", "cell-1")[1:8]:
        late_writer.written(f"/people/{person_id}/acts", act_of(row, ids))
    found = late_writer.get(f"/people/{person_id}/next").json()
    assert (found["standing"], found["unit_id"], found["kept_whole"]) == ("APPLICANT", "cell-1", True)
    steps = {step["step"]: step for step in found["steps"]}
    assert "B1" not in steps
    assert steps["B4"]["ready"]
    assert steps["B4"]["form"] == "3-KNĐ"
    review = steps["C1"]
    assert review["body_unit_ids"] == ["cell-1"]
    rules = {missing["rule"]: missing for missing in review["missing"]}
    assert rules["step-before-missing"]["values"]["missing"] == ["B4", "B6"]
    assert {"dossier-stale", "introduction-incomplete"} <= rules.keys()
    for missing in review["missing"]:
        assert all((missing["source"], missing["what"]["vi"], missing["what"]["en"], missing["mend"]["vi"]))


def test_the_next_step_tells_the_running_time_limit_and_its_extension(late_writer: WriterUnderTest) -> None:
    ids = {ref: late_writer.get("/people", ref=ref).json()["person_id"] for ref in ("m1", "m2")}
    body: dict[str, Any] = new_person("cell-1", "nominated", effective_on="2025-09-01")
    body["particulars"]["birth_date"] = "2000-03-04"
    body["first"]["attributes"] = {"sex": "f", "education": "thpt", "expertise": "college"}
    person_id = late_writer.written("/people", body)["id"]
    for row in rows("x", "cell-1")[1:11]:
        late_writer.written(f"/people/{person_id}/acts", act_of(row, ids))

    def running() -> dict[str, Any]:
        (task,) = late_writer.get(f"/people/{person_id}/next").json()["due"]
        assert isinstance(task, dict)
        return task

    first = running()
    assert (first["rule"], first["step"], first["starts_on"], first["until"]) == (
        "due-admission-decision", "C3", "2026-04-01", "2026-06-29",
    )  # fmt: skip
    assert (first["overdue"], first["provisional"], first["extension"], first["extendable"]) == (
        True, False, None, None,
    )  # fmt: skip
    paper = {"body_unit_id": "xa-moi", "number": "5-QĐ", "date": "2026-06-01"}
    granted = {"act": "extension_granted", "effective_on": "2026-06-01", "extends": "C4", "decision": paper}
    late_writer.written(f"/people/{person_id}/acts", granted)
    assert (running()["until"], running()["extension"]) == ("2026-08-10", 30)
