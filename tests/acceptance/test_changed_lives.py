"""Requirement 2: a life dropped, copied or moved makes the comparison fail and name the figure."""

import csv
import io
import re
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest

from services.scenarios.nam_giang import NAM_GIANG
from shared.core.dates import add_months
from tests.support.socai_cli import must, socai

pytestmark = pytest.mark.requirement("3.2")
Rows = list[dict[str, str]]
Change = Callable[[Rows, Rows], None]
COPY = "NG-COPY"


def drop_a_member(people: Rows, events: Rows) -> None:
    """Someone who was taken over and was a member all the time: neither an admission nor a transfer goes with them."""
    ref = _only_taken_over(events)
    people[:] = [row for row in people if row["person_ref"] != ref]
    events[:] = [row for row in events if row["person_ref"] != ref]


def copy_a_member(people: Rows, events: Rows) -> None:
    """The same person again, under a reference of their own."""
    ref = _only_taken_over(events)
    people.extend([{**row, "person_ref": COPY} for row in people if row["person_ref"] == ref])
    events.extend([{**row, "person_ref": COPY} for row in events if row["person_ref"] == ref])


def move_an_admission_to_2018(people: Rows, events: Rows) -> None:
    """Every row of someone admitted in 2019, a year earlier."""
    ref = _only_admitted(people, events)
    for row in events:
        for column in ("effective_on", "decision_date"):
            if row["person_ref"] == ref and row[column]:
                row[column] = add_months(date.fromisoformat(row[column]), -12).isoformat()


def changed_lives(folder: Path) -> set[str]:
    """Whom the changes are about."""
    people, events = _read(folder / "people.csv"), _read(folder / "events.csv")
    return {_only_taken_over(events), _only_admitted(people, events)}


def _only_admitted(people: Rows, events: Rows) -> str:
    """The oldest admitted in 2019 who has no other story."""
    born = {row["person_ref"]: row["birth_date"] for row in people}
    of: dict[str, Rows] = {}
    for row in events:
        of.setdefault(row["person_ref"], []).append(row)
    plain = {"nominated", "trained", "dossier_opened", "C1", "C3", "C4", "C6"}
    return min(
        (
            ref
            for ref, rows in of.items()
            if rows[-1]["type"] == "C6"
            and rows[-1]["effective_on"].startswith("2019-")
            and {row["type"] for row in rows} <= plain
            and all(row["effective_on"] > "2016-01-01" for row in rows)
        ),
        key=born.__getitem__,
    )


class Unchanged(NamedTuple):
    """A system that holds all of `folder` but the two lives that the changes are about."""

    folder: Path
    var: Path


@pytest.fixture(scope="module")
def unchanged(nam_giang: Path, tmp_path_factory: pytest.TempPathFactory) -> Unchanged:
    """Imported once; each change works on a copy."""
    at = tmp_path_factory.mktemp("unchanged")

    def leave_out(people: Rows, events: Rows) -> None:
        for rows in (people, events):
            rows[:] = [row for row in rows if row["person_ref"] not in chosen]

    chosen = changed_lives(nam_giang)
    write_changed(nam_giang, at / "folder", leave_out)
    assert "closed" in must("import", at / "folder", var=at / "var").out
    return Unchanged(folder=nam_giang, var=at / "var")


@pytest.mark.parametrize(
    ("change", "named", "unnamed"),
    [
        (drop_a_member, "NG1.members", "NG2"),
        (copy_a_member, "NG1.members", "NG2"),
        (move_an_admission_to_2018, "NG4", "NG1.members"),
    ],
)
def test_one_changed_life_makes_the_comparison_fail_and_name_the_figure(
    unchanged: Unchanged, tmp_path: Path, change: Change, named: str, unnamed: str
) -> None:
    folder, var = tmp_path / "folder", tmp_path / "var"
    chosen = changed_lives(unchanged.folder)

    def the_chosen(people: Rows, events: Rows) -> None:
        change(people, events)
        for rows in (people, events):
            rows[:] = [row for row in rows if row["person_ref"] in {*chosen, COPY}]

    write_changed(unchanged.folder, folder, the_chosen)
    shutil.copytree(unchanged.var, var)
    imported = must("import", folder, var=var)
    assert "closed" in imported.out
    compared = socai("compare", "nam-giang", var=var)
    assert compared.code == 1, compared.all
    differing = re.findall(r"^DIFFERS (\S+):", compared.out, re.MULTILINE)
    assert named in differing
    assert unnamed not in differing


def test_a_folder_with_other_totals_computes_its_own(tmp_path: Path) -> None:
    folder, var = tmp_path / "folder", tmp_path / "var"
    must("scenario", "nam-giang", "--scale", "0.1", "--seed", "77", "--out", folder, var=var)
    must("import", folder, var=var)
    compared = socai("compare", "nam-giang", var=var)
    assert compared.code == 1, compared.all
    differing = set(re.findall(r"^DIFFERS (\S+):", compared.out, re.MULTILINE))
    assert {"NG1.members", "NG2", "NG3", "NG4"} <= differing
    assert "NG1.cells" not in differing
    values = must("indicators", "nam-giang", "--period", "2015-01-01/2019-12-31", "--json", var=var).json["values"]
    found = {value["id"]: (value["numerator"], value["denominator"]) for value in values}
    own = [
        (date.fromisoformat(row["effective_on"]).year) for row in _read(folder / "events.csv") if row["type"] == "C6"
    ]
    within = [year for year in own if 2015 <= year <= 2019]
    assert found["NG2"] == (len(within), 1)
    assert found["NG4"][0] * 90 == within.count(2019) * found["NG4"][1]
    assert found["NG1.members"] == (NAM_GIANG.totals.members_at_end // 10, 1)


def _only_taken_over(events: Rows) -> str:
    kinds: dict[str, set[str]] = {}
    for row in events:
        kinds.setdefault(row["person_ref"], set()).add(row["type"])
    return min(ref for ref, types in kinds.items() if types == {"enrolled"})


def write_changed(source: Path, target: Path, change: Change) -> None:
    """A folder as the source, but for what a change makes of its people and events."""
    target.mkdir(parents=True)
    for file in source.iterdir():
        (target / file.name).write_bytes(file.read_bytes())
    people, events = _read(target / "people.csv"), _read(target / "events.csv")
    change(people, events)
    _write(target / "people.csv", people)
    _write(target / "events.csv", events)


def _read(file: Path) -> Rows:
    return list(csv.DictReader(io.StringIO(file.read_text("utf-8"), newline="")))


def _write(file: Path, rows: Rows) -> None:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    file.write_text(text.getvalue(), "utf-8", newline="")
