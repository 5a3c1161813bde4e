"""What is due, over HTTP on both databases: on two clocks, by calendars published meanwhile, for those in reach."""

from typing import Any

import pytest

from tests.integration.admissions.writer import WriterUnderTest, found_province, new_person

VOTE = {"base": 9, "present": 9, "for": 9, "against": 0}
AT = "2019-09-20"
CALENDAR: dict[str, Any] = {
    "year": 2027,
    "notices": [{"number": "1/TB-BNV", "issuer": "Bộ Nội vụ", "issued_on": "2026-10-01"}],
    "days_off": [
        {"day": day, "code": "holiday", "notice": "1/TB-BNV"}
        for day in ("2027-01-01", "2027-04-30", "2027-05-01", "2027-09-02")
    ],
}


def applicant(writer: WriterUnderTest, cell: str = "cell-1") -> str:
    """Someone on whom cell-1 resolved on 2 September 2019; the person's id."""
    person = writer.written("/people", new_person(cell, act="nominated", effective_on="2018-01-04"))["id"]
    acts = f"/people/{person}/acts"
    writer.written(acts, {"act": "trained", "effective_on": "2018-03-01"})
    writer.written(acts, {"act": "dossier_opened", "effective_on": "2019-04-01"})
    step = {"act": "step", "step": "C1", "effective_on": "2019-09-03", "body_unit_id": cell, "votes": VOTE}
    writer.written(acts, step)
    return str(person)


def due(writer: WriterUnderTest, unit: str = "nam-giang", **query: str) -> Any:
    """The answer."""
    response = writer.get(f"/units/{unit}/due", None, **query)
    assert response.status_code == 200, response.text
    return response.json()


def test_what_waits_is_answered_with_its_office_its_rule_and_a_stamp(writer: WriterUnderTest) -> None:
    found_province(writer)
    person = applicant(writer)
    answer = due(writer, as_of=AT)
    (task,) = answer["tasks"]
    assert (task["kind"], task["step"], task["office"], task["unit_id"]) == ("dossier", "C3", "dang-bo", "cell-1")
    assert (task["person_id"], task["since"], task["until"]) == (person, "2019-09-03", "2019-11-26")
    assert (task["starts_on"], task["working_days"], task["overdue"]) == ("2019-09-03", 60, False)
    assert task["rule"] == "due-admission-decision"
    assert "QĐ 29-QĐ/TW" in task["source"]
    assert answer["offices"] == [{"unit_id": "dang-bo", "waiting": 1, "overdue": 0}]
    assert (answer["stamp"]["as_of"], answer["stamp"]["tree"]) == (AT, AT)
    late = due(writer, as_of="2019-11-27")
    assert late["offices"] == [{"unit_id": "dang-bo", "waiting": 1, "overdue": 1}]


def test_what_waited_at_a_past_instant_is_answered_as_it_was_known_then(writer: WriterUnderTest) -> None:
    found_province(writer)
    person = applicant(writer)
    before = due(writer, as_of=AT)
    then = before["stamp"]["time"]
    step = {"act": "step", "step": "C3", "effective_on": "2019-09-10", "body_unit_id": "dang-bo", "votes": VOTE}
    writer.written(f"/people/{person}/acts", step)
    assert due(writer, as_of=AT)["tasks"][0]["step"] == "C4"
    again = due(writer, as_of=AT, as_known=then)
    assert again["tasks"] == before["tasks"]
    assert again["stamp"]["position"] == before["stamp"]["position"]
    assert due(writer, as_of="2019-09-09")["tasks"][0]["step"] == "C3"


def test_only_what_waits_for_one_office_and_only_for_those_in_reach(writer: WriterUnderTest) -> None:
    found_province(writer)
    applicant(writer)
    assert due(writer, as_of=AT, office="nam-giang")["tasks"] == []
    assert len(due(writer, as_of=AT, office="dang-bo")["tasks"]) == 1
    assert due(writer, "cell-2", as_of=AT)["tasks"] == []
    secretary = writer.headers("cell_secretary", "cell-2")
    assert writer.get("/units/cell-1/due", secretary, as_of=AT).status_code == 403
    assert writer.get("/units/cell-2/due", secretary, as_of=AT).status_code == 200
    assert writer.get("/units/nowhere/due", as_of=AT).status_code == 404
    assert writer.get("/units/dang-bo/due", as_of=AT, office="nowhere").status_code == 404
    assert writer.get("/units/cell-1/due", as_of="soon").status_code == 400


def test_an_incoming_letter_waits_at_the_unit_that_it_leads_to(writer: WriterUnderTest) -> None:
    found_province(writer)
    person = writer.written("/people", new_person("cell-1"))["id"]
    letter = {"act": "transfer_issued", "effective_on": "2019-09-02", "to_unit_id": "cell-3"}
    writer.written(f"/people/{person}/acts", letter)
    (task,) = due(writer, "cell-3", as_of=AT)["tasks"]
    assert (task["kind"], task["office"], task["unit_id"]) == ("transfer_open", "cell-3", "cell-1")
    assert task["age"] == "within_30_working_days"
    assert due(writer, "cell-2", as_of=AT)["tasks"] == []


@pytest.mark.parametrize("office", ["cell_secretary", "auditor"])
def test_a_calendar_is_published_by_whoever_keeps_the_whole_registry(writer: WriterUnderTest, office: str) -> None:
    found_province(writer)
    assert writer.post("/calendars", CALENDAR, writer.headers(office, "cell-1")).status_code == 403
    assert writer.post("/calendars", CALENDAR, writer.headers("province_officer", "qn")).status_code == 403
    written = writer.written("/calendars", CALENDAR)
    assert (written["id"], written["version"], written["events"]) == ("2027", 1, ["calendar_published"])
    listed = writer.get("/calendars").json()["calendars"]
    assert [calendar["year"] for calendar in listed] == list(range(2016, 2028))
    assert listed[-1]["position"] == written["position"]


def test_a_calendar_published_again_recomputes_what_is_due_and_past_answers_stay(writer: WriterUnderTest) -> None:
    found_province(writer)
    applicant(writer)
    before = due(writer, as_of=AT)
    listed = writer.get("/calendars").json()["calendars"]
    year = next(calendar for calendar in listed if calendar["year"] == 2019)
    number = year["notices"][0]["number"]
    day = {"day": "2019-09-16", "code": "storm", "notice": number}
    corrected = {
        "year": 2019,
        "notices": year["notices"],
        "days_off": [*year["days_off"], day],
        "days_worked": year["days_worked"],
    }
    assert writer.written("/calendars", corrected)["version"] == 2
    after = due(writer, as_of=AT)
    assert (before["tasks"][0]["until"], after["tasks"][0]["until"]) == ("2019-11-26", "2019-11-27")
    assert due(writer, as_of=AT, as_known=before["stamp"]["time"])["tasks"] == before["tasks"]


def test_a_calendar_that_breaks_a_rule_or_cannot_be_read_is_refused(writer: WriterUnderTest) -> None:
    off = [*CALENDAR["days_off"], {"day": "2028-01-01", "code": "new_year", "notice": "1/TB-BNV"}]
    refused = writer.post("/calendars", {**CALENDAR, "days_off": off})
    assert (refused.status_code, refused.json()["rule"]) == (422, "calendar-year")
    assert refused.json()["source"]
    short = writer.post("/calendars", {**CALENDAR, "days_off": CALENDAR["days_off"][:-1]})
    assert (short.status_code, short.json()["values"]) == (422, {"missing": ["2027-09-02"]})
    unread = writer.http.post("/admissions/calendars", content=b"year: [", headers=writer.headers())
    assert (unread.status_code, unread.json()["rule"]) == (400, "calendar-unreadable")


def test_dropping_and_deriving_again_changes_no_answer(writer: WriterUnderTest) -> None:
    found_province(writer)
    person = applicant(writer)
    writer.written("/people", new_person("cell-3", act="nominated", effective_on="2019-01-04"))
    wrong = next(fact for fact in writer.get(f"/people/{person}").json()["facts"] if fact["event"] == "dossier_opened")
    assert wrong["position"] > 0
    mover = writer.written("/people", new_person("cell-1"))["id"]
    for act in (
        {"act": "transfer_issued", "effective_on": "2019-08-05", "to_unit_id": "cell-3"},
        {"act": "transferred", "effective_on": "2019-09-05", "to_unit_id": "cell-3"},
    ):
        writer.written(f"/people/{mover}/acts", act)
    asked: list[dict[str, str]] = [{"as_of": day} for day in ("2018-02-01", "2019-08-20", AT, "2020-06-01")]
    asked += [{"as_of": AT, "as_known": event.envelope.time} for event in writer.log()[-6:]]
    before = [writer.get("/units/qn/due", None, **query).content for query in asked]
    people = [writer.admissions.work.people_of(cell) for cell in ("cell-1", "cell-3")]
    tree = writer.get("/calendars").content
    rebuilt = writer.http.post("/admissions/rebuild", headers=writer.headers())
    assert rebuilt.status_code == 202
    assert [writer.get("/units/qn/due", None, **query).content for query in asked] == before
    assert [writer.admissions.work.people_of(cell) for cell in ("cell-1", "cell-3")] == people
    assert writer.get("/calendars").content == tree
    assert writer.http.post("/admissions/rebuild", headers=writer.headers("cell_secretary", "qn")).status_code == 403
    writer.written("/people", new_person("cell-1", act="nominated", effective_on="2019-09-01"))
    lists = [task for task in due(writer, as_of=AT)["tasks"] if task["kind"] == "list_review"]
    assert {task["unit_id"] for task in lists} == {"cell-1", "cell-3"}
