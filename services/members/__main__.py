"""Process roles of the members service: `python -m services.members api | read`, settings from the environment."""

import sys
import time
from collections.abc import Callable

from sqlalchemy import Connection

from services.members.compose import READER, Members, make_api, make_reader, open_keys, wire
from services.members.settings import Settings
from shared.adapters.kafka.consumer import KafkaBusReader
from shared.flow.consume import Consumer
from shared.http.health import Check
from shared.http.serving import HealthServer, serve
from shared.ops.observer import MetricsObserver
from shared.ops.roles import run_role
from shared.ops.runner import run_until, stop_on_signals

SILENT_S_MAX = 30.0
"""A reader that has not come back from the bus and the database for so long is not ready."""


def api(settings: Settings) -> None:
    """Answer questions; the index of names is built before the first."""
    with open_keys(settings) as keys:
        members = wire(settings, keys)
        members.search.warm()
        serve(make_api(members), host=settings.host, port=settings.port)
        members.close()


def read(settings: Settings) -> None:
    """Read the topics into the read model, from the checkpoint on, and go on live."""
    if settings.kafka_bootstrap is None:
        raise SystemExit("MEMBERS_KAFKA_BOOTSTRAP is not set")
    stop = stop_on_signals()
    members = wire(settings)
    bus = KafkaBusReader(settings.kafka_bootstrap)
    reader = make_reader(members, bus, MetricsObserver(READER))
    step, alive = _watched(settings, reader)
    with HealthServer({"reader": alive, "database": _database(members)}, host=settings.host, port=settings.port):
        run_until(stop, step)
    bus.close()
    members.close()


def _watched(settings: Settings, reader: Consumer[Connection]) -> tuple[Callable[[], bool], Check]:
    """The reader's step, and the check that tells a dead reader from an idle one: an idle one still polls."""
    last_s = time.monotonic()

    def step() -> bool:
        nonlocal last_s
        progress = reader.step(settings.batch_events_max, settings.poll_timeout_ms / 1000)
        last_s = time.monotonic()
        return progress.applied > 0

    def alive() -> str | None:
        silent_s = time.monotonic() - last_s
        return f"no poll for {silent_s:.0f} s" if silent_s > SILENT_S_MAX else None

    return step, alive


def _database(members: Members) -> Check:
    def database() -> str | None:
        members.query.complete()
        return None

    return database


if __name__ == "__main__":
    sys.exit(run_role("members", {"api": api, "read": read}, Settings, sys.argv[1:]))
