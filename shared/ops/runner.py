"""The loop around a role: runs until told to stop, backs off while a dependency is down, and dies loudly otherwise."""

import signal
import time
from collections.abc import Callable
from threading import Event
from types import FrameType

import structlog

from shared.core.errors import Unavailable

log = structlog.get_logger(__name__)
BACKOFF_S_MIN = 0.1
BACKOFF_S_MAX = 5.0


def stop_on_signals() -> Event:
    """An event that SIGTERM and SIGINT set."""
    stop = Event()

    def on_signal(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, on_signal)
    signal.signal(signal.SIGINT, on_signal)
    return stop


def run_until(stop: Event, step: Callable[[], bool], *, idle_s: float = 0.02) -> None:
    """Call `step` until `stop`. It returns whether it did something; when not, wait `idle_s` seconds.

    Unavailable is waited out, longer each time up to BACKOFF_S_MAX; any other exception ends the process.
    """
    backoff_s = BACKOFF_S_MIN
    while not stop.is_set():
        try:
            busy = step()
        except Unavailable as fault:
            log.warning("dependency-unavailable", code=fault.code, reason=fault.what.en, wait_s=round(backoff_s, 2))
            stop.wait(backoff_s)
            backoff_s = min(backoff_s * 2, BACKOFF_S_MAX)
            continue
        backoff_s = BACKOFF_S_MIN
        if not busy:
            stop.wait(idle_s)


class Heartbeat:
    """Tells a dead loop from an idle one: an idle one still beats. `silent_s_max`: longest silence, in seconds."""

    def __init__(self, *, silent_s_max: float = 30.0, steady: Callable[[], float] = time.monotonic) -> None:
        self._silent_s_max = silent_s_max
        self._steady = steady
        self._last_s = steady()

    def beat(self) -> None:
        """The loop came round."""
        self._last_s = self._steady()

    def check(self) -> str | None:
        """Why it is not alive, or None: a readiness check."""
        silent_s = self._steady() - self._last_s
        return f"silent for {silent_s:.0f} s" if silent_s > self._silent_s_max else None
