"""The files that a command sends: read whole, and refused before they are sent where they cannot be."""

from pathlib import Path

from services.cli.errors import UsedWrongly
from services.cli.output import say

READABLE_MAX = 1_048_576
"""Bytes; no body that the service takes from a command is longer. Imports go by another road."""


def content_of(file: Path) -> bytes:
    """The bytes of a file. Raises UsedWrongly when it cannot be read or is too long."""
    try:
        content = file.read_bytes()
    except OSError as fault:
        raise UsedWrongly(say(f"Không đọc được {file}: {fault}.", f"{file} cannot be read: {fault}.")) from None
    if len(content) > READABLE_MAX:
        raise UsedWrongly(say(f"{file} dài quá {READABLE_MAX} byte.", f"{file} is over {READABLE_MAX} bytes."))
    return content
