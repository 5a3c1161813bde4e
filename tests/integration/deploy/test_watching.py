"""The distributed system on this machine, loaded and scraped by a real Prometheus: no rule and no panel is blind."""

import json
import math
import os
import re
import socket
import subprocess
import sys
import urllib.parse
import urllib.request
import uuid
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import yaml

from deploy.cluster.system import Cluster, is_ready, start, stop, watch
from deploy.grafana.panels import PANELS
from deploy.parts import free_port
from deploy.parts.programs import ROOT
from deploy.roles import ROLES
from tests.support import parts
from tests.support.waiting import wait_until

pytestmark = pytest.mark.real
RULES: list[dict[str, Any]] = [
    rule
    for group in yaml.safe_load((ROOT / "deploy/prometheus/rules.yml").read_text(encoding="utf-8"))["groups"]
    for rule in group["rules"]
]
LINES = [(panel.title, legend, line) for panel in PANELS for legend, line in panel.lines.items()]
COMPARISON = re.compile(r"(==|!=|>|<) ")
SELECTOR = re.compile(r"\b(?:socai_\w+|up)(?:\{[^}]*\})?")


def free_shift() -> int:
    """What to add to the table's ports so that all of them are free."""
    while True:
        shift = free_port() - ROLES[0].port
        try:
            for role in ROLES:
                with socket.socket() as probe:
                    probe.bind(("127.0.0.1", role.port + shift))
        except OSError:
            continue
        return shift


def socai(cluster: Cluster, *arguments: str) -> str:
    """The command line on the cluster."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("SOCAI_")}
    url = f"http://127.0.0.1:{cluster.port}"
    done = subprocess.run(
        [sys.executable, "-m", "services", *arguments],
        cwd=ROOT,
        env={**inherited, "SOCAI_VAR": str(cluster.var), "SOCAI_URL": url},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    """A running cluster, watched from its start and loaded with a small Nam Giang."""
    made = Cluster(
        var=parts.run_folder() / f"cluster-{uuid.uuid4().hex[:12]}",
        port=free_port(),
        shift=free_shift(),
        prometheus_port=free_port(),
    )
    try:
        for _ in start(made):
            pass
        watch(made, scrape_interval_s=1)
        wait_until(lambda: len(asked(made, 'up{job="socai"} == 1')) == len(ROLES), what="every role is scraped")
        folder = made.var / "folder"
        socai(made, "scenario", "nam-giang", "--out", str(folder), "--scale", "0.03")
        socai(made, "import", str(folder))
        socai(made, "statistics", "1-TCTW", "nam-giang", "--period", "2019-01-01/2019-12-31", "--json")
        yield made
    finally:
        for _ in stop(made):
            pass


def asked(cluster: Cluster, expression: str) -> list[float]:
    """The values that Prometheus has for an expression now."""
    query = urllib.parse.urlencode({"query": expression})
    with urllib.request.urlopen(f"{cluster.prometheus.url}/api/v1/query?{query}", timeout=10) as answer:
        data = json.load(answer)["data"]
    pairs = [data["result"]] if data["resultType"] == "scalar" else [row["value"] for row in data["result"]]
    return [float(value) for _, value in pairs]


def sees(cluster: Cluster, expression: str) -> bool:
    """Whether the expression has values, each of them a number."""
    values = asked(cluster, expression)
    return bool(values) and not any(math.isnan(value) for value in values)


@pytest.mark.parametrize(("title", "legend", "line"), LINES, ids=[f"{title}: {legend}" for title, legend, _ in LINES])
def test_a_panel_shows_something(cluster: Cluster, title: str, legend: str, line: str) -> None:
    wait_until(lambda: sees(cluster, line), what=f"{title}: {line}")


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["alert"])
def test_a_rule_judges_something(cluster: Cluster, rule: dict[str, Any]) -> None:
    # A healthy system fulfils no condition; asked for true or false, each comparison must have something to compare.
    wait_until(lambda: sees(cluster, COMPARISON.sub(r"\1 bool ", rule["expr"])), what=rule["expr"])
    for selector in SELECTOR.findall(rule["expr"]):
        wait_until(partial(sees, cluster, selector), what=selector)


def test_an_expression_over_a_metric_that_nobody_exports_is_noticed(cluster: Cluster) -> None:
    assert not sees(cluster, "max(socai_no_such_metric)")


def test_the_loaded_system_rings_no_alarm(cluster: Cluster) -> None:
    head = "max(socai_log_head_position)"
    wait_until(
        lambda: asked(cluster, head) == asked(cluster, "min(max by (reader) (socai_reader_position))"), what=head
    )
    wait_until(lambda: asked(cluster, 'ALERTS{alertstate="firing"}') == [], what="no alert fires")
    assert asked(cluster, head)[0] > 0


def test_a_role_that_ends_is_started_again(cluster: Cluster) -> None:
    role = next(role for role in cluster.roles() if role.name == "audit-monitor")
    keeper = cluster.supervisor(role).pid
    assert keeper is not None
    (child,) = Path(f"/proc/{keeper}/task/{keeper}/children").read_text(encoding="ascii").split()
    os.kill(int(child), 9)
    wait_until(lambda: not Path(f"/proc/{child}").exists(), what="the role is gone")
    wait_until(lambda: is_ready(role), what="the role is back")
    assert cluster.supervisor(role).pid == keeper


def test_starting_what_runs_changes_nothing(cluster: Cluster) -> None:
    before = {role.name: cluster.supervisor(role).pid for role in cluster.roles()}
    assert list(start(cluster))[-1] == "gateway"
    assert {role.name: cluster.supervisor(role).pid for role in cluster.roles()} == before


def test_clients_find_the_system_by_the_file_that_it_leaves(cluster: Cluster) -> None:
    left = dict(line.split("=", 1) for line in (cluster.var / "cluster.env").read_text("utf-8").splitlines())
    assert left == {
        "SOCAI_URL": f"http://127.0.0.1:{cluster.port}",
        "KAFKA_BOOTSTRAP": cluster.kafka.bootstrap,
        "DATABASE_URL": cluster.postgres.url(),
    }
