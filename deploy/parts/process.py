"""One long-lived process of a real part: its pid file, its log, waiting until it answers, stopping and killing it.

A process outlives the command that started it (`make cluster` returns) and can be stopped by another one, through the
pid file. The pid file also holds the start time, so a pid that the system has given to somebody else is never touched.
"""

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from shared.core.errors import Unavailable
from shared.core.text import Text

_POLL_S = 0.05
_LOG_TAIL_LINES = 12

# What this interpreter started, by pid: only a parent can clear away a child that ended, and any handle may ask for it.
_CHILDREN: dict[int, "subprocess.Popen[bytes]"] = {}


class Process:
    """A named process in a folder. All times are in seconds. Errors: Unavailable, with the last lines of its log."""

    def __init__(self, folder: Path, name: str) -> None:
        self.name = name
        self.log = folder / f"{name}.log"
        self._pid_file = folder / f"{name}.pid"

    @property
    def pid(self) -> int | None:
        """The pid while the process lives, else None."""
        try:
            pid, started = self._pid_file.read_text(encoding="ascii").split()
        except (OSError, ValueError):
            return None
        child = _CHILDREN.get(int(pid))
        if child is not None and child.poll() is not None:  # a child that ended is a zombie until it is asked
            del _CHILDREN[int(pid)]
        return int(pid) if start_time(int(pid)) == started else None

    def start(
        self,
        command: Sequence[str],
        *,
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
        user: str | None = None,
    ) -> None:
        """Start it in a session of its own, output appended to the log. `user` drops root's rights to that user's."""
        if self.pid is not None:
            raise self._failure(Text("Đang chạy rồi.", "It is already running."))
        self._pid_file.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as output:
            child = subprocess.Popen(
                list(command),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env=None if env is None else dict(env),
                cwd=cwd,
                user=user,
                group=user,
                extra_groups=None if user is None else [],
                start_new_session=True,
            )
        pid = _CHILDREN.setdefault(child.pid, child).pid
        self._pid_file.write_text(f"{pid} {start_time(pid)}\n", encoding="ascii")

    def wait_until(self, ready: Callable[[], bool], *, timeout_s: float) -> None:
        """Ask `ready` until it says yes; when it dies or the time is over, fail and leave nothing running."""
        deadline = time.monotonic() + timeout_s
        try:
            while not ready():
                if self.pid is None:
                    raise self._failure(Text("Tiến trình đã dừng khi khởi động.", "The process ended while starting."))
                if time.monotonic() > deadline:
                    said = Text(f"Không trả lời sau {timeout_s:.0f} giây.", f"No answer in {timeout_s:.0f} s.")
                    raise self._failure(said)
                time.sleep(_POLL_S)
        except BaseException:
            self.kill()
            raise

    def stop(self, *, signal_: signal.Signals = signal.SIGTERM, timeout_s: float = 30) -> None:
        """Ask it to end and wait; kill it when it does not. Nothing happens when it is not running."""
        self.ask_to_end(signal_)
        if not self._gone(timeout_s):
            self.kill()

    def ask_to_end(self, signal_: signal.Signals = signal.SIGTERM) -> None:
        """Without waiting: several end side by side. Nothing happens when it is not running."""
        if (pid := self.pid) is not None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal_)

    def kill(self) -> None:
        """SIGKILL, to it and to its children, as when the machine loses power. Returns when all of them are gone."""
        pid = self.pid
        if pid is None:
            return
        family = [(each, start_time(each)) for each in (pid, *_children(pid))]
        for each, _ in family:
            with contextlib.suppress(ProcessLookupError):
                os.kill(each, signal.SIGKILL)
        deadline = time.monotonic() + 30
        while self.pid is not None or any(started and start_time(each) == started for each, started in family[1:]):
            if time.monotonic() > deadline:
                raise self._failure(Text("Không tắt được.", "It cannot be killed."))
            time.sleep(_POLL_S)

    def _gone(self, timeout_s: float) -> bool:
        deadline = time.monotonic() + timeout_s
        while self.pid is not None:
            if time.monotonic() > deadline:
                return False
            time.sleep(_POLL_S)
        return True

    def _failure(self, what: Text) -> Unavailable:
        tail = ""
        with contextlib.suppress(OSError):
            tail = "\n".join(self.log.read_text(encoding="utf-8", errors="replace").splitlines()[-_LOG_TAIL_LINES:])
        return Unavailable(
            f"parts.{self.name}",
            Text(f"{self.name}: {what.vi}\n{tail}", f"{self.name}: {what.en}\n{tail}"),
            mend=Text(f"Xem nhật ký {self.log}.", f"See the log {self.log}."),
            where=str(self.log),
        )


def run_to_end(name: str, command: Sequence[str], *, timeout_s: float, cwd: Path, user: str | None = None) -> None:
    """Run a preparing step of the part `name`. Raises Unavailable with its last lines when it fails."""
    try:
        subprocess.run(
            list(command),
            check=True,
            capture_output=True,
            timeout=timeout_s,
            cwd=cwd,
            user=user,
            group=user,
            extra_groups=None if user is None else [],
        )
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        output = (error.stdout or b"") + (error.stderr or b"")
        tail = "\n".join(output.decode("utf-8", "replace").splitlines()[-_LOG_TAIL_LINES:])
        raise Unavailable(
            f"parts.{name}",
            Text(f"{name}: không chuẩn bị được.\n{tail}", f"{name}: it cannot be prepared.\n{tail}"),
            where=str(command[0]),
        ) from error


def _stat(pid: int) -> list[str]:
    """The fields of /proc/PID/stat from the third (state) on; the second may hold spaces and brackets."""
    return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()


def start_time(pid: int) -> str | None:
    """When the process started, in clock ticks since boot; None when it is gone, or a zombie with its threads gone."""
    try:
        fields = _stat(pid)
    except (FileNotFoundError, ProcessLookupError):
        return None
    return None if fields[0] in {"Z", "X"} and int(fields[17]) <= 1 else fields[19]


def _children(parent: int) -> list[int]:
    """The direct children: PostgreSQL's backends are in sessions of their own, a signal to the group misses them."""
    found: list[int] = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(FileNotFoundError, ProcessLookupError):
                if int(_stat(int(entry.name))[1]) == parent:
                    found.append(int(entry.name))
    return found
