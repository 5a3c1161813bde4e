"""Logs are one JSON object a line, whoever writes them, with role and correlation id."""

import io
import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from shared.ops.logging import configure_logging


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    stream = io.StringIO()
    with structlog.contextvars.bound_contextvars():
        configure_logging("members.read", stream=stream)
        yield stream
    structlog.contextvars.clear_contextvars()
    structlog.reset_defaults()
    root.handlers = handlers
    root.setLevel(level)


def lines(stream: io.StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_our_records_and_those_of_libraries_have_one_shape(written: io.StringIO) -> None:
    with structlog.contextvars.bound_contextvars(correlation_id="c-1"):
        structlog.get_logger("t").warning("gap", partition="socai.people/3")
        logging.getLogger("library").error("it %s", "broke")
    ours, theirs = lines(written)
    assert (ours["event"], ours["partition"], ours["level"]) == ("gap", "socai.people/3", "warning")
    assert (theirs["event"], theirs["level"]) == ("it broke", "error")
    for line in (ours, theirs):
        assert (line["role"], line["correlation_id"]) == ("members.read", "c-1")
        assert str(line["timestamp"]).endswith("Z")


def test_an_exception_is_told_in_the_same_line(written: io.StringIO) -> None:
    try:
        raise ZeroDivisionError("by nothing")
    except ZeroDivisionError:
        structlog.get_logger("t").exception("thread-ended")
    (line,) = lines(written)
    assert "ZeroDivisionError: by nothing" in str(line["exception"])


def test_noisy_libraries_are_heard_from_warnings_on(written: io.StringIO) -> None:
    logging.getLogger("kafka.conn").info("connected")
    logging.getLogger("httpx2").info("GET /people?name=x")
    logging.getLogger("kafka.conn").warning("lost")
    assert [line["event"] for line in lines(written)] == ["lost"]
