"""The loop around a role: runs until told to stop, backs off while a dependency is down, and dies loudly otherwise."""

import signal
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
