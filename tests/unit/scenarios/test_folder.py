"""The bytes of a scenario's folder: repeatable, in the format of an import, and free of what must not be recorded."""

import hashlib
import re
import unicodedata
from dataclasses import fields
from pathlib import Path

import pytest

import services.scenarios
from services.admissions.app.folder.table import FolderLimits
from services.cli.scenario import write_scenario
from services.scenarios.rows import EventRow, PersonRow, UnitRow
from shared.core.errors import Malformed, NotFound
from tests.unit.admissions.app.folders import read
from tests.unit.scenarios.register import rows_of
from tests.unit.scenarios.samples import folder

LIMITS = FolderLimits(bytes_max=50_000_000, rows_max=1_000_000, line_bytes_max=10_000, faults_max=10)


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(tmp_path: Path) -> None:
    for out, seed in (("one", 5), ("two", 5), ("three", 6)):
        write_scenario("nam-giang", tmp_path / out, "0.1", seed)
    one, two, three = (
        {file.name: file.read_bytes() for file in (tmp_path / out).iterdir()} for out in ("one", "two", "three")
    )
    assert sorted(one) == ["events.csv", "facts.csv", "people.csv", "targets.csv", "units.csv"]
    assert one == two
    assert one["events.csv"] != three["events.csv"]
    assert one["units.csv"] == three["units.csv"]


def test_the_bytes_of_seed_one_are_the_same_on_every_machine() -> None:
    # Drawn from Random.random() alone, so no version of Python changes this; a change of the generator does.
    files = folder(1, "0.01").files()
    digest = hashlib.sha256(files["people.csv"] + files["events.csv"]).hexdigest()
    assert digest == "a1618f800a254ab91ac80f61379720e4dbbdbcd5186d2fad6e816b9e3b4b0e44"


def test_the_importer_reads_the_whole_folder_without_a_fault() -> None:
    found = read(folder().files(), LIMITS)
    assert (len(found.units), len(found.people), len(found.events)) == (160, len(folder().people), len(folder().events))
    assert len(found.targets) == 5
    assert len(found.facts) == 7


def test_the_columns_are_those_of_the_import_format() -> None:
    header = folder().files()["events.csv"].split(b"\n", 1)[0].decode()
    assert header == (
        "person_ref,type,effective_on,unit_id,to_unit_id,body_unit_id,decision_number,decision_date,"
        "votes_base,votes_present,votes_for,votes_against,code"
    )
    assert [field.name for field in fields(EventRow)] == header.split(",")
    assert [field.name for field in fields(UnitRow)][:4] == ["unit_id", "kind", "parent_id", "name_vi"]
    assert not {"ethnicity", "religion"} & {field.name for field in fields(PersonRow)}


def test_events_come_in_the_order_in_which_they_apply() -> None:
    dates = [row["effective_on"] for row in rows_of(folder().files()["events.csv"])]
    assert dates == sorted(dates)


def test_text_is_composed_vietnamese_and_ids_are_plain() -> None:
    for content in folder().files().values():
        text = content.decode()
        assert unicodedata.is_normalized("NFC", text)
        assert "\r" not in text
    assert all(re.fullmatch(r"[a-z0-9-]+", unit.unit_id) for unit in folder().units)
    assert len({unit.name_vi for unit in folder().units}) == len(folder().units)


def test_parents_come_before_their_children() -> None:
    seen: set[str] = {""}
    for unit in folder().units:
        assert unit.parent_id in seen
        seen.add(unit.unit_id)


def test_an_unknown_scenario_and_a_senseless_scale_are_refused(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="scenario-unknown"):
        write_scenario("nam-gian", tmp_path)
    for scale in ("0", "-1", "nan", "1e9", "0.0001", "nhiều"):
        with pytest.raises(Malformed, match="scale"):
            write_scenario("nam-giang", tmp_path, scale)
    assert list(tmp_path.iterdir()) == []


def test_a_file_in_the_way_of_the_folder_is_named(tmp_path: Path) -> None:
    taken = tmp_path / "taken"
    taken.write_text("x")
    with pytest.raises(Malformed, match="out-not-a-folder"):
        write_scenario("nam-giang", taken, "0.01")


def test_the_generator_never_reads_the_published_figures() -> None:
    root = Path(services.scenarios.__file__).parent
    for source in root.glob("*.py"):
        text = source.read_text(encoding="utf-8")
        assert "comparison" not in re.sub(r'"""[\s\S]*?"""', "", text)
        assert "published" not in re.sub(r'"""[\s\S]*?"""|#.*', "", text)
