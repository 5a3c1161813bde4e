"""Unit tests reach no network: a socket that would leave the process raises."""

import socket
from collections.abc import Callable

import pytest


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Internet sockets cannot connect, bind or send; the socket pairs inside an event loop still work."""
    for name in ("connect", "connect_ex", "bind", "sendto"):
        monkeypatch.setattr(socket.socket, name, _guard(name, getattr(socket.socket, name)))


def _guard(name: str, original: Callable[..., object]) -> Callable[..., object]:
    def guarded(self: socket.socket, *arguments: object) -> object:
        if self.family in {socket.AF_INET, socket.AF_INET6}:
            raise AssertionError(f"a unit test called socket.{name}{arguments}")
        return original(self, *arguments)

    return guarded
