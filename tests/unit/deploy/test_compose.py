"""docker-compose.yml says what the table of roles says, holds no secret, and mounts what is made from the table."""

import re
from typing import Any

import pytest
import yaml

from deploy.gateway import render as gateway
from deploy.grafana import dashboard
from deploy.parts.programs import ROOT
from deploy.prometheus import render as prometheus
from deploy.roles import DATABASES, ROLES, SERVICES, Role, api_of, settings_of

TEXT = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
COMPOSE: dict[str, Any] = yaml.safe_load(TEXT)
SERVICE: dict[str, Any] = COMPOSE["services"]
PARTS = {"gateway", "postgres", "kafka", "prometheus", "grafana"}
DATABASE = "postgresql+psycopg://socai:${POSTGRES_PASSWORD:?run deploy.containers prepare}@postgres:5432/"
VARIABLE = re.compile(r"\$\{([A-Z_]+)(:[-?][^}]*)?\}")
SECRET = re.compile(r"PASSWORD|SECRET|TOKEN|MASTER")
each_role = pytest.mark.parametrize("role", ROLES, ids=lambda role: role.name)


def test_it_runs_every_role_and_every_part_and_nothing_else() -> None:
    assert set(SERVICE) == {role.name for role in ROLES} | PARTS


@each_role
def test_a_role_runs_as_the_table_says(role: Role) -> None:
    service = SERVICE[role.name]
    assert tuple(service["command"]) == role.command
    assert service["environment"] == settings_of(
        role,
        database_url=DATABASE + role.service,
        keystore_url=DATABASE + "keystore",
        kafka_bootstrap="kafka:9092",
        secrets="/run/secrets",
        host="0.0.0.0",
    )
    assert service["healthcheck"]["test"] == ["CMD", "python", "-m", "deploy.ready", str(role.port)]


@each_role
def test_a_role_is_given_only_the_secrets_that_it_needs(role: Role) -> None:
    mounted = {f"/run/secrets/{secret['target']}" for secret in SERVICE[role.name]["secrets"]}
    named = {value for value in SERVICE[role.name]["environment"].values() if value.startswith("/run/secrets/")}
    assert mounted == named
    assert ("/run/secrets/master.key" in mounted) == role.keys


@each_role
def test_a_role_waits_for_what_it_needs(role: Role) -> None:
    waited = set(SERVICE[role.name]["depends_on"])
    assert "postgres" in waited
    assert ("kafka" in waited) == role.kafka


@each_role
def test_a_role_has_no_rights_and_nothing_to_write_on(role: Role) -> None:
    service = SERVICE[role.name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["user"] == "${SOCAI_USER:-10001:10001}"


def test_every_service_is_watched_and_started_again_and_waits_for_healthy_ones() -> None:
    for name, service in SERVICE.items():
        assert service["healthcheck"]["test"][0] == "CMD", name
        assert service["restart"] == "unless-stopped", name
        for condition in service.get("depends_on", {}).values():
            assert condition == {"condition": "service_healthy"}, name


def test_every_image_is_a_variable_with_a_public_default() -> None:
    for name, service in SERVICE.items():
        assert re.fullmatch(r"\$\{[A-Z]+_IMAGE:-[a-z/]+:[\w.-]+\}", service["image"]), name
    for part in ("admissions-api", "members-read"):
        assert SERVICE[part]["build"]["args"] == {"BASE": "${BASE_IMAGE:-python:3.11-slim-bookworm}"}


def test_no_secret_has_a_default() -> None:
    named = {name: rest for name, rest in VARIABLE.findall(TEXT) if SECRET.search(name)}
    assert set(named) == {"POSTGRES_PASSWORD", "GRAFANA_PASSWORD", "SOCAI_SECRETS"}
    assert all(rest.startswith(":?") for name, rest in VARIABLE.findall(TEXT) if name in named)
    for name, service in SERVICE.items():
        for variable, value in service.get("environment", {}).items():
            if SECRET.search(variable) and not variable.endswith("_FILE"):
                assert VARIABLE.fullmatch(value), f"{name}: {variable}"
    assert all(secret["file"].startswith("${SOCAI_SECRETS:?") for secret in COMPOSE["secrets"].values())
    assert not re.search(r"://[^:/\s]+:[^$@\s]+@", TEXT), "a password stands in an address"


def test_only_this_machine_reaches_it_and_only_the_gateway_and_the_watchers() -> None:
    published = {name: service["ports"] for name, service in SERVICE.items() if "ports" in service}
    assert set(published) == {"gateway", "prometheus", "grafana"}
    for ports in published.values():
        assert all(port.startswith("127.0.0.1:") for port in ports)


def test_every_named_volume_is_declared_and_every_mounted_file_is_there() -> None:
    mounted = [volume for service in SERVICE.values() for volume in service.get("volumes", [])]
    named = {volume.partition(":")[0] for volume in mounted if not volume.startswith("./")}
    assert named == set(COMPOSE["volumes"])
    for volume in mounted:
        if volume.startswith("./"):
            path, _, mode = volume.split(":")
            assert (ROOT / path).exists(), path
            assert mode == "ro", path


@pytest.mark.parametrize(
    ("path", "made"),
    [
        ("deploy/gateway/nginx.conf", gateway.for_containers()),
        ("deploy/prometheus/prometheus.yml", prometheus.for_containers()),
        ("deploy/grafana/dashboards/operations.json", dashboard.text()),
    ],
)
def test_a_file_made_from_a_table_is_committed_as_it_is_made(path: str, made: str) -> None:
    assert (ROOT / path).read_text(encoding="utf-8") == made


def test_the_gateway_leads_to_each_service_and_waits_for_it() -> None:
    made = gateway.for_containers()
    for service in SERVICES:
        api = api_of(service)
        assert f"location /{service}/ {{ set $role {api.name}:{api.port};" in made
    assert set(SERVICE["gateway"]["depends_on"]) == {api_of(service).name for service in SERVICES}


def test_a_new_server_is_given_every_database() -> None:
    made = (ROOT / "deploy" / "postgres" / "databases.sql").read_text(encoding="utf-8")
    assert re.findall(r"^CREATE DATABASE (\w+);$", made, re.MULTILINE) == list(DATABASES)


def test_the_image_is_for_one_unprivileged_user_and_takes_no_more_than_it_names() -> None:
    dockerfile = (ROOT / "deploy" / "Dockerfile").read_text(encoding="utf-8")
    assert re.findall(r"^USER (.*)$", dockerfile, re.MULTILINE) == ["10001:10001"]
    assert "--require-hashes" in dockerfile
    copied = re.findall(r"^COPY (.*) \S+$", dockerfile, re.MULTILINE)
    allowed = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert "*" in allowed
    assert {f"!{path}" for line in copied for path in line.split()} == {line for line in allowed if line[:1] == "!"}
