"""The log as a file: out and back byte for byte, broken files refused whole, cut-off loads resumed."""

import gzip
from collections.abc import Callable, Sequence
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.adapters.memory.event_store import MemoryEventStore
from shared.core.errors import Conflict, Malformed, TooLarge
from shared.flow import transfer
from shared.flow.transfer import append_values, export_lines, load, read_values, write_lines
from shared.ports.event_store import Head
from tests.support.log_events import MORNING, append_of, renamed, step


def empty() -> MemoryEventStore:
    return MemoryEventStore(lambda: MORNING)


def filled(commands: int = 20) -> MemoryEventStore:
    store = empty()
    for number in range(commands):
        store.append([append_of(f"{number}", [step(f"{number % 4}"), renamed("pa-dau")])])
    store.append_chunk([append_of(f"batch {n}", [step(f"{n}")], batch_id="b") for n in range(5)])
    return store


def exported(store: MemoryEventStore) -> bytes:
    return b"".join(export_lines(store))


def opener(data: bytes) -> Callable[[], BytesIO]:
    return lambda: BytesIO(data)


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_a_log_comes_back_byte_for_byte(pack: Callable[[bytes], bytes]) -> None:
    data = exported(filled())
    copy = empty()
    told: list[int] = []
    loaded = load(copy, copy, opener(pack(data)), told.append)
    assert (loaded.held, loaded.stored, loaded.head) == (0, 45, 45)
    assert exported(copy) == data
    assert told == [45]


def test_equal_logs_give_equal_files_plain_and_compressed(tmp_path: Path) -> None:
    for name in ("a.ndjson", "b.ndjson", "a.gz", "b.gz"):
        assert write_lines(tmp_path / name, export_lines(filled())) == 45
    assert (tmp_path / "a.ndjson").read_bytes() == (tmp_path / "b.ndjson").read_bytes() == exported(filled())
    assert (tmp_path / "a.gz").read_bytes() == (tmp_path / "b.gz").read_bytes()
    assert gzip.decompress((tmp_path / "a.gz").read_bytes()) == exported(filled())


def test_a_file_that_fails_half_way_is_not_there_and_an_older_one_stays(tmp_path: Path) -> None:
    def failing() -> Sequence[bytes]:
        raise LookupError

    (tmp_path / "log").write_bytes(b"older")
    with pytest.raises(LookupError):
        write_lines(tmp_path / "log", (line for _ in range(1) for line in failing()))
    assert [file.name for file in tmp_path.iterdir()] == ["log"]
    assert (tmp_path / "log").read_bytes() == b"older"


class DyingStore(MemoryEventStore):
    """Dies before its second chunk."""

    chunks = 0

    def append_raw(self, values: Sequence[bytes]) -> Head:
        self.chunks += 1
        if self.chunks == 2:
            raise KeyboardInterrupt
        return super().append_raw(values)


def test_a_load_that_was_cut_off_goes_on_where_it_stood(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transfer, "CHUNK_EVENTS_MAX", 10)
    data = exported(filled())
    copy = DyingStore(lambda: MORNING)
    with pytest.raises(KeyboardInterrupt):
        load(copy, copy, opener(data))
    assert copy.head().position == 10
    loaded = load(copy, copy, opener(data))
    assert (loaded.held, loaded.stored) == (10, 35)
    assert exported(copy) == data
    assert load(copy, copy, opener(data)).stored == 0


def test_a_log_that_holds_anything_else_is_left_as_it_is() -> None:
    other = empty()
    other.append([append_of("other", [step("an")])])
    before = exported(other)
    for data in (exported(filled()), b""):
        with pytest.raises(Conflict, match="log-not-empty"):
            load(other, other, opener(data))
    assert exported(other) == before


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_file_damaged_anywhere_is_refused_and_changes_nothing(data: st.DataObject) -> None:
    lines = exported(filled(6)).splitlines(keepends=True)
    at = data.draw(st.integers(0, len(lines) - 1))
    damage = data.draw(st.sampled_from(["drop", "twice", "swap", "cut", "foreign", "blank"]))
    if damage == "drop":
        at = min(at, len(lines) - 2)
        del lines[at]
    elif damage == "twice":
        lines.insert(at, lines[at])
    elif damage == "swap":
        at = min(at, len(lines) - 2)
        lines[at], lines[at + 1] = lines[at + 1], lines[at]
    elif damage == "cut":
        lines[at] = lines[at][: data.draw(st.integers(1, len(lines[at]) - 2))]
    else:
        lines.insert(
            at, b"\n" if damage == "blank" else data.draw(st.binary(max_size=200)).replace(b"\n", b" ") + b"\n"
        )
    copy = empty()
    with pytest.raises(Malformed) as caught:
        load(copy, copy, opener(b"".join(lines)))
    assert caught.value.where is not None
    assert caught.value.where.startswith("line ")
    assert copy.head().position == 0


def test_the_line_that_is_wrong_is_named() -> None:
    lines = exported(filled()).splitlines(keepends=True)
    lines[6] = lines[6].replace(b'"source":"/admissions"', b'"source":"/elsewhere"')
    copy = empty()
    with pytest.raises(Malformed) as caught:
        load(copy, copy, opener(b"".join(lines)))
    assert caught.value.where == "line 7"


@pytest.mark.parametrize("size", [70_000, 5_000_000])
def test_an_endless_line_is_not_read_to_its_end(size: int) -> None:
    file = BytesIO(b"x" * size)
    with pytest.raises(TooLarge):
        list(read_values(file))
    assert file.tell() < 70_000


def test_broken_compression_is_refused_with_its_line() -> None:
    packed = gzip.compress(exported(filled()))
    copy = empty()
    for bad in (packed[:-9], packed[:200], packed[:60] + b"\x00\x00\x00" + packed[63:]):
        with pytest.raises(Malformed, match="log-line-unreadable"):
            load(copy, copy, opener(bad))
    assert copy.head().position == 0


def test_a_tail_read_back_from_the_topics_continues_the_log_as_it_was() -> None:
    whole = filled()
    values = [event.value for event in whole.read_all()]
    restored = empty()
    append_values(restored, values[:12])
    assert append_values(restored, values[12:]) == 33
    assert exported(restored) == exported(whole)
    with pytest.raises(Malformed, match="event-unfit"):
        append_values(restored, values[12:])
