"""The log's port suite over the adapter in memory."""

import pytest

from shared.adapters.memory.event_store import MemoryEventStore
from tests.contract.event_store_suite import EventStoreSuite, LogUnderTest, TestClock


@pytest.fixture
def log() -> LogUnderTest:
    clock = TestClock()
    store = MemoryEventStore(clock)
    return LogUnderTest(store, store, clock)


class TestMemoryEventStore(EventStoreSuite):
    """The suite."""
