"""A person's road over HTTP, with its guards at the door: authority, versions, keys, and nothing personal in clear."""

from collections.abc import Mapping
from uuid import uuid4

import pytest

from shared.contracts.facts import PersonFact
from shared.contracts.lifecycle import Admitted, ProbationPassed, Transferred
from shared.contracts.organisation import DefinitionPublished, PolicyPublished
from shared.contracts.people import ParticularsRecorded
from tests.integration.admissions.writer import WriterUnderTest, found_province, new_person

VOTE = {"base": 9, "present": 9, "for": 9, "against": 0}


def decision(body: str, day: str) -> dict[str, object]:
    """A decision of a body."""
    return {"body_unit_id": body, "number": f"12-QĐ/{body}", "date": day}


def admitted_member(writer: WriterUnderTest) -> str:
    """Someone nominated, trained, admitted and recognised in cell-1; the person's id."""
    person = writer.written("/people", new_person(act="nominated", effective_on="2016-01-04"))["id"]
    acts = f"/people/{person}/acts"
    writer.written(acts, {"act": "trained", "effective_on": "2016-03-01"})
    writer.written(acts, {"act": "dossier_opened", "effective_on": "2016-04-01"})
    for step, day, body, votes in (
        ("C1", "2016-09-01", "cell-1", VOTE),
        ("C3", "2016-09-10", "dang-bo", VOTE),
        ("C4", "2016-10-03", "nam-giang", None),
        ("C6", "2016-10-20", "cell-1", None),
        ("D5", "2017-10-25", "cell-1", VOTE),
        ("D7", "2017-11-01", "dang-bo", VOTE),
        ("D8", "2017-11-15", "nam-giang", None),
    ):
        act: dict[str, object] = {"act": "step", "step": step, "effective_on": day, "body_unit_id": body}
        if votes is not None:
            act["votes"] = votes
        if step in {"C4", "D8"}:
            act["decision"] = decision(body, day)
        writer.written(acts, act)
    return str(person)


def test_a_person_goes_the_whole_road_and_every_step_names_its_actor(writer: WriterUnderTest) -> None:
    found_province(writer)
    person = admitted_member(writer)
    acts = f"/people/{person}/acts"
    writer.written(acts, {"act": "transfer_issued", "effective_on": "2018-05-02", "to_unit_id": "cell-3"})
    moved = writer.written(acts, {"act": "transferred", "effective_on": "2018-05-20", "to_unit_id": "cell-3"})
    assert moved["events"] == ["transferred"]
    own = [event for event in writer.log() if event.envelope.subject == person]
    passed = next(event.data for event in own if isinstance(event.data, ProbationPassed))
    assert passed.movements[0].effective_on.isoformat() == "2017-10-20"
    assert passed.step == "D8"
    assert [event.data.step for event in own if isinstance(event.data, Admitted)] == ["C6"]
    facts = [event.data for event in own if isinstance(event.data, PersonFact)]
    assert {fact.actor.officer_id for fact in facts} == {"province_officer@*"}
    view = writer.get(f"/people/{person}").json()
    assert view["place"]["unit_id"] == "cell-3"
    assert view["place"]["standing"] == "OFFICIAL"
    removed = writer.written(
        acts, {"act": "removed", "kind": "struck_off", "reason": "R1_ABSENCE", "effective_on": "2019-01-15"}
    )
    assert removed["events"] == ["particulars_recorded", "removed"]
    assert writer.get(f"/people/{person}").json()["place"] is None


def test_the_first_command_of_all_finds_policies_and_definitions_before_it(writer: WriterUnderTest) -> None:
    assert writer.get("/head").json()["position"] == 0
    found_province(writer)
    log = writer.log()
    assert isinstance(log[0].data, PolicyPublished)
    assert any(isinstance(event.data, DefinitionPublished) for event in log)
    assert len({event.envelope.commandid for event in log if event.envelope.stream.startswith(("policy", "def"))}) == 1


def test_a_late_fact_restates_what_it_crosses_and_a_correction_takes_a_fact_back(writer: WriterUnderTest) -> None:
    found_province(writer)
    person = writer.written("/people", new_person())["id"]
    acts = f"/people/{person}/acts"
    writer.written(acts, {"act": "transfer_issued", "effective_on": "2018-05-02", "to_unit_id": "cell-2"})
    moved = writer.written(acts, {"act": "transferred", "effective_on": "2018-05-20", "to_unit_id": "cell-2"})
    late = {"act": "profile_changed", "effective_on": "2017-01-01", "changes": {"theory_level": "advanced"}}
    writer.written(acts, late)
    data = writer.log()[-1].data
    assert isinstance(data, PersonFact)
    assert [move.undo is not None for move in data.movements] == [True, True, False, False, False]
    body = {"act": "corrected", "position": moved["position"], "ground": "clerical_error"}
    writer.written(acts, body)
    assert writer.get(f"/people/{person}").json()["place"]["unit_id"] == "cell-1"
    dead = {"act": "removed", "kind": "deceased", "effective_on": "2018-01-01"}
    refused = writer.post(acts, dead)
    assert refused.status_code == 409
    assert refused.json()["errors"]


@pytest.mark.parametrize(
    ("office", "unit", "status"),
    [
        ("cell_secretary", "cell-1", 200),
        ("cell_secretary", "cell-2", 403),
        ("committee_officer", "dang-bo", 200),
        ("committee_officer", "cell-3", 403),
        ("auditor", "qn", 403),
        ("province_officer", "nam-giang", 200),
    ],
)
def test_an_act_needs_an_office_that_writes_and_a_unit_above(
    writer: WriterUnderTest, office: str, unit: str, status: int
) -> None:
    found_province(writer)
    person = writer.written("/people", new_person())["id"]
    act = {"act": "profile_changed", "effective_on": "2018-01-01", "changes": {"theory_level": "advanced"}}
    assert writer.post(f"/people/{person}/acts", act, writer.headers(office, unit)).status_code == status


def test_what_a_higher_body_decides_is_not_recorded_by_the_cell(writer: WriterUnderTest) -> None:
    found_province(writer)
    person = writer.written("/people", new_person(act="nominated", effective_on="2016-01-04"))["id"]
    acts, cell = f"/people/{person}/acts", writer.headers("cell_secretary", "cell-1")
    for act in (
        {"act": "trained", "effective_on": "2016-03-01"},
        {"act": "dossier_opened", "effective_on": "2016-04-01"},
        {"act": "step", "step": "C1", "effective_on": "2016-09-01", "votes": VOTE},
    ):
        writer.written(acts, act, cell)
    of_committee = {"act": "step", "step": "C3", "effective_on": "2016-09-10", "votes": VOTE}
    assert writer.post(acts, of_committee, cell).status_code == 403
    writer.written(acts, of_committee, writer.headers("committee_officer", "dang-bo"))


def test_a_record_is_read_only_from_above_and_only_after_it_was_written_down(writer: WriterUnderTest) -> None:
    found_province(writer)
    person = writer.written("/people", new_person())["id"]
    assert writer.get(f"/people/{person}", writer.headers("cell_secretary", "cell-2")).status_code == 403
    seen = writer.get(f"/people/{person}", writer.headers("cell_secretary", "cell-1"), names="true", why="check")
    assert seen.json()["name"] == "Zơrâm Văn Kín"
    assert seen.headers["ETag"] == '"2"'
    assert writer.get(f"/people/{person}").json()["name"] is None
    auditor = writer.headers("auditor", "qn")
    assert writer.get(f"/people/{person}", auditor, names="true").status_code == 403
    assert writer.get(f"/people/{uuid4()}").status_code == 404


def test_a_stale_version_is_told_and_changes_nothing(writer: WriterUnderTest) -> None:
    found_province(writer)
    person = writer.written("/people", new_person())
    acts = f"/people/{person['id']}/acts"
    act = {"act": "profile_changed", "effective_on": "2018-01-01", "changes": {"theory_level": "advanced"}}
    assert writer.post(acts, act, writer.headers(**{"If-Match": '"1"'})).status_code == 412
    assert writer.post(acts, act, writer.headers(**{"If-Match": "seven"})).status_code == 400
    done = writer.post(acts, act, writer.headers(**{"If-Match": f'"{person["version"]}"'}))
    assert done.headers["ETag"] == f'"{person["version"] + 1}"'


def test_the_same_key_is_the_same_request_and_never_another(writer: WriterUnderTest) -> None:
    found_province(writer)
    headers = writer.headers(**{"Idempotency-Key": "once"})
    first = writer.written("/people", new_person(), headers)
    again = writer.written("/people", new_person(), headers)
    assert again == {**first, "repeated": True}
    other = writer.post("/people", new_person(unit_id="cell-2"), headers)
    assert other.status_code == 409
    assert other.json()["rule"] == "idempotency-key-reused"
    of_another_officer = writer.headers("committee_officer", "dang-bo", **{"Idempotency-Key": "once"})
    assert writer.written("/people", new_person(unit_id="cell-2"), of_another_officer)["repeated"] is False


def test_a_closing_takes_its_people_to_the_successor_in_one_act(writer: WriterUnderTest) -> None:
    found_province(writer)
    people = {writer.written("/people", new_person())["id"] for _ in range(3)}
    assert writer.post("/units/cell-1/close", {"effective_on": "2019-07-01"}).status_code == 409
    closed = writer.written("/units/cell-1/close", {"effective_on": "2019-07-01", "successor_id": "cell-2"})
    assert closed["events"] == ["unit_closed", *["restructured"] * 3]
    assert {writer.get(f"/people/{person}").json()["place"]["unit_id"] for person in people} == {"cell-2"}
    late = {"act": "removed", "kind": "resigned", "effective_on": "2019-06-01"}
    assert writer.post(f"/people/{people.pop()}/acts", late).status_code == 409


def test_units_are_renamed_moved_and_given_facts_and_targets(writer: WriterUnderTest) -> None:
    found_province(writer)
    on = {"effective_on": "2019-01-01"}
    assert writer.written("/units/cell-1/rename", {"name_vi": "Chi bộ Một", **on})["events"] == ["unit_renamed"]
    assert writer.written("/units/dang-bo/facts", {"fact": "authorised", "value": "true", **on})["version"] == 2
    target = {"unit_id": "nam-giang", "indicator": "NG2", "period_from": "2019-01-01", "period_to": "2019-12-31"}
    assert writer.written("/targets", {**target, "low": "90"})["events"] == ["target_set"]
    assert writer.post("/targets", {**target, "low": "ninety"}).status_code == 422
    assert writer.post("/units/dang-bo/move", {"parent_id": "cell-3", **on}).status_code == 409
    assert writer.post("/units/nowhere/rename", {"name_vi": "Không", **on}).status_code == 422
    cell = writer.headers("cell_secretary", "cell-1")
    assert writer.post("/units/cell-2/rename", {"name_vi": "Khác", **on}, cell).status_code == 403


def test_particulars_are_stored_sealed_and_nowhere_in_clear(writer: WriterUnderTest) -> None:
    found_province(writer)
    person = writer.written("/people", new_person())["id"]
    values = b"".join(event.value for event in writer.admissions.outbox.read_all())
    for clear in ("Zơrâm", "1990-05-06", "Kín"):
        assert clear.encode() not in values
    sealed = next(event.data for event in writer.log() if isinstance(event.data, ParticularsRecorded))
    assert set(sealed.sealed) == {"full_name", "birth_date"}
    assert writer.get(f"/people/{person}", names="true").json()["name"] == "Zơrâm Văn Kín"


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"act": "flown", "effective_on": "2018-01-01"}, 422),
        ({"act": "trained", "effective_on": "2018-02-30"}, 422),
        ({"act": "trained", "effective_on": "2018-02-01", "surprise": 1}, 422),
        ({"act": "removed", "kind": "promoted", "effective_on": "2018-02-01"}, 422),
        ({"act": "transferred", "effective_on": "2018-02-01", "to_unit_id": "nowhere"}, 409),
        ([], 422),
    ],
)
def test_a_bad_body_is_told_where_and_what_and_writes_nothing(
    writer: WriterUnderTest, body: Mapping[str, object], status: int
) -> None:
    found_province(writer)
    person = writer.written("/people", new_person())["id"]
    head = writer.get("/head").json()
    answer = writer.post(f"/people/{person}/acts", body)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["title"]
    assert writer.get("/head").json() == head


def test_an_arrival_from_outside_begins_a_file_and_transfers_keep_their_events_apart(writer: WriterUnderTest) -> None:
    found_province(writer)
    person = writer.written("/people", new_person(act="arrived"))["id"]
    data = [event.data for event in writer.log() if event.envelope.subject == person]
    assert isinstance(data[1], Transferred)
    assert data[1].movements[0].from_ is None
    assert data[1].movements[0].to is not None
    assert data[1].movements[0].to.attributes.birth_year == 1990
