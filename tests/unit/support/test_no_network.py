"""The guard of the unit tests itself."""

import asyncio
import socket

import pytest


def test_a_unit_test_that_opens_a_connection_fails() -> None:
    with socket.socket() as one, pytest.raises(AssertionError, match=r"socket\.connect"):
        one.connect(("127.0.0.1", 9))


def test_an_event_loop_still_works_in_a_unit_test() -> None:
    async def answer() -> int:
        return 42

    assert asyncio.run(answer()) == 42
