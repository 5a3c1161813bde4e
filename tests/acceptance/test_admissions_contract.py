"""The writer's HTTP against its own OpenAPI document: whatever is sent, the answer is one that the document names."""

from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import content_type_conformance, status_code_conformance

from tests.integration.admissions.writer import found_province, new_person, open_writer

EXAMPLES_MAX = 25


@schemathesis.serializer("application/x-tar", "application/x-ndjson")
def as_it_is(_context: schemathesis.SerializationContext, value: object) -> bytes:
    """Bodies that are files: whatever bytes come to mind."""
    return value if isinstance(value, bytes) else str(value).encode()


CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance]


@pytest.mark.requirement("issue-3/13")
def test_every_answer_is_one_that_the_document_names(tmp_path: Path) -> None:
    with open_writer(f"sqlite:///{tmp_path / 'admissions.db'}", tmp_path) as writer:
        found_province(writer)
        writer.written("/people", new_person())
        document = schemathesis.openapi.from_asgi("/admissions/openapi.json", writer.http.app)
        tried = []
        for found in document.get_all_operations():
            assert isinstance(found, Ok), found
            operation = found.ok()

            @settings(max_examples=EXAMPLES_MAX, deadline=None, suppress_health_check=list(HealthCheck), database=None)
            @given(case=operation.as_strategy())
            def whatever_is_sent(case: schemathesis.Case[Any]) -> None:
                case.call_and_validate(checks=CHECKS, headers=writer.headers())

            whatever_is_sent()
            tried.append(operation.label)
    assert "POST /admissions/people/{person_id}/acts" in tried
