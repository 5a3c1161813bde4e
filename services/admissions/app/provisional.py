"""Positions of events that are staged but not appended: stand-ins, replaced when the chunk before them is in the log.

A staged event may take back what an earlier staged event stated; where that one stands is known only once it is there.
"""

from collections.abc import Mapping
from typing import TypeVar

import msgspec
from msgspec import Struct

from shared.contracts.facts import PersonFact
from shared.contracts.lifecycle import Corrected
from shared.contracts.movement import Movement
from shared.core.stream import Position

PersonData = TypeVar("PersonData", bound=Struct)

STAGED_FROM = 2**61
"""No log reaches this position: those from here on are stand-ins, in the order in which events were staged."""


def referred(data: Struct) -> list[int]:
    """The stand-ins that an event refers to."""
    if not isinstance(data, PersonFact):
        return []
    found = [move.undo.position for move in data.movements if move.undo is not None]
    found += data.restates
    if isinstance(data, Corrected):
        found.append(data.corrects.position)
    return [position for position in found if position >= STAGED_FROM]


def resolve(data: PersonData, stands_at: Mapping[int, Position]) -> PersonData:
    """The event with every stand-in replaced by the position where that event stands now."""
    if not isinstance(data, PersonFact) or not referred(data):
        return data
    changes: dict[str, object] = {
        "movements": tuple(_resolved(move, stands_at) for move in data.movements),
        "restates": tuple(stands_at.get(position, position) for position in data.restates),
    }
    if isinstance(data, Corrected):
        changes["corrects"] = msgspec.structs.replace(
            data.corrects, position=stands_at.get(data.corrects.position, data.corrects.position)
        )
    return msgspec.structs.replace(data, **changes)


def _resolved(move: Movement, stands_at: Mapping[int, Position]) -> Movement:
    if move.undo is None:
        return move
    undo = msgspec.structs.replace(move.undo, position=stands_at.get(move.undo.position, move.undo.position))
    return msgspec.structs.replace(move, undo=undo)
