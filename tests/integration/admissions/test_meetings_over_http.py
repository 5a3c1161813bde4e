"""One meeting recorded once: each person voted apart, all or nothing, the same as recorded one by one."""

from collections.abc import Sequence
from uuid import UUID, uuid5

import httpx2
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shared.contracts.dossiers import StepRecorded
from tests.integration.admissions.writer import WriterUnderTest, found_province, new_person

DAY = "2016-09-01"
MEETING = {"unit_id": "cell-1", "held_on": DAY, "base": 9, "present": 8, "number": "07-NQ/CB"}


def applicants(writer: WriterUnderTest, count: int, cell: str = "cell-1") -> list[str]:
    """People with an open dossier in a cell."""
    found = []
    for _ in range(count):
        person = str(writer.written("/people", new_person(cell, act="nominated", effective_on="2016-01-04"))["id"])
        acts = f"/people/{person}/acts"
        writer.written(acts, {"act": "trained", "effective_on": "2016-03-01"})
        writer.written(acts, {"act": "dossier_opened", "effective_on": "2016-04-01"})
        found.append(person)
    return found


def review(person: str, in_favour: int, against: int = 0, **more: object) -> dict[str, object]:
    """The vote on one person at C1."""
    return {"act": "step", "step": "C1", "person_id": person, "for": in_favour, "against": against, **more}


def pointers(response: httpx2.Response) -> list[str]:
    """Where each fault stands."""
    return [str(fault["pointer"]) for fault in response.json()["errors"]]


def test_a_meeting_votes_on_each_person_apart_on_its_own_base(writer: WriterUnderTest) -> None:
    found_province(writer)
    enough, short = applicants(writer, 2)
    prospect = str(writer.written("/people", new_person(act="nominated", effective_on="2016-01-04"))["id"])
    kept = {"act": "list_reviewed", "outcome": "kept", "person_id": prospect}
    answer = writer.written("/meetings", {**MEETING, "items": [review(enough, 6, 2), review(short, 5, 3), kept]})
    assert [part["event"] for part in answer["people"]] == ["step_recorded", "step_recorded", "list_reviewed"]
    own = [event for event in writer.log() if event.envelope.actid == answer["act_id"]]
    assert [event.envelope.subject for event in own] == [enough, short, prospect]
    steps = [event.data for event in own if isinstance(event.data, StepRecorded)]
    assert [step.outcome for step in steps] == ["approved", "short"]
    assert {(step.votes.base, step.votes.present) for step in steps if step.votes} == {(9, 8)}
    assert {step.decision.number for step in steps if step.decision} == {"07-NQ/CB"}
    assert len({event.envelope.commandid for event in own}) == 1


def test_one_fault_keeps_the_whole_meeting_out_and_names_the_item(writer: WriterUnderTest) -> None:
    found_province(writer)
    good, other = applicants(writer, 2)
    (elsewhere,) = applicants(writer, 1, "cell-2")
    before = writer.get("/head").json()["position"]
    items = [review(good, 8), review(other, 8, 1), review(elsewhere, 8), review(good, 8)]
    refused = writer.post("/meetings", {**MEETING, "items": items})
    assert (refused.status_code, refused.json()["rule"]) == (409, "meeting-refused")
    assert pointers(refused) == ["/items/1/votes", "/items/2/unit_id", "/items/3"]
    assert "votes-impossible" in refused.json()["errors"][0]["vi"]
    assert writer.get("/head").json()["position"] == before
    writer.written("/meetings", {**MEETING, "items": items[:1]})


def test_a_repeated_request_is_answered_and_an_outdated_version_refused(writer: WriterUnderTest) -> None:
    found_province(writer)
    first, second = applicants(writer, 2)
    body = {**MEETING, "items": [review(first, 8, version=4), review(second, 8, version=3)]}
    assert pointers(writer.post("/meetings", body)) == ["/items/1"]
    body = {**MEETING, "items": [review(first, 8), review(second, 8)]}
    keyed = writer.headers(**{"Idempotency-Key": "m1"})
    answer = writer.written("/meetings", body, keyed)
    assert answer["repeated"] is False
    again = writer.written("/meetings", body, keyed)
    assert (again["repeated"], again["people"]) == (True, answer["people"])
    assert writer.post("/meetings", body, writer.headers(**{"If-Match": '"3"'})).json()["rule"] == "if-match-of-many"


def test_a_committee_and_a_standing_board_decide_on_people_of_their_cells(writer: WriterUnderTest) -> None:
    found_province(writer)
    here, there = [*applicants(writer, 1), *applicants(writer, 1, "cell-2")]
    for cell, person in (("cell-1", here), ("cell-2", there)):
        writer.written("/meetings", {**MEETING, "unit_id": cell, "items": [review(person, 8)]})
    votes = [{**review(person, 7), "step": "C3"} for person in (here, there)]
    writer.written("/meetings", {**MEETING, "unit_id": "dang-bo", "held_on": "2016-09-10", "items": votes})
    decide = [
        {"act": "step", "step": "C4", "person_id": person, "for": 8, "against": 0, "number": f"{index}-QĐ/HU"}
        for index, person in enumerate((here, there))
    ]
    board = {"unit_id": "nam-giang", "held_on": "2016-10-03", "base": 15, "present": 8, "items": decide}
    answer = writer.written("/meetings", board)
    own = [event.data for event in writer.log() if event.envelope.actid == answer["act_id"]]
    decided = [step for step in own if isinstance(step, StepRecorded)]
    assert [step.decision and step.decision.number for step in decided] == ["0-QĐ/HU", "1-QĐ/HU"]
    assert {step.outcome for step in decided} == {"approved"}
    secretary = writer.headers("cell_secretary", "cell-1")
    assert writer.post("/meetings", {**MEETING, "unit_id": "dang-bo", "items": votes}, secretary).status_code == 403


def plain(writer: WriterUnderTest, person: str) -> list[tuple[object, ...]]:
    """What stands recorded of a person's steps, without ids and positions."""
    events = [event.data for event in writer.log() if event.envelope.subject == person]
    steps = [event for event in events if isinstance(event, StepRecorded)]
    return [(step.step, step.effective_on, step.outcome, step.votes, step.movements) for step in steps]


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(day=st.integers(1, 28), counts=st.lists(st.integers(0, 9), min_size=1, max_size=3))
def test_one_meeting_is_the_same_as_its_items_one_by_one(
    writer: WriterUnderTest, day: int, counts: Sequence[int]
) -> None:
    if writer.get("/head").json()["position"] == 0:
        found_province(writer)
    together, apart = applicants(writer, len(counts)), applicants(writer, len(counts), "cell-2")
    held_on = f"2017-01-{day:02d}"
    items = [review(person, count) for person, count in zip(together, counts, strict=True)]
    writer.written("/meetings", {**MEETING, "present": 9, "held_on": held_on, "items": items})
    for person, count in zip(apart, counts, strict=True):
        votes = {"base": 9, "present": 9, "for": count, "against": 0}
        writer.written(f"/people/{person}/acts", {"act": "step", "step": "C1", "effective_on": held_on, "votes": votes})
    assert [plain(writer, person) for person in together] == [plain(writer, person) for person in apart]


def test_the_id_of_the_act_is_that_of_the_command(writer: WriterUnderTest) -> None:
    found_province(writer)
    (person,) = applicants(writer, 1)
    answer = writer.written("/meetings", {**MEETING, "items": [review(person, 8)]})
    event = writer.log()[-1].envelope
    assert (event.actid, event.commandid) == (answer["act_id"], answer["act_id"])
    assert event.id == str(uuid5(UUID(answer["act_id"]), "0"))
