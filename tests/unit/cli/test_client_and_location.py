"""A command's client: complete to the head, patient with a reader that lags, plain about everything else."""

from collections.abc import Callable
from pathlib import Path

import httpx2
import pytest

from services.cli.client import Client
from services.cli.errors import CommandFailed, DependencyDown, UsedWrongly
from services.cli.location import Location

Handler = Callable[[httpx2.Request], httpx2.Response]


def client(handler: Handler) -> Client:
    return Client(httpx2.Client(base_url="http://t", transport=httpx2.MockTransport(handler)))


def test_a_read_is_complete_to_the_head_and_waits_for_a_reader_that_lags() -> None:
    asked: list[httpx2.Request] = []

    def handler(request: httpx2.Request) -> httpx2.Response:
        if request.url.path == "/admissions/head":
            return httpx2.Response(200, json={"position": 12})
        asked.append(request)
        return httpx2.Response(503 if len(asked) < 3 else 200, json={}, headers={"retry-after": "0"})

    client(handler).get("/members/x", {"as_of": "2019-12-31", "tree": None})
    assert len(asked) == 3
    assert asked[0].headers["socai-min-position"] == "12"
    assert dict(asked[0].url.params) == {"as_of": "2019-12-31"}


def test_a_read_that_need_not_be_complete_asks_once() -> None:
    def handler(request: httpx2.Request) -> httpx2.Response:
        assert "socai-min-position" not in request.headers
        return httpx2.Response(503, json={"detail": "down"})

    with pytest.raises(CommandFailed) as failed:
        client(handler).get("/members/x", to_head=False)
    assert failed.value.exit_code == 3


def test_a_refused_write_and_a_refused_stream_carry_their_problem() -> None:
    made = client(lambda _request: httpx2.Response(409, json={"rule": "one-place", "detail": "no"}))
    with pytest.raises(CommandFailed, match="no"):
        made.post("/admissions/people", json={})
    with pytest.raises(CommandFailed, match="no"), made.stream("/admissions/log"):
        pytest.fail("nothing was to be read")


def test_a_system_that_is_not_there_is_a_dependency_down() -> None:
    def handler(_request: httpx2.Request) -> httpx2.Response:
        raise httpx2.ConnectError("refused")

    with pytest.raises(DependencyDown, match="http://t"):
        client(handler).head()


@pytest.mark.parametrize(("language", "expected"), [(None, "vi"), ("vi", "vi"), ("en_GB", "en"), ("fr", "vi")])
def test_where_and_as_whom_is_read_from_the_environment(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, language: str | None, expected: str
) -> None:
    for name in ("SOCAI_VAR", "SOCAI_URL", "SOCAI_TOKEN", "SOCAI_LANG"):
        monkeypatch.delenv(name, raising=False)
    if language:
        monkeypatch.setenv("SOCAI_LANG", language)
    found = Location.from_environment()
    assert (found.var, found.url, found.token_text, found.language) == (Path("var"), None, None, expected)
    monkeypatch.setenv("SOCAI_VAR", str(tmp_path))
    monkeypatch.setenv("SOCAI_TOKEN", "abc")
    assert (Location.from_environment().var, Location.from_environment().token()) == (tmp_path, "abc")


def test_a_token_is_made_here_once_and_asked_for_where_the_system_is_elsewhere(tmp_path: Path) -> None:
    here = Location(var=tmp_path / "here", url=None, token_text=None, language="en")
    assert here.token() == here.token()
    assert (tmp_path / "here" / "token").stat().st_mode & 0o777 == 0o600
    there = Location(var=tmp_path / "there", url="http://x", token_text=None, language="en")
    with pytest.raises(UsedWrongly, match="SOCAI_TOKEN"):
        there.token()
