"""The gateway as a part of this machine: it answers, it is known to run, and it ends when it is told to."""

from pathlib import Path

import httpx2
import pytest

from deploy.gateway.render import render
from deploy.parts import free_port
from deploy.parts.nginx import LocalNginx


def test_a_gateway_that_was_stopped_is_gone(parts_folder: Path) -> None:
    port = free_port()
    gateway = LocalNginx(parts_folder, host="127.0.0.1", port=port)
    run = str(parts_folder)
    gateway.start(
        render(listen=f"127.0.0.1:{port}", run=run, log=f"{run}/error.log", host_of=lambda _: "127.0.0.1", shift=0)
    )
    ran = gateway.running
    gateway.stop()
    assert ran
    with pytest.raises(httpx2.ConnectError):
        httpx2.get(f"http://127.0.0.1:{port}/healthz", timeout=2)
