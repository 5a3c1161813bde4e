"""Someone erased by law, over HTTP: a trial of a policy lists them as undecidable, and every other question answers."""

from typing import Any
from uuid import uuid4

from services.admissions.app.files import PERSON
from services.admissions.app.handle import Ask
from services.admissions.app.staging import Decided
from shared.contracts.lifecycle import Erased
from shared.core.clock import today
from shared.http.caller import WHOLE_REGISTRY, Caller
from tests.integration.admissions.test_acts_over_http import admitted_member
from tests.integration.admissions.test_policies_over_http import LOCAL, send
from tests.integration.admissions.writer import NOW, WriterUnderTest, found_province, new_person

OPERATOR = Caller(officer_id="o-erases", office="province_officer", unit_id=WHOLE_REGISTRY)


def erase(writer: WriterUnderTest, person: str) -> None:
    """The event into the log, then the key destroyed: no route does it yet."""
    data = Erased(actor=OPERATOR.actor, effective_on=today(NOW), movements=(), decision=None, votes=None)
    ask = Ask(caller=OPERATOR, command_id=uuid4())
    writer.admissions.handler.record(ask, lambda _reads: [Decided(PERSON, person, data)])
    writer.admissions.query.particulars.keys.destroy(person)


def waiting_for(writer: WriterUnderTest, person: str) -> list[dict[str, Any]]:
    """What is due about a person in the province."""
    response = writer.get("/units/qn/due", as_of="2020-06-30")
    assert response.status_code == 200, response.text
    return [task for task in response.json()["tasks"] if task["person_id"] == person]


def applicant(writer: WriterUnderTest) -> str:
    """Someone with an open dossier that waits for the cell."""
    person = str(writer.written("/people", new_person(act="nominated", effective_on="2019-01-04"))["id"])
    for act, day in (("trained", "2019-03-01"), ("dossier_opened", "2019-09-02")):
        writer.written(f"/people/{person}/acts", {"act": act, "effective_on": day})
    return person


def test_a_trial_lists_the_erased_as_undecidable_and_judges_the_others(writer: WriterUnderTest) -> None:
    found_province(writer)
    gone, stays = admitted_member(writer), admitted_member(writer)
    before = send(writer, "/try", LOCAL, unit="nam-giang", since="2016-01-01")
    assert {case["person_id"] for case in before["cases"]} == {gone, stays}
    erase(writer, gone)
    told = send(writer, "/try", LOCAL, unit="nam-giang", since="2016-01-01")
    assert (told["people"], told["undecidable"]) == (2, [gone])
    assert {case["person_id"] for case in told["cases"]} == {stays}
    assert told["by_rule"][0] == {"cases": 1, "rule": "entry-age"}
    elsewhere = send(writer, "/try", LOCAL, unit="cell-3", since="2016-01-01")
    assert (elsewhere["people"], elsewhere["undecidable"]) == (0, [])


def test_a_draft_that_holds_only_the_erased_finds_no_case_and_does_not_fail(writer: WriterUnderTest) -> None:
    found_province(writer)
    gone = admitted_member(writer)
    erase(writer, gone)
    told = send(writer, "/try", LOCAL, unit="nam-giang", since="2016-01-01")
    assert (told["undecidable"], told["cases"], told["by_rule"]) == ([gone], [], [])
    assert send(writer, "", LOCAL, 201)["id"] == "dang-bo-entry"


def test_every_question_about_the_erased_answers_and_nothing_more_is_recorded(writer: WriterUnderTest) -> None:
    found_province(writer)
    gone = applicant(writer)
    assert waiting_for(writer, gone)
    erase(writer, gone)
    view = writer.get(f"/people/{gone}", names="true").json()
    assert (view["erased"], view["name"], view["place"]["unit_id"]) == (True, None, "cell-1")
    outlook = writer.get(f"/people/{gone}/next").json()
    assert (outlook["person_id"], outlook["steps"]) == (gone, [])
    case = writer.get(f"/people/{gone}/case").json()
    assert (case["cases"], case["left"], case["discipline"]) == ([], None, [])
    assert waiting_for(writer, gone) == []
    refused = writer.post(f"/people/{gone}/acts", {"act": "trained", "effective_on": "2020-01-06"})
    assert (refused.status_code, refused.json()["rule"]) == (409, "person-erased")
    again = writer.written("/people", new_person(act="nominated", effective_on="2020-02-03"))
    assert gone not in again["duplicates"]
    assert writer.post("/rebuild", {}, writer.headers("operator")).status_code == 202
    assert waiting_for(writer, gone) == []


def test_a_cell_with_someone_erased_is_closed_and_they_count_in_its_successor(
    writer: WriterUnderTest,
) -> None:
    found_province(writer)
    gone = str(writer.written("/people", new_person())["id"])
    erase(writer, gone)
    writer.written("/units/cell-1/close", {"effective_on": "2020-03-02", "successor_id": "cell-2"})
    view = writer.get(f"/people/{gone}").json()
    assert (view["erased"], view["place"]["unit_id"]) == (True, "cell-2")
