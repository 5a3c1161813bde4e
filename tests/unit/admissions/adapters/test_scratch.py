"""What an import keeps beside memory: found again, in order, and unreadable to anyone else."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.admissions.adapters.scratch import SqlScratch
from services.admissions.app.files import PersonFile
from services.admissions.app.folder.spool import BLOCK_BYTES, Spool
from services.admissions.app.staging import Files
from services.admissions.domain.person.state import PersonState

SECRET = b"Bh'ling Thi Rat Rieng"


@pytest.fixture
def scratch() -> Iterator[SqlScratch]:
    """An open one."""
    opened = SqlScratch()
    yield opened
    opened.close()


def test_a_value_is_found_under_its_key_and_the_later_one_counts(scratch: SqlScratch) -> None:
    scratch.put("a", b"1")
    scratch.put("b", b"2")
    scratch.put("a", b"3")
    assert (scratch.get("a"), scratch.get("b"), scratch.get("c")) == (b"3", b"2", None)


@settings(max_examples=30, deadline=None)
@given(turns=st.lists(st.integers(0, 9), max_size=40))
def test_a_pile_is_read_by_turn_and_as_it_came(turns: list[int]) -> None:
    scratch = SqlScratch()
    for number, turn in enumerate(turns):
        scratch.add("rows", turn, number.to_bytes(2))
        scratch.add("others", -turn, b"")
    expected = sorted(enumerate(turns), key=lambda each: each[1])
    assert [(turn, int.from_bytes(value)) for turn, value in scratch.pile("rows")] == [
        (turn, number) for number, turn in expected
    ]
    scratch.close()


def test_nothing_given_to_it_stands_on_the_disk_in_clear(scratch: SqlScratch) -> None:
    before = set(_open_files())
    for number in range(6_000):
        scratch.put(f"key {number}", SECRET * 200)
    files = {file: data for file, data in _open_files().items() if file not in before or data}
    written = b"".join(files.values())
    assert len(written) > 1_000_000, "nothing was spilled: the test shows nothing"
    assert b"key 1" in written
    assert SECRET not in written


def test_an_upload_is_read_back_like_a_file_from_any_place() -> None:
    data = bytes(range(256)) * 1_000
    spool = Spool(SqlScratch())
    for start in range(0, len(data), 1_777):
        spool.write(data[start : start + 1_777])
    with spool.opened() as stream:
        assert stream.read() == data
        for place in (0, 1, BLOCK_BYTES - 1, BLOCK_BYTES, len(data) - 1, len(data)):
            stream.seek(place)
            assert stream.read(5) == data[place : place + 5]
    spool.close()


@settings(max_examples=30, deadline=None)
@given(steps=st.lists(st.tuples(st.sampled_from("abcde"), st.booleans()), max_size=40))
def test_files_out_of_memory_are_those_that_were_put(steps: list[tuple[str, bool]]) -> None:
    scratch, known = SqlScratch(), dict[str, PersonFile]()
    files = Files(scratch, held_max=2)
    for version, (person, put) in enumerate(steps):
        if put:
            known[person] = PersonFile(state=PersonState(version=version), sealed={"full_name": "…"})
            files.put(person, known[person])
        assert files.get(person) == known.get(person)
    scratch.close()


def _open_files() -> dict[str, bytes]:
    """This process's open regular files that have no name any more, and what is in them."""
    found: dict[str, bytes] = {}
    for entry in Path("/proc/self/fd").iterdir():
        try:
            target = str(entry.readlink())
            if target.endswith("(deleted)") and "etilqs" in target:
                found[target] = entry.read_bytes()
        except OSError:
            continue
    return found
