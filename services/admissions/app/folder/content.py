"""One file of an import folder as bytes that can be opened again and again, without being in memory."""

import hashlib
import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO

READ_BYTES = 65_536


@dataclass(frozen=True, slots=True)
class Content:
    """`size` in bytes; `digest`: SHA-256 (hex) of them; `opened`: a seekable reader from the beginning."""

    size: int
    digest: str
    opened: Callable[[], BinaryIO]


def content_of(data: bytes) -> Content:
    """Bytes that are in memory anyway."""
    return Content(len(data), hashlib.sha256(data).hexdigest(), lambda: io.BytesIO(data))


def measured(opened: Callable[[], BinaryIO]) -> Content:
    """A content with its size and digest found by reading it once."""
    whole, size = hashlib.sha256(), 0
    with opened() as stream:
        while piece := stream.read(READ_BYTES):
            whole.update(piece)
            size += len(piece)
    return Content(size, whole.hexdigest(), opened)
