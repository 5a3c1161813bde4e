"""Distinct names for the numbers and ids of the log, so that one is never passed for another (style guide 4)."""

from typing import NewType
from uuid import UUID, uuid5

Position = NewType("Position", int)
"""Place in the one log: from 1, gapless, commit order. 0 is "before the first"."""
StreamVersion = NewType("StreamVersion", int)
"""Count of events in a stream. 0 is "no event yet"."""
Sequence = NewType("Sequence", int)
"""Place in one partition of one topic: from 1, gapless."""
Partition = NewType("Partition", int)
"""Number of a partition within its topic, from 0."""
Offset = NewType("Offset", int)
"""The broker's own number; a hint, never relied on."""
StreamId = NewType("StreamId", str)
"""`category-id`, for instance `person-<uuid>` or `unit-nam-giang`."""


def stream_id(category: str, key: str) -> StreamId:
    """The stream of one aggregate, for instance `unit-nam-giang` (contracts 2)."""
    return StreamId(f"{category}-{key}")


def event_id(command_id: UUID, index: int) -> UUID:
    """UUIDv5 whose name is the decimal index from 0 of the event in its command (contracts 2)."""
    return uuid5(command_id, str(index))
