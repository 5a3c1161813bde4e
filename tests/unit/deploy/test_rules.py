"""Every alert fires when it must and is silent otherwise, speaks both languages, and has its page in the runbook."""

import re
import subprocess
from pathlib import Path
from typing import Any

import prometheus_client
import pytest
import yaml

from deploy.grafana.dashboard import dashboard
from deploy.grafana.panels import PANELS
from deploy.parts.programs import ROOT, require
from deploy.prometheus.render import render
from deploy.roles import ROLES
from shared.ops import metrics

FOLDER = ROOT / "deploy" / "prometheus"
RULES: list[dict[str, Any]] = [
    rule
    for group in yaml.safe_load((FOLDER / "rules.yml").read_text(encoding="utf-8"))["groups"]
    for rule in group["rules"]
]
CASES: list[dict[str, Any]] = yaml.safe_load((FOLDER / "rules_test.yml").read_text(encoding="utf-8"))["tests"]
EXPRESSIONS = [rule["expr"] for rule in RULES] + [line for panel in PANELS for line in panel.lines.values()]
each_rule = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["alert"])


def promtool(*arguments: str, folder: Path = FOLDER) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(require("promtool")), *arguments], cwd=folder, capture_output=True, text=True, check=False
    )


def exported() -> set[str]:
    """Every name under which a declared metric is scraped."""
    made = (value for value in vars(metrics).values() if isinstance(value, prometheus_client.metrics.MetricWrapperBase))
    found: set[str] = set()
    for metric in made:
        for family in metric.describe():
            endings = {"counter": ["_total"], "histogram": ["_bucket", "_count", "_sum"]}.get(family.type, [""])
            found |= {family.name + ending for ending in endings}
    return found


def test_the_rules_are_valid() -> None:
    checked = promtool("check", "rules", "--lint=all", "--lint-fatal", "rules.yml")
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_the_rules_fire_and_are_silent_as_their_cases_say() -> None:
    tested = promtool("test", "rules", "rules_test.yml")
    assert tested.returncode == 0, tested.stdout + tested.stderr


@pytest.mark.parametrize("expression", [rule["expr"] for rule in RULES])
def test_a_rule_that_never_fires_fails_its_cases(expression: str, tmp_path: Path) -> None:
    rules = (FOLDER / "rules.yml").read_text(encoding="utf-8")
    for group in (parsed := yaml.safe_load(rules))["groups"]:
        for rule in group["rules"]:
            if rule["expr"] == expression:
                rule["expr"] = "vector(1) < 0"
    (tmp_path / "rules.yml").write_text(yaml.safe_dump(parsed), encoding="utf-8")
    (tmp_path / "rules_test.yml").write_bytes((FOLDER / "rules_test.yml").read_bytes())
    assert promtool("test", "rules", "rules_test.yml", folder=tmp_path).returncode != 0


@each_rule
def test_an_alert_says_what_is_wrong_in_both_languages_and_where_to_read_on(rule: dict[str, Any]) -> None:
    notes = rule["annotations"]
    assert set(notes) == {"summary_vi", "summary_en", "runbook"}
    assert rule["labels"]["severity"] in {"page", "ticket"}
    page, _, anchor = notes["runbook"].partition("#")
    headings = re.findall(r"^#+ (.*)$", (ROOT / page).read_text(encoding="utf-8"), re.MULTILINE)
    assert rule["alert"] in headings
    assert anchor == rule["alert"].lower()


@each_rule
def test_an_alert_has_a_case_in_which_it_fires(rule: dict[str, Any]) -> None:
    fired = str([sample for case in CASES for test in case["promql_expr_test"] for sample in test["exp_samples"]])
    assert f'alertname="{rule["alert"]}", alertstate="firing"' in fired


@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_an_expression_names_only_metrics_that_are_exported(expression: str) -> None:
    named = set(re.findall(r"\bsocai_\w+", expression))
    assert named - exported() == set()
    assert named or "up{" in expression


def test_the_containers_configuration_is_valid_and_scrapes_every_role(tmp_path: Path) -> None:
    checked = promtool("check", "config", "prometheus.yml")
    assert checked.returncode == 0, checked.stdout + checked.stderr
    made = yaml.safe_load(render(host_of=lambda role: role.name, rules="rules.yml"))
    targets = made["scrape_configs"][0]["static_configs"]
    assert [(one["targets"], one["labels"]["role"]) for one in targets] == [
        ([f"{role.name}:{role.port}"], role.name) for role in ROLES
    ]


def test_the_dashboard_shows_what_operators_watch_from_the_provisioned_source() -> None:
    shown = dashboard()
    provisioned = yaml.safe_load((ROOT / "deploy/grafana/provisioning/datasources/prometheus.yml").read_text("utf-8"))
    (source,) = provisioned["datasources"]
    for panel in shown["panels"]:
        assert panel["datasource"]["uid"] == source["uid"]
        assert " / " in panel["title"], "both languages"
    places = {(panel["gridPos"]["x"], panel["gridPos"]["y"]) for panel in shown["panels"]}
    assert len(places) == len(shown["panels"])
    named = " ".join(target["expr"] for panel in shown["panels"] for target in panel["targets"])
    for metric in (
        "appended_events", "append_seconds", "relay_position", "reader_lag_events", "reader_verified_position",
        "reader_gaps", "reader_duplicates", "reader_hash_mismatches", "fold_seconds", "two_totals_difference",
        "socai_members", "http_seconds",
    ):  # fmt: skip
        assert metric in named
