"""One process at a time in `var/`: a second waits for a command, finds a `serve`, and inherits from a dead one."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from deploy.parts.ports import free_port
from services.cli.errors import DependencyDown
from services.embedded import acquire_lock, served_at
from shared.http.serving import HealthServer
from tests.support.waiting import wait_until

HOLD = "import sys,pathlib;from services.embedded import acquire_lock;\
h=acquire_lock(pathlib.Path(sys.argv[1]),wait_s=0);print('held' if h else 'served',flush=True);sys.stdin.read()"


@contextmanager
def another_process(var: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A process that takes the lock and keeps it until its input ends; what it said."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(var)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    try:
        yield process, process.stdout.readline().strip()
    finally:
        process.kill()
        process.communicate()


def test_a_second_process_is_kept_out_until_the_first_lets_go(tmp_path: Path) -> None:
    with another_process(tmp_path) as (process, said):
        assert said == "held"
        with pytest.raises(DependencyDown, match="another command holds it"):
            acquire_lock(tmp_path, wait_s=0.0)
        process.kill()
        process.wait()
        held = acquire_lock(tmp_path, wait_s=10.0)
    assert held is not None
    with held, another_process(tmp_path) as (second, _):
        assert second.wait(20) == 1
    with another_process(tmp_path) as (_, said):
        assert said == "held"


def test_a_command_beside_a_serve_is_sent_to_its_address(tmp_path: Path) -> None:
    with another_process(tmp_path) as (_, said):
        assert said == "held"
        (tmp_path / "serve.json").write_text(json.dumps({"url": "http://127.0.0.1:8080", "pid": 1}), "utf-8")
        assert acquire_lock(tmp_path, wait_s=0.0) is None
        assert served_at(tmp_path) == "http://127.0.0.1:8080"


def test_what_a_killed_serve_left_behind_does_not_mislead(tmp_path: Path) -> None:
    (tmp_path / "serve.json").write_text("{}", "utf-8")
    held = acquire_lock(tmp_path, wait_s=0.0)
    assert held is not None
    with held:
        assert not (tmp_path / "serve.json").exists()


def test_a_role_answers_for_its_health_while_it_works() -> None:
    import httpx2

    port = free_port()
    reason: dict[str, str | None] = {"now": None}

    def alive() -> bool:
        try:
            return httpx2.get(f"http://127.0.0.1:{port}/healthz").status_code == 200
        except httpx2.TransportError:
            return False

    with HealthServer({"loop": lambda: reason["now"]}, host="127.0.0.1", port=port):
        wait_until(alive, what="the health server answers")
        assert httpx2.get(f"http://127.0.0.1:{port}/readyz").status_code == 200
        reason["now"] = "silent"
        answer = httpx2.get(f"http://127.0.0.1:{port}/readyz")
        assert (answer.status_code, answer.json()["checks"]) == (503, {"loop": "silent"})
        assert "socai_reader_position" in httpx2.get(f"http://127.0.0.1:{port}/metrics").text
    assert not alive()
