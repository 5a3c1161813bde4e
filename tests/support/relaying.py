"""Driving a relay in a test: everything appended is sent, and a watermark says so."""

from typing import Protocol

from shared.flow.relay import Relay
from shared.ports.event_store import Head


class HasHead(Protocol):
    """Any log."""

    def head(self) -> Head:
        """Its end."""


def publish(relay: Relay, log: HasHead) -> None:
    """Step until all is sent, and once more for a watermark that covers it."""
    relay.step()
    while relay.position < log.head().position:
        relay.step()
    relay.step()
