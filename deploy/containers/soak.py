"""Runs the compose file whole in an engine of our own, loads it through the gateway, and compares its answers.

The log that the containers wrote is loaded into an embedded system; both must answer with the same bytes.
"""

import json
import os
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator

import yaml

from deploy.containers.engine import Engine
from deploy.containers.images import IMAGES, build
from deploy.containers.prepare import prepare
from deploy.parts.ports import free_port
from deploy.parts.programs import ROOT
from deploy.roles import ROLES

PROJECT = "socai"
ONLY_READ = frozenset({"grafana"})
"""Services that nothing stands in for; the rest of the file runs."""
HEALTHY_S_MAX = 300.0
SCALE = "0.05"
PERIOD = ("--period", "2015-01-01/2019-12-31")
KNOWN = ("--as-known", "2100-01-01T00:00:00Z")
QUESTIONS = (
    ("members", "nam-giang", "--as-of", "2019-12-31", *KNOWN),
    ("indicators", "nam-giang", *PERIOD, *KNOWN),
    ("statistics", "1-TCTW", "nam-giang", *PERIOD, *KNOWN),
    ("verify",),
)


class Found(Exception):
    """What is wrong with the containers."""


def soak() -> Iterator[str]:
    """Build, start, load, compare, look at the hardening, clean up; yields each step. Raises Found, Unavailable."""
    with Engine.running() as engine:
        yield "engine"
        yield from build(engine)
        run = _Run(engine)
        try:
            yield from run.steps()
        except BaseException:  # an interrupt too: the containers are gone afterwards, with what they said
            sys.stderr.write(run.last_words())
            raise
        finally:
            run.down()


class _Run:
    """One run of the compose file."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._var = engine.folder / "var"
        self._env_file = engine.folder / "env"
        self._ports = {name: free_port() for name in ("SOCAI_PORT", "PROMETHEUS_PORT", "GRAFANA_PORT")}
        declared = yaml.safe_load((ROOT / "docker-compose.yml").read_text("utf-8"))["services"]
        self._services = sorted(set(declared) - ONLY_READ)

    def steps(self) -> Iterator[str]:
        """Bring everything up, look at it, use it, restart it; yields what was seen. Raises Found."""
        prepare(self._var, self._env_file)
        with self._env_file.open("a", encoding="utf-8") as file:
            file.writelines(f"{name}={value}\n" for name, value in {**IMAGES, **self._ports}.items())
        self._compose("up", "-d", "--no-build", *self._services)
        self._until_healthy()
        yield f"{len(self._services)} containers healthy, all but {', '.join(sorted(ONLY_READ))}"
        self._unprivileged()
        yield "roles run without privileges on a read-only system"
        folder = self._var / "folder"
        self._socai("scenario", "nam-giang", "--out", str(folder), "--scale", SCALE)
        self._socai("import", str(folder))
        yield "nam-giang imported through the gateway"
        self._same_answers()
        yield "answers equal those of the embedded system, byte for byte"
        self._compose("up", "-d", "--no-build", "--force-recreate", "--no-deps", "members-api")
        self._until_healthy()
        self._socai("members", "nam-giang", "--json")
        yield "the gateway finds a role that was made anew"
        self._scraped()
        yield "Prometheus scrapes every role and no alert fires"

    def last_words(self) -> str:
        """The end of every log."""
        return self._compose("logs", "--no-color", "--tail=15")

    def down(self) -> None:
        """Remove containers, networks and volumes."""
        self._compose("down", "-v", "-t", "5")

    def _compose(self, *arguments: str) -> str:
        return self._engine.compose(*arguments, project=PROJECT, env_file=self._env_file)

    def _container(self, service: str) -> str:
        return self._compose("ps", "-q", service).strip()

    def _until_healthy(self) -> None:
        deadline = time.monotonic() + HEALTHY_S_MAX
        waiting = dict.fromkeys(self._services, "")
        while waiting:
            for service in tuple(waiting):
                state = self._engine.inspect(self._container(service))["State"]
                waiting[service] = state.get("Health", {}).get("Status", state["Status"])
                if waiting[service] == "healthy":
                    del waiting[service]
            if waiting and time.monotonic() > deadline:
                raise Found(f"after {HEALTHY_S_MAX:.0f} s not healthy: {waiting}")
            time.sleep(1)

    def _unprivileged(self) -> None:
        for role in ROLES:
            container = self._container(role.name)
            asked = self._engine.docker("exec", container, "sh", "-c", "id -u; touch /srv/socai/x 2>/dev/null; echo $?")
            user, refused = asked.split()
            if user == "0" or refused == "0":
                raise Found(f"{role.name} runs as {user}, and writing to its system ended with {refused}")

    def _same_answers(self) -> None:
        exported = self._var / "log.ndjson"
        self._socai("log", "export", str(exported))
        embedded = {"SOCAI_VAR": str(self._engine.folder / "embedded")}
        self._socai("log", "load", str(exported), system=embedded)
        for question in QUESTIONS:
            here, there = (self._socai(*question, "--json", system=system) for system in (None, embedded))
            if here != there:
                raise Found(f"socai {' '.join(question)} differs between the containers and the embedded system")

    def _socai(self, *arguments: str, system: dict[str, str] | None = None) -> bytes:
        """The command line on the containers, or on another system."""
        ours = {"SOCAI_VAR": str(self._var), "SOCAI_URL": f"http://127.0.0.1:{self._ports['SOCAI_PORT']}"}
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("SOCAI_")}
        done = subprocess.run(
            [sys.executable, "-m", "services", *arguments],
            cwd=ROOT,
            env={**inherited, **(system or ours)},
            capture_output=True,
            check=False,
        )
        if done.returncode != 0:
            raise Found(f"socai {' '.join(arguments)} ended with {done.returncode}: {done.stderr.decode()}")
        return done.stdout

    def _scraped(self) -> None:
        deadline = time.monotonic() + HEALTHY_S_MAX
        while True:
            up = {one["metric"]["role"] for one in self._asked('up{job="socai"} == 1')}
            firing = [one["metric"]["alertname"] for one in self._asked('ALERTS{alertstate="firing"}')]
            if up == {role.name for role in ROLES} and not firing:
                return
            if time.monotonic() > deadline:
                raise Found(f"scraped: {sorted(up)}; firing: {firing}")
            time.sleep(1)

    def _asked(self, expression: str) -> list[dict[str, dict[str, str]]]:
        query = urllib.parse.urlencode({"query": expression})
        url = f"http://127.0.0.1:{self._ports['PROMETHEUS_PORT']}/api/v1/query?{query}"
        with urllib.request.urlopen(url, timeout=10) as answer:
            found: list[dict[str, dict[str, str]]] = json.load(answer)["data"]["result"]
        return found
