"""The shape of every aggregate: what it starts as, how an event changes it, what a command makes of it. Pure."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

State = TypeVar("State")
Command = TypeVar("Command")
Recorded = TypeVar("Recorded")
Decided = TypeVar("Decided")


@dataclass(frozen=True, slots=True, kw_only=True)
class Decider(Generic[State, Command, Recorded, Decided]):
    """`evolve` never refuses: what is recorded has happened. `decide` raises a Refusal, or gives what is to be
    recorded; none means that there is nothing to do. `at` is the present instant, given by the caller.
    """

    initial: State
    evolve: Callable[[State, Recorded], State]
    decide: Callable[[State, Command, datetime], Sequence[Decided]]

    def fold(self, events: Iterable[Recorded]) -> State:
        """The state after these events, from the beginning."""
        state = self.initial
        for event in events:
            state = self.evolve(state, event)
        return state
