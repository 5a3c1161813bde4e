"""Whole systems for the acceptance tests, spoken to over HTTP and by the command line: `serve`, and the cluster."""

import os
import random
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx2

from deploy.cluster.system import Cluster, start, stop
from deploy.parts import Process, free_port
from deploy.roles import ROLES
from services.embedded import AUDIENCE, ISSUER
from shared.core.clock import system_clock
from shared.http.caller import WHOLE_REGISTRY, Caller
from shared.http.issuer import LocalIssuer
from tests.support.socai_cli import Said, socai
from tests.support.waiting import wait_until

CATCH_UP_S_MAX = 120.0


class RunningSystem:
    """A system behind one base URL, whose issuer is at hand: a test is whatever officer it wants to be."""

    def __init__(self, var: Path, url: str) -> None:
        self.var = var
        self.url = url
        self.http = httpx2.Client(base_url=url, timeout=120.0)
        self._issuer = LocalIssuer(var / "keys", issuer=ISSUER, audience=AUDIENCE, clock=system_clock)

    def token(self, office: str = "province_officer", unit: str = WHOLE_REGISTRY) -> str:
        """A token of an officer `office@unit`."""
        return self._issuer.mint(Caller(officer_id=f"{office}@{unit}", office=office, unit_id=unit))

    def headers(self, token: str | None = None, **more: str) -> dict[str, str]:
        """Headers of a request, by the province unless another token is given."""
        return {"Authorization": f"Bearer {token or self.token()}", "Accept-Language": "en", **more}

    def get(self, path: str, token: str | None = None, **query: str) -> httpx2.Response:
        """A read that is complete to the head of the log."""
        headers = self.headers(token, **{"Socai-Min-Position": str(self.head())})
        answers: list[httpx2.Response] = []

        def answered() -> bool:
            answers.append(self.http.get(path, params=query, headers=headers))
            return answers[-1].status_code != 503

        wait_until(answered, what=f"{path} answers, complete to the head", timeout_s=CATCH_UP_S_MAX, poll_s=0.1)
        return answers[-1]

    def answer(self, path: str, **query: str) -> Any:
        """The body of a read that must succeed."""
        response = self.get(path, **query)
        assert response.status_code == 200, response.text
        return response.json()

    def post(self, path: str, body: object = None, token: str | None = None, **headers: str) -> httpx2.Response:
        """A write."""
        return self.http.post(path, json=body, headers=self.headers(token, **headers))

    def head(self) -> int:
        """The position of the last event."""
        return int(self.http.get("/admissions/head", headers=self.headers()).json()["position"])

    def socai(self, *arguments: str | Path, token: str | None = None) -> Said:
        """One command by an officer of the province, or by another's token."""
        return socai(*arguments, var=self.var, url=self.url, token=token or self.token())

    def metrics(self) -> str:
        """What Prometheus is given, by every process of this system."""
        return self.http.get("/metrics").text


class ServedSystem(RunningSystem):
    """The embedded system, served by a process of its own."""

    process: Process


class ClusterSystem(RunningSystem):
    """The distributed system."""

    cluster: Cluster

    def metrics(self) -> str:
        """Every role's, one after the other; each role has a door of its own."""
        pages = (self.http.get(f"http://127.0.0.1:{role.port}/metrics") for role in self.cluster.roles())
        return "\n".join(page.text for page in pages)


@contextmanager
def served(var: Path) -> Iterator[ServedSystem]:
    """`socai serve` on `var`, until the end; what it says goes to `var/serve.log`."""
    port = free_port()
    process = Process(var, "serve")
    environment = {name: value for name, value in os.environ.items() if not name.startswith("SOCAI_")}
    process.start(
        [sys.executable, "-m", "services", "serve", "--port", str(port)], env={**environment, "SOCAI_VAR": str(var)}
    )
    try:
        process.wait_until((var / "serve.json").exists, timeout_s=60)
        system = ServedSystem(var, f"http://127.0.0.1:{port}")
        system.process = process
        with system.http:
            yield system
    finally:
        process.stop()


@contextmanager
def clustered(var: Path) -> Iterator[ClusterSystem]:
    """A cluster on ports of its own, until the end."""
    var.mkdir(parents=True, exist_ok=True)
    cluster = Cluster(var=var, port=free_port(), shift=_free_shift())
    try:
        for _ in start(cluster):
            pass
        system = ClusterSystem(var, f"http://127.0.0.1:{cluster.port}")
        system.cluster = cluster
        with system.http:
            yield system
    finally:
        for _ in stop(cluster):
            pass


def metric(page: str, name: str, **labels: str) -> float:
    """The sum of a metric's samples whose labels include these; 0 when there is none."""
    wanted = [f'{label}="{value}"' for label, value in labels.items()]
    lines = [line for line in page.splitlines() if line.startswith((f"{name} ", f"{name}{{"))]
    return sum(float(line.rpartition(" ")[2]) for line in lines if all(each in line for each in wanted))


def _free_shift() -> int:
    """A distance at which no role's port is taken."""
    chosen = random.SystemRandom()
    while True:
        shift = chosen.randrange(1_000, 20_000, 10)
        if all(_is_free(role.port + shift) for role in ROLES):
            return shift


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
