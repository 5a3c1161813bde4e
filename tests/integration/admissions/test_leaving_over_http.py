"""Leaving and coming back over HTTP and by import: what is sealed stays sealed, and is shown to the deciding line."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.integration.admissions.test_acts_over_http import VOTE, decision
from tests.integration.admissions.writer import WriterUnderTest, found_province, new_person, open_writer
from tests.unit.admissions.app.folders import event, folder, person


@pytest.fixture
def late(tmp_path: Path) -> Iterator[WriterUnderTest]:
    """A writer at the end of 2026."""
    with open_writer(
        f"sqlite:///{tmp_path / 'a.db'}", tmp_path, now=datetime(2026, 12, 30, 3, 0, tzinfo=UTC)
    ) as writer:
        yield writer


def case_of(writer: WriterUnderTest) -> str:
    """A member of cell-1 with an open case; the person's id."""
    found_province(writer)
    who: str = writer.written("/people", new_person())["id"]
    writer.written(
        f"/people/{who}/acts",
        {
            "act": "review_opened",
            "effective_on": "2025-11-03",
            "review": "strike_off",
            "reason": "R2_DUES",
            "evidence": {"months": ["2025-08", "2025-09", "2025-10"]},
        },
    )
    return who


def test_a_strike_off_goes_its_way_and_nothing_of_its_reason_stands_in_the_log(late: WriterUnderTest) -> None:
    who = case_of(late)
    acts = f"/people/{who}/acts"
    for step, day, more in (
        ("X1", "2025-11-10", {"outcome": "received"}),
        ("X2", "2025-12-01", {"votes": VOTE}),
        ("X4", "2025-12-10", {"votes": VOTE}),
    ):
        body = {"act": "review_step", "step": step, "effective_on": day, **more}
        assert late.written(acts, body)["events"] == ["review_step_recorded"]
    removal: dict[str, Any] = {"act": "removed", "kind": "struck_off", "effective_on": "2025-12-20"}
    refused = late.post(acts, removal)
    assert (refused.status_code, refused.json()["rule"]) == (422, "decision-needed")
    removal["decision"] = decision("nam-giang", "2025-12-20")
    assert late.written(acts, removal)["events"] == ["particulars_recorded", "removed"]
    values = b"".join(stored.value for stored in late.admissions.outbox.read_all() if who.encode() in stored.value)
    assert b"R2_DUES" not in values
    assert b"2025-08" not in values
    left = late.get(f"/people/{who}/case").json()["left"]
    assert left == {"kind": "struck_off", "effective_on": "2025-12-20", "reason": "R2_DUES"}


def test_a_case_is_shown_with_its_evidence_to_those_who_see_names(late: WriterUnderTest) -> None:
    who = case_of(late)
    (case,) = late.get(f"/people/{who}/case", late.headers("cell_secretary", "cell-1")).json()["cases"]
    assert (case["reason"], case["months"]) == ("R2_DUES", ["2025-08", "2025-09", "2025-10"])
    assert late.get(f"/people/{who}/case", late.headers("cell_secretary", "cell-2")).status_code == 403
    assert late.get(f"/people/{who}/case", late.headers("auditor", "*")).status_code == 403


def test_discipline_is_seen_by_the_deciding_line_only(late: WriterUnderTest) -> None:
    who = case_of(late)
    warned = {
        "act": "discipline_recorded",
        "effective_on": "2026-02-01",
        "discipline": "warning",
        "decision": decision("nam-giang", "2026-01-30"),
    }
    acts = f"/people/{who}/acts"
    assert late.post(acts, warned, late.headers("cell_secretary", "cell-1")).status_code == 403
    assert late.written(acts, warned)["events"] == ["particulars_recorded", "discipline_recorded"]
    below = late.get(f"/people/{who}/case", late.headers("cell_secretary", "cell-1")).json()
    assert (below["discipline"], below["not_shown"]) == ([], 1)
    (shown,) = late.get(f"/people/{who}/case", late.headers("committee_officer", "nam-giang")).json()["discipline"]
    assert (shown["kind"], shown["body_unit_id"], shown["number"]) == ("warning", "nam-giang", "12-QĐ/nam-giang")
    values = b"".join(stored.value for stored in late.admissions.outbox.read_all() if who.encode() in stored.value)
    assert b"warning" not in values
    assert b"2026-01-30" not in values


def test_who_was_struck_off_wrongly_is_restored_and_who_left_comes_back_by_consent(late: WriterUnderTest) -> None:
    found_province(late)
    who = late.written("/people", new_person())["id"]
    acts = f"/people/{who}/acts"
    gone = {"act": "removed", "kind": "struck_off", "reason": "R2_DUES", "effective_on": "2019-01-15"}
    late.written(acts, gone)
    back = {"act": "restored", "effective_on": "2019-06-01", "decision": decision("nam-giang", "2019-06-01")}
    assert late.written(acts, back)["events"] == ["restored"]
    late.written(acts, {**gone, "effective_on": "2020-01-15"})
    listed = {"act": "nominated", "effective_on": "2023-02-01", "unit_id": "cell-3"}
    assert late.post(acts, listed).json()["rule"] == "readmission-consent-missing"
    consent = {"act": "readmission_consented", "effective_on": "2023-01-14", "decision": decision("qn", "2023-01-14")}
    assert late.post(acts, consent).json()["rule"] == "readmission-too-early"
    assert late.written(acts, {**consent, "effective_on": "2023-01-15"})["events"] == ["consent_given"]
    assert late.written(acts, listed)["events"] == ["nominated"]


def test_cases_are_imported_with_what_is_sealed_of_them(late: WriterUnderTest) -> None:
    found_province(late)
    rows = [
        event("p1", "enrolled", "2015-01-01", "cell-3"),
        event("p1", "review_opened", "2025-11-03", "cell-3", code="strike_off:R4_DUTIES:12-NQ/CB;31-NQ/CB"),
        event("p1", "X1", "2025-11-10", "cell-3", code="received"),
        event(
            "p1",
            "X2",
            "2025-12-01",
            "cell-3",
            votes_base="9",
            votes_present="9",
            votes_for="9",
            votes_against="0",
        ),
        event("p1", "X5", "2025-12-20", "cell-3", body_unit_id="nam-giang", decision_number="7-QĐ"),
    ]
    answer = late.import_folder(folder(people=[person("p1")], events=rows))
    assert answer.status_code in {200, 202}, answer.text
    who = late.get("/people", ref="p1").json()["person_id"]
    assert late.get(f"/people/{who}/case").json()["left"]["reason"] == "R4_DUTIES"
