"""The whole read road as processes on a broker and a PostgreSQL of its own: started, killed, started again."""

import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread

from deploy.parts import LocalKafka, LocalPostgres, free_port
from deploy.roles import ROLES, Role, settings_of
from shared.adapters.sql.checkpoint import SqlCheckpointStore
from shared.adapters.sql.engine import Database
from shared.adapters.sql.event_store import SqlEventStore
from shared.adapters.sql.migrate import migrate
from shared.adapters.sql.relay_store import SqlRelayStore
from shared.core.clock import system_clock
from shared.core.errors import Unavailable
from shared.flow.watermark import LogEdge
from shared.http.issuer import LocalIssuer
from shared.ports.event_store import Appended
from tests.fault.lives import Lives
from tests.support.databases import create_database

ROOT = Path(__file__).parents[2]
READERS = ("members", "indicators", "audit")
RUNNING = tuple(role for role in ROLES if role.name == "admissions-relay" or role.role == "read")
PAUSE_S = 0.02


@dataclass
class Writer:
    """Appends random lives, one to eight commands at a time, until stopped; what is unanswered is asked again."""

    store: SqlEventStore
    lives: Lives
    stopping: Event = field(default_factory=Event)
    acknowledged: int = 0
    failure: BaseException | None = None
    _again: Event = field(default_factory=Event)

    def run(self) -> None:
        """The writer's thread."""
        try:
            while not self.stopping.is_set():
                self._one()
                self.stopping.wait(PAUSE_S)
        except BaseException as failure:  # the thread that judges reads it: nothing may end the writer unseen
            self.failure = failure
            raise

    def _one(self) -> None:
        append, life, movement = self.lives.next()
        while True:
            try:
                outcome = self.store.append([append])[0]
            except Unavailable:
                # Nothing is known of it: the same command again is answered with where it stands.
                self._again.wait(0.05)
                continue
            assert isinstance(outcome, Appended), outcome
            self.acknowledged = outcome.last
            self.lives.done(append, outcome, life, movement)
            return


@dataclass
class Running:
    """One role's process, and how it has ended so far."""

    role: Role
    environment: dict[str, str]
    log: Path
    process: subprocess.Popen[bytes] | None = None
    ends: list[int] = field(default_factory=list)

    def start(self) -> None:
        """Start it, its output appended to its log."""
        with self.log.open("ab") as output:
            command = [sys.executable, *self.role.command]
            environment = {**os.environ, **self.environment}
            self.process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=output, stderr=output)

    def keep(self) -> None:
        """What a supervisor does: start it again when it has ended."""
        if self.process is None or self.process.poll() is not None:
            if self.process is not None:
                self.ends.append(self.process.returncode)
            self.start()

    def kill(self) -> None:
        """SIGKILL."""
        assert self.process is not None
        self.process.kill()
        self.process.wait(30)


class System:
    """Relay and the three readers, with a writer in this process."""

    def __init__(self, folder: Path, kafka: LocalKafka, postgres: LocalPostgres, seed: int) -> None:
        self.kafka = kafka
        self.postgres = postgres
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.urls = {name: create_database(postgres.url(), name) for name in ("admissions", *READERS)}
        secrets = folder / "keys"
        LocalIssuer(secrets, issuer="socai", audience="socai", clock=system_clock)
        (secrets / "system.token").write_text("unused", "ascii")
        self.log_database = Database(self.urls["admissions"])
        migrate(self.log_database, "admissions")
        self.databases = {name: Database(self.urls[name]) for name in READERS}
        for name, database in self.databases.items():
            migrate(database, name)
        self.store = SqlEventStore(self.log_database, system_clock)
        self.writer = Writer(self.store, Lives(seed))
        self._thread = Thread(target=self.writer.run, name="writer", daemon=True)
        self.roles = {role.name: self._running(role, secrets) for role in RUNNING}

    def start(self) -> None:
        """Start the roles and the writer."""
        for running in self.roles.values():
            running.start()
        self._thread.start()

    def keep(self) -> None:
        """Start again whatever has ended."""
        for running in self.roles.values():
            running.keep()
        assert self.writer.failure is None, self.writer.failure

    def progress(self, name: str) -> int:
        """How far a role has durably come: it only grows, and stands still while the role is dead."""
        try:
            if name == "admissions-relay":
                hint = SqlRelayStore(self.log_database).hint()
                return 0 if hint is None else LogEdge.from_bytes(hint).position
            database = self.databases[name.removesuffix("-read")]
            with database.read() as tx:
                return sum(at.sequence for at in SqlCheckpointStore(database).load(tx))
        except Unavailable:
            return -1

    def verified(self, reader: str) -> int:
        """The position that every partition of a reader is verified to; -1 while its database does not answer."""
        database = self.databases[reader]
        try:
            with database.read() as tx:
                return min(at.verified for at in SqlCheckpointStore(database).load(tx))
        except Unavailable:
            return -1

    def stop_writing(self) -> int:
        """End the writer; answers the log's head."""
        self.writer.stopping.set()
        self._thread.join(60)
        assert not self._thread.is_alive()
        assert self.writer.failure is None, self.writer.failure
        return self.store.head().position

    def close_roles(self) -> None:
        """End every role that was started, whatever state it is in."""
        for running in self.roles.values():
            if running.process is not None and running.process.poll() is None:
                running.kill()

    def close(self) -> None:
        """End all that was started."""
        self.writer.stopping.set()
        self.close_roles()
        for database in (self.log_database, *self.databases.values()):
            database.dispose()

    def last_words(self) -> str:
        """The ends of the roles' logs, for a failure's message."""
        return "\n".join(
            f"--- {name} ends {running.ends}\n{running.log.read_text('utf-8', 'replace')[-1_500:]}"
            for name, running in self.roles.items()
        )

    def _running(self, role: Role, secrets: Path) -> Running:
        environment = settings_of(
            role,
            database_url=self.urls[role.service],
            keystore_url="",
            kafka_bootstrap=self.kafka.bootstrap,
            secrets=str(secrets),
        )
        environment[f"{role.service.upper()}_PORT"] = str(free_port())
        environment["INDICATORS_SESSION_TIMEOUT_MS"] = "6000"
        return Running(role, environment, self.folder / f"{role.name}.log")
