"""Decide and append: load streams, fold, decide, encode, append; decide again when a stream has moved on (design 4).

The writer process groups commits: whoever leads takes every append that waits and writes them in one transaction.
"""

import random
import time
from collections import Counter, deque
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from threading import Event, Lock
from typing import Generic, TypeVar

from shared.contracts.codec import prepare
from shared.contracts.envelope import NewEvent, Provenance
from shared.contracts.recorded import Recorded, recorded
from shared.core.decider import Decider
from shared.core.errors import Conflict, Unavailable
from shared.core.stream import StreamId, StreamVersion
from shared.core.text import Text
from shared.ports.event_store import Append, Appended, EventStore, StoredEvent, Within
from shared.ports.observer import WriterObserver

Tx = TypeVar("Tx")
State = TypeVar("State")
Command = TypeVar("Command")

ATTEMPTS_MAX = 8
GROUP_COMMANDS_MAX = 64
GROUP_EVENTS_MAX = 2_000
_PAUSE_FIRST_S = 0.002
_PAUSE_MAX_S = 0.2
_WAIT_MAX_S = 60.0


class Reads(Generic[Tx]):
    """What a decision reads: it remembers the version of every stream, and these must still hold at the append."""

    def __init__(self, store: EventStore[Tx], command_id: str) -> None:
        self._store = store
        self._command_id = command_id
        self._events: dict[StreamId, Sequence[Recorded]] = {}
        self.repeated = False

    @property
    def versions(self) -> Mapping[StreamId, StreamVersion]:
        """Every stream that was read, at the version it had."""
        return {stream: StreamVersion(len(events)) for stream, events in self._events.items()}

    def events(self, streams: Sequence[StreamId]) -> Mapping[StreamId, Sequence[Recorded]]:
        """The events of these streams, from one snapshot for those not read before."""
        missing = [stream for stream in streams if stream not in self._events]
        if missing:
            for stream, stored in self._store.read_streams(missing).items():
                events = tuple(recorded(event.value) for event in stored)
                self._events[stream] = events
                self.repeated = self.repeated or any(e.envelope.commandid == self._command_id for e in events)
        if self.repeated:
            raise _AlreadyDone
        return {stream: self._events[stream] for stream in streams}

    def state(self, stream: StreamId, decider: Decider[State, Command, Recorded, NewEvent]) -> State:
        """The present state of one stream."""
        return self.states([stream], decider)[stream]

    def states(
        self, streams: Sequence[StreamId], decider: Decider[State, Command, Recorded, NewEvent]
    ) -> dict[StreamId, State]:
        """The present states of several streams of one kind."""
        return {stream: decider.fold(events) for stream, events in self.events(streams).items()}


Decide = Callable[[Reads[Tx]], Sequence[NewEvent]]
"""A decision over any number of streams: read states, decide, give the events. It may run more than once."""


class _AlreadyDone(Exception):
    """The command's events were met while reading: it is answered with where they stand, not decided again."""


class Writer(Generic[Tx]):
    """The one road to the log inside a writer process. Safe to share between threads.

    `within`: work queues, updated in every append's transaction. `pause` and `jitter` space the retries.
    """

    def __init__(
        self,
        store: EventStore[Tx],
        *,
        within: Within[Tx] | None = None,
        observer: WriterObserver | None = None,
        pause: Callable[[float], None] = time.sleep,
        jitter: Callable[[], float] = random.random,  # noqa: S311 - it spaces retries, nothing more
    ) -> None:
        self.store = store
        self._within = within
        self._observer = observer or WriterObserver()
        self._pause = pause
        self._jitter = jitter
        self._queue = _Queue(self._append_group)

    def handle(
        self,
        stream: StreamId,
        decider: Decider[State, Command, Recorded, NewEvent],
        command: Command,
        provenance: Provenance,
        at: datetime,
    ) -> Appended:
        """Decide a command on one stream and append what it gives. As `decide`."""

        def decide(reads: Reads[Tx]) -> Sequence[NewEvent]:
            return decider.decide(reads.state(stream, decider), command, at)

        return self.decide(decide, provenance)

    def decide(self, decide: Decide[Tx], provenance: Provenance) -> Appended:
        """Decide over any streams and append. A command that is in the log already is answered with where it stands.

        Raises what `decide` raises, Conflict when others were quicker ATTEMPTS_MAX times, Unavailable.
        """
        command_id = str(provenance.command_id)
        for attempt in range(ATTEMPTS_MAX):
            reads = Reads(self.store, command_id)
            try:
                events = decide(reads)
            except _AlreadyDone:
                return self.append(Append(command_id=command_id, expected={}, events=()))
            prepared = tuple(prepare(event, provenance, index) for index, event in enumerate(events))
            try:
                return self.append(Append(command_id=command_id, expected=reads.versions, events=prepared))
            except Conflict:
                if attempt == ATTEMPTS_MAX - 1:
                    raise
                self._observer.decided_again()
            self._pause(min(_PAUSE_MAX_S, _PAUSE_FIRST_S * 2**attempt) * self._jitter())
        raise AssertionError("the last attempt returns or raises")

    def append(self, append: Append) -> Appended:
        """Append one decided command, grouped with whatever else waits. Raises Conflict, Unavailable."""
        outcome = self._queue.submit(append)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    def append_chunk(self, appends: Sequence[Append], *, within: Within[Tx] | None = None) -> Appended:
        """Append a chunk of a staged act; `within` runs after the writer's own. Raises Conflict, Unavailable."""
        hooks = [hook for hook in (self._within, within) if hook is not None]

        def both(tx: Tx, events: Sequence[StoredEvent]) -> None:
            for hook in hooks:
                hook(tx, events)

        began = time.perf_counter()
        appended = self.store.append_chunk(appends, within=both if hooks else None)
        self._tell([appended], began)
        return appended

    def _append_group(self, appends: Sequence[Append]) -> Sequence[Appended | Exception]:
        began = time.perf_counter()
        outcomes = self.store.append(appends, within=self._within)
        self._tell([outcome for outcome in outcomes if isinstance(outcome, Appended)], began)
        return outcomes

    def _tell(self, outcomes: Sequence[Appended], began: float) -> None:
        events = [event for outcome in outcomes if not outcome.repeated for event in outcome.events]
        if events:
            topics = Counter(event.topic for event in events)
            self._observer.appended(topics, events[-1].position, time.perf_counter() - began)


class _Ticket:
    """One append that waits, and what came of it."""

    __slots__ = ("append", "outcome", "woken")

    def __init__(self, append: Append) -> None:
        self.append = append
        self.outcome: Appended | Exception | None = None
        self.woken = Event()


class _Queue:
    """Waiting appends. One thread leads: it writes those that wait, its own first, then hands the lead on."""

    def __init__(self, write: Callable[[Sequence[Append]], Sequence[Appended | Exception]]) -> None:
        self._write = write
        self._lock = Lock()
        self._waiting: deque[_Ticket] = deque()
        self._led = False

    def submit(self, append: Append) -> Appended | Exception:
        """Wait until the append was written, by this thread or by another. Raises Unavailable."""
        ticket = _Ticket(append)
        with self._lock:
            self._waiting.append(ticket)
            lead = not self._led
            self._led = True
        if not lead and not ticket.woken.wait(_WAIT_MAX_S):
            self._give_up(ticket)
        if ticket.outcome is None:
            self._lead()
        assert ticket.outcome is not None
        return ticket.outcome

    def _lead(self) -> None:
        with self._lock:
            group = self._take()
        try:
            outcomes = self._write([ticket.append for ticket in group])
            for ticket, outcome in zip(group, outcomes, strict=True):
                ticket.outcome = outcome
        except Exception as fault:  # whatever it is: those who wait for the group are told of it
            for ticket in group:
                ticket.outcome = fault
            raise
        finally:
            for ticket in group:
                # Only an interrupt leaves a ticket without outcome: whether it was written is not known.
                ticket.outcome = ticket.outcome or _unanswered()
                ticket.woken.set()
            with self._lock:
                if self._waiting:
                    self._waiting[0].woken.set()
                else:
                    self._led = False

    def _take(self) -> list[_Ticket]:
        group = [self._waiting.popleft()]
        events = len(group[0].append.events)
        while self._waiting and len(group) < GROUP_COMMANDS_MAX:
            events += len(self._waiting[0].append.events)
            if events > GROUP_EVENTS_MAX:
                break
            group.append(self._waiting.popleft())
        return group

    def _give_up(self, ticket: _Ticket) -> None:
        """Leave the queue, unless the ticket is being written or was given the lead: then see it through."""
        with self._lock:
            if ticket in self._waiting and not ticket.woken.is_set():
                self._waiting.remove(ticket)
                raise _unanswered()
        ticket.woken.wait()


def _unanswered() -> Unavailable:
    return Unavailable(
        "append-unanswered",
        Text(vi="Sổ đang bận, chưa ghi được.", en="The log is busy: nothing is known of this write."),
        mend=Text(
            vi="Gửi lại với cùng khóa Idempotency-Key: việc đã ghi không bị ghi hai lần.",
            en="Send it again under the same Idempotency-Key: what was written is not written twice.",
        ),
    )
