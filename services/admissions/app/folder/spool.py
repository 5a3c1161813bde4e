"""The bytes of an upload, in scratch: written once as they come, then read like a file, from any place in it."""

import io
from typing import TYPE_CHECKING, BinaryIO

from services.admissions.app.ports import Scratch

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

BLOCK_BYTES = 65_536


class Spool:
    """Takes bytes in any pieces; `opened` reads them back. Only one block of it is ever in memory."""

    def __init__(self, scratch: Scratch) -> None:
        self._scratch = scratch
        self._tail = bytearray()
        self._blocks = 0
        self.size = 0

    def write(self, piece: bytes) -> None:
        """Take the next bytes."""
        self.size += len(piece)
        self._tail += piece
        while len(self._tail) >= BLOCK_BYTES:
            self._flush(BLOCK_BYTES)

    def opened(self) -> BinaryIO:
        """A seekable reader from the beginning. Nothing may be written any more."""
        if self._tail:
            self._flush(len(self._tail))
        return io.BufferedReader(_Reader(self), BLOCK_BYTES)

    def block(self, number: int) -> bytes:
        """One block; empty beyond the end."""
        return self._scratch.get(f"spool:{number}") or b""

    def close(self) -> None:
        """Let go of it all."""
        self._scratch.close()

    def _flush(self, size: int) -> None:
        self._scratch.put(f"spool:{self._blocks}", bytes(self._tail[:size]))
        del self._tail[:size]
        self._blocks += 1


class _Reader(io.RawIOBase):
    def __init__(self, spool: Spool) -> None:
        super().__init__()
        self._spool = spool
        self._at = 0
        self._number = -1
        self._block = b""

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._spool.size}[whence]
        if start + offset < 0:
            raise ValueError("before the beginning")
        self._at = start + offset
        return self._at

    def readinto(self, buffer: "WriteableBuffer", /) -> int:
        """Bytes of the block at hand, as many as it has and the buffer takes; 0 at the end."""
        number, offset = divmod(self._at, BLOCK_BYTES)
        if number != self._number:
            self._number, self._block = number, self._spool.block(number)
        view = memoryview(buffer)
        piece = self._block[offset : offset + len(view)]
        view[: len(piece)] = piece
        self._at += len(piece)
        return len(piece)
