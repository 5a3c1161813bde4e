"""Audit from the log to the answer: the trail and who sees it, the tree, and everything that verify must find."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest
from sqlalchemy import text

from services.audit.adapters.tables import metadata
from shared.adapters.sql.access_log import SqlAccessLog
from shared.adapters.sql.migrate import differences
from shared.contracts.codec import decode_watermark
from shared.contracts.movement import Kind
from shared.contracts.topics import DOSSIERS, WATERMARKS, partition_for
from shared.contracts.watermark import PartitionMark
from shared.core.errors import Unavailable
from shared.core.hashing import ZERO_HASH, TreeFrontier, leaf_hash, running_hash
from shared.core.text import Text
from shared.http.caller import Caller
from shared.ports.access_log import Access
from shared.ports.bus import Record
from tests.integration.audit.world import World, open_world
from tests.integration.members.registry import AUDITOR, PA_DU, PRAO, PROVINCE, moved, place
from tests.support.log_events import person

DAO = person("dao")
TRAIL = f"/people/{DAO}/trail"
DOSSIER_PARTITION = f"{DOSSIERS}/{partition_for(DOSSIERS, DAO)}"


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.real)])
def world(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[World]:
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path}/audit.db"
    else:
        fresh_database: Callable[[str], str] = request.getfixturevalue("fresh_database")
        url = fresh_database("audit")
    world = open_world(tmp_path, url)
    world.enrol("dao", "pa-du", date(2019, 1, 1))
    world.enrol("binh", "prao", date(2019, 1, 1))
    world.decide("dao", date(2019, 6, 1))
    world.read_on()
    yield world
    world.close()


def move_dao(world: World) -> None:
    there = moved(Kind.TRANSFERRED, date(2020, 3, 1), place("pa-du"), place("prao"))
    world.transfer("dao", date(2020, 3, 1), there)
    world.decide("dao", date(2020, 9, 1), "D5")
    world.read_on()


def seen(world: World, by: Caller, **params: str) -> list[tuple[str, str]]:
    answer = world.ask(TRAIL, by, **params)
    assert answer.status_code == 200, answer.text
    return [(step["step"], step["effective_on"]) for step in answer.json()["steps"]]


def test_the_migrated_schema_is_the_declared_one(world: World) -> None:
    assert differences(world.audit.database, metadata) == []


def test_a_trail_names_who_decided_where_by_what_vote_and_its_leaf(world: World) -> None:
    body = world.ask(TRAIL).json()
    stored = {int(event.position): event.value for event in world.stored()}
    enrolled, decided = body["steps"]
    assert (enrolled["step"], enrolled["position"], enrolled["decision"]) == ("enrolled", 6, None)
    assert decided == {
        "position": 8,
        "time": body["stamp"]["time"],
        "effective_on": "2019-06-01",
        "step": "C4",
        "body_unit_id": "nam-giang",
        "decision": {"body_unit_id": "nam-giang", "number": "12-QĐ/HU", "date": "2019-06-01"},
        "actor": {"officer_id": "officer-1", "office": "province_officer", "unit_id": "nam-giang", "chain": []},
        "votes": {"base": 9, "present": 9, "for": 8, "against": 1},
        "leaf": leaf_hash(stored[8]).hex(),
    }


def test_a_trail_as_known_before_a_step_does_not_show_it(world: World) -> None:
    known = world.ask(TRAIL).json()["steps"][0]["time"]
    body = world.ask(TRAIL, as_known=known).json()
    assert [step["step"] for step in body["steps"]] == ["enrolled"]
    assert (body["stamp"]["position"], body["stamp"]["as_known"]) == (6, known)


def test_the_tree_and_the_running_hashes_are_those_of_the_stored_bytes(world: World) -> None:
    tree, running = TreeFrontier(), dict[str, tuple[int, str]]()
    for event in world.stored():
        leaf = leaf_hash(event.value)
        tree.append(leaf)
        name = f"{event.topic}/{event.partition}"
        before = running.get(name, (0, ZERO_HASH.hex()))
        running[name] = before[0] + 1, running_hash(bytes.fromhex(before[1]), leaf).hex()
    body = world.ask("/verify").json()
    assert (body["ok"], body["size"], body["root"]) == (True, 8, tree.root().hex())
    assert len(body["partitions"]) == 49
    told = {name: (at["sequence"], at["hash"]) for name, at in body["partitions"].items() if at["sequence"]}
    assert told == running


def test_after_a_transfer_the_old_cell_sees_the_trail_up_to_the_day_it_left(world: World) -> None:
    move_dao(world)
    before = [("enrolled", "2019-01-01"), ("C4", "2019-06-01"), ("transferred", "2020-03-01")]
    assert seen(world, PA_DU) == before
    assert seen(world, PRAO) == seen(world, PROVINCE) == seen(world, AUDITOR) == [*before, ("D5", "2020-09-01")]


def test_a_record_taken_back_whole_is_still_seen_by_those_who_kept_it(world: World) -> None:
    mistake = world.enrol("copy", "pa-du", date(2019, 2, 1))
    back = moved(Kind.ENROLLED, date(2019, 2, 1), place("pa-du"), None, undo=mistake.first)
    world.transfer("copy", date(2019, 2, 1), back)
    world.read_on()
    path = f"/people/{person('copy')}/trail"
    answers = [world.ask(path, by) for by in (PROVINCE, AUDITOR, PA_DU)]
    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert [len(answer.json()["steps"]) for answer in answers] == [2, 2, 2]
    assert world.ask(path, PRAO).status_code == 403


@pytest.mark.parametrize(
    ("method", "path", "by", "status"),
    [
        ("GET", TRAIL, PRAO, 403),
        ("GET", f"/people/{person('nobody')}/trail", PROVINCE, 404),
        ("GET", TRAIL, Caller(officer_id="o", office="operator", unit_id="*"), 403),
        ("GET", "/verify", PA_DU, 403),
        ("POST", "/rebuild", AUDITOR, 403),
        ("GET", TRAIL, None, 401),
    ],
)
def test_what_is_not_theirs_or_not_there_is_refused(
    world: World, method: str, path: str, by: Caller | None, status: int
) -> None:
    headers = {} if by is None else world.signed(by)
    answer = world.client.request(method, f"/audit{path}", headers=headers)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"


def test_every_trail_read_is_written_down_before_it_is_answered(world: World) -> None:
    world.ask(TRAIL, PA_DU, why="complaint 7")
    world.ask(TRAIL, PRAO)
    with world.audit.database.read() as tx:
        rows = tx.execute(text("SELECT officer_id, office, unit_id, person_id, what, why FROM read_access")).all()
    assert [tuple(row) for row in rows] == [("o-pa-du", "cell_secretary", "pa-du", DAO, "trail", "complaint 7")]


def test_a_trail_read_that_cannot_be_written_down_is_not_answered(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_log: SqlAccessLog, _access: Access) -> None:
        raise Unavailable("disk-full", Text(vi="Hết chỗ.", en="No room."))

    monkeypatch.setattr(SqlAccessLog, "record", full)
    answer = world.ask(TRAIL)
    assert (answer.status_code, "C4" in answer.text) == (503, False)


def test_an_altered_leaf_is_found(world: World) -> None:
    other = leaf_hash(b"another")
    changed = f"x'{other.hex()}'" if world.audit.database.dialect == "sqlite" else f"'\\x{other.hex()}'"
    world.execute(f"UPDATE leaf SET leaf = {changed} WHERE position = 3")
    assert world.found() == [("leaf-altered", "leaf"), ("root-differs", "8")]


def test_a_leaf_that_is_missing_is_found(world: World) -> None:
    world.execute("DELETE FROM leaf WHERE position = 3")
    assert world.found() == [("leaf-missing", "3")]


def test_the_last_leaf_missing_is_found(world: World) -> None:
    world.execute("DELETE FROM leaf WHERE position = 8")
    assert world.found() == [("leaf-missing", "8")]


def test_a_leaf_that_went_missing_before_the_tree_grew_over_it_is_found(world: World) -> None:
    world.bus.change = without_marks
    world.enrol("an", "pa-du", date(2019, 1, 1))
    world.steps(2)
    world.execute("DELETE FROM leaf WHERE position = 9")
    world.bus.change = None
    world.enrol("yen", "pa-du", date(2019, 1, 1))
    world.read_on()
    assert world.found() == [("leaf-missing", "9")]


def test_a_root_that_differs_from_the_writers_is_found(world: World) -> None:
    def other_root(records: Sequence[Record]) -> list[Record]:
        return [_marked(record, root="ab" * 32) for record in records]

    world.bus.change = other_root
    world.decide("dao", date(2019, 7, 1))
    world.read_on()
    assert world.found() == [("root-differs", "9")]
    world.bus.change = None
    world.decide("dao", date(2019, 8, 1))
    world.read_on()
    assert world.found() == []


def test_a_log_altered_after_it_was_read_is_found_when_its_writer_hashes_it_anew(world: World) -> None:
    with world.log.write() as tx:
        tx.exec_driver_sql("UPDATE log SET value = CAST(value || ' ' AS BLOB) WHERE position = 3")
    world.restart_reader()
    world.steps(1)
    assert ("root-differs", "8") in world.found()


def test_a_running_hash_that_differs_from_the_writers_is_found(world: World) -> None:
    def other_hash(records: Sequence[Record]) -> list[Record]:
        return [_marked(record, hash_at=DOSSIER_PARTITION) for record in records]

    world.bus.change = other_hash
    world.decide("dao", date(2019, 7, 1))
    world.read_on()
    assert world.found() == [("hash-mismatch", DOSSIER_PARTITION)]


def test_hashes_that_go_on_differing_do_not_stop_the_reader(world: World) -> None:
    def other_hash(records: Sequence[Record]) -> list[Record]:
        return [_marked(record, hash_at=DOSSIER_PARTITION) for record in records]

    world.bus.change = other_hash
    for month in (7, 8, 9):
        world.decide("dao", date(2019, month, 1))
        world.read_on()
    assert world.found() == [("hash-mismatch", DOSSIER_PARTITION)]
    world.bus.change = None
    world.decide("dao", date(2019, 10, 1))
    world.read_on()
    assert world.found() == []


def test_a_gap_is_found_and_gone_when_the_record_comes(world: World) -> None:
    lost: list[Record] = []

    def losing(records: Sequence[Record]) -> list[Record]:
        if not lost:
            lost.extend(record for record in records if record.topic == DOSSIERS)
        return [record for record in records if record not in lost]

    world.bus.change = losing
    world.decide("dao", date(2019, 7, 1), "C6")
    world.steps()
    assert len(lost) == 1
    assert world.found() == [("partition-behind", DOSSIER_PARTITION)]
    world.decide("dao", date(2019, 8, 1), "D5")
    world.steps()
    assert world.found() == [("partition-gap", DOSSIER_PARTITION)]
    assert world.ask("/verify").json()["size"] == 8
    world.bus.change = None
    world.reader.forget()
    world.read_on()
    assert world.found() == []
    assert world.ask("/verify").json()["size"] == 10


def test_totals_that_differ_or_do_not_come_are_found(world: World) -> None:
    members, ledger = world.totals
    ledger.counted[("prao", "PROBATIONARY")] = 1
    ledger.at = 7
    assert world.found() == [("two-totals-differ", "prao/PROBATIONARY")]
    assert world.audit.monitor.compare().position == 7
    members.down = True
    assert world.found() == [("totals-not-compared", "members, indicators")]


def test_nothing_grows_beyond_the_complete_position(world: World) -> None:
    world.bus.change = without_marks
    world.decide("dao", date(2019, 7, 1), "C6")
    world.steps(2)
    body: dict[str, Any] = world.ask("/verify").json()
    assert (body["ok"], body["size"], body["stamp"]["position"]) == (True, 8, 8)
    assert [step["step"] for step in world.ask(TRAIL).json()["steps"]] == ["enrolled", "C4"]


def test_a_rebuild_gives_the_same_bytes(world: World) -> None:
    move_dao(world)
    before = [world.ask(TRAIL, by).content for by in (PROVINCE, PA_DU)], world.ask("/verify").content
    assert world.client.post("/audit/rebuild", headers=world.signed(PROVINCE)).status_code == 202
    assert world.ask(TRAIL).status_code == 404
    assert world.ask("/verify").json()["size"] == 0
    world.reader.forget()
    world.read_on()
    assert ([world.ask(TRAIL, by).content for by in (PROVINCE, PA_DU)], world.ask("/verify").content) == before


def without_marks(records: Sequence[Record]) -> list[Record]:
    return [record for record in records if record.topic != WATERMARKS]


def _marked(record: Record, *, root: str | None = None, hash_at: str | None = None) -> Record:
    """A watermark with another root, or with another hash for one partition; an event as it is."""
    if record.topic != WATERMARKS:
        return record
    mark = decode_watermark(record.value)
    partitions = dict(mark.partitions)
    if hash_at is not None:
        partitions[hash_at] = PartitionMark(partitions[hash_at].sequence, "ab" * 32)
    changed = msgspec.structs.replace(mark, root=root or mark.root, partitions=partitions)
    return replace(record, value=msgspec.json.encode(changed))
