"""Old versions lifted to the newest when read, step by step, by pure functions; stored events are never rewritten.

The table is empty while every type stands at version 1: a v2 adds the v1 -> v2 function here and keeps v1's class.
"""

from collections.abc import Callable, Mapping

from msgspec import Struct

UPCASTERS: Mapping[type[Struct], Callable[[Struct], Struct]] = {}


def upcast(data: Struct) -> Struct:
    """The data as the newest version of its type."""
    while (step := UPCASTERS.get(type(data))) is not None:
        data = step(data)
    return data
