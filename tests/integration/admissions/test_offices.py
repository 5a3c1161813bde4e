"""Officers and offices over HTTP: two people found the registry; then the log alone says who may act, and when."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from shared.contracts.facts import PersonFact
from shared.core.clock import today
from tests.integration.admissions.writer import NOW, WriterUnderTest, found_province, new_person, open_writer

TODAY = today(NOW)
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


class Registry:
    """A writer, and its officers by their ids."""

    def __init__(self, writer: WriterUnderTest) -> None:
        self.writer = writer

    def by(self, officer: str, role: str = "province_officer", unit: str = "*", **more: str) -> dict[str, str]:
        """Headers of an officer acting in an office."""
        return self.writer.headers(role, unit, officer=officer, **more)

    def register(self, officer: str, person: str | None = None, by: str = "first-officer") -> None:
        """An account may hold offices."""
        body = {"officer_id": officer, "person_id": person, "effective_on": str(TODAY)}
        self.writer.written("/officers", body, self.by(by))

    def grant(
        self,
        officer: str,
        role: str,
        unit: str = "*",
        *,
        givers: tuple[str, ...] = ("first-officer", "second-officer"),
        first: date = TODAY,
        last: date | None = None,
    ) -> str:
        """An office given by these, one after the other; its id."""
        body = {"officer_id": officer, "role": role, "unit_id": unit, "from": str(first)}
        if last is not None:
            body["until"] = str(last)
        *_, written = [self.writer.written("/offices", body, self.by(giver)) for giver in givers]
        assert written["events"] == ["office_granted"]
        return str(written["id"])

    def found(self) -> None:
        """Two people of the genesis act give the province's office to each other."""
        self.grant("first-officer", "province_officer")
        self.grant("second-officer", "province_officer")

    def refused(self, path: str, body: object, headers: dict[str, str]) -> tuple[int, str]:
        """POST that must be refused: its status and rule."""
        response = self.writer.post(path, body, headers)
        assert response.status_code >= 400, response.text
        return response.status_code, response.json()["rule"]


@pytest.fixture
def registry(tmp_path: Path) -> Iterator[Registry]:
    """A province on a database of the test's own."""
    with open_writer(f"sqlite:///{tmp_path / 'admissions.db'}", tmp_path) as writer:
        found_province(writer)
        yield Registry(writer)


def listed(unit_id: str = "cell-1") -> dict[str, object]:
    """Someone whom a cell lists: what a secretary may record alone."""
    return new_person(unit_id, act="nominated", effective_on="2020-01-06")


def test_before_the_first_office_claims_count_and_afterwards_only_offices_do(registry: Registry) -> None:
    writer = registry.writer
    secretary = registry.by("anyone", "cell_secretary", "cell-1")
    assert writer.post("/people", listed(), secretary).status_code == 201
    registry.found()
    refused = writer.post("/people", listed(), secretary)
    assert (refused.status_code, refused.json()["rule"]) == (403, "office-not-in-force")
    assert writer.get("/offices", secretary).status_code == 403
    registry.register("anyone")
    registry.grant("anyone", "cell_secretary", "cell-1", givers=("first-officer",))
    assert writer.post("/people", listed(), secretary).status_code == 201
    assert writer.post("/people", listed("cell-2"), secretary).status_code == 403
    # A member without a vote comes from a register taken over, by who may import one.
    assert registry.refused("/people", new_person(), secretary) == (403, "office-not-allowed")
    # And one who arrives from outside the province with a letter, by who signs for the committee.
    arriving = new_person(act="arrived")
    assert registry.refused("/people", arriving, secretary) == (403, "office-not-allowed")
    registry.register("committee")
    registry.grant("committee", "committee_officer", "dang-bo")
    assert writer.post("/people", arriving, registry.by("committee", "committee_officer", "dang-bo")).status_code == 201
    other = registry.by("anyone", "cell_secretary", "cell-2")
    assert writer.post("/people", listed("cell-2"), other).status_code == 403


def test_the_first_office_takes_two_people_and_neither_alone_can_give_it(registry: Registry) -> None:
    body = {"officer_id": "first-officer", "role": "province_officer", "unit_id": "*", "from": str(TODAY)}
    first, second = registry.by("first-officer"), registry.by("second-officer")
    assert registry.writer.written("/offices", body, first)["events"] == ["office_proposed"]
    assert registry.refused("/offices", body, first) == (409, "office-needs-the-other")
    assert registry.refused("/offices", body, registry.by("a-third")) == (409, "office-by-the-first-two")
    assert registry.writer.written("/offices", {**body, "until": "2030-12-31"}, second)["events"] == ["office_proposed"]
    assert registry.writer.written("/offices", {**body, "until": "2030-12-31"}, first)["events"] == ["office_granted"]
    listed = registry.writer.get("/offices", first).json()
    assert [(row["officer_id"], row["until"]) for row in listed["offices"]] == [("first-officer", "2030-12-31")]
    assert listed["established_on"] == str(TODAY)


def test_what_is_left_of_the_genesis_powers_gives_offices_only_and_ends_with_two_in_the_province(
    registry: Registry,
) -> None:
    registry.grant("first-officer", "province_officer")
    second = registry.by("second-officer")
    assert registry.writer.post("/people", new_person(), second).status_code == 403
    registry.grant("second-officer", "province_officer", givers=("second-officer", "first-officer"))
    assert registry.writer.post("/people", new_person(), second).status_code == 201


@pytest.mark.parametrize(
    ("first", "last", "told"),
    [
        (YESTERDAY - timedelta(days=30), YESTERDAY, {"until": str(YESTERDAY)}),
        (TOMORROW, None, {"from": str(TOMORROW)}),
    ],
)
def test_an_office_that_ended_yesterday_or_begins_tomorrow_is_no_office_today_for_reading_and_writing(
    registry: Registry, first: date, last: date | None, told: dict[str, str]
) -> None:
    registry.found()
    person = registry.writer.written("/people", new_person(), registry.by("first-officer"))["id"]
    registry.register("clerk")
    registry.grant("clerk", "cell_secretary", "cell-1", givers=("first-officer",), first=first, last=last)
    clerk = registry.by("clerk", "cell_secretary", "cell-1")
    # A late fact of a day on which the office was held needs the office today, not then.
    late = {"act": "profile_changed", "effective_on": str(YESTERDAY), "changes": {"tasked": True}}
    for refused in (
        registry.writer.post(f"/people/{person}/acts", late, clerk),
        registry.writer.get(f"/people/{person}", clerk),
    ):
        problem = refused.json()
        assert (refused.status_code, problem["rule"]) == (403, "office-not-in-force")
        assert problem["values"].items() >= {**told, "today": str(TODAY)}.items()


@pytest.mark.parametrize(("last", "status"), [(TODAY, 200), (YESTERDAY, 403)])
def test_the_last_day_of_an_office_belongs_to_it(registry: Registry, last: date, status: int) -> None:
    registry.found()
    registry.register("clerk")
    registry.grant("clerk", "cell_secretary", "cell-1", givers=("first-officer",), first=YESTERDAY, last=last)
    assert registry.writer.get("/offices", registry.by("clerk", "cell_secretary", "cell-1")).status_code == status


def test_an_office_is_ended_given_up_and_not_ended_twice(registry: Registry) -> None:
    registry.found()
    registry.register("clerk")
    office = registry.grant("clerk", "cell_secretary", "cell-1", givers=("second-officer",))
    clerk = registry.by("clerk", "cell_secretary", "cell-1")
    body = {"effective_on": str(TOMORROW), "ground": "moved"}
    assert registry.writer.written(f"/offices/{office}/end", body, clerk)["events"] == ["office_ended"]
    assert registry.refused(f"/offices/{office}/end", body, clerk) == (409, "office-ended-already")
    assert registry.writer.get("/offices", clerk).status_code == 200
    registry.writer.written(f"/offices/{office}/end", {"effective_on": str(TODAY)}, registry.by("first-officer"))
    assert registry.writer.get("/offices", clerk).status_code == 403
    tomorrow = registry.writer.get("/offices", registry.by("first-officer"), as_of=str(TOMORROW)).json()
    assert "clerk" not in {row["officer_id"] for row in tomorrow["offices"]}


def test_a_delegate_acts_in_the_givers_office_with_the_chain_in_every_event(registry: Registry) -> None:
    registry.found()
    for officer in ("head", "deputy", "clerk"):
        registry.register(officer)
    office = registry.grant("head", "cell_secretary", "cell-1", givers=("first-officer",))
    day = {"from": str(TODAY), "until": str(TODAY + timedelta(days=10))}
    head, deputy, clerk = (registry.by(officer, "cell_secretary", "cell-1") for officer in ("head", "deputy", "clerk"))
    body = {"office_id": office, "officer_id": "deputy", **day}
    assert registry.refused("/delegations", body, registry.by("first-officer")) == (409, "delegation-by-holder")
    given = registry.writer.written("/delegations", body, head)["id"]
    handed_on = registry.writer.written("/delegations", {"office_id": given, "officer_id": "clerk", **day}, deputy)[
        "id"
    ]
    back = {"office_id": handed_on, "officer_id": "head", **day}
    assert registry.refused("/delegations", back, clerk) == (409, "delegation-loop")
    written = registry.writer.written("/people", listed(), clerk)
    event = next(event for event in registry.writer.log() if event.envelope.position == written["position"])
    assert isinstance(event.data, PersonFact)
    actor = event.data.actor
    assert (actor.officer_id, actor.office, actor.unit_id, actor.chain) == (
        "clerk", "cell_secretary", "cell-1", ("deputy", "head"),
    )  # fmt: skip
    registry.writer.written(f"/delegations/{given}/end", {"effective_on": str(TODAY)}, head)
    assert registry.writer.post("/people", listed(), clerk).status_code == 403
    assert registry.writer.post("/people", listed(), head).status_code == 201


def test_an_office_that_ends_takes_its_delegations_with_it(registry: Registry) -> None:
    registry.found()
    for officer in ("head", "deputy"):
        registry.register(officer)
    office = registry.grant("head", "cell_secretary", "cell-1", givers=("first-officer",), last=TODAY)
    beyond = {"office_id": office, "officer_id": "deputy", "from": str(TODAY), "until": str(TOMORROW)}
    head = registry.by("head", "cell_secretary", "cell-1")
    assert registry.refused("/delegations", beyond, head) == (409, "delegation-beyond-term")
    registry.writer.written("/delegations", {**beyond, "until": str(TODAY)}, head)
    deputy = registry.by("deputy", "cell_secretary", "cell-1")
    assert registry.writer.get("/offices", deputy).status_code == 200
    registry.writer.written(f"/offices/{office}/end", {"effective_on": str(TODAY)}, registry.by("first-officer"))
    assert registry.writer.get("/offices", deputy).status_code == 403


def test_nobody_gives_more_than_their_own_nor_to_themself_nor_twice(registry: Registry) -> None:
    registry.found()
    for officer in ("district", "clerk"):
        registry.register(officer)
    registry.grant("district", "committee_officer", "nam-giang")
    district = registry.by("district", "committee_officer", "nam-giang")
    body = {"officer_id": "clerk", "role": "cell_secretary", "unit_id": "cell-1", "from": str(TODAY)}
    assert registry.writer.written("/offices", body, district)["events"] == ["office_granted"]
    assert registry.refused("/offices", body, district) == (409, "office-given-already")
    assert registry.refused("/offices", {**body, "role": "province_officer"}, district) == (409, "office-beyond-own")
    assert registry.refused("/offices", {**body, "officer_id": "district"}, district) == (409, "office-to-oneself")
    assert registry.refused("/offices", {**body, "unit_id": "qn"}, district) == (403, "unit-outside-subtree")
    assert registry.refused("/offices", {**body, "unit_id": "*"}, district) == (403, "unit-outside-subtree")
    assert registry.refused("/offices", {**body, "role": "system"}, district) == (422, "office-role")
    assert registry.refused("/offices", {**body, "officer_id": "ghost"}, district) == (409, "officer-unknown")
    clerk = registry.by("clerk", "cell_secretary", "cell-1")
    assert registry.refused("/offices", {**body, "officer_id": "district"}, clerk) == (403, "office-not-allowed")


def test_an_account_is_bound_to_one_person_on_record_once(registry: Registry) -> None:
    person = registry.writer.written("/people", new_person())["id"]
    other = registry.writer.written("/people", new_person())["id"]
    registry.register("clerk")
    registry.register("clerk", person)
    first = registry.by("first-officer")
    body: dict[str, Any] = {"officer_id": "clerk", "effective_on": str(TODAY)}
    assert registry.refused("/officers", body, first) == (409, "officer-registered-already")
    assert registry.refused("/officers", {**body, "person_id": person}, first) == (409, "officer-registered-already")
    assert registry.refused("/officers", {**body, "person_id": other}, first) == (409, "officer-bound-already")
    unknown = {**body, "person_id": "1b8a6a8e-7c0b-5c06-9a55-0c4a1f6f7d21"}
    assert registry.refused("/officers", unknown, first) == (404, "person-unknown")


def test_coverage_names_the_cells_for_which_too_few_people_hold_offices(registry: Registry) -> None:
    registry.found()
    first = registry.by("first-officer")

    def lacking() -> dict[str, list[str]]:
        answer = registry.writer.get("/offices/coverage", first).json()
        return {row["unit_id"]: row["lacking"] for row in answer["too_few"]}

    # Two people of the province are not enough: one prepares, one checks, one signs.
    assert lacking() == {"cell-1": ["distinct"], "cell-2": ["distinct"], "cell-3": ["distinct"]}
    registry.register("clerk")
    registry.grant("clerk", "cell_secretary", "cell-1", givers=("first-officer",))
    assert lacking() == {"cell-2": ["distinct"], "cell-3": ["distinct"]}
    for path in ("/offices", "/offices/coverage"):
        assert registry.writer.get(path, first, unit="nowhere").status_code == 404
        assert registry.writer.get(path, first, unit="cell-1").status_code == 200
    registry.register("district")
    registry.grant("district", "committee_officer", "nam-giang")
    assert lacking() == {}
