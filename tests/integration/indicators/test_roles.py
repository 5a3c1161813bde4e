"""The roles as processes on real Kafka and PostgreSQL: caught up by batch, live by Faust, answers as embedded."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx2
import pytest

from deploy.parts.ports import free_port
from shared.adapters.kafka.ends import KafkaTopics
from shared.adapters.kafka.producer import KafkaBusWriter
from shared.adapters.kafka.topics import ensure_topics
from shared.adapters.memory.relay_store import MemoryRelayStore
from shared.core.clock import system_clock
from shared.flow.relay import Relay
from shared.http.issuer import LocalIssuer
from tests.integration.indicators.small_province import OFFICER, Log, Service, late_death, tell
from tests.support.waiting import wait_until

pytestmark = pytest.mark.real
QUESTIONS = [
    "/units/d/indicators?period=2018-01-01/2019-12-31",
    "/units/c1/statistics/1-TCTW?period=2018-01-01/2019-12-31&tree=2019-08-31",
    "/units/p/statistics/1-TCTW?period=2018-01-01/2019-12-31",
    "/counts",
]


@contextmanager
def role(name: str, environment: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """A process of the service; ended with SIGTERM, after which it must end of itself."""
    process = subprocess.Popen([sys.executable, "-m", "services.indicators", name], env={**os.environ, **environment})
    try:
        yield process
        process.send_signal(signal.SIGTERM)
        # The HTTP server closes in order and then lets the signal have its way; the reader simply ends.
        assert process.wait(30) in {0, -signal.SIGTERM}
    finally:
        process.kill()
        process.wait()


class Distributed:
    """Questions to the API process."""

    def __init__(self, port: int, token: str) -> None:
        self._http = httpx2.Client(
            base_url=f"http://127.0.0.1:{port}", headers={"authorization": f"Bearer {token}"}, timeout=10
        )

    def ready(self) -> bool:
        try:
            return self._http.get("/readyz").status_code == 200
        except httpx2.TransportError:
            return False

    def ask(self, path: str, position: int) -> Any:
        """The response, once the answering process is complete to a position."""
        return self._http.get(f"/indicators{path}", headers={"Socai-Min-Position": str(position)})


def assert_same_answers(relay: Relay, distributed: Distributed, embedded: Service) -> None:
    """Relay until the processes have read everything, then compare every answer with the embedded service's."""
    embedded.catch_up()
    head = embedded.log.store.head().position

    def reached() -> bool:
        relay.step()  # also says every five seconds how far everything has been sent
        return bool(distributed.ask(QUESTIONS[0], head).status_code == 200)

    wait_until(reached, what=f"position {head} is read")
    for path in QUESTIONS:
        assert distributed.ask(path, head).content == embedded.ask(path).content, path


def test_the_processes_answer_as_the_embedded_service_does(
    tmp_path: Path, clean_kafka: str, fresh_database: Callable[[str], str]
) -> None:
    ensure_topics(clean_kafka)
    log = Log()
    tell(log)
    embedded = Service(log, f"sqlite:///{tmp_path}/indicators.db", tmp_path)
    issuer = LocalIssuer(tmp_path / "keys", issuer="socai", audience="socai", clock=system_clock)
    relay = Relay(
        log.store,
        MemoryRelayStore(),
        KafkaTopics(clean_kafka),
        lambda: KafkaBusWriter(clean_kafka),
        head=lambda: log.store.head().position,
        clock=system_clock,
    )
    port = free_port()
    environment = {
        "INDICATORS_DATABASE_URL": fresh_database("indicators"),
        "INDICATORS_ISSUER_KEYS_FILE": str(issuer.keys_file),
        "INDICATORS_KAFKA_BOOTSTRAP": clean_kafka,
        "INDICATORS_SESSION_TIMEOUT_MS": "6000",
    }
    distributed = Distributed(port, issuer.mint(OFFICER))
    with (
        role("read", {**environment, "INDICATORS_PORT": str(free_port())}),
        role("api", {**environment, "INDICATORS_PORT": str(port)}),
    ):
        wait_until(distributed.ready, what="the API process is ready")
        assert_same_answers(relay, distributed, embedded)
        late_death(log)
        assert_same_answers(relay, distributed, embedded)
    relay.close()
    embedded.indicators.close()
