"""Requirement 3: a folder is judged before anything is written, goes on after a kill, and can be taken back."""

import re
import signal
from pathlib import Path

import pytest

from services.admissions.app.opening import genesis_events
from services.cli.imports import tar_of
from tests.support.socai_cli import must, socai
from tests.support.systems import RunningSystem, served
from tests.support.waiting import wait_until

pytestmark = pytest.mark.requirement("3.3")
PERIOD = "2015-01-01/2019-12-31"
MARKS_MAX = 8
"""Events about the batch itself."""


def test_a_dry_run_on_an_empty_system_accepts_the_folder_and_writes_nothing_then_it_is_imported_and_taken_back(
    tmp_path: Path,
) -> None:
    folder, var = tmp_path / "folder", tmp_path / "var"
    must("scenario", "nam-giang", "--scale", "0.05", "--out", folder, var=var)
    judged = must("import", "--dry-run", folder, var=var)
    with served(var) as system:
        assert system.head() == 0
        imported = system.socai("import", folder)
        assert imported.code == 0, imported.all
        assert _planned(judged.out) == _planned(imported.out)
        members = system.answer("/members/units/nam-giang/members", as_of="2019-12-31")["members"]
        assert members
        again = system.socai("import", folder)
        assert again.code == 0, again.all
        assert len(system.answer("/members/units/nam-giang/members", as_of="2019-12-31")["members"]) == len(members)
        batch = re.findall(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", imported.out)[0]
        undone = system.socai("import", "undo", batch)
        assert undone.code == 0, undone.all
        assert system.answer("/members/units/nam-giang/members", as_of="2019-12-31")["members"] == []
        form = system.answer("/indicators/units/nam-giang/statistics/1-TCTW", period=PERIOD)
        assert {row["value"] for row in form["rows"]} == {0}
        verified = system.socai("verify")
        assert verified.code == 0, verified.all


def test_an_import_killed_in_the_middle_goes_on_to_the_published_figures(nam_giang: Path, tmp_path: Path) -> None:
    var = tmp_path / "var"
    with served(var) as system:
        planned = _begin(system, nam_giang)
        wait_until(lambda: system.head() >= planned // 4, what="a quarter of the import")
        pid = system.process.pid
        assert pid is not None
        system.process.stop(signal_=signal.SIGKILL)
    unfinished = socai("compare", "nam-giang", var=var)
    assert unfinished.code == 1, unfinished.all
    resumed = must("import", nam_giang, var=var)
    assert "closed" in resumed.out
    compared = socai("compare", "nam-giang", var=var)
    assert compared.code == 0, compared.all
    with served(var) as system:
        assert system.head() <= planned + len(genesis_events()) + MARKS_MAX
        assert system.socai("verify").code == 0


def _begin(system: RunningSystem, folder: Path) -> int:
    headers = system.headers(**{"Content-Type": "application/x-tar"})
    begun = system.http.post("/admissions/imports", content=tar_of(folder), headers=headers)
    assert begun.status_code == 202, begun.text
    return int(begun.json()["events_planned"])


def _planned(out: str) -> str:
    found = re.search(r"(?:/|: )([\d,]+) events", out)
    assert found is not None, out
    return found[1]
