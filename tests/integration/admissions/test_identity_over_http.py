"""Who someone is, over HTTP: duplicates found by tokens, merged and unmerged; particulars corrected; imports warned."""

from typing import Any

from services.admissions.domain.person.state import INITIAL, evolve
from shared.contracts.people import ParticularsRecorded
from tests.integration.admissions.test_acts_over_http import decision
from tests.integration.admissions.writer import WriterUnderTest, found_province, new_person
from tests.unit.admissions.app.folders import event, folder, person

PAPER = decision("nam-giang", "2020-03-01")
MERGED: dict[str, Any] = {"act": "merged", "effective_on": "2020-03-01", "ground": "same_person", "decision": PAPER}
UNMERGED: dict[str, Any] = {
    "act": "unmerged",
    "effective_on": "2020-04-01",
    "ground": "wrong_person",
    "decision": PAPER,
}


def twice(writer: WriterUnderTest) -> tuple[str, str]:
    """One person recorded in two cells, the second time without the middle name and without accents."""
    found_province(writer)
    first = writer.written("/people", new_person("cell-1"))
    assert first["duplicates"] == []
    again = new_person("cell-3")
    again["particulars"] = {"full_name": "ZORAM  Kín", "birth_date": "1990-05-06"}
    second = writer.written("/people", again)
    assert second["duplicates"] == [first["id"]]
    return first["id"], second["id"]


def test_a_duplicate_is_found_listed_merged_and_unmerged(writer: WriterUnderTest) -> None:
    first, second = twice(writer)
    (pair,) = writer.get("/duplicates", unit="nam-giang").json()["pairs"]
    assert {pair["person_id"], pair["other_id"]} == {first, second}
    assert pair["likeness"] == "short_name_and_date"
    acts = f"/people/{second}/acts"
    assert writer.written(acts, {**MERGED, "into": first})["events"] == ["merged"]
    assert writer.get("/duplicates", unit="nam-giang").json()["pairs"] == []
    view = writer.get(f"/people/{second}").json()
    assert (view["merged_into"], view["place"]) == (first, None)
    refused = writer.post(acts, {"act": "removed", "kind": "deceased", "effective_on": "2020-05-01"})
    assert (refused.status_code, refused.json()["rule"]) == (409, "person-merged")
    assert first in refused.json()["detail"]
    assert writer.post(f"/people/{first}/acts", {**MERGED, "into": second}).json()["rule"] == "merge-survivor"
    assert writer.written(acts, UNMERGED)["events"] == ["unmerged"]
    assert writer.get(f"/people/{second}").json()["place"]["unit_id"] == "cell-3"


def test_a_merge_is_for_who_reaches_both_records(writer: WriterUnderTest) -> None:
    first, second = twice(writer)
    body = {**MERGED, "into": first, "decision": decision("nam-giang", "2020-03-01")}
    assert writer.post(f"/people/{second}/acts", body, writer.headers("cell_secretary", "cell-3")).status_code == 403
    below = writer.get("/duplicates", writer.headers("committee_officer", "dang-bo"), unit="dang-bo")
    assert below.json()["pairs"] == []
    beside = writer.get("/duplicates", writer.headers("committee_officer", "dang-bo"), unit="nam-giang")
    assert beside.status_code == 403


def test_no_name_and_no_birth_date_can_be_read_from_the_tokens_without_the_key(writer: WriterUnderTest) -> None:
    twice(writer)
    told = [one for one in writer.log() if isinstance(one.data, ParticularsRecorded)]
    tokens = [set(one.data.match) for one in told if isinstance(one.data, ParticularsRecorded)]
    assert [len(each) for each in tokens] == [3, 3]
    assert len(tokens[0] & tokens[1]) == 1
    assert all(len(token) == 64 for each in tokens for token in each)


def test_a_name_or_birth_date_is_corrected_by_an_approved_act(writer: WriterUnderTest) -> None:
    first, _ = twice(writer)
    path = f"/people/{first}/particulars"
    body: dict[str, Any] = {"birth_date": "1991-05-06", "effective_on": "2020-03-01", "decision": PAPER}
    body["ground"] = "court_or_registry_document"
    assert writer.post(path, {**body, "ground": "because"}).json()["rule"] == "correction-ground"
    assert writer.post(path, {**body, "decision": decision("dang-bo", "2020-03-01")}).status_code == 409
    assert writer.post(path, {**body, "birth_date": None}).status_code == 422
    assert writer.post(path, {**body, "birth_date": "1990-05-06"}).json()["rule"] == "nothing-changes"
    written = writer.written(path, body)
    assert written["events"] == ["particulars_recorded", "profile_changed"]
    assert writer.get(f"/people/{first}").json()["place"]["attributes"]["birth_year"] == 1991
    assert writer.get("/duplicates", unit="nam-giang").json()["pairs"] == []
    renamed = {**body, "full_name": "Zơrâm Văn Khin", "birth_date": None}
    assert writer.written(path, renamed)["events"] == ["particulars_recorded"]
    assert writer.get(f"/people/{first}", names="true").json()["name"] == "Zơrâm Văn Khin"
    newest = [one for one in writer.log() if isinstance(one.data, ParticularsRecorded)][-1].data
    assert isinstance(newest, ParticularsRecorded)
    assert (newest.ground, newest.decision and newest.decision.number) == (body["ground"], PAPER["number"])
    assert b"1991-05-06" not in b"".join(stored.value for stored in writer.admissions.outbox.read_all())


def test_an_import_says_who_may_be_in_the_register_already(writer: WriterUnderTest) -> None:
    found_province(writer)
    writer.written("/people", new_person("cell-1"))
    who = person("p9", full_name="Zơrâm Văn Kín", birth_date="1990-05-06")
    files = folder(people=[who], events=[event("p9", "enrolled", "2016-01-01", "cell-3")])
    notices = writer.import_folder(files, dry_run=True).json()["notices"]
    assert [notice["where"] for notice in notices] == ["people.csv:2"]


def test_an_import_says_which_of_its_own_rows_may_be_one_person(writer: WriterUnderTest) -> None:
    found_province(writer)
    spelled = ["Zơrâm Văn Kín", "Ating Thị Hươl", "ZORAM  Kín"]
    who = [person(f"p{n}", full_name=name, birth_date="1990-05-06") for n, name in enumerate(spelled)]
    files = folder(people=who, events=[event(f"p{n}", "enrolled", "2016-01-01", "cell-3") for n in range(3)])
    (notice,) = writer.import_folder(files, dry_run=True).json()["notices"]
    assert notice["where"] == "people.csv:4"
    assert "dòng 2;" in notice["vi"]


def test_the_state_after_a_merge_and_an_unmerge_is_as_before_but_for_its_references(writer: WriterUnderTest) -> None:
    first, second = twice(writer)
    writer.written(f"/people/{second}/acts", {**MERGED, "into": first})
    writer.written(f"/people/{second}/acts", UNMERGED)
    states = [INITIAL]
    for one in writer.log():
        if one.envelope.subject == second:
            states.append(evolve(states[-1], one.envelope.position, one.data))
    before, after = states[-3], states[-1]
    assert after.facts == before.facts
    assert [held.movement for held in after.in_force] == [held.movement for held in before.in_force]
