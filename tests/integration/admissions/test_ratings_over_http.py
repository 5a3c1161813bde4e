"""The year end over HTTP and from an import: lists of ratings, the cap at the closing, organisations, corrections."""

from pathlib import Path
from typing import Any

import httpx2
import pytest

from services.admissions.app.folder.read import COLUMNS
from shared.contracts.lifecycle import Rated
from shared.contracts.organisation import BatchClosed, RatingsClosed, UnitRated
from shared.core.errors import Unavailable
from shared.core.text import Text
from shared.flow.append import Writer
from shared.ports.event_store import Append
from tests.integration.admissions.writer import WriterUnderTest, found_province, new_person, open_writer

PAPER = {"body_unit_id": "dang-bo", "number": "41-QĐ/ĐU", "date": "2019-12-31"}
YEAR = {"effective_on": "2019-12-31", "decision": PAPER}


def members(writer: WriterUnderTest, count: int, cell: str = "cell-1") -> list[str]:
    """Members of a cell."""
    return [str(writer.written("/people", new_person(cell))["id"]) for _ in range(count)]


def listed(people: list[str], *grades: str) -> dict[str, object]:
    """A body of POST /units/{id}/ratings."""
    lines = [{"person_id": person, "grade": grade} for person, grade in zip(people, grades, strict=True)]
    return {**YEAR, "people": lines}


def rate(writer: WriterUnderTest, body: dict[str, object], unit: str = "dang-bo") -> dict[str, object]:
    """A list that must be accepted."""
    response = writer.post(f"/units/{unit}/ratings", body)
    assert response.status_code == 200, response.text
    found: dict[str, object] = response.json()
    return found


def rule_of(response: httpx2.Response) -> str:
    """The rule that refused."""
    return str(response.json()["rule"])


def test_a_list_of_ratings_is_one_staged_act_and_the_same_list_again_writes_nothing(writer: WriterUnderTest) -> None:
    found_province(writer)
    people = members(writer, 3)
    body = listed(people, "EXCELLENT", "GOOD", "COMPLETED")
    dry = writer.post("/units/dang-bo/ratings?dry_run=true", body)
    assert (dry.json()["state"], writer.log()[-1].envelope.type) == ("judged", "vn.socai.lifecycle.enrolled.v1")
    first = rate(writer, body)
    assert (first["state"], first["events_appended"], first["already"]) == ("closed", 3, False)
    log = writer.log()
    assert isinstance(log[-1].data, BatchClosed)
    rated = [event for event in log if isinstance(event.data, Rated)]
    assert {event.envelope.batchid for event in rated} == {first["batch_id"]}
    facts = [event.data for event in rated if isinstance(event.data, Rated)]
    ratings = [place.attributes.rating for fact in facts if (place := fact.movements[0].to) is not None]
    assert {(rating.scheme, rating.period) for rating in ratings if rating is not None} == {("QD132-2018", "2019")}
    assert {fact.body_unit_id for fact in facts} == {"dang-bo"}
    again = rate(writer, body)
    assert (again["already"], len(writer.log())) == (True, len(log))
    place = writer.get(f"/people/{people[0]}").json()["place"]
    assert place["attributes"]["rating"]["grade"] == "EXCELLENT"


def test_a_list_with_one_line_that_cannot_be_is_refused_whole(writer: WriterUnderTest) -> None:
    found_province(writer)
    people, elsewhere = members(writer, 2), members(writer, 1, "cell-3")
    writer.written(
        f"/people/{people[1]}/acts",
        {"act": "profile_changed", "effective_on": "2019-01-01", "changes": {"exempt": True}},
    )
    before = len(writer.log())
    refused = writer.post("/units/dang-bo/ratings", listed([*people, *elsewhere], "GOOD", "GOOD", "GOOD"))
    assert (refused.status_code, rule_of(refused), len(writer.log())) == (422, "ratings-refused", before)
    assert [fault["pointer"] for fault in refused.json()["errors"]] == ["/people/1", "/people/2/body_unit_id"]
    assert ["rating-outside" in refused.json()["errors"][0]["vi"], "rating-body" in refused.json()["errors"][1]["vi"]]


def test_the_closing_counts_each_grassroots_organisation_and_refuses_one_over_its_cap(writer: WriterUnderTest) -> None:
    found_province(writer)
    people, others = members(writer, 11), members(writer, 2, "cell-3")
    rate(writer, listed(people, *["EXCELLENT"] * 2, *["GOOD"] * 9))
    rate(writer, listed(others, "EXCELLENT", "GOOD"), "cell-3")
    view = writer.get("/units/nam-giang/ratings", period="2019").json()
    counted = {
        group["group"]: (group["grades"]["EXCELLENT"], group["base"], group["excellent_max"])
        for group in view["groups"]
    }
    assert counted == {"dang-bo": (2, 9, 1), "cell-3": (1, 1, 0)}
    over = writer.post("/units/dang-bo/ratings/close", YEAR)
    assert (over.status_code, rule_of(over)) == (409, "rating-cap")
    assert over.json()["values"]["groups"] == [{"group": "dang-bo", "excellent": 2, "base": 9, "excellent_max": 1}]
    assert rule_of(writer.post("/units/cell-1/ratings/close", YEAR)) == "rating-group-partly"
    (extra,) = members(writer, 1, "cell-2")
    rate(writer, listed([extra], "GOOD"))
    closed = writer.written("/units/dang-bo/ratings/close", YEAR)
    assert closed["events"] == ["ratings_closed"]
    data = writer.log()[-1].data
    assert isinstance(data, RatingsClosed)
    assert (data.groups[0].base, data.groups[0].excellent_max) == (10, 2)
    assert writer.get("/units/dang-bo/ratings", period="2019").json()["closed"] is True
    assert rule_of(writer.post("/units/dang-bo/ratings/close", YEAR)) == "ratings-closed"


def test_after_the_closing_a_rating_is_only_corrected_and_within_the_cap(writer: WriterUnderTest) -> None:
    found_province(writer)
    people, (late,) = members(writer, 6), members(writer, 1)
    rate(writer, listed(people, "EXCELLENT", *["GOOD"] * 5))
    writer.written("/units/dang-bo/ratings/close", YEAR)
    act = {"act": "rated", "grade": "GOOD", **YEAR}
    assert rule_of(writer.post(f"/people/{late}/acts", act)) == "ratings-closed"
    position = next(
        event.envelope.position
        for event in writer.log()
        if event.envelope.subject == people[1] and isinstance(event.data, Rated)
    )
    fix = {
        "act": "corrected",
        "position": position,
        "ground": "clerical_error",
        "instead": {**act, "grade": "COMPLETED"},
    }
    better = {**fix, "instead": {**act, "grade": "EXCELLENT"}}
    assert rule_of(writer.post(f"/people/{people[1]}/acts", better)) == "rating-cap"
    assert writer.written(f"/people/{people[1]}/acts", fix)["events"] == ["corrected"]
    assert writer.get(f"/people/{people[1]}").json()["place"]["attributes"]["rating"]["grade"] == "COMPLETED"


def test_a_member_is_rated_once_a_period_and_by_a_decision_with_its_number(writer: WriterUnderTest) -> None:
    found_province(writer)
    (person,) = members(writer, 1)
    acts, act = f"/people/{person}/acts", {"act": "rated", "grade": "NOT_COMPLETED", **YEAR}
    assert rule_of(writer.post(acts, {**act, "decision": None})) == "rating-decision"
    assert rule_of(writer.post(acts, {**act, "grade": "BEST"})) == "rating-grade"
    assert rule_of(writer.post(acts, {**act, "effective_on": "2019-06-30", "period": "2019-Q2"})) == "rating-period"
    writer.written(acts, act)
    assert rule_of(writer.post(acts, {**act, "grade": "GOOD"})) == "rating-exists"
    writer.written(acts, {**act, "effective_on": "2018-12-31"})
    resolution = {"body_unit_id": "cell-1", "number": "3-NQ/CB", "date": "2020-01-05"}
    tasked = {"act": "tasked", "effective_on": "2020-01-05", "decision": resolution}
    writer.written(acts, tasked)
    assert writer.get(f"/people/{person}").json()["place"]["attributes"]["tasked"] is True
    assert rule_of(writer.post(acts, tasked)) == "nothing-changes"
    writer.written(acts, {**tasked, "act": "untasked"})
    suspended = {"act": "suspension_recorded", "effective_on": "2020-02-01", "decision": resolution}
    writer.written(acts, suspended)
    assert rule_of(writer.post(acts, suspended)) == "suspension-unchanged"
    writer.written(acts, {**suspended, "lifted": True})


def test_organisations_are_rated_in_groups_of_similar_tasks_and_closed_under_the_same_cap(
    writer: WriterUnderTest,
) -> None:
    found_province(writer)
    body = {**YEAR, "body_unit_id": "nam-giang", "grade": "EXCELLENT", "group": "village"}
    writer.written("/units/dang-bo/rating", body)
    assert rule_of(writer.post("/units/dang-bo/rating", body)) == "rating-exists"
    assert rule_of(writer.post("/units/nam-giang/rating", body)) == "rating-of-unit-below"
    writer.written("/units/cell-3/rating", {**body, "grade": "GOOD"})
    over = writer.post("/units/nam-giang/ratings/close", {**YEAR, "of": "units"})
    assert rule_of(over) == "rating-cap"
    position = next(event.envelope.position for event in writer.log() if isinstance(event.data, UnitRated))
    writer.written("/units/dang-bo/rating", {**body, "grade": "GOOD", "corrects": position, "ground": "cap"})
    writer.written("/units/nam-giang/ratings/close", {**YEAR, "of": "units"})
    assert rule_of(writer.post("/units/cell-1/rating", {**body, "body_unit_id": "nam-giang"})) == "ratings-closed"


@pytest.mark.parametrize(("code", "refused"), [("GOOD", False), ("EXCELLENT:2019", False), ("BEST", True)])
def test_a_row_of_an_import_states_a_rating_by_its_grade(writer: WriterUnderTest, code: str, refused: bool) -> None:
    found_province(writer)
    folder = {
        "units.csv": f"{','.join(COLUMNS['units.csv'])}\n",
        "people.csv": "person_ref,full_name,birth_date\np1,Bling Thị Mẫu,1980-01-01\n",
        "events.csv": (
            "person_ref,type,effective_on,unit_id,decision_number,code\n"
            "p1,enrolled,2015-01-01,cell-1,,\n"
            f"p1,rated,2019-12-31,,7-QĐ/ĐU,{code}\n"
        ),
    }
    response = writer.import_folder({name: text.encode() for name, text in folder.items()})
    if refused:
        assert "events.csv:3" in response.text
        assert "BEST" in response.text
        return
    data = next(event.data for event in writer.log() if isinstance(event.data, Rated))
    given = data.movements[0].to
    assert given is not None
    assert given.attributes.rating is not None
    assert given.attributes.rating.grade == code.partition(":")[0]
    assert data.decision is not None


def test_a_list_that_stopped_between_two_chunks_goes_on_when_it_is_sent_again(
    writer_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_writer(writer_url, tmp_path, import_chunk_events_max=2) as writer:
        found_province(writer)
        people = members(writer, 5)
        body = listed(people, *["GOOD"] * 5)
        append, calls = Writer.append_chunk, [0]

        def stops(self: Writer[Any], *arguments: Any, **named: Any) -> Any:
            calls[0] += 1
            if calls[0] == 2:
                raise Unavailable("database-down", Text(vi="Mất kết nối.", en="The connection is gone."))
            return append(self, *arguments, **named)

        monkeypatch.setattr(Writer, "append_chunk", stops)
        assert writer.post("/units/dang-bo/ratings", body).status_code == 503
        assert sum(isinstance(event.data, Rated) for event in writer.log()) == 2
        profile = {"act": "profile_changed", "effective_on": "2019-05-01", "changes": {"expertise": "master"}}
        writer.written(f"/people/{people[4]}/acts", profile)
        resumed = rate(writer, body)
        assert (resumed["state"], resumed["events_appended"], resumed["left_out"]) == ("closed", 5, [])
        rated = [event for event in writer.log() if isinstance(event.data, Rated)]
        assert sorted(event.envelope.subject for event in rated) == sorted(people)
        assert len({event.envelope.batchid for event in rated}) == 1


def test_a_rating_judged_before_a_closing_does_not_slip_in_after_it(
    writer: WriterUnderTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    found_province(writer)
    first, second = members(writer, 2)
    rate(writer, listed([first], "GOOD"))
    append, closed = Writer.append, [0]

    def slow(self: Writer[Any], one: Append) -> Any:
        """The closing is written between the judging of the rating and its append."""
        rating = any(event.stream == f"person-{second}" for event in one.events)
        if rating and not closed[0]:
            closed[0] = 1
            writer.written("/units/dang-bo/ratings/close", YEAR)
        return append(self, one)

    monkeypatch.setattr(Writer, "append", slow)
    late = writer.post(f"/people/{second}/acts", {"act": "rated", "grade": "EXCELLENT", **YEAR})
    assert (closed[0], rule_of(late)) == (1, "ratings-closed")
