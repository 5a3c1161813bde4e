"""The loop around a role: it stops when told, waits out a dependency, dies of anything else; and its heartbeat."""

from threading import Event

import pytest

from shared.core.errors import Unavailable
from shared.core.text import Text
from shared.ops.runner import BACKOFF_S_MAX, BACKOFF_S_MIN, Heartbeat, run_until

DOWN = Unavailable("database-unavailable", Text(vi="", en=""))


class Stop(Event):
    """A stop signal that notes how long it was waited for, and waits for nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.waits: list[float | None] = []

    def wait(self, timeout: float | None = None) -> bool:
        self.waits.append(timeout)
        return self.is_set()


def run(outcomes: list[bool | Exception]) -> Stop:
    """Let each call of the step end in one of these; the last one stops the loop."""
    stop, remaining = Stop(), list(outcomes)

    def step() -> bool:
        outcome = remaining.pop(0)
        if not remaining:
            stop.set()
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    run_until(stop, step, idle_s=0.5)
    return stop


def test_a_busy_loop_does_not_wait_and_an_idle_one_does() -> None:
    assert run([True, True, True]).waits == []
    assert run([False, True, False]).waits == [0.5, 0.5]


def test_a_dependency_that_is_down_is_waited_for_longer_each_time_up_to_a_limit() -> None:
    waits = run([DOWN] * 9).waits
    assert waits[:3] == [BACKOFF_S_MIN, BACKOFF_S_MIN * 2, BACKOFF_S_MIN * 4]
    assert waits[-1] == BACKOFF_S_MAX


def test_after_a_success_the_waiting_begins_anew() -> None:
    assert run([DOWN, DOWN, True, DOWN]).waits[-1] == BACKOFF_S_MIN


def test_any_other_fault_ends_the_loop() -> None:
    with pytest.raises(ZeroDivisionError):
        run([True, ZeroDivisionError(), True])


def test_a_loop_that_is_stopped_already_does_nothing() -> None:
    stop = Event()
    stop.set()
    run_until(stop, lambda: pytest.fail("it must not step"))


def test_a_heart_that_is_silent_too_long_is_not_alive() -> None:
    now = 0.0
    heart = Heartbeat(silent_s_max=30, steady=lambda: now)
    now = 30.0
    assert heart.check() is None
    now = 31.0
    assert heart.check() == "silent for 31 s"
    heart.beat()
    assert heart.check() is None
