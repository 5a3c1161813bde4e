"""SIGKILL while an import is under way, again and again: the same folder goes on each time; nothing lost or doubled."""

import random
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

from shared.adapters.sql.engine import Database
from shared.adapters.sql.event_store import SqlEventStore
from shared.adapters.sql.key_store import SqlKeyStore
from shared.adapters.sql.migrate import migrate
from shared.core.clock import system_clock
from tests.integration.admissions.import_process import scenario_files
from tests.integration.admissions.test_imports import told
from tests.integration.admissions.writer import open_writer
from tests.support.waiting import wait_until

KILLS = 4


def reached(store: SqlEventStore, position: int, process: "subprocess.Popen[bytes]") -> bool:
    """Whether the import has come so far, or ended."""
    return store.head().position >= position or process.poll() is not None


@pytest.mark.fault
def test_an_import_killed_again_and_again_ends_as_if_undisturbed(writer_url: str, tmp_path: Path) -> None:
    seed = random.SystemRandom().randrange(2**32)
    sys.stdout.write(f"seed {seed}\n")
    chosen = random.Random(seed)
    with open_writer(writer_url, tmp_path) as first:
        particulars = first.admissions.imports._judge._particulars
        secret = particulars.keys.secret("person-ref")
        head_before = first.admissions.store.head().position
    undisturbed = tmp_path / "undisturbed"
    with open_writer(f"sqlite:///{undisturbed / 'admissions.db'}", undisturbed) as whole:
        keys = whole.admissions.imports._judge._particulars.keys
        assert isinstance(keys, SqlKeyStore)
        keys.take([], {"person-ref": secret})
        whole.import_folder(scenario_files())
        expected = told(whole.log())
    database = Database(writer_url)
    migrate(database, "admissions")
    store = SqlEventStore(database, system_clock)
    command = [sys.executable, "-m", "tests.integration.admissions.import_process", writer_url, str(tmp_path)]
    kills = 0
    for at in sorted(chosen.sample(range(head_before + 1, len(expected)), KILLS)):
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        wait_until(partial(reached, store, at, process), what=f"position {at}")
        kills += process.poll() is None
        process.kill()
        process.wait()
    database.dispose()
    with open_writer(writer_url, tmp_path) as last:
        answer = last.import_folder(scenario_files()).json()
        assert last.get(f"/imports/{answer['batch_id']}").json()["state"] == "closed"
        assert told(last.log()) == expected
    sys.stdout.write(f"{kills} kills\n")
    assert kills > 0
