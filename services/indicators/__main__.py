"""Process roles of the indicators service: `python -m services.indicators api | read`, set by the environment."""

import sys
import time
from threading import Event, Thread

import structlog
from sqlalchemy import Connection

from services.indicators.adapters.faust_worker import LiveTailEnded, LiveTailSettings
from services.indicators.adapters.live_reader import read_live
from services.indicators.app.measure import keep_measuring
from services.indicators.compose import READER, Indicators, make_api, make_reader, wire
from services.indicators.settings import Settings
from shared.core.stream import Position
from shared.flow.consume import Consumer
from shared.http.serving import HealthServer, serve
from shared.ops.observer import MetricsObserver
from shared.ops.roles import run_role
from shared.ops.runner import stop_on_signals
from shared.ports.bus import BusReader

log = structlog.get_logger(__name__)
SILENT_S_MAX = 30.0
"""A reader that has not come back from the bus and the database for so long is not ready."""


class _Pulse(MetricsObserver):
    """Tells a dead reader from an idle one: an idle one still comes back from every poll."""

    def __init__(self) -> None:
        self._last_s = time.monotonic()
        super().__init__(READER)

    def standing(self, *, complete: Position, verified: Position, behind: int, gaps: int, mismatches: int) -> None:
        """The reader came back."""
        self._last_s = time.monotonic()
        super().standing(complete=complete, verified=verified, behind=behind, gaps=gaps, mismatches=mismatches)

    def alive(self) -> str | None:
        """Why the reader counts as dead, or None."""
        silent_s = time.monotonic() - self._last_s
        return f"no poll for {silent_s:.0f} s" if silent_s > SILENT_S_MAX else None


def api(settings: Settings) -> int:
    """Answer questions."""
    indicators = wire(settings)
    serve(make_api(indicators), host=settings.host, port=settings.port)
    indicators.close()
    return 0


def read(settings: Settings) -> int:
    """Catch up from the checkpoint with the batch reader, then read live through Faust."""
    if settings.kafka_bootstrap is None:
        sys.stderr.write("INDICATORS_KAFKA_BOOTSTRAP is not set\n")
        return 2
    stop, pulse, indicators = stop_on_signals(), _Pulse(), wire(settings)
    tail = LiveTailSettings(
        bootstrap=settings.kafka_bootstrap,
        group=settings.consumer_group,
        batch_events_max=settings.batch_events_max,
        session_timeout_s=settings.session_timeout_ms / 1000,
        stall_s=settings.stall_ms / 1000,
    )

    def make_consumer(bus: BusReader | None) -> Consumer[Connection]:
        return make_reader(indicators, bus, pulse)

    checks = {"reader": pulse.alive}
    interval_s = settings.members_metric_interval_ms / 1000
    with HealthServer(checks, host=settings.host, port=settings.port):
        measuring = _measure(indicators, stop, interval_s)
        try:
            read_live(make_consumer, tail, stop)
        except LiveTailEnded as ended:
            # The supervisor starts the process again; the batch reader then takes over at the checkpoint.
            log.error("live-tail-ended", reason=str(ended))
            return 1
        finally:
            stop.set()
            measuring.join()
            indicators.close()
    return 0


def _measure(indicators: Indicators, stop: Event, interval_s: float) -> Thread:
    thread = Thread(target=keep_measuring, args=(indicators.query, stop, interval_s), name="measure", daemon=True)
    thread.start()
    return thread


if __name__ == "__main__":
    sys.exit(run_role("indicators", {"api": api, "read": read}, Settings, sys.argv[1:]))
