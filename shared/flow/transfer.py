"""The log as a file: one event a line, exactly the stored bytes, by position (contracts 2); out, and back in.

What comes in is checked from end to end before its first event is stored, so that a bad file changes nothing.
"""

import gzip
import os
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import BinaryIO, Protocol, cast

from shared.contracts.envelope import VALUE_BYTES_MAX
from shared.core.errors import Conflict, Malformed, SocaiError, TooLarge
from shared.core.stream import Position
from shared.core.text import Text
from shared.flow.place import Tail
from shared.flow.raw import LastAppend, place_raw, read_raw
from shared.ports.event_store import CHUNK_EVENTS_MAX, Head
from shared.ports.outbox import Outbox

GZIP_MAGIC = b"\x1f\x8b"
Progress = Callable[[int], None]
"""Told how many events have been done so far."""


class RawStore(Protocol):
    """A log that takes stored bytes back."""

    def head(self) -> Head:
        """The end of the log."""

    def append_raw(self, values: Sequence[bytes]) -> Head:
        """Store bytes as they are when all of them continue the log; else nothing. Raises Malformed, Unavailable."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """What a load did: `held` events were there already, `stored` are new; `head` is the log's end."""

    held: int
    stored: int
    head: Position


def export_lines(outbox: Outbox) -> Iterator[bytes]:
    """The log, line by line, at one snapshot and in bounded memory."""
    for event in outbox.read_all():
        yield event.value + b"\n"


def write_lines(path: Path, lines: Iterable[bytes]) -> int:
    """Write a file whole or not at all; compressed when its name ends in `.gz`. Returns the count of lines.

    Equal lines give equal bytes: the compressed form carries no time and no name.
    """
    aside = path.with_name(f".{path.name}.{os.getpid()}")
    count = 0
    try:
        with aside.open("wb") as plain:
            packed = gzip.GzipFile("", "wb", fileobj=plain, mtime=0) if path.suffix == ".gz" else None
            target = cast("BinaryIO", packed or plain)
            for line in lines:
                count += 1
                target.write(line)
            if packed is not None:
                packed.close()
            plain.flush()
            os.fsync(plain.fileno())
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)
    return count


def read_values(file: BinaryIO) -> Iterator[bytes]:
    """The stored bytes, line by line, of a plain or compressed export. Raises Malformed, naming the line."""
    start = file.read(2)
    file.seek(-len(start), os.SEEK_CUR)
    source = cast("BinaryIO", gzip.GzipFile(fileobj=file)) if start == GZIP_MAGIC else file
    number = 0
    try:
        while line := source.readline(VALUE_BYTES_MAX + 2):
            number += 1
            if len(line) > VALUE_BYTES_MAX + 1:
                raise _at_line(number, _too_long(), TooLarge)
            if not line.endswith(b"\n"):
                raise _at_line(
                    number, Text(vi="dòng bị cắt cụt, thiếu dấu xuống dòng", en="it is cut short: no line feed")
                )
            yield line[:-1]
    except (gzip.BadGzipFile, EOFError, zlib.error) as fault:
        raise _at_line(
            number + 1, Text(vi=f"tệp nén hỏng: {fault}", en=f"the compression is broken: {fault}")
        ) from None


def check(values: Iterable[bytes]) -> int:
    """Check that these lines are a log from its beginning, without storing any. Returns how many they are.

    Memory grows with the count of streams only. Raises Malformed, naming the line.
    """
    tail, last, number = Tail(), None, 0
    for number, value in enumerate(values, start=1):
        try:
            event = read_raw(value)
            for _ in place_raw(tail, last, (event,)):
                last = LastAppend(event.envelope.commandid, event.envelope.batchid)
        except Malformed as fault:
            raise _at_line(number, fault.what, type(fault)) from None
    return number


def load(
    store: RawStore, outbox: Outbox, open_file: Callable[[], BinaryIO], progress: Progress | None = None
) -> Loaded:
    """Load an export into an empty system, or go on with a load of the same file that was cut off.

    Raises Malformed naming the line before anything is stored; Conflict when the log holds anything else.
    """
    with closing(open_file()) as file:
        count = check(read_values(file))
    with closing(open_file()) as file:
        values = read_values(file)
        held = _skip_held(store, outbox, values, count)
        stored = append_values(store, values, progress)
    return Loaded(held=held, stored=stored, head=store.head().position)


def append_values(store: RawStore, values: Iterable[bytes], progress: Progress | None = None) -> int:
    """Continue the log with stored bytes, in atomic chunks: a load, or a tail read back from the topics (recover).

    Returns how many were stored. Raises Malformed for the first chunk that does not fit, Unavailable.
    """
    remaining, stored = iter(values), 0
    while chunk := list(islice(remaining, CHUNK_EVENTS_MAX)):
        store.append_raw(chunk)
        stored += len(chunk)
        if progress is not None:
            progress(stored)
    return stored


def _skip_held(store: RawStore, outbox: Outbox, values: Iterator[bytes], count: int) -> int:
    """Pass over what the log holds already: it must be the file's own beginning."""
    head = store.head().position
    if head > count:
        raise _not_empty(head)
    for event in outbox.read_all():
        if next(values, None) != event.value:
            raise _not_empty(head)
    return head


def _not_empty(head: int) -> Conflict:
    return Conflict(
        "log-not-empty",
        Text(
            vi=f"Sổ đã có {head} sự kiện không thuộc tệp này.",
            en=f"The log already holds {head} events that are not the beginning of this file.",
        ),
        mend=Text(vi="Nạp vào một hệ thống trống.", en="Load it into an empty system."),
        values={"position": head},
    )


def _too_long() -> Text:
    return Text(vi=f"dài hơn {VALUE_BYTES_MAX} byte", en=f"it is longer than {VALUE_BYTES_MAX} bytes")


def _at_line(number: int, what: Text, family: type[SocaiError] = Malformed) -> SocaiError:
    return family(
        "log-line-unreadable",
        Text(vi=f"Dòng {number} của tệp sổ: {what.vi}", en=f"Line {number} of the log file: {what.en}"),
        mend=Text(
            vi="Xuất lại tệp từ hệ thống gốc; chưa có gì được nạp.",
            en="Export the file again from the system it came from; nothing has been loaded.",
        ),
        where=f"line {number}",
    )
