"""The members service as its processes run it: real Kafka, real PostgreSQL, the same answers as embedded."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import httpx2
import pytest
from fastapi.testclient import TestClient

from deploy.parts.ports import free_port
from services.members.compose import make_api, wire
from services.members.settings import Settings
from shared.adapters.kafka.producer import KafkaBusWriter
from shared.adapters.kafka.topics import ensure_topics
from shared.adapters.sql.outbox import SqlOutbox
from shared.core.clock import system_clock
from shared.core.stream import Position
from shared.flow.relay import event_record
from shared.flow.watermark import LogEdge, watermark_record
from shared.http.issuer import LocalIssuer
from tests.integration.members.registry import NOW, PROVINCE, Registry, open_registry
from tests.support.log_events import person
from tests.support.waiting import wait_until

pytestmark = pytest.mark.real
PATHS = ("/units/quang-nam/members", f"/people/{person('dao')}", "/counts")


@pytest.fixture
def registry(tmp_path: Path) -> Iterator[Registry]:
    registry = open_registry(tmp_path, f"sqlite:///{tmp_path}/members.db")
    registry.enrol("dao", "pa-du", date(2019, 1, 1), name="Nguyễn Thị Đào")
    registry.enrol("binh", "pa-lan", date(2019, 6, 1), name="Trần Văn Bình")
    yield registry
    registry.close()


def send_everything(registry: Registry, bootstrap: str) -> None:
    """What the relay does: every event by partition, and a watermark that covers the last."""
    ensure_topics(bootstrap)
    events = SqlOutbox(registry.databases[0]).read(Position(0), 1_000)
    edge = LogEdge()
    edge.advance(events)
    writer = KafkaBusWriter(bootstrap)
    writer.send([event_record(event) for event in events])
    writer.send([watermark_record(edge.watermark(NOW))])
    writer.close()


@contextmanager
def running(role: str, environment: dict[str, str]) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """A process of the service with its health address; told to stop at the end, and expected to obey."""
    port = free_port()
    wanted = os.environ | environment | {"MEMBERS_PORT": str(port)}
    process = subprocess.Popen([sys.executable, "-m", "services.members", role], env=wanted)
    try:
        yield process, f"http://127.0.0.1:{port}"
        process.terminate()
        process.wait(20)
    finally:
        process.kill()
        process.wait()


def answers_with(url: str, status: int) -> bool:
    try:
        return httpx2.get(url, timeout=2).status_code == status
    except httpx2.TransportError:
        return False


def test_the_reader_process_answers_as_the_embedded_one_does(
    registry: Registry, clean_kafka: str, fresh_database: Callable[[str], str]
) -> None:
    send_everything(registry, clean_kafka)
    url = fresh_database("members")
    environment = {
        "MEMBERS_DATABASE_URL": url,
        "MEMBERS_ISSUER_KEYS_FILE": str(registry.issuer.keys_file),
        "MEMBERS_KAFKA_BOOTSTRAP": clean_kafka,
    }
    head = registry.store.head().position
    settings = Settings(database_url=url, issuer_keys_file=registry.issuer.keys_file)
    members = wire(settings, registry.keys, clock=lambda: NOW)
    with running("read", environment) as (process, address):
        wait_until(lambda: members.query.complete() == head, what="the reader is complete")
        wait_until(lambda: answers_with(f"{address}/readyz", 200), what="the reader says that it is ready")
        assert 'socai_reader_position{reader="members"} ' in httpx2.get(f"{address}/metrics").text
    assert process.returncode == 0
    client = TestClient(make_api(members))
    for path in PATHS:
        answer = client.get(f"/members{path}", headers=registry.signed(PROVINCE))
        assert answer.status_code == 200
        assert answer.content == registry.ask(path).content
    members.close()


def test_the_api_process_serves_names_from_its_first_answer(registry: Registry, tmp_path: Path) -> None:
    (tmp_path / "master.key").write_bytes(bytes(range(32)))
    environment = {
        "MEMBERS_DATABASE_URL": f"sqlite:///{tmp_path}/members.db",
        "MEMBERS_ISSUER_KEYS_FILE": str(registry.issuer.keys_file),
        "MEMBERS_KEYSTORE_URL": f"sqlite:///{tmp_path}/keys.db",
        "MEMBERS_MASTER_KEY_FILE": str(tmp_path / "master.key"),
    }
    with running("api", environment) as (process, address):
        wait_until(lambda: answers_with(f"{address}/readyz", 200), what="the API is ready")
        issuer = LocalIssuer(tmp_path / "issuer", issuer="socai", audience="socai", clock=system_clock)
        signed = {"authorization": f"Bearer {issuer.mint(PROVINCE)}"}
        found = httpx2.get(f"{address}/members/people", params={"name": "dao"}, headers=signed)
        assert [row["name"] for row in found.json()["people"]] == ["Nguyễn Thị Đào"]
        assert "/members/people" in httpx2.get(f"{address}/members/openapi.json").json()["paths"]
    # The server finishes what is under way, and then ends by the signal that it was given.
    assert process.returncode in {0, -signal.SIGTERM}


@pytest.mark.parametrize("arguments", [[], ["relay"], ["api", "read"]])
def test_a_role_that_is_not_there_is_named_and_ends_with_two(arguments: list[str]) -> None:
    done = subprocess.run([sys.executable, "-m", "services.members", *arguments], capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (2, b"python -m services.members api | read\n")
