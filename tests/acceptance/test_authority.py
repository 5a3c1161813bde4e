"""Requirement 5: a token carries office and unit; whatever lies outside its subtree is refused, by every door."""

import json
from typing import Any

import pytest

from tests.support.systems import ServedSystem

pytestmark = pytest.mark.requirement("3.5")
HOME, NEXT, FAR = "ng-cq-1", "ng-cq-2", "ng-th-4"


@pytest.fixture(scope="module")
def member_of_far(embedded: ServedSystem) -> str:
    """Someone of a cell that the callers of these tests do not hold."""
    listed = embedded.answer(f"/members/units/{FAR}/members", as_of="2019-12-31", standing="OFFICIAL")["members"]
    return str(listed[0]["person_id"])


def reads(unit: str, person: str) -> list[str]:
    """Every question about a unit or a person."""
    return [
        f"/members/units/{unit}/members",
        f"/members/units/{unit}/members?standing=PROSPECT&as_of=2019-12-31",
        f"/members/people/{person}",
        f"/members/people?name=nguyen&unit={unit}",
        f"/indicators/units/{unit}/indicators",
        f"/indicators/units/{unit}/statistics/1-TCTW",
        f"/audit/people/{person}/trail",
        f"/admissions/people/{person}",
    ]


def writes(unit: str, person: str) -> dict[str, object]:
    """Every write about a unit or a person, all of them good but for who asks."""
    on = {"effective_on": "2020-03-02"}
    cell = {"unit_id": "ng-moi", "kind": "grassroots_cell", "parent_id": "nam-giang", "name_vi": "Mới"}
    new = {"full_name": "Người Ví Dụ", "birth_date": "1990-05-06"}
    first = {"act": "nominated", "unit_id": unit, **on}
    act = {"unit_id": unit, **on}
    return {
        "/admissions/units": {**cell, **on},
        f"/admissions/units/{unit}/rename": {"name_vi": "Tên mới", **on},
        f"/admissions/units/{unit}/move": {"parent_id": "nam-giang", **on},
        f"/admissions/units/{unit}/close": {"successor_id": HOME, **on},
        f"/admissions/units/{unit}/facts": {"fact": "classes", "value": "2", **on},
        "/admissions/targets": {
            "unit_id": unit, "indicator": "NG2", "period_from": "2020-01-01", "period_to": "2020-12-31", "low": "1",
        },
        "/admissions/people": {"particulars": new, "first": first},
        f"/admissions/people/{person}/acts": {"act": "profile_changed", "changes": {"education": "thpt"}, **act},
        f"/admissions/people/{person}/acts#removed": {"act": "removed", "kind": "resigned", **act},
        f"/admissions/people/{person}/acts#letter": {"act": "transfer_issued", "to_unit_id": HOME, **act},
    }  # fmt: skip


@pytest.mark.parametrize("office", ["cell_secretary", "committee_officer", "auditor", "operator"])
def test_every_read_outside_the_subtree_is_refused(embedded: ServedSystem, member_of_far: str, office: str) -> None:
    token = embedded.token(office, HOME)
    for path in reads(FAR, member_of_far):
        refused = embedded.http.get(path, headers=embedded.headers(token))
        assert refused.status_code == 403, f"{path}: {refused.text}"
        assert refused.json()["mend"]
    assert embedded.http.get(f"/members/people/{member_of_far}").status_code == 401


@pytest.mark.parametrize("office", ["cell_secretary", "committee_officer", "auditor", "operator"])
def test_every_write_outside_the_subtree_is_refused_and_writes_nothing(
    embedded: ServedSystem, member_of_far: str, office: str
) -> None:
    before = embedded.head()
    token = embedded.token(office, HOME)
    for path, body in writes(FAR, member_of_far).items():
        refused = embedded.post(path.partition("#")[0], body, token)
        assert refused.status_code == 403, f"{path}: {refused.text}"
    assert embedded.head() == before


def test_what_an_office_may_not_do_it_may_not_do_at_home_either(embedded: ServedSystem) -> None:
    before = embedded.head()
    person = embedded.answer(f"/members/units/{HOME}/members", as_of="2019-12-31")["members"][0]["person_id"]
    auditor, operator = embedded.token("auditor", HOME), embedded.token("operator", HOME)
    secretary = embedded.token("cell_secretary", HOME)
    for path, body in writes(HOME, person).items():
        for token in (auditor, operator):
            assert embedded.post(path.partition("#")[0], body, token).status_code == 403, path
    assert embedded.get(f"/members/units/{HOME}/members", auditor).status_code == 200
    assert embedded.get(f"/members/units/{HOME}/members", auditor, names="true").status_code == 403
    assert embedded.get("/members/people", auditor, name="nguyen").status_code == 403
    for path in reads(HOME, person):
        assert embedded.http.get(path, headers=embedded.headers(operator)).status_code == 403, path
    for path in ("/admissions/log", "/audit/verify", "/members/counts", "/indicators/counts"):
        assert embedded.http.get(path, headers=embedded.headers(secretary)).status_code == 403, path
    for path in ("/admissions/imports", "/admissions/log", "/members/rebuild", "/indicators/rebuild", "/audit/rebuild"):
        assert embedded.post(path, None, secretary).status_code == 403, path
    assert embedded.head() == before


def test_a_reference_is_as_unknown_to_a_cell_that_does_not_hold_the_person_as_one_that_nobody_has(
    embedded: ServedSystem,
) -> None:
    holder = embedded.answer("/admissions/people", ref="NG-000001")["person_id"]
    place = embedded.answer(f"/admissions/people/{holder}")["place"]
    assert place is None or place["unit_id"] != "ng-dn-1"
    stranger = embedded.token("cell_secretary", "ng-dn-1")
    held, unheld = (embedded.get("/admissions/people", stranger, ref=ref) for ref in ("NG-000001", "NG-999999"))
    assert (held.status_code, unheld.status_code) == (404, 404)
    assert held.json()["texts"] == unheld.json()["texts"]


def test_a_search_by_name_finds_nobody_outside_the_subtree(embedded: ServedSystem) -> None:
    everywhere = embedded.answer("/members/people", name="nguyen", as_of="2019-12-31")
    at_home = embedded.get("/members/people", embedded.token("cell_secretary", HOME), name="nguyen", as_of="2019-12-31")
    assert everywhere["people"]
    assert at_home.status_code == 200
    assert {row["unit_id"] for row in at_home.json()["people"]} <= {HOME}


def test_the_command_line_refuses_as_http_does(embedded: ServedSystem, member_of_far: str) -> None:
    token = embedded.token("cell_secretary", HOME)
    for asked in (
        ["members", FAR],
        ["member", member_of_far],
        ["indicators", FAR],
        ["statistics", "1-TCTW", FAR],
        ["trail", member_of_far],
        ["verify"],
    ):
        said = embedded.socai(*asked, token=token)
        assert said.code == 1, f"{asked}: {said.all}"
        assert "Traceback" not in said.all
    assert embedded.socai("members", HOME, token=token).code == 0
    assert embedded.socai("members", HOME, token="not.a.token").code == 1


@pytest.fixture(scope="module")
def transferred(embedded: ServedSystem) -> dict[str, Any]:
    """Someone who went from one cell to the next in 2020, each cell doing its own part, and what was written."""
    old, new = embedded.token("cell_secretary", HOME), embedded.token("cell_secretary", NEXT)
    listed = embedded.answer(f"/members/units/{HOME}/members", as_of="2020-01-01", standing="OFFICIAL")["members"]
    work = (embedded.answer(f"/admissions/people/{row['person_id']}") for row in listed)
    view = next(view for view in work if "transfer_pending" not in view["place"]["attributes"])
    person, held = view["person_id"], view["place"]["attributes"].get("theory_level")
    first = embedded.head() + 1
    path = f"/admissions/people/{person}/acts"
    changes = {"tasked": True, "theory_level": "intermediate" if held == "advanced" else "advanced"}
    letter = {"unit_id": HOME, "to_unit_id": NEXT}
    acts: list[tuple[str, dict[str, object]]] = [
        (old, {"act": "transfer_issued", "effective_on": "2020-04-01", **letter}),
        (new, {"act": "transferred", "effective_on": "2020-04-20", **letter}),
        (new, {"act": "profile_changed", "effective_on": "2020-09-01", "unit_id": NEXT, "changes": changes}),
    ]
    for token, body in acts:
        written = embedded.post(path, body, token)
        assert written.status_code == 200, written.text
    return {"person": person, "old": old, "new": new, "first": first}


def test_the_old_cell_sees_the_record_up_to_the_day_the_person_left(
    embedded: ServedSystem, transferred: dict[str, Any]
) -> None:
    person, old, new = transferred["person"], transferred["old"], transferred["new"]
    then, now = (embedded.get(f"/members/people/{person}", token).json() for token in (old, new))
    assert then["seen_until"] == "2020-04-20"
    assert now["seen_until"] is None
    assert max(line["effective_on"] for line in then["movements"]) == "2020-04-20"
    assert max(line["effective_on"] for line in now["movements"]) == "2020-09-01"
    steps_then, steps_now = (
        embedded.get(f"/audit/people/{person}/trail", token).json()["steps"] for token in (old, new)
    )
    assert steps_now[-1]["step"] == "profile_changed"
    assert [step["step"] for step in steps_then][-1] == "transferred"
    here, there = (embedded.get(f"/members/units/{unit}/members", token, as_of="2020-05-01").json()["members"]
                   for unit, token in ((HOME, old), (NEXT, new)))  # fmt: skip
    assert person not in {row["person_id"] for row in here}
    assert person in {row["person_id"] for row in there}
    late = {"act": "profile_changed", "effective_on": "2020-10-01", "unit_id": HOME, "changes": {"tasked": True}}
    assert embedded.post(f"/admissions/people/{person}/acts", late, old).status_code == 403


def test_the_actor_stands_in_every_event(embedded: ServedSystem, transferred: dict[str, Any]) -> None:
    log = embedded.http.get("/admissions/log", headers=embedded.headers()).content
    events = [json.loads(line) for line in log.splitlines()]
    assert all(event["data"]["actor"]["officer_id"] and event["data"]["actor"]["office"] for event in events)
    own = [
        event
        for event in events
        if event["subject"] == transferred["person"] and event["position"] >= transferred["first"]
    ]
    assert [event["data"]["actor"]["officer_id"] for event in own] == [
        f"cell_secretary@{HOME}", f"cell_secretary@{NEXT}", f"cell_secretary@{NEXT}",
    ]  # fmt: skip
    assert {event["data"]["actor"]["unit_id"] for event in own} == {HOME, NEXT}
