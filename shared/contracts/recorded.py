"""A stored event as the deciding side reads it back: envelope and typed data, lifted to the newest version."""

from dataclasses import dataclass

from msgspec import Struct

from shared.contracts.codec import decode_data, decode_envelope
from shared.contracts.envelope import Envelope
from shared.contracts.upcast import upcast


@dataclass(frozen=True, slots=True)
class Recorded:
    """`data` is None when the type is not known to this code."""

    envelope: Envelope
    data: Struct | None


def recorded(value: bytes) -> Recorded:
    """Read a stored event. Raises Malformed."""
    envelope = decode_envelope(value)
    data = decode_data(envelope)
    return Recorded(envelope, None if data is None else upcast(data))
