"""HTTP of all services against their own OpenAPI documents: whatever is sent, the answer is one that they name."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from jsonschema_rs import Draft202012Validator
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import content_type_conformance, status_code_conformance

from services.embedded import local_issuer
from services.system import System
from shared.http.caller import WHOLE_REGISTRY, Caller

EXAMPLES_MAX = 8
SERVICES = ("admissions", "members", "indicators", "audit")
CHECKS = [status_code_conformance, content_type_conformance]
"""No document names 500, so a defect is an answer that it does not name; 503 is named, and comes with Retry-After."""
SUCCESS = ("200", "201", "202")
UNITS = (
    ("p", "province", None),
    ("d", "district", "p"),
    ("db", "grassroots_committee", "d"),
    ("c1", "subordinate_cell", "db"),
    ("c2", "grassroots_cell", "d"),
)


@schemathesis.serializer("application/x-tar", "application/x-ndjson", "application/yaml", "text/csv")
def as_it_is(_context: schemathesis.SerializationContext, value: object) -> bytes:
    """Bodies that are files: whatever bytes come to mind."""
    return value if isinstance(value, bytes) else str(value).encode()


class Loaded:
    """A small system in this process, with its door and a token."""

    def __init__(self, system: System, var: Path) -> None:
        self.app = system.app
        self.http = TestClient(system.app, raise_server_exceptions=False)
        province = Caller(officer_id="can-bo", office="province_officer", unit_id=WHOLE_REGISTRY)
        self.headers = {"Authorization": f"Bearer {local_issuer(var).mint(province)}"}

    def written(self, path: str, body: dict[str, Any]) -> None:
        """A write that must succeed."""
        response = self.http.post(f"/admissions{path}", json=body, headers=self.headers)
        assert response.status_code == 201, response.text

    def document(self, service: str) -> dict[str, Any]:
        """The service's OpenAPI document."""
        found: dict[str, Any] = self.http.get(f"/{service}/openapi.json", headers=self.headers).json()
        return found


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Loaded]:
    """A province with two cells, a member and a prospect."""
    var = tmp_path_factory.mktemp("contract")
    with System.embedded(var, issuer_keys_file=local_issuer(var).keys_file) as system:
        found = Loaded(system, var)
        for unit_id, kind, parent in UNITS:
            body = {"unit_id": unit_id, "kind": kind, "name_vi": unit_id, "effective_on": "2000-01-01"}
            found.written("/units", body if parent is None else {**body, "parent_id": parent})
        for act, name in (("enrolled", "Người Một"), ("nominated", "Người Hai")):
            first = {"act": act, "effective_on": "2015-01-01", "unit_id": "c1"}
            found.written("/people", {"particulars": {"full_name": name, "birth_date": "1990-05-06"}, "first": first})
        yield found


def _operations(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for methods in document["paths"].values():
        yield from methods.values()


@pytest.mark.requirement("4.12")
@pytest.mark.parametrize("service", SERVICES)
def test_every_answer_is_one_that_the_document_names(loaded: Loaded, service: str) -> None:
    document = schemathesis.openapi.from_asgi(f"/{service}/openapi.json", loaded.app)
    headers = {**loaded.headers, "Socai-Min-Position": "1"}  # a reader waits for one that it has not reached
    tried = 0
    for found in document.get_all_operations():
        assert isinstance(found, Ok), found
        operation = found.ok()

        @settings(max_examples=EXAMPLES_MAX, deadline=None, suppress_health_check=list(HealthCheck), database=None)
        @given(case=operation.as_strategy())
        def whatever_is_sent(case: schemathesis.Case[Any]) -> None:
            case.call_and_validate(checks=CHECKS, headers=headers)

        whatever_is_sent()
        tried += 1
    assert not any("500" in each["responses"] for each in _operations(loaded.document(service)))
    assert tried == len(list(_operations(loaded.document(service))))


@pytest.mark.requirement("4.12")
@pytest.mark.parametrize("service", SERVICES)
def test_every_route_says_what_it_is_for_shows_its_answer_and_names_its_refusals(loaded: Loaded, service: str) -> None:
    lacking = []
    for path, methods in loaded.document(service)["paths"].items():
        for method, operation in methods.items():
            answers = {status: each for status, each in operation["responses"].items() if status in SUCCESS}
            shown = [
                each
                for answer in answers.values()
                for media, each in answer.get("content", {}).items()
                if media != "application/json" or "example" in each or "$ref" in each.get("schema", {})
            ]
            refusals = {"400", "401", "403", "422", "503"} - set(operation["responses"])
            if not (operation.get("summary") and shown) or (refusals and path.startswith(f"/{service}")):
                lacking.append(f"{method} {path}")
    assert lacking == []


@pytest.mark.requirement("4.12")
def test_every_body_of_the_writer_has_an_example_that_fits_its_schema(loaded: Loaded) -> None:
    document = loaded.document("admissions")
    schemas = document["components"]["schemas"]
    bodies = [name for name in schemas if name.endswith(("Body", "Item"))]
    assert len(bodies) > 50
    unfit = []
    for name in bodies:
        examples = schemas[name].get("examples", [])
        validator = Draft202012Validator({"$ref": f"#/components/schemas/{name}", "components": document["components"]})
        unfit += (
            [name] if not examples else [f"{name}: {fault.message}" for fault in validator.iter_errors(examples[0])]
        )
    assert unfit == []
