"""Process roles of audit: `python -m services.audit api | read | monitor`, settings from the environment."""

import sys

from services.audit.compose import READER, make_api, make_reader, wire
from services.audit.settings import Settings
from shared.adapters.kafka.consumer import KafkaBusReader
from shared.http.serving import HealthServer, serve
from shared.ops.roles import run_role
from shared.ops.runner import Heartbeat, run_until, stop_on_signals


def api(settings: Settings) -> None:
    """Answer questions."""
    audit = wire(settings)
    serve(make_api(audit), host=settings.host, port=settings.port)
    audit.close()


def read(settings: Settings) -> None:
    """Read the topics into trail and tree, from the checkpoint on, and go on live."""
    if settings.kafka_bootstrap is None:
        raise SystemExit("AUDIT_KAFKA_BOOTSTRAP is not set")
    stop, heart = stop_on_signals(), Heartbeat()
    audit = wire(settings)
    bus = KafkaBusReader(settings.kafka_bootstrap)
    consumer, watch = make_reader(audit, bus)

    def step() -> bool:
        progress = consumer.step(settings.batch_events_max, settings.poll_timeout_ms / 1000)
        watch.look()
        heart.beat()
        return progress.applied > 0

    with HealthServer({READER: heart.check}, host=settings.host, port=settings.port):
        run_until(stop, step)
    bus.close()
    audit.close()


def monitor(settings: Settings) -> None:
    """Compare the two totals again and again; the metric must read 0."""
    stop, heart = stop_on_signals(), Heartbeat()
    audit = wire(settings)

    def step() -> bool:
        audit.monitor.compare()
        heart.beat()
        return False

    with HealthServer({"monitor": heart.check}, host=settings.host, port=settings.port):
        run_until(stop, step, idle_s=settings.monitor_interval_ms / 1000)
    audit.close()


if __name__ == "__main__":
    sys.exit(run_role("audit", {"api": api, "read": read, "monitor": monitor}, Settings, sys.argv[1:]))
