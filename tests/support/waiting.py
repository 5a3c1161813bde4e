"""Waiting for a condition: asked again and again, with a limit; tests have no bare sleeps."""

import time
from collections.abc import Callable

_POLL_S = 0.02


def wait_until(condition: Callable[[], object], *, what: str, timeout_s: float = 60.0, poll_s: float = _POLL_S) -> None:
    """Return when `condition` is truthy; an AssertionError that names `what` when it is not within `timeout_s`."""
    deadline = time.monotonic() + timeout_s
    while not condition():
        assert time.monotonic() < deadline, f"after {timeout_s:.0f} s still not: {what}"
        time.sleep(poll_s)
