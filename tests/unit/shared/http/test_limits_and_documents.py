"""Around every request: a correlation id that can be trusted, bodies that end in time; and answers' schemas, whole."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi import APIRouter, Request
from fastapi.testclient import TestClient

from shared.contracts.answers import IndicatorsAnswer, MembersAnswer, TrailAnswer, VerifyAnswer
from shared.http.app import make_app
from shared.http.documented import documented


@pytest.fixture
def client() -> TestClient:
    router = APIRouter()

    @router.post("/small")
    @router.post("/large")
    async def size(request: Request) -> int:
        return len(await request.body())

    large = frozenset({"/t/large"})
    app = make_app("t", [router], checks={}, body_bytes_max=10, large_paths=large, large_bytes_max=100)
    return TestClient(app, raise_server_exceptions=False)


def pieces(count: int) -> Iterator[bytes]:
    """A body without a declared length."""
    for _ in range(count):
        yield b"12345"


@pytest.mark.parametrize(("path", "count", "status"), [("small", 2, 200), ("small", 3, 413), ("large", 20, 200)])
def test_a_body_is_counted_as_it_comes(client: TestClient, path: str, count: int, status: int) -> None:
    assert client.post(f"/t/{path}", content=pieces(count)).status_code == status


def test_a_body_that_declares_too_much_is_refused_unread_with_the_limit_named(client: TestClient) -> None:
    answer = client.post("/t/large", content=b"x" * 101)
    assert (answer.status_code, answer.json()["rule"]) == (413, "body-too-large")
    assert answer.json()["values"] == {"bytes_max": 100}


def test_a_callers_correlation_id_comes_back_and_one_that_could_spoil_a_log_does_not(client: TestClient) -> None:
    def given(value: str) -> str:
        return client.post("/t/small", headers={"x-correlation-id": value}).headers["x-correlation-id"]

    assert given("import-7:3") == "import-7:3"
    for bad in ("", "a b", "x" * 65, '{"a":1}'):
        assert len(given(bad)) == 36


def test_every_request_is_timed_by_service_method_and_status(client: TestClient) -> None:
    client.post("/t/small", content=b"12345678901")
    assert 'socai_http_seconds_count{method="POST",service="t",status="413"}' in client.get("/metrics").text


@pytest.mark.parametrize("answer", [MembersAnswer, IndicatorsAnswer, TrailAnswer, VerifyAnswer])
def test_the_schema_of_an_answer_refers_to_nothing_outside_itself(answer: type[Any]) -> None:
    found = documented(answer, "said", 200)[200]
    schema = found["content"]["application/json"]["schema"]
    assert found["description"] == "said"
    assert "$ref" not in json.dumps(schema)
    assert "position" in schema["properties"]["stamp"]["properties"]
