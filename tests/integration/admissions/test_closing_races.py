"""Someone who comes into a unit while its closing is decided is not left behind in it."""

from collections.abc import Callable
from typing import Any

import pytest

from services.admissions.adapters.work import SqlWork
from tests.integration.admissions.writer import WriterUnderTest, found_province, new_person


def test_who_joins_while_a_closing_is_decided_is_moved_too(
    writer: WriterUnderTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    found_province(writer)
    there = writer.written("/people", new_person())["id"]
    joined: list[str] = []
    people_of: Callable[[SqlWork, str], frozenset[str]] = SqlWork.people_of

    def people_then_one_more(work: SqlWork, unit_id: str) -> frozenset[str]:
        found = people_of(work, unit_id)
        if not joined:
            joined.append(writer.written("/people", new_person())["id"])
        return found

    monkeypatch.setattr(SqlWork, "people_of", people_then_one_more)
    closed = writer.written("/units/cell-1/close", {"effective_on": "2019-07-01", "successor_id": "cell-2"})
    assert closed["events"] == ["unit_closed", "restructured", "restructured"]
    places = [writer.get(f"/people/{person}").json()["place"]["unit_id"] for person in (there, *joined)]
    assert places == ["cell-2", "cell-2"]


def test_who_moves_into_a_unit_that_closes_meanwhile_is_decided_again(
    writer: WriterUnderTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    found_province(writer)
    person = writer.written("/people", new_person(unit_id="cell-2"))["id"]
    acts = f"/people/{person}/acts"
    writer.written(acts, {"act": "transfer_issued", "effective_on": "2018-05-02", "to_unit_id": "cell-1"})
    closing: list[dict[str, Any]] = []
    organisation = SqlWork.organisation

    def organisation_then_closed(work: SqlWork) -> object:
        found = work.fresh_organisation()
        if not closing:
            closing.append({})
            monkeypatch.setattr(SqlWork, "organisation", organisation)
            body = {"effective_on": "2018-05-10", "successor_id": "cell-2"}
            closing.append(writer.written("/units/cell-1/close", body))
        return found

    monkeypatch.setattr(SqlWork, "organisation", organisation_then_closed)
    answer = writer.post(acts, {"act": "transferred", "effective_on": "2018-05-20", "to_unit_id": "cell-1"})
    assert answer.status_code == 409, answer.text
    assert writer.get(f"/people/{person}").json()["place"]["unit_id"] == "cell-2"
