"""The bus's port suite over real Kafka, fed by the relay."""

from collections.abc import Iterator

import pytest

from shared.adapters.kafka.consumer import KafkaBusReader
from shared.adapters.kafka.ends import KafkaTopics
from shared.adapters.kafka.producer import KafkaBusWriter
from shared.adapters.kafka.topics import ensure_topics
from shared.adapters.memory.event_store import MemoryEventStore
from shared.adapters.memory.relay_store import MemoryRelayStore
from shared.flow.relay import Relay, request_resend
from shared.flow.watermark import Pace
from tests.contract.bus_suite import BusSuite, BusUnderTest
from tests.contract.event_store_suite import TestClock
from tests.support.bus_works import Reading
from tests.support.relaying import publish

pytestmark = pytest.mark.real


@pytest.fixture
def bus(clean_kafka: str) -> Iterator[BusUnderTest]:
    ensure_topics(clean_kafka)
    clock = TestClock()
    log = MemoryEventStore(clock)
    store = MemoryRelayStore()
    relay = Relay(
        log,
        store,
        KafkaTopics(clean_kafka),
        lambda: KafkaBusWriter(clean_kafka),
        head=lambda: log.head().position,
        clock=clock,
        pace=Pace(0.0, 0.0),
    )

    def resend(reading: Reading) -> None:
        for topic, partition, first in reading.missing():
            request_resend(store, topic, partition, first)
        publish(relay, log)

    under_test = BusUnderTest(
        store=log,
        outbox=log,
        publish=lambda: publish(relay, log),
        open_reader=lambda: KafkaBusReader(clean_kafka),
        resend=resend,
        timeout_s=0.5,
    )
    yield under_test
    under_test.close()
    relay.close()


class TestKafkaBus(BusSuite):
    """The suite."""

    examples = 4
