"""The relay's producer: explicit partitions, idempotent, every send acknowledged within a limit or given up."""

from collections.abc import Sequence
from time import monotonic

from kafka import KafkaProducer

from shared.adapters.kafka.settings import CLIENT, told, unavailable
from shared.adapters.kafka.wire import headers_of, key_of
from shared.ports.bus import Record

SEND_TIMEOUT_S = 15.0
"""A batch that is not acknowledged within this many seconds ends the producer."""


class KafkaBusWriter:
    """One producer's life: after a failure it is closed, and a new one made (its idempotence does not recover)."""

    def __init__(self, bootstrap: str, *, timeout_s: float = SEND_TIMEOUT_S) -> None:
        self._timeout_s = timeout_s
        limit_ms = int(timeout_s * 1000)
        settings = CLIENT | {"request_timeout_ms": min(10_000, limit_ms - 100)}
        with told():
            # Stated although it is the default: a setting that conflicts with it then raises, and order is kept.
            self._producer = KafkaProducer(
                bootstrap_servers=bootstrap,
                enable_idempotence=True,
                acks="all",
                linger_ms=5,
                batch_size=262_144,
                delivery_timeout_ms=limit_ms,
                max_block_ms=limit_ms,
                **settings,
            )

    def send(self, records: Sequence[Record]) -> None:
        """Send, and wait until every record is acknowledged. Raises Unavailable."""
        deadline = monotonic() + self._timeout_s
        with told():
            sent = [
                self._producer.send(
                    record.topic,
                    record.value,
                    key=key_of(record),
                    headers=headers_of(record),
                    partition=record.partition,
                )
                for record in records
            ]
            self._producer.flush(timeout=max(0.1, deadline - monotonic()))
            for future in sent:
                if not future.is_done:
                    raise unavailable("a send was not acknowledged in its time")
                future.get(timeout=0)

    def close(self) -> None:
        """Abandon it: nothing that is not acknowledged is waited for."""
        self._producer.close(timeout=0)
