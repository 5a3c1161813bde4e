"""Memory as the log grows: `python -m tests.performance.memory write|members|indicators|audit LOG-URL FOLDER EVENTS…`.

A process of its own for each role, so that one role's memory is not another's; prints resident megabytes at each size.
"""

import resource
import sys
from collections.abc import Sequence
from pathlib import Path

from shared.adapters.sql.bus import LogBusReader
from shared.core.clock import system_clock
from shared.core.stream import Position
from shared.flow.doorbell import Doorbell
from shared.flow.watermark import LogMarks
from tests.performance.load import chunks
from tests.performance.road import log_on, reader_on


def resident_mb() -> float:
    """What the process holds now."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * resource.getpagesize() / 1_048_576


def write(url: str, sizes: Sequence[int]) -> None:
    """Append up to each size."""
    with log_on(url) as (_, store, _outbox):
        following, wanted = chunks(max(sizes) + 20_000), list(sizes)
        while wanted:
            head = store.append_chunk(next(following)).last
            if head >= wanted[0]:
                print(wanted.pop(0), round(resident_mb()), flush=True)


def read(role: str, url: str, folder: Path, sizes: Sequence[int]) -> None:
    """Read up to each size."""
    with log_on(url) as (_, _store, outbox):
        bus = LogBusReader(outbox, LogMarks(outbox, system_clock), Doorbell())
        with reader_on(role, f"sqlite:///{folder}/{role}.db", bus) as reader:
            for size in sizes:
                reader.read_to(Position(size))
                print(size, round(resident_mb()), flush=True)


def main(arguments: Sequence[str]) -> None:
    """One role."""
    role, url, folder, *sizes = arguments
    if role == "write":
        write(url, [int(size) for size in sizes])
    else:
        read(role, url, Path(folder), [int(size) for size in sizes])


if __name__ == "__main__":
    main(sys.argv[1:])
