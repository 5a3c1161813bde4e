"""Members from the log to the answer: lists, single records, names, authority, rebuild; on both databases."""

import json
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from shared.adapters.sql.access_log import SqlAccessLog
from shared.contracts.movement import Kind, Standing
from shared.core.clock import format_instant
from shared.core.errors import Unavailable
from shared.core.text import Text
from shared.http.caller import Caller
from shared.ports.access_log import Access
from tests.integration.members.registry import (
    AUDITOR,
    PA_DU,
    PRAO,
    PROVINCE,
    Registry,
    moved,
    open_registry,
    place,
)
from tests.support.log_events import person

DAO, BINH = "Nguyễn Thị Đào", "Trần Văn Bình"
YEAR_END = "2019-12-31"


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.real)])
def registry(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Registry]:
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path}/members.db"
    else:
        fresh_database: Callable[[str], str] = request.getfixturevalue("fresh_database")
        url = fresh_database("members")
    registry = open_registry(tmp_path, url)
    registry.enrol("dao", "pa-du", date(2019, 1, 1), name=DAO)
    registry.enrol("binh", "pa-lan", date(2019, 6, 1), name=BINH, standing=Standing.PROBATIONARY)
    registry.enrol("an", "pa-du", date(2019, 7, 1), name="Alăng An", standing=Standing.PROSPECT)
    yield registry
    registry.close()


def move_dao(registry: Registry) -> None:
    """To another committee's cell, on 1 March 2020."""
    there = moved(Kind.TRANSFERRED, date(2020, 3, 1), place("pa-du"), place("prao"))
    registry.transfer("dao", date(2020, 3, 1), [there])


def people(body: dict[str, Any]) -> list[tuple[str, str, str]]:
    return [(row["person_id"], row["unit_id"], row["since"]) for row in body["members"]]


def test_a_list_holds_the_members_of_the_subtree_and_is_stamped(registry: Registry) -> None:
    answer = registry.ask("/units/nam-giang/members", as_of=YEAR_END)
    assert answer.status_code == 200
    head = registry.store.head()
    assert head.time is not None
    attributes = {"sex": "f"}
    expected = {
        "members": [
            {
                "attributes": attributes,
                "person_id": person("dao"),
                "since": "2019-01-01",
                "standing": "OFFICIAL",
                "unit_id": "pa-du",
            },
            {
                "attributes": attributes,
                "person_id": person("binh"),
                "since": "2019-06-01",
                "standing": "PROBATIONARY",
                "unit_id": "pa-lan",
            },
        ],
        "stamp": {
            "as_known": None,
            "as_of": YEAR_END,
            "batch_open": False,
            "policy": None,
            "position": head.position,
            "time": format_instant(head.time),
            "tree": YEAR_END,
        },
        "unit": "nam-giang",
    }
    assert answer.content == json.dumps(expected, separators=(",", ":"), ensure_ascii=False).encode()


def test_another_standing_is_listed_when_asked_for(registry: Registry) -> None:
    answer = registry.ask("/units/nam-giang/members", as_of=YEAR_END, standing="PROSPECT")
    assert people(answer.json()) == [(person("an"), "pa-du", "2019-07-01")]
    assert registry.ask("/units/nam-giang/members", standing="SAINT").status_code == 422


def test_a_late_fact_changes_the_list_as_known_now_and_not_as_known_before(registry: Registry) -> None:
    before = registry.ask("/units/pa-du/members", as_of=YEAR_END).json()
    late = moved(Kind.TRANSFERRED, date(2019, 9, 1), place("pa-du"), place("pa-lan"))
    registry.transfer("dao", date(2019, 9, 1), [late])
    assert people(registry.ask("/units/pa-du/members", as_of=YEAR_END).json()) == []
    then = registry.ask("/units/pa-du/members", as_of=YEAR_END, as_known=before["stamp"]["time"]).json()
    assert then["members"] == before["members"]
    assert then["stamp"] == before["stamp"] | {"as_known": before["stamp"]["time"]}


def test_a_late_fact_that_crosses_a_later_one_is_taken_up_whole(registry: Registry) -> None:
    enrolled, there = place("pa-du"), place("prao")
    first = registry.transfer("dao", date(2020, 3, 1), [moved(Kind.TRANSFERRED, date(2020, 3, 1), enrolled, there)])
    between = place("pa-lan")
    registry.transfer(
        "dao",
        date(2019, 9, 1),
        [
            moved(Kind.TRANSFERRED, date(2020, 3, 1), enrolled, there, undo=first.first),
            moved(Kind.TRANSFERRED, date(2019, 9, 1), enrolled, between),
            moved(Kind.TRANSFERRED, date(2020, 3, 1), between, there),
        ],
    )
    history = registry.ask(f"/people/{person('dao')}", as_of="2020-12-31").json()["history"]
    assert [(line["unit_id"], line["from"], line["until"]) for line in history] == [
        ("pa-du", "2019-01-01", "2019-09-01"),
        ("pa-lan", "2019-09-01", "2020-03-01"),
        ("prao", "2020-03-01", None),
    ]


def test_names_are_shown_to_those_allowed_and_only_when_asked_for(registry: Registry) -> None:
    named = registry.ask("/units/nam-giang/members", as_of=YEAR_END, names="true", why="list for the congress").json()
    assert [row["name"] for row in named["members"]] == [DAO, BINH]
    assert "name" not in registry.ask("/units/nam-giang/members", as_of=YEAR_END).json()["members"][0]
    assert registry.ask("/units/nam-giang/members", AUDITOR, as_of=YEAR_END).status_code == 200
    assert registry.ask("/units/nam-giang/members", AUDITOR, as_of=YEAR_END, names="true").status_code == 403
    assert registry.ask(f"/people/{person('dao')}", names="true").json()["name"] == DAO


def test_people_are_found_without_accents_in_the_order_of_the_alphabet(registry: Registry) -> None:
    registry.enrol("duc", "pa-du", date(2019, 1, 1), name="Nguyên Đức")
    found = registry.ask("/people", name="NGUYEN d", as_of=YEAR_END).json()
    assert [row["name"] for row in found["people"]] == ["Nguyên Đức", DAO]
    assert found["more"] is False
    assert registry.ask("/people", name="guyen", as_of=YEAR_END).json()["people"] == []
    within = registry.ask("/people", name="nguyen", unit="pa-lan", as_of=YEAR_END).json()
    assert within["people"] == []


def test_a_search_finds_nobody_outside_the_callers_subtree(registry: Registry) -> None:
    assert [row["name"] for row in registry.ask("/people", PA_DU, name="dao", as_of=YEAR_END).json()["people"]] == [DAO]
    assert registry.ask("/people", PRAO, name="dao", as_of=YEAR_END).json()["people"] == []
    assert registry.ask("/people", PRAO, name="dao", unit="pa-du", as_of=YEAR_END).status_code == 403
    assert registry.ask("/people", AUDITOR, name="dao", as_of=YEAR_END).status_code == 403


@pytest.mark.parametrize(
    ("path", "by", "status"),
    [
        ("/units/pa-lan/members", PA_DU, 403),
        ("/units/nam-giang/members", PA_DU, 403),
        ("/units/nowhere/members", PROVINCE, 404),
        (f"/people/{person('binh')}", PA_DU, 403),
        (f"/people/{person('nobody')}", PROVINCE, 404),
        ("/counts", PA_DU, 403),
    ],
)
def test_what_is_not_theirs_or_not_there_is_refused(registry: Registry, path: str, by: Caller, status: int) -> None:
    answer = registry.ask(path, by)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert registry.client.get(f"/members{path}").status_code == 401


def test_after_a_transfer_the_old_cell_sees_the_record_up_to_the_day_it_left(registry: Registry) -> None:
    move_dao(registry)
    path = f"/people/{person('dao')}"
    old = registry.ask(path, PA_DU, as_of="2020-12-31").json()
    assert old["seen_until"] == "2020-03-01"
    assert old["place"] is None
    assert [(line["unit_id"], line["until"]) for line in old["history"]] == [("pa-du", "2020-03-01")]
    assert registry.ask(path, PA_DU, as_of="2020-02-29").json()["place"]["unit_id"] == "pa-du"
    new = registry.ask(path, PRAO, as_of="2020-12-31").json()
    assert new["seen_until"] is None
    assert new["place"]["unit_id"] == "prao"
    assert [line["unit_id"] for line in new["history"]] == ["pa-du", "prao"]
    later = moved(Kind.CHANGED, date(2020, 6, 1), place("prao"), place("prao", Standing.PROBATIONARY))
    registry.transfer("dao", date(2020, 6, 1), [later])
    again = registry.ask(path, PA_DU, as_of="2020-12-31").json()
    assert [row["effective_on"] for row in again["movements"]] == ["2019-01-01", "2020-03-01"]


def test_every_read_is_written_down_before_it_is_answered(registry: Registry) -> None:
    registry.ask("/units/pa-du/members", PA_DU, why="monthly meeting")
    registry.ask(f"/people/{person('dao')}", PA_DU, why="transfer")
    registry.ask("/people", PA_DU, name="dao")
    registry.ask(f"/people/{person('binh')}", PA_DU)
    with registry.members.database.read() as tx:
        rows = tx.execute(text("SELECT officer_id, unit_id, person_id, what, why FROM read_access ORDER BY id")).all()
    assert [tuple(row) for row in rows] == [
        ("o-pa-du", "pa-du", None, "members", "monthly meeting"),
        ("o-pa-du", "pa-du", person("dao"), "member", "transfer"),
        ("o-pa-du", "pa-du", None, "search by name", None),
    ]


def test_what_cannot_be_written_down_is_not_answered(registry: Registry, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_log: SqlAccessLog, _access: Access) -> None:
        raise Unavailable("disk-full", Text(vi="Hết chỗ.", en="No room."))

    monkeypatch.setattr(SqlAccessLog, "record", full)
    asked = (
        registry.ask("/units/pa-du/members", PA_DU),
        registry.ask(f"/people/{person('dao')}", PA_DU),
        registry.ask("/people", PA_DU, name="dao"),
    )
    assert [answer.status_code for answer in asked] == [503, 503, 503]
    assert all("OFFICIAL" not in answer.text for answer in asked)


def test_an_erased_person_has_no_name_any_more(registry: Registry) -> None:
    assert registry.ask("/people", name="dao", as_of=YEAR_END).json()["people"]
    registry.erase("dao", date(2020, 1, 1))
    assert registry.ask("/people", name="dao", as_of=YEAR_END).json()["people"] == []
    listed = registry.ask("/units/pa-du/members", as_of=YEAR_END, names="true").json()
    assert [row["name"] for row in listed["members"]] == [None]


def test_a_rebuild_gives_the_same_bytes(registry: Registry) -> None:
    move_dao(registry)
    paths = ("/units/quang-nam/members", f"/people/{person('dao')}", "/counts", "/units/pa-du/members")

    def answers() -> list[bytes]:
        return [registry.ask(path, as_of=YEAR_END).content for path in paths]

    before = answers()
    assert registry.client.post("/members/rebuild", headers=registry.signed(PA_DU)).status_code == 403
    assert registry.client.post("/members/rebuild", headers=registry.signed(PROVINCE)).status_code == 202
    assert registry.members.query.complete() == 0
    registry.reader.forget()
    registry.read_on()
    assert answers() == before
    assert registry.ask("/people", name="dao", as_of=YEAR_END).json()["people"]


def test_counts_are_given_at_a_position_that_is_complete(registry: Registry) -> None:
    at = registry.store.head().position
    move_dao(registry)
    counted = registry.ask("/counts", position=str(at)).json()
    assert counted == {
        "position": at,
        "counts": [
            {"unit_id": "pa-du", "standing": "OFFICIAL", "count": 1},
            {"unit_id": "pa-du", "standing": "PROSPECT", "count": 1},
            {"unit_id": "pa-lan", "standing": "PROBATIONARY", "count": 1},
        ],
    }
    assert {"unit_id": "prao", "standing": "OFFICIAL", "count": 1} in registry.ask("/counts").json()["counts"]
    assert registry.ask("/counts", position="100000").status_code == 503


def test_a_read_waits_for_the_position_it_names_or_says_try_again(registry: Registry) -> None:
    headers = registry.signed(PROVINCE) | {"socai-min-position": str(registry.store.head().position + 1)}
    answer = registry.client.get("/members/units/pa-du/members", headers=headers)
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "1")


def test_no_name_stands_in_any_file_or_metric(registry: Registry, tmp_path: Path) -> None:
    registry.ask("/people", name="dao", as_of=YEAR_END)
    registry.ask("/units/nam-giang/members", names="true")
    searched = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(searched) > 3
    for path in searched:
        held = path.read_bytes()
        for word in (DAO, BINH, "Đào", "nguyen thi dao"):
            assert word.encode() not in held, path
    assert "Đào" not in registry.client.get("/metrics").text
