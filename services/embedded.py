"""Embedded mode: the four services, their readers and the monitor in one process, on SQLite files under `var/`.

A lock in `var/` keeps a second process out; `serve` leaves its address beside the lock, so that commands find it.
"""

import fcntl
import json
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from types import TracebackType
from typing import IO, Any

import uvicorn

from services.cli.errors import DependencyDown
from services.system import System
from shared.core.clock import system_clock
from shared.http.caller import WHOLE_REGISTRY, Caller
from shared.http.issuer import LocalIssuer, write_token

ISSUER = AUDIENCE = "socai"
FIRST_OFFICER = Caller(officer_id="first-officer", office="province_officer", unit_id=WHOLE_REGISTRY)
SECOND_OFFICER = Caller(officer_id="second-officer", office="province_officer", unit_id=WHOLE_REGISTRY)
"""The two whom the genesis act names: what one proposes, the other confirms."""
LOCK_RETRY_S = 0.05
START_S_MAX = 30.0


class HeldLock:
    """The lock of `var/`, held until closed."""

    def __init__(self, file: IO[str]) -> None:
        self._file = file

    def __enter__(self) -> "HeldLock":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._file.close()


def acquire_lock(var: Path, *, wait_s: float) -> HeldLock | None:
    """The lock of `var/`, or None when a `serve` holds it. Waits for another command. Raises DependencyDown."""
    var.mkdir(parents=True, exist_ok=True)
    deadline = time.monotonic() + wait_s
    file = (var / "lock").open("a+", encoding="ascii")
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if (var / "serve.json").exists():
                file.close()
                return None
            if time.monotonic() > deadline:
                file.close()
                raise DependencyDown(str(var / "lock"), TimeoutError("another command holds it")) from None
            time.sleep(LOCK_RETRY_S)
        else:
            (var / "serve.json").unlink(missing_ok=True)
            return HeldLock(file)


def served_at(var: Path) -> str:
    """The address of the `serve` that holds the lock."""
    return str(json.loads((var / "serve.json").read_text("utf-8"))["url"])


def local_issuer(var: Path) -> LocalIssuer:
    """The issuer of this machine's tokens; its key is made at first start."""
    return LocalIssuer(var / "keys", issuer=ISSUER, audience=AUDIENCE, clock=system_clock)


def ensure_token(var: Path) -> None:
    """Leave the first officer's token in `var/token` at the first start, and the second's in `var/token-second`."""
    for name, officer in (("token", FIRST_OFFICER), ("token-second", SECOND_OFFICER)):
        if not (var / name).exists():
            write_token(var / name, local_issuer(var).mint(officer))


class EmbeddedServer:
    """The embedded system behind an HTTP server in a thread of this process."""

    def __init__(self, system: System, config: uvicorn.Config, socket_file: Path | None = None) -> None:
        self._system = system
        self._server = uvicorn.Server(config)
        self._thread = Thread(target=self._server.run, name="http", daemon=True)
        self.socket_file = socket_file

    @classmethod
    @contextmanager
    def on_socket(cls, var: Path) -> Iterator["EmbeddedServer"]:
        """Serve on a private Unix socket while a command runs."""
        # Unix socket paths are short; `var` may lie deep, a temporary folder of mode 0700 does not.
        folder = Path(tempfile.mkdtemp(prefix="socai-"))
        try:
            with System.embedded(var, issuer_keys_file=local_issuer(var).keys_file) as system:
                config = _config(system, uds=str(folder / "s"))
                with cls(system, config, folder / "s") as server:
                    yield server
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    @classmethod
    @contextmanager
    def on_port(cls, var: Path, host: str, port: int) -> Iterator["EmbeddedServer"]:
        """Serve on a TCP port, and leave the address in `var/serve.json` for other commands."""
        ensure_token(var)
        with (
            System.embedded(var, issuer_keys_file=local_issuer(var).keys_file) as system,
            cls(system, _config(system, host=host, port=port)) as server,
        ):
            address = var / "serve.json"
            address.write_text(json.dumps({"url": f"http://{host}:{server.port}", "pid": os.getpid()}), "utf-8")
            try:
                yield server
            finally:
                address.unlink(missing_ok=True)

    @property
    def port(self) -> int:
        """The port that is listened on."""
        return int(self._server.servers[0].sockets[0].getsockname()[1])

    def __enter__(self) -> "EmbeddedServer":
        self._thread.start()
        deadline = time.monotonic() + START_S_MAX
        while not self._server.started:
            if not self._thread.is_alive() or time.monotonic() > deadline:
                raise DependencyDown("the embedded server", RuntimeError("it did not start; is the port taken?"))
            time.sleep(0.01)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._server.should_exit = True
        self._thread.join(START_S_MAX)


def _config(system: System, **where: Any) -> uvicorn.Config:
    return uvicorn.Config(
        system.app,
        interface="asgi3",
        log_config=None,
        access_log=False,
        lifespan="off",
        **where,
    )
