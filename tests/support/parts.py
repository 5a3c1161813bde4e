"""Real parts for tests: which ones to take, and one set of them shared by all the workers of a test run.

The process that starts the run calls `open_run` and `close_run`; whoever first needs a part starts it, under a file
lock, and leaves its address in the run's folder for the others. What a killed run left behind, the next one ends.
"""

import contextlib
import fcntl
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from deploy.cluster.system import Cluster, stop
from deploy.parts import LocalKafka, LocalPostgres
from deploy.parts.process import start_time
from tests.support import containers

RUN_VARIABLE = "SOCAI_TEST_RUN"
_PREFIX = f"socai-test-{os.getuid()}-"


class Source(Enum):
    """Where a real part comes from."""

    ENVIRONMENT = "environment"
    DOCKER = "docker"
    LOCAL = "local"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """The choice for a run: one source for each part."""

    kafka: Source
    postgres: Source


def choose_parts(environ: Mapping[str, str], docker_answers: Callable[[], bool]) -> Parts:
    """The order of the design: the address given, a Docker engine that answers, our own processes.

    Each part is chosen alone; the engine is asked only when an address is missing.
    """
    given = {name: bool(environ.get(name)) for name in ("KAFKA_BOOTSTRAP", "DATABASE_URL")}
    otherwise = Source.ENVIRONMENT
    if not all(given.values()):
        otherwise = Source.DOCKER if docker_answers() else Source.LOCAL
    return Parts(
        kafka=Source.ENVIRONMENT if given["KAFKA_BOOTSTRAP"] else otherwise,
        postgres=Source.ENVIRONMENT if given["DATABASE_URL"] else otherwise,
    )


def open_run() -> Path:
    """A folder for this run, reachable by the account that PostgreSQL runs under; its name goes to the workers."""
    _end_abandoned_runs()
    folder = Path(tempfile.mkdtemp(prefix=_PREFIX))
    folder.chmod(0o755)
    with (folder / "owner.json").open("w", encoding="utf-8") as file:
        json.dump({"pid": os.getpid(), "started": start_time(os.getpid())}, file)
    os.environ[RUN_VARIABLE] = str(folder)
    return folder


def close_run(folder: Path) -> None:
    """End every part that the run started and remove its folder."""
    os.environ.pop(RUN_VARIABLE, None)
    containers.remove_all(folder)
    for made in folder.glob("*/cluster"):
        for _ in stop(Cluster(var=made.parent, port=0)):
            pass
    for settings in folder.glob("*/server.properties"):
        LocalKafka(settings.parent).remove()
    for password in folder.glob("*/postgres.password"):
        LocalPostgres(password.parent).remove()
    shutil.rmtree(folder, ignore_errors=True)


def kafka_bootstrap() -> str:
    """`host:port` of the run's broker, started at the first call. One that cannot be had is an error, not a skip."""
    match choose_parts(os.environ, containers.engine_answers).kafka:
        case Source.ENVIRONMENT:
            return os.environ["KAFKA_BOOTSTRAP"]
        case Source.DOCKER:
            return _once("kafka", lambda: containers.start_kafka(run_folder()))
        case Source.LOCAL:
            return _once("kafka", _start_local_kafka)


def database_url() -> str:
    """Address of the run's PostgreSQL server, whose role may create databases; started at the first call."""
    match choose_parts(os.environ, containers.engine_answers).postgres:
        case Source.ENVIRONMENT:
            return os.environ["DATABASE_URL"]
        case Source.DOCKER:
            return _once("postgres", lambda: containers.start_postgres(run_folder()))
        case Source.LOCAL:
            return _once("postgres", _start_local_postgres)


def run_folder() -> Path:
    """The folder of this run."""
    return Path(os.environ[RUN_VARIABLE])


@contextlib.contextmanager
def locked(name: str) -> Iterator[None]:
    """One worker at a time, over the whole run."""
    with (run_folder() / f"{name}.lock").open("w", encoding="ascii") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _once(name: str, start: Callable[[], str]) -> str:
    address = run_folder() / f"{name}.address"
    with locked(name):
        if not address.exists():
            address.write_text(start(), encoding="utf-8")
        return address.read_text(encoding="utf-8")


def _start_local_kafka() -> str:
    broker = LocalKafka(run_folder() / "kafka")
    broker.start()
    return broker.bootstrap


def _start_local_postgres() -> str:
    server = LocalPostgres(run_folder() / "postgres")
    server.start()
    return server.url()


def _end_abandoned_runs() -> None:
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        try:
            owner = json.loads((folder / "owner.json").read_text(encoding="utf-8"))
        except (OSError, ValueError):
            continue  # being made at this moment
        if start_time(owner["pid"]) != owner["started"]:
            close_run(folder)
