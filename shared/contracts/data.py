"""Any data of the contracts, and a copy of it with some fields changed: the door of the domain to the wire library."""

from typing import TypeVar

import msgspec

Data = msgspec.Struct

AnyData = TypeVar("AnyData", bound=Data)


def replaced(data: AnyData, **changes: object) -> AnyData:
    """The same data with these fields in place of its own."""
    return msgspec.structs.replace(data, **changes)
