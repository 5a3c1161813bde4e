"""Imports of many people with whole dossiers: rate, peak memory, and the ratio to the raw append limit of the same run.

`python -m tests.performance.bulk [--people N …]`: each size in a process of its own, on SQLite in a temporary folder.
The raw limit inserts rows of the log in bulk with the bare driver: nothing is judged, sealed or hashed.
"""

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from services.admissions.adapters.scratch import SqlScratch
from services.admissions.app.folder.spool import Spool
from services.admissions.compose import Admissions, open_keys, wire
from services.admissions.settings import Settings
from services.cli.imports import tar_of
from shared.http.caller import WHOLE_REGISTRY, Caller
from tests.performance import bench_append
from tests.performance.bulk_folder import write_bulk

SIZES = (1_000, 10_000, 50_000)
CALLER = Caller(officer_id="bench", office="province_officer", unit_id=WHOLE_REGISTRY)
RAW_ROWS = 30_000


def main() -> None:
    """Print a line for each size; with --folder, import that one and print what it cost."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--people", type=int, nargs="+", default=list(SIZES))
    arguments.add_argument("--folder", type=Path, help="import this folder, here")
    given = arguments.parse_args()
    if given.folder is not None:
        print(*measured(given.folder))
        return
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} before")
    for people in given.people:
        with tempfile.TemporaryDirectory() as folder:
            print(one_size(Path(folder), people), flush=True)
    print(f"load {os.getloadavg()[0]:.1f} after")


def one_size(folder: Path, people: int) -> str:
    """The line of one size."""
    rows = write_bulk(folder / "in", people)
    raw = bench_append.raw_bulk(f"sqlite:///{folder}/raw.db", RAW_ROWS)
    command = [sys.executable, "-m", "tests.performance.bulk", "--folder", str(folder / "in")]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    events, judged_s, appended_s, cpu_s, idle_mb, peak_mb = (float(each) for each in done.stdout.split())
    rate = events / (judged_s + appended_s)
    return (
        f"{people:>8,} people {rows:>10,} rows {events:>10,.0f} events: judged in {judged_s:,.0f} s, appended in "
        f"{appended_s:,.0f} s, {rate:,.0f} events/s, raw {raw:,.0f}/s, ratio {rate / raw:.3f}, "
        f"CPU {cpu_s / rows * 1e6:,.0f} µs a row, memory {idle_mb:,.0f} MB before, {peak_mb:,.0f} MB at most"
    )


def measured(folder: Path) -> Iterator[object]:
    """Events, seconds to judge, seconds to append, CPU seconds, megabytes before and at most."""
    with tempfile.TemporaryDirectory() as work, _writer(Path(work)) as admissions:
        idle = _peak_mb()
        cpu, began = time.process_time(), time.perf_counter()
        upload = Spool(SqlScratch())
        for piece in tar_of(folder):
            upload.write(piece)
        answer = admissions.imports.submit(upload, CALLER, correlation_id=None)
        judged = time.perf_counter()
        admissions.imports.wait(1e9)
        appended = time.perf_counter()
        assert answer.batch_id is not None
        done = admissions.imports.progress(CALLER, answer.batch_id)
        assert done.state == "closed", done
        yield from (done.events_appended, judged - began, appended - judged, time.process_time() - cpu)
        yield from (idle, _peak_mb())


@contextmanager
def _writer(folder: Path) -> Iterator[Admissions]:
    """The service on an empty log."""
    settings = Settings(
        database_url=f"sqlite:///{folder}/log.db",
        keystore_url=f"sqlite:///{folder}/keys.db",
        master_key_file=folder / "master.key",
        issuer_keys_file=folder / "issuer.json",
    )
    with open_keys(settings, make_master_key=True) as keys:
        admissions = wire(settings, keys)
        yield admissions
        admissions.close()


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
