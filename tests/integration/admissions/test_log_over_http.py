"""The log over HTTP: exported, loaded into an empty system, keys after it; work tables follow; bad input is refused."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from services.admissions.adapters.work import make_metadata
from shared.adapters.sql.migrate import differences
from tests.integration.admissions.test_imports import lives
from tests.integration.admissions.writer import WriterUnderTest, found_province, new_person, open_writer

NDJSON = {"Content-Type": "application/x-ndjson"}
DERIVED = ("organisation_event", "person_place", "batch", "due_place", "due_watch", "person_match", "work_position")


@pytest.fixture
def other(tmp_path: Path) -> Iterator[WriterUnderTest]:
    """Another system, with keys and issuer of its own."""
    folder = tmp_path / "other"
    folder.mkdir()
    with open_writer(f"sqlite:///{folder / 'admissions.db'}", folder) as opened:
        yield opened


def rows(writer: WriterUnderTest, table: str) -> list[tuple[object, ...]]:
    """The rows of a table, in an order of their own."""
    with writer.admissions.database.read() as tx:
        return sorted(tuple(row) for row in tx.execute(text(f"SELECT * FROM {table}")))


def test_an_exported_log_loads_to_the_same_bytes_and_the_same_work_tables(
    writer: WriterUnderTest, other: WriterUnderTest
) -> None:
    writer.import_folder(lives(4))
    exported = writer.get("/log").content
    assert exported.endswith(b"\n")
    loaded = other.http.post("/admissions/log", content=exported, headers=other.headers(**NDJSON))
    assert loaded.json() == {"held": 0, "stored": exported.count(b"\n"), "position": exported.count(b"\n")}
    assert other.get("/log").content == exported
    for table in DERIVED:
        assert rows(other, table) == rows(writer, table)
    again = other.http.post("/admissions/log", content=exported, headers=other.headers(**NDJSON))
    assert again.json()["stored"] == 0


def test_after_a_load_the_log_goes_on_and_keys_make_people_readable(
    writer: WriterUnderTest, other: WriterUnderTest
) -> None:
    found_province(writer)
    person = writer.written("/people", new_person())["id"]
    other.http.post("/admissions/log", content=writer.get("/log").content, headers=other.headers(**NDJSON))
    assert other.get(f"/people/{person}", names="true").json()["name"] is None
    recipient = other.get("/log/recipient").text
    keys = writer.post("/log/keys", {"recipient": recipient})
    assert "Zơrâm" not in keys.text
    assert other.post("/log/keys/load", {"keys": keys.text}).json() == {"keys": 1}
    assert other.get(f"/people/{person}", names="true").json()["name"] == "Zơrâm Văn Kín"
    act = {"act": "profile_changed", "effective_on": "2018-01-01", "changes": {"theory_level": "advanced"}}
    assert other.written(f"/people/{person}/acts", act)["position"] == writer.get("/head").json()["position"] + 1
    assert sum(event.envelope.stream.startswith("policy") for event in other.log()) == sum(
        event.envelope.stream.startswith("policy") for event in writer.log()
    )


def test_what_is_no_log_is_refused_with_its_line_and_nothing_is_stored(
    writer: WriterUnderTest, other: WriterUnderTest
) -> None:
    found_province(writer)
    lines = writer.get("/log").content.splitlines(keepends=True)
    bad = (
        b"",
        b"not json\n",
        b"".join(lines)[:-1],
        b"".join(lines[1:]),
        b"".join([*lines[:3], lines[3].replace(b'"position":4', b'"position":5'), *lines[4:]]),
    )
    for content in bad[1:]:
        refused = other.http.post("/admissions/log", content=content, headers=other.headers(**NDJSON))
        assert refused.status_code == 400, refused.text
        assert "line" in refused.text
    assert other.get("/head").json()["position"] == 0
    found_province(other)
    occupied = other.http.post("/admissions/log", content=b"".join(lines), headers=other.headers(**NDJSON))
    assert occupied.status_code in {400, 409}


def test_only_who_operates_exports_loads_and_asks_for_resends(writer: WriterUnderTest) -> None:
    for office in ("cell_secretary", "committee_officer", "auditor"):
        headers = writer.headers(office, "qn")
        assert writer.get("/log", headers).status_code == 403
        assert writer.http.post("/admissions/log", content=b"", headers=headers).status_code == 403
        assert writer.post("/log/keys", {"recipient": "x"}, headers).status_code == 403
        resend = {"topic": "socai.lifecycle", "partition": 3, "first": 1}
        assert writer.post("/relay/resend", resend, headers).status_code == 403
    assert writer.http.get("/admissions/log").status_code == 401


def test_a_resend_is_asked_of_the_relay_and_an_unknown_place_is_refused(writer: WriterUnderTest) -> None:
    assert writer.post("/relay/resend", {"topic": "socai.lifecycle", "partition": 3, "first": 7}).status_code == 202
    asked = writer.admissions.relay_store.requests()
    assert [(one.topic, one.partition, one.first) for one in asked] == [("socai.lifecycle", 3, 7)]
    assert writer.post("/relay/resend", {"topic": "socai.organisation", "partition": 1, "first": 7}).status_code == 400
    assert writer.post("/log/recover", None).json() == {"recovered": 0}


def test_the_migrated_schema_is_the_declared_one(writer: WriterUnderTest) -> None:
    assert differences(writer.admissions.database, make_metadata()) == []


def test_work_tables_that_were_lost_are_derived_again_at_the_next_start(writer_url: str, tmp_path: Path) -> None:
    with open_writer(writer_url, tmp_path) as first:
        first.import_folder(lives(4))
        expected = {table: rows(first, table) for table in DERIVED}
        with first.admissions.database.write() as tx:
            for table in DERIVED:
                tx.execute(text(f"DELETE FROM {table}"))
    with open_writer(writer_url, tmp_path) as second:
        assert {table: rows(second, table) for table in DERIVED} == expected


@pytest.mark.parametrize(
    ("content", "status"),
    [(b"{", 400), (b"\xff\xfe", 400), (b'{"unit_id": "a", "unit_id"', 400), (b"x" * 1_100_000, 413), (b"null", 422)],
)
def test_bytes_that_are_no_body_are_refused(writer: WriterUnderTest, content: bytes, status: int) -> None:
    headers = writer.headers(**{"Content-Type": "application/json"})
    refused = writer.http.post("/admissions/units", content=content, headers=headers)
    assert refused.status_code == status, refused.text
    assert refused.headers["content-type"] == "application/problem+json"


def test_every_route_documents_its_answers_and_health_tells_the_truth(writer: WriterUnderTest) -> None:
    document = writer.http.get("/admissions/openapi.json").json()
    for path, operations in document["paths"].items():
        for operation in operations.values():
            assert operation["summary"], path
            if path.startswith("/admissions/"):
                assert {"401", "403", "422"} <= set(operation["responses"]), path
    assert writer.http.get("/readyz").json()["ready"] is True
    assert writer.http.get("/healthz").status_code == 200
    assert "socai_appended_events_total" in writer.http.get("/metrics").text
