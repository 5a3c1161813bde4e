"""The bus's port suite over topics in memory, fed by the relay."""

from collections.abc import Iterator

import pytest

from shared.adapters.memory.bus import MemoryBusReader, MemoryBusWriter, MemoryTopics
from shared.adapters.memory.event_store import MemoryEventStore
from shared.adapters.memory.relay_store import MemoryRelayStore
from shared.flow.relay import Relay, request_resend
from shared.flow.watermark import Pace
from tests.contract.bus_suite import BusSuite, BusUnderTest
from tests.contract.event_store_suite import TestClock
from tests.support.bus_works import Reading
from tests.support.relaying import publish


@pytest.fixture
def topics() -> MemoryTopics:
    return MemoryTopics()


@pytest.fixture
def bus(topics: MemoryTopics) -> Iterator[BusUnderTest]:
    clock = TestClock()
    log = MemoryEventStore(clock)
    store = MemoryRelayStore()
    relay = Relay(
        log,
        store,
        topics,
        lambda: MemoryBusWriter(topics),
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
        open_reader=lambda: MemoryBusReader(topics),
        resend=resend,
    )
    yield under_test
    under_test.close()


class TestMemoryBus(BusSuite):
    """The suite."""
