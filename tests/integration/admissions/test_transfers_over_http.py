"""Letters, stays and slips over HTTP, each by the officer whose business it is."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from shared.contracts.lifecycle import AwayRecorded, TransferPresented
from shared.contracts.organisation import ArrivalExpected
from tests.integration.admissions.writer import WriterUnderTest, found_province, new_person, open_writer

LETTER = {"act": "transfer_issued", "effective_on": "2026-01-20", "to_unit_id": "cell-3"}
RULING = {"body_unit_id": "nam-giang", "number": "12-TB/HU", "date": "2026-03-11"}
STAY = {
    "act": "away_recorded",
    "effective_on": "2026-01-20",
    "away": "temporary",
    "host_unit_id": "cell-3",
    "purpose": "study",
    "until": "2027-01-20",
}


@pytest.fixture
def autumn(tmp_path: Path) -> Iterator[WriterUnderTest]:
    """The service in November 2026, with a province."""
    now = datetime(2026, 11, 2, 3, 0, tzinfo=UTC)
    with open_writer(f"sqlite:///{tmp_path / 'admissions.db'}", tmp_path, now=now) as writer:
        found_province(writer)
        yield writer


def acts_of_someone(writer: WriterUnderTest) -> str:
    """Where acts about a member of cell-1 are posted."""
    return f"/people/{writer.written('/people', new_person())['id']}/acts"


def answered(writer: WriterUnderTest, path: str, body: object, office: str, unit: str) -> tuple[int, Any]:
    """Status and body of a write by an officer of a unit."""
    answer = writer.post(path, body, writer.headers(office, unit))
    return answer.status_code, answer.json()


def test_a_letter_goes_from_the_committee_to_the_receiving_cell_and_is_accepted_there(autumn: WriterUnderTest) -> None:
    acts = acts_of_someone(autumn)
    assert answered(autumn, acts, LETTER, "cell_secretary", "cell-1")[0] == 403
    assert answered(autumn, acts, LETTER, "committee_officer", "dang-bo")[0] == 200
    shown = {"act": "transfer_presented", "effective_on": "2026-03-11", "to_unit_id": "cell-3"}
    assert answered(autumn, acts, shown, "cell_secretary", "cell-1")[0] == 403
    status, late = answered(autumn, acts, shown, "cell_secretary", "cell-3")
    assert (status, late["rule"]) == (409, "transfer-presented-late")
    assert "10/03/2026" in late["detail"]
    ruled = {**shown, "reason": "illness", "decision": RULING}
    assert answered(autumn, acts, ruled, "cell_secretary", "cell-3")[0] == 200
    presented = autumn.log()[-1].data
    assert isinstance(presented, TransferPresented)
    assert (presented.unit_id, presented.to_unit_id, presented.movements) == ("cell-1", "cell-3", ())
    accepted = {"act": "transferred", "effective_on": "2026-04-01", "to_unit_id": "cell-3"}
    assert answered(autumn, acts, accepted, "cell_secretary", "cell-3")[0] == 200


def test_the_receiving_cell_sends_a_letter_back_and_the_person_stays(autumn: WriterUnderTest) -> None:
    acts = acts_of_someone(autumn)
    autumn.written(acts, LETTER)
    back = {"act": "transfer_returned", "effective_on": "2026-02-02", "to_unit_id": "cell-3", "reason": "wrong_cell"}
    assert answered(autumn, acts, back, "cell_secretary", "cell-2")[0] == 403
    assert answered(autumn, acts, back, "cell_secretary", "cell-3")[0] == 200
    place = autumn.get(acts.removesuffix("/acts")).json()["place"]
    assert place["unit_id"] == "cell-1"
    assert "transfer_pending" not in place["attributes"]


def test_a_stay_is_recorded_extended_corrected_and_ended_at_home(autumn: WriterUnderTest) -> None:
    acts = acts_of_someone(autumn)
    autumn.written(acts, STAY)
    recorded = autumn.log()[-1].data
    assert isinstance(recorded, AwayRecorded)
    assert {move.to.unit_id for move in recorded.movements if move.to is not None} == {"cell-1"}
    answer = {"body_unit_id": "cell-3", "number": "03-CB", "date": "2026-10-30"}
    autumn.written(
        acts, {"act": "away_extended", "effective_on": "2026-11-01", "until": "2027-06-30", "decision": answer}
    )
    facts = autumn.get(acts.removesuffix("/acts")).json()["facts"]
    position = next(fact["position"] for fact in facts if fact["event"] == "away_extended")
    instead = {"act": "away_extended", "effective_on": "2026-11-01", "until": "2027-05-31", "decision": answer}
    autumn.written(acts, {"act": "corrected", "position": position, "ground": "clerical_error", "instead": instead})
    autumn.written(acts, {"act": "away_ended", "effective_on": "2026-11-02", "reason": "returned"})
    assert "away" not in autumn.get(acts.removesuffix("/acts")).json()["place"]["attributes"]


def test_an_expected_arrival_is_listed_with_its_age_until_it_is_settled(autumn: WriterUnderTest) -> None:
    slip = {"unit_id": "cell-3", "number": "07-PB/ĐU", "effective_on": "2026-07-01", "from_unit_id": "cell-1"}
    assert answered(autumn, "/arrivals", slip, "cell_secretary", "cell-1")[0] == 403
    status, written = answered(autumn, "/arrivals", slip, "cell_secretary", "cell-3")
    assert status == 201
    assert isinstance(autumn.log()[-1].data, ArrivalExpected)
    ages = {}
    for as_of in ("2026-07-01", "2026-08-12", "2026-08-13", "2026-10-01", "2026-10-02"):
        (found,) = autumn.get("/units/nam-giang/arrivals", as_of=as_of).json()["arrivals"]
        ages[as_of] = found["age"]
    assert ages == {
        "2026-07-01": "within_30_working_days",
        "2026-08-12": "within_30_working_days",
        "2026-08-13": "over_30_working_days",
        "2026-10-01": "over_30_working_days",
        "2026-10-02": "over_3_months",
    }
    assert autumn.get("/units/dang-bo/arrivals").json()["arrivals"] == []
    settle = f"/arrivals/{written['id']}/settle"
    early = {"outcome": "arrived", "effective_on": "2026-06-30"}
    assert answered(autumn, settle, early, "cell_secretary", "cell-3")[1]["rule"] == "arrival-settled-early"
    done = {"outcome": "arrived", "effective_on": "2026-10-05"}
    assert answered(autumn, settle, done, "cell_secretary", "cell-3")[0] == 200
    assert answered(autumn, settle, done, "cell_secretary", "cell-3")[1]["rule"] == "arrival-settled-already"
    assert autumn.get("/units/nam-giang/arrivals").json()["arrivals"] == []
    assert len(autumn.get("/units/nam-giang/arrivals", as_of="2026-10-04").json()["arrivals"]) == 1
    unknown = "/arrivals/00000000-0000-5000-8000-000000000000/settle"
    assert answered(autumn, unknown, done, "province_officer", "*")[1]["rule"] == "arrival-unknown"


def test_an_unknown_unit_has_no_list_of_arrivals_rather_than_an_empty_one(autumn: WriterUnderTest) -> None:
    nowhere = autumn.get("/units/nowhere/arrivals")
    assert (nowhere.status_code, nowhere.json()["rule"]) == (404, "unit-unknown")
    assert autumn.get("/units/cell-3/arrivals").status_code == 200
