"""Writes prometheus.yml from the table of roles; `python -m deploy.prometheus.render` prints the containers' one."""

import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from deploy.roles import ROLES, Role

JOB = "socai"
RULES = Path(__file__).parent / "rules.yml"
SCRAPE_INTERVAL_S = 15


def render(
    *,
    host_of: Callable[[Role], str],
    rules: str,
    roles: Sequence[Role] = ROLES,
    scrape_interval_s: int = SCRAPE_INTERVAL_S,
) -> str:
    """The configuration. `rules`: the path of rules.yml as Prometheus sees it; `host_of`: where a role is found.

    Every target carries `role` and `service`, so that no expression needs to know ports or addresses.
    """
    targets = "".join(
        f"      - targets: [{json.dumps(f'{host_of(role)}:{role.port}')}]\n"
        f"        labels: {{role: {role.name}, service: {role.service}}}\n"
        for role in roles
    )
    return (
        "# Made from the table of roles by deploy/prometheus/render.py.\n"
        "global:\n"
        f"  scrape_interval: {scrape_interval_s}s\n"
        f"  evaluation_interval: {scrape_interval_s}s\n"
        f"rule_files: [{json.dumps(rules)}]\n"
        "scrape_configs:\n"
        f"  - job_name: {JOB}\n"
        "    static_configs:\n"
        f"{targets}"
    )


def for_containers() -> str:
    """The configuration where each role is a host of its own name: deploy/prometheus/prometheus.yml."""
    return render(host_of=lambda role: role.name, rules="rules.yml")


if __name__ == "__main__":
    sys.stdout.write(for_containers())
