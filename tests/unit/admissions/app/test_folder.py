"""Reading an import folder: what is taken, and that every fault is placed and none repeats personal data."""

import io
from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.admissions.app.folder.archive import pack, unpack
from services.admissions.app.folder.read import EVENTS, FACTS, FILES, PEOPLE, TARGETS, UNITS, read_folder
from services.admissions.app.folder.table import FolderLimits
from shared.core.errors import Malformed, SocaiError, TooLarge
from tests.unit.admissions.app.folders import LIMITS, csv_of, event, folder, person, read, unit


def faults_of(files: dict[str, bytes], limits: FolderLimits = LIMITS) -> dict[str, str]:
    """Where -> what (English) of every fault found."""
    with pytest.raises(Malformed) as caught:
        read(files, limits)
    return {fault.where: fault.what.en for fault in caught.value.faults}


def test_a_whole_folder_is_read_into_rows_with_their_lines() -> None:
    found = read(
        folder(
            units=[unit("nam-giang", "district"), unit("c1", "grassroots_cell", "nam-giang", cell_kind="village")],
            people=[person("p1", groups="teacher;militia", tasked="true")],
            events=[event("p1", "enrolled", "2015-01-01", "c1", code="OFFICIAL")],
            targets=[
                {
                    "unit_id": "nam-giang",
                    "indicator": "NG2",
                    "period_from": "2015-01-01",
                    "period_to": "2015-12-31",
                    "low": "90",
                }
            ],
            facts=[{"unit_id": "c1", "fact": "authorised", "effective_on": "2016-01-01", "value": "true"}],
        ),
        LIMITS,
    )
    assert [row.unit_id for row in found.units] == ["nam-giang", "c1"]
    someone, happened = next(iter(found.people)), next(iter(found.events))
    assert someone.attributes.groups == ("militia", "teacher")
    assert someone.attributes.birth_year == 1985
    assert happened.line == 2
    assert happened.effective_on == date(2015, 1, 1)
    assert found.targets[0].low == "90"
    assert found.facts[0].fact == "authorised"


def test_a_byte_order_mark_and_decomposed_letters_are_taken() -> None:
    files = folder(units=[unit("u", "province", name_vi="Quảng Nam")])
    files[UNITS] = b"\xef\xbb\xbf" + files[UNITS]
    assert read(files, LIMITS).units[0].name_vi == "Quảng Nam"


def test_targets_and_facts_may_be_absent_but_the_other_files_may_not() -> None:
    files = folder()
    del files[TARGETS], files[FACTS]
    assert read(files, LIMITS).targets == ()
    del files[EVENTS]
    assert set(faults_of(files)) == {EVENTS}


def test_every_fault_is_listed_with_file_line_and_column() -> None:
    files = folder(
        units=[unit("x y", "village"), unit("u2", "ward", opened_on="2019-02-30")],
        people=[person("p1", birth_date="01/02/1990", sex="x"), person("p1")],
        events=[event("p1", "C1", "2016-01-01", votes_base="9", tasked="maybe")],
        targets=[{"unit_id": "u", "indicator": "NG2", "period_from": "2016-01-01", "period_to": "2015-01-01"}],
    )
    assert set(faults_of(files)) == {
        "units.csv:2:unit_id",
        "units.csv:2:kind",
        "units.csv:3:opened_on",
        "people.csv:2:birth_date",
        "events.csv:2:votes_present",
        "targets.csv:2:period_to",
        "targets.csv:2:low",
    }


def test_a_reference_given_twice_names_the_first_line() -> None:
    found = faults_of(folder(people=[person("p1"), person("p2"), person("p1")]))
    assert found == {"people.csv:4:person_ref": "The same as in line 2."}


def test_unknown_and_missing_columns_and_files_are_refused() -> None:
    files = folder()
    files[FACTS] = b"unit_id,fact,effective_on,ethnicity\n"
    files["notes.txt"] = b""
    assert set(faults_of(files)) == {"notes.txt", "facts.csv:1:ethnicity", "facts.csv:1:value"}


def test_a_file_cut_in_the_middle_of_a_row_is_refused() -> None:
    whole = csv_of(EVENTS, event("p1", "enrolled", "2015-01-01", "c1"))
    files = folder(people=[person("p1")])
    files[EVENTS] = whole[: whole.rindex(b"c1")]
    assert "may be cut off" in faults_of(files)["events.csv:2"]
    files[EVENTS] = whole[:-1] + b'"p'
    assert set(faults_of(files)) == {"events.csv:2"}


def test_bytes_that_are_no_utf8_are_placed_by_line() -> None:
    files = folder()
    files[FACTS] += b"c1,authorised,2016-01-01,tr\xff\xfe\n"
    assert set(faults_of(files)) == {"facts.csv:2"}


def test_no_fault_repeats_a_name_or_a_birth_date() -> None:
    secret = "Bh'ling\x07Tên Rất Riêng"
    files = folder(people=[person("p1", full_name=secret, birth_date="31-12-1988", sex="1988")])
    with pytest.raises(Malformed) as caught:
        read(files, LIMITS)
    told = str(caught.value) + "".join(f.what.vi + f.what.en + f.where for f in caught.value.faults)
    assert "Riêng" not in told
    assert "1988" not in told


def test_limits_are_kept_and_named() -> None:
    rows = [person(f"p{n}") for n in range(5)]
    few = FolderLimits(bytes_max=10_000, rows_max=3, line_bytes_max=4_096, faults_max=2)
    assert "More than 3 rows" in faults_of(folder(people=rows), few)["people.csv:5"]
    narrow = FolderLimits(bytes_max=10_000, rows_max=9, line_bytes_max=100, faults_max=9)
    assert any("limit is 100" in what for what in faults_of(folder(people=rows), narrow).values())
    small = FolderLimits(bytes_max=100, rows_max=9, line_bytes_max=100, faults_max=9)
    with pytest.raises(TooLarge):
        read(folder(people=rows), small)
    bad = folder(people=[person(f"p{n}", sex="?") for n in range(3)])
    with pytest.raises(Malformed) as caught:
        read(bad, few)
    assert len(caught.value.faults) == 2
    assert "There are 3 faults" in caught.value.what.en


def test_the_digest_is_of_the_content_and_not_of_the_order() -> None:
    files = folder(people=[person("p1")])
    again = {name: files[name] for name in reversed(FILES)}
    assert read(files, LIMITS).digest == read(again, LIMITS).digest
    again[PEOPLE] = csv_of(PEOPLE, person("p2"))
    assert read(files, LIMITS).digest != read(again, LIMITS).digest


def test_a_folder_travels_as_a_tar_and_a_cut_one_is_refused() -> None:
    files = folder(people=[person("p1")])
    packed = pack(files)
    unpacked = unpack(io.BytesIO(packed), LIMITS)
    assert {name: content.opened().read() for name, content in unpacked.items()} == files
    assert read_folder(unpacked, LIMITS) == read(files)
    for cut in (0, 100, 700, 1600, 4600):
        with pytest.raises(Malformed):
            read_folder(unpack(io.BytesIO(packed[:cut]), LIMITS), LIMITS)


@settings(max_examples=60, deadline=None)
@given(data=st.binary(max_size=300), name=st.sampled_from(FILES))
def test_no_bytes_crash_the_reader(data: bytes, name: str) -> None:
    for files in ({**folder(), name: data}, {**folder(), name: folder()[name] + data}):
        with suppress(SocaiError):
            read(files, LIMITS)
    with suppress(Malformed):
        unpack(io.BytesIO(data), LIMITS)
