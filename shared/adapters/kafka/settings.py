"""What every Kafka client here shares: time limits, short reconnects, and errors turned into Unavailable."""

from collections.abc import Iterator
from contextlib import contextmanager

from kafka.errors import KafkaError

from shared.core.errors import Unavailable
from shared.core.text import Text

REQUEST_TIMEOUT_MS = 10_000
"""One request to the broker, in milliseconds."""
CLIENT = {
    "request_timeout_ms": REQUEST_TIMEOUT_MS,
    "bootstrap_timeout_ms": 10_000,
    "reconnect_backoff_ms": 50,
    "reconnect_backoff_max_ms": 1_000,
    "allow_auto_create_topics": False,
    "metrics_enabled": False,
}
"""Topics come from the declared table only, and the library's own metrics are never read."""


@contextmanager
def told() -> Iterator[None]:
    """Turn what the library raises when the broker does not serve into our Unavailable."""
    try:
        yield
    except (KafkaError, OSError) as fault:
        raise unavailable(repr(fault)) from fault


def unavailable(reason: str) -> Unavailable:
    """The broker does not serve, or not in its time."""
    return Unavailable(
        "broker-unavailable",
        Text(vi=f"Kafka không phục vụ được: {reason}", en=f"Kafka cannot serve: {reason}"),
        mend=Text(
            vi="Kiểm tra broker có đang chạy và KAFKA_BOOTSTRAP có đúng.",
            en="Check that the broker runs and that KAFKA_BOOTSTRAP is right.",
        ),
    )
