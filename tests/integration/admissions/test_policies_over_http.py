"""Policies over HTTP: listed, checked, tried on history and published, each by who may."""

from typing import Any

from sqlalchemy import text

from shared.contracts.organisation import PolicyPublished
from tests.integration.admissions.test_acts_over_http import admitted_member
from tests.integration.admissions.writer import WriterUnderTest, found_province

LOCAL = """\
policy: dang-bo-entry
scope: dang-bo
from: 2020-01-01
values:
  source: Quy định của Đảng ủy (15/12/2019)
  entry_age_months_max: 300
"""


def send(writer: WriterUnderTest, path: str, file: str, status: int = 200, **more: str) -> dict[str, Any]:
    """Send a policy file as the province's officer, or as another."""
    headers = writer.headers(more.pop("office", "province_officer"), more.pop("by", "*"))
    response = writer.http.post(f"/admissions/policies{path}", content=file.encode(), headers=headers, params=more)
    assert response.status_code == status, response.text
    found: dict[str, Any] = response.json()
    return found


def held(writer: WriterUnderTest, name: str, **query: str) -> object:
    """A value as the list tells it, with its source."""
    body = writer.http.get("/admissions/policies", params=query, headers=writer.headers()).json()
    return next(((each["value"], each["source"]) for each in body["values"] if each["name"] == name), None)


def test_what_holds_is_told_by_day_and_unit_also_before_the_first_command(writer: WriterUnderTest) -> None:
    assert held(writer, "entry_age_months_max", as_of="2012-01-01") == (720, "QĐ 45-QĐ/TW (01/11/2011)")
    found_province(writer)
    assert held(writer, "entry_age_months_max", unit="cell-1", as_of="2020-01-01") == (
        419,
        "Quy định của huyện Nam Giang (báo cáo 2015-2019)",
    )
    assert held(writer, "entry_age_months_max", unit="qn", as_of="2020-01-01") == (720, "QĐ 29-QĐ/TW (25/07/2016)")
    assert writer.get("/policies", unit="nowhere").status_code == 422


def test_a_draft_is_checked_then_published_and_holds(writer: WriterUnderTest) -> None:
    found_province(writer)
    size = writer.admissions.store.head().position
    checked = send(writer, "/check", LOCAL)
    assert checked["values"] == ["entry_age_months_max", "source"]
    assert writer.admissions.store.head().position == size
    published = send(writer, "", LOCAL, 201)
    assert (published["id"], published["events"]) == ("dang-bo-entry", ["policy_published"])
    assert isinstance(writer.log()[-1].data, PolicyPublished)
    assert held(writer, "entry_age_months_max", unit="cell-1", as_of="2020-01-01") == (
        300,
        "Quy định của Đảng ủy (15/12/2019)",
    )
    again = send(writer, "", LOCAL, 422)
    assert (again["rule"], again["where"]) == ("policy-overlap", "/from")


def test_every_fault_comes_with_its_line_in_both_languages(writer: WriterUnderTest) -> None:
    found_province(writer)
    loose = send(writer, "/check", LOCAL.replace("300", "500"), 422)
    assert (loose["rule"], [each["pointer"] for each in loose["errors"]]) == (
        "policy-loosens",
        ["6:values.entry_age_months_max"],
    )
    assert "Dòng 6" in str(loose["texts"])
    assert send(writer, "/check", LOCAL.replace("scope: dang-bo", "scope: nowhere"), 422)["rule"] == "policy-scope"
    unread = send(writer, "/check", LOCAL.replace("300", "3.5"), 400)
    assert (unread["rule"], unread["where"]) == ("policy-unreadable", "line 6")


def test_only_the_office_of_the_province_publishes_and_tries(writer: WriterUnderTest) -> None:
    found_province(writer)
    for path, more in (("", {}), ("/check", {}), ("/try", {"unit": "cell-1", "since": "2016-01-01"})):
        refused = send(writer, path, LOCAL, 403, office="committee_officer", by="nam-giang", **more)
        assert refused["rule"] == "office-not-allowed"
    elsewhere = send(writer, "", LOCAL, 403, by="cell-3")
    assert elsewhere["rule"] == "unit-outside-subtree"
    assert send(writer, "", LOCAL, 201, by="qn")["id"] == "dang-bo-entry"


def test_a_draft_is_tried_on_history_and_nothing_is_written(writer: WriterUnderTest) -> None:
    found_province(writer)
    person = admitted_member(writer)
    size = writer.admissions.store.head().position
    told = send(writer, "/try", LOCAL, unit="nam-giang", since="2016-01-01")
    assert (told["people"], told["not_repeatable"], told["undecidable"]) == (1, 0, [])
    assert told["in_force_from"] == "2016-01-01"
    first = told["cases"][0]
    assert (first["person_id"], first["fact"], first["rule"], first["follows"]) == (person, "C1", "entry-age", False)
    assert told["by_rule"][0] == {"cases": 1, "rule": "entry-age"}
    assert writer.admissions.store.head().position == size
    with writer.admissions.database.read() as tx:
        assert tx.execute(text("SELECT count(*) FROM read_access WHERE what = 'policy trial in nam-giang'")).scalar()
    assert send(writer, "/try", LOCAL.replace("300", "400"), unit="nam-giang", since="2016-01-01")["cases"] == []
    assert send(writer, "/try", LOCAL, 422, unit="nowhere", since="2016-01-01")["rule"] == "unit-unknown"
    assert send(writer, "/try", LOCAL, 422, unit="nam-giang", since="soon")["rule"] == "body-invalid"
