"""Keeps one role alive: starts it, and starts it again when it ends, waiting longer each time it ends at once.

`python -m deploy.cluster.keeper NAME ARGS…`; SIGTERM ends role and keeper.
"""

import signal
import subprocess
import sys
import time
from threading import Event
from types import FrameType

BACKOFF_S_MIN = 0.2
BACKOFF_S_MAX = 5.0
STEADY_S = 10.0
STOP_S_MAX = 15.0


def keep(command: list[str]) -> None:
    """Run the command until told to stop."""
    stop = Event()
    child: subprocess.Popen[bytes] | None = None

    def on_signal(_number: int, _frame: FrameType | None) -> None:
        stop.set()
        if child is not None:
            child.terminate()

    signal.signal(signal.SIGTERM, on_signal)
    signal.signal(signal.SIGINT, on_signal)
    backoff_s = BACKOFF_S_MIN
    while not stop.is_set():
        began = time.monotonic()
        child = subprocess.Popen(command)
        code = child.wait()
        if stop.is_set():
            return
        backoff_s = BACKOFF_S_MIN if time.monotonic() - began > STEADY_S else min(backoff_s * 2, BACKOFF_S_MAX)
        print(f'{{"event": "role-ended", "code": {code}, "again_in_s": {backoff_s}}}', flush=True)
        stop.wait(backoff_s)


if __name__ == "__main__":
    keep([sys.executable, *sys.argv[2:]])
