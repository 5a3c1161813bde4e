"""Wakes those who wait for the log to grow, inside one process: rung after an append, waited at by readers."""

from threading import Condition


class Doorbell:
    """A counter to wait at. A ring between `ticket` and `wait` is not lost."""

    def __init__(self) -> None:
        self._rung = 0
        self._changed = Condition()

    def ring(self) -> None:
        """Wake everyone who waits."""
        with self._changed:
            self._rung += 1
            self._changed.notify_all()

    def ticket(self) -> int:
        """Taken before looking whether there is work; `wait` returns at once when it was rung since."""
        with self._changed:
            return self._rung

    def wait(self, ticket: int, timeout_s: float) -> None:
        """Wait until it is rung, at most so long."""
        with self._changed:
            self._changed.wait_for(lambda: self._rung != ticket, timeout_s)
