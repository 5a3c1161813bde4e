"""What a cluster is made of and where its files lie; starts and stops each part. Idempotent: what runs stays."""

import json
import os
import secrets
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import psycopg

from deploy.gateway.render import render
from deploy.parts import LocalKafka, LocalPostgres, LocalPrometheus, Process
from deploy.parts.nginx import LocalNginx
from deploy.prometheus.render import RULES, SCRAPE_INTERVAL_S
from deploy.prometheus.render import render as render_prometheus
from deploy.roles import DATABASES, ROLES, Role, settings_of
from services.embedded import AUDIENCE, FIRST_OFFICER, ISSUER, SECOND_OFFICER
from shared.core.clock import system_clock
from shared.http.caller import WHOLE_REGISTRY, Caller
from shared.http.issuer import LocalIssuer, write_token

READY_S_MAX = 90.0
SYSTEM = Caller(officer_id="monitor", office="system", unit_id=WHOLE_REGISTRY)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """All files are under `var`; the gateway listens on `port`, the roles on the table's ports plus `shift`."""

    var: Path
    port: int
    shift: int = 0
    prometheus_port: int = 9090

    @property
    def folder(self) -> Path:
        """Where the parts keep data, logs and pid files."""
        return self.var / "cluster"

    @property
    def postgres(self) -> LocalPostgres:
        """The database server."""
        return LocalPostgres(self.folder / "postgres")

    @property
    def kafka(self) -> LocalKafka:
        """The broker."""
        return LocalKafka(self.folder / "kafka")

    @property
    def gateway(self) -> LocalNginx:
        """The one base URL."""
        return LocalNginx(self.folder / "gateway", host="127.0.0.1", port=self.port)

    @property
    def prometheus(self) -> LocalPrometheus:
        """Who watches, when asked for."""
        folder = self.folder / "prometheus"
        return LocalPrometheus(folder, self.prometheus_port, configuration=folder / "prometheus.yml")

    @property
    def secrets(self) -> Path:
        """The issuer's keys, the master key of the key store, the monitor's token."""
        return self.var / "keys"

    def role(self, role: Role) -> Role:
        """The role on this cluster's own port."""
        return replace(role, port=role.port + self.shift)

    def roles(self) -> list[Role]:
        """Every role, on this cluster's ports."""
        return [self.role(role) for role in ROLES]

    def supervisor(self, role: Role) -> Process:
        """The process that keeps a role alive."""
        return Process(self.folder / "roles", role.name)

    def environment(self, role: Role) -> dict[str, str]:
        """A role's whole environment."""
        found = settings_of(
            role,
            database_url=self.postgres.url(role.service),
            keystore_url=self.postgres.url("keystore"),
            kafka_bootstrap=self.kafka.bootstrap,
            secrets=str(self.secrets.resolve()),
        )
        shifted = {
            name: value.replace(f":{base.port}/", f":{base.port + self.shift}/")
            for base in ROLES
            for name, value in found.items()
            if name.endswith("_COUNTS_URL") and f":{base.port}/" in value
        }
        return {**_inherited(), **found, **shifted}


def start(cluster: Cluster) -> Iterator[str]:
    """Start what does not run, and wait until all is ready; yields what has been reached. Raises Unavailable."""
    for part in (cluster.postgres, cluster.kafka):
        if not part.running:
            part.start()
        yield type(part).__name__.removeprefix("Local")
    make_secrets(cluster)
    make_databases(cluster.postgres)
    for role in cluster.roles():
        keeper = cluster.supervisor(role)
        if keeper.pid is None:
            keeper.start(
                [sys.executable, "-m", "deploy.cluster.keeper", role.name, *role.command], env=cluster.environment(role)
            )
    for role in cluster.roles():
        cluster.supervisor(role).wait_until(partial(is_ready, role), timeout_s=READY_S_MAX)
        yield role.name
    if not cluster.gateway.running:
        run = str((cluster.folder / "gateway").resolve())
        cluster.gateway.start(
            render(
                listen=f"127.0.0.1:{cluster.port}",
                run=run,
                log=f"{run}/nginx.error.log",
                host_of=lambda _role: "127.0.0.1",
                shift=cluster.shift,
            )
        )
    yield "gateway"
    write_environment(cluster)


def watch(cluster: Cluster, *, scrape_interval_s: int = SCRAPE_INTERVAL_S) -> None:
    """Start Prometheus on the cluster's roles, with the rules. Raises Unavailable."""
    if cluster.prometheus.running:
        return
    cluster.prometheus.folder.mkdir(parents=True, exist_ok=True)
    configuration = render_prometheus(
        host_of=lambda _role: "127.0.0.1",
        rules=str(RULES),
        roles=cluster.roles(),
        scrape_interval_s=scrape_interval_s,
    )
    (cluster.prometheus.folder / "prometheus.yml").write_text(configuration, "utf-8")
    cluster.prometheus.start()


def stop(cluster: Cluster) -> Iterator[str]:
    """Stop everything that runs, the parts last; yields what has been stopped."""
    cluster.prometheus.stop()
    cluster.gateway.stop()
    yield "gateway"
    for role in cluster.roles():
        cluster.supervisor(role).ask_to_end()
    for role in cluster.roles():
        cluster.supervisor(role).stop()
        yield role.name
    for part in (cluster.kafka, cluster.postgres):
        if part.folder.exists():
            part.stop()
        yield type(part).__name__.removeprefix("Local")


def make_secrets(cluster: Cluster) -> None:
    """The issuer's keys, the master key, the tokens of the first two officers and of the monitor; kept when there."""
    issuer = LocalIssuer(cluster.secrets, issuer=ISSUER, audience=AUDIENCE, clock=system_clock)
    master = cluster.secrets / "master.key"
    if not master.exists():
        handle = os.open(master, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(secrets.token_bytes(32))
    for path, caller in (
        (cluster.var / "token", FIRST_OFFICER),
        (cluster.var / "token-second", SECOND_OFFICER),
        (cluster.secrets / "system.token", SYSTEM),
    ):
        if not path.exists():
            write_token(path, issuer.mint(caller))


def make_databases(postgres: LocalPostgres) -> None:
    """A database a service and one for the key store; each service migrates its own."""
    with psycopg.connect(postgres.url().replace("+psycopg", ""), autocommit=True) as connection:
        there = {row[0] for row in connection.execute("SELECT datname FROM pg_database")}
        for name in DATABASES:
            if name not in there:
                connection.execute(f'CREATE DATABASE "{name}"')


def is_ready(role: Role) -> bool:
    """Whether a role's `/readyz` says yes."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{role.port}/readyz", timeout=2) as answer:
            return bool(json.load(answer)["ready"])
    except (urllib.error.URLError, OSError, ValueError, KeyError):
        return False


def write_environment(cluster: Cluster) -> None:
    """`var/cluster.env`: how clients and tests find the system."""
    lines = {
        "SOCAI_URL": f"http://127.0.0.1:{cluster.port}",
        "KAFKA_BOOTSTRAP": cluster.kafka.bootstrap,
        "DATABASE_URL": cluster.postgres.url(),
    }
    file = cluster.var / "cluster.env"
    file.touch(mode=0o600)
    file.write_text("".join(f"{name}={value}\n" for name, value in lines.items()), "utf-8")


def _inherited() -> Mapping[str, str]:
    """The machine's environment without another system's settings."""
    return {name: value for name, value in os.environ.items() if not name.startswith("SOCAI_")}
