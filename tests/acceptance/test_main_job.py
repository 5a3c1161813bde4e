"""Requirement 2: the main job on nam-giang, and the comparison, which can fail and then names the figure."""

import re
from pathlib import Path

import pytest

from tests.acceptance.conftest import DemoRun
from tests.support.socai_cli import socai
from tests.support.systems import ServedSystem

pytestmark = pytest.mark.requirement("3.2")


def test_the_demo_prints_every_part_of_the_main_job_and_ends_well(demo_run: DemoRun) -> None:
    said = demo_run.said
    assert said.code == 0, said.all
    assert re.search(r"All \d+ figures agree", said.out)
    for figure in ("NG1.organisations", "NG1.members", "NG1.cells", "NG2", "NG3", "NG4"):
        assert figure in said.out
    assert "DIFFERS" not in said.out
    table = _movement_table(said.out)
    assert table[0] + sum(table[1:7]) - sum(table[7:13]) == table[13] == 2794
    late = re.findall(r"^\s*(ng-\S+|nam-giang)\s+([\d,]+)\s+([\d,]+)\s*$", said.out, re.MULTILINE)
    assert late
    assert all(int(now.replace(",", "")) == int(then.replace(",", "")) - 1 for _, then, now in late)
    for step in ("nominated", "trained", "C1", "C4", "C6", "D5", "D8"):
        assert re.search(rf"\b{step}\b", said.out)
    assert re.search(r"\b[0-9a-f]{64}\b", said.out)
    assert "[7/7]" in said.err


def test_a_second_demo_on_the_same_system_ends_well_and_writes_nothing(embedded: ServedSystem) -> None:
    before = embedded.head()
    again = socai("demo", var=embedded.var)
    assert again.code == 0, again.all
    assert embedded.head() == before


def test_the_published_figures_stand_in_one_file_that_only_the_comparison_reads() -> None:
    services = Path(__file__).parents[2] / "services"
    holders = [path for path in services.rglob("*.json") if "2794" in path.read_text("utf-8")]
    assert [path.parent.name for path in holders] == ["published"]
    openers = [
        path.name
        for path in services.rglob("*.py")
        if "PUBLISHED_FOLDER" in path.read_text("utf-8") or "published/" in path.read_text("utf-8")
    ]
    assert openers == ["comparison.py"]


def _movement_table(out: str) -> list[int]:
    """The figures of the printed form, in form order."""
    _, _, after = out.partition("Form 1-TCTW")
    rows = re.findall(r"^\s{2}\S.*?\s{2,}([\d,]+)\s*$", after, re.MULTILINE)
    return [int(figure.replace(",", "")) for figure in rows]
