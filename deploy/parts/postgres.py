"""A PostgreSQL server of our own in a folder: password sign-in on 127.0.0.1, no sockets, data flushed to disk."""

import hashlib
import os
import pwd
import secrets
import shutil
import signal
import subprocess
from pathlib import Path

from deploy.parts.ports import free_port
from deploy.parts.process import Process, run_to_end
from deploy.parts.programs import missing, require

_ACCOUNT = "postgres"  # PostgreSQL refuses to run as root, so root runs it as Debian's account
_ROLE = "socai"
_START_TIMEOUT_S = 60.0
_INITDB_TIMEOUT_S = 120.0


class LocalPostgres:
    """One server; `folder` holds its data, password, log and pid file, and is all that it takes to start it again.

    `kill` is SIGKILL to the server and its backends; `start` after it goes through PostgreSQL's own recovery.
    """

    def __init__(self, folder: Path, port: int | None = None) -> None:
        self.folder = folder
        self._port_file = folder / "postgres.port"
        self._password_file = folder / "postgres.password"
        self._process = Process(folder, "postgres")
        self._wanted_port = port

    @property
    def port(self) -> int:
        """The port of this folder's server; known after the first start."""
        return int(self._port_file.read_text(encoding="ascii"))

    @property
    def running(self) -> bool:
        """Whether the server process lives."""
        return self._process.pid is not None

    def url(self, database: str = "postgres") -> str:
        """Address of a database, with the role that owns the server and its password, as SQLAlchemy reads it."""
        password = self._password_file.read_text(encoding="ascii")
        return f"postgresql+psycopg://{_ROLE}:{password}@127.0.0.1:{self.port}/{database}"

    def start(self) -> None:
        """Start it, making the cluster the first time; returns when it answers. Raises Unavailable."""
        self.folder.mkdir(parents=True, exist_ok=True)
        if not self._password_file.exists():
            self._create()
        settings = {
            "listen_addresses": "127.0.0.1",
            "port": str(self.port),
            "unix_socket_directories": "",
            "max_connections": "200",
            "fsync": "on",
            "synchronous_commit": "on",
            "timezone": "UTC",
            "log_timezone": "UTC",
        }
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        self._process.start(
            [str(require("postgres")), "-D", str(self._data), *options], cwd=self._data, user=self._account
        )
        self._process.wait_until(self._answers, timeout_s=_START_TIMEOUT_S)

    def stop(self) -> None:
        """End it in order, clients cut off. Nothing happens when it is not running."""
        self._process.stop(signal_=signal.SIGINT)

    def kill(self) -> None:
        """End it at once, as a crash does."""
        self._process.kill()

    def remove(self) -> None:
        """Stop it and remove its data, its password and its folder."""
        self.stop()
        shutil.rmtree(self._data, ignore_errors=True)
        shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def _account(self) -> str | None:
        return _ACCOUNT if os.geteuid() == 0 else None

    @property
    def _data(self) -> Path:
        """The data folder. Where the account cannot reach our folder (a clone in root's home), one in its own home."""
        if self._account is None or all(parent.stat().st_mode & 0o001 for parent in self.folder.resolve().parents):
            return self.folder / "postgres.data"
        name = hashlib.sha256(str(self.folder.resolve()).encode()).hexdigest()[:16]
        return _home_of_account() / "socai" / name

    def _create(self) -> None:
        """Make the data folder and the password; the password file comes last, because it says that all is done."""
        data = self._data
        shutil.rmtree(data, ignore_errors=True)  # half made, or left behind by a folder that was removed
        data.parent.mkdir(parents=True, exist_ok=True)
        data.mkdir(mode=0o700)
        password = secrets.token_urlsafe(24)
        for_initdb = data.with_suffix(".password")
        _write_secret(for_initdb, password)
        if self._account is not None:
            if data.parent == self.folder:
                self.folder.chmod(0o711)
            for path in (data, for_initdb):
                shutil.chown(path, self._account, self._account)
        run_to_end(
            "postgres",
            [
                *(str(require("initdb")), "-D", str(data), "-U", _ROLE, "--encoding=UTF8", "--locale=C"),
                *("--auth=scram-sha-256", f"--pwfile={for_initdb}"),
            ],
            timeout_s=_INITDB_TIMEOUT_S,
            cwd=data,
            user=self._account,
        )
        for_initdb.unlink()
        self._port_file.write_text(str(self._wanted_port or free_port()), encoding="ascii")
        _write_secret(self._password_file, password)

    def _answers(self) -> bool:
        asked = subprocess.run(
            [str(require("pg_isready")), "-q", "-h", "127.0.0.1", "-p", str(self.port), "-t", "2"], check=False
        )
        return asked.returncode == 0


def _home_of_account() -> Path:
    try:
        return Path(pwd.getpwnam(_ACCOUNT).pw_dir)
    except KeyError:
        raise missing("postgresql") from None


def _write_secret(path: Path, secret: str) -> None:
    """Readable by its owner only, from the first moment on."""
    path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secret)
