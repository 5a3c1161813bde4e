"""Imports: judged whole, appended in chunks, gone on with after an end in the middle, known again, taken back."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection

from shared.contracts.organisation import BatchClosed, BatchOpened, BatchUndone
from shared.contracts.recorded import Recorded
from shared.core.errors import Unavailable
from shared.core.text import Text
from shared.flow.append import Writer
from shared.ports.event_store import Append, Appended, Within
from tests.integration.admissions.writer import WriterUnderTest, found_province, new_person, open_writer, tar_of
from tests.unit.admissions.app.folders import event, folder, person, unit

UNITS = [
    unit("qn", "province"),
    unit("nam-giang", "district", "qn"),
    unit("dang-bo", "grassroots_committee", "nam-giang"),
    unit("cell-1", "subordinate_cell", "dang-bo"),
    unit("cell-2", "subordinate_cell", "dang-bo"),
]


def lives(count: int) -> dict[str, bytes]:
    """`count` people enrolled in cell-1; every third goes to cell-2 and has a late probation decision before that."""
    people = [person(f"p{n}", education="thpt") for n in range(count)]
    events = []
    for n in range(count):
        ref = f"p{n}"
        if n % 3:
            events.append(event(ref, "enrolled", "2015-01-01", "cell-1"))
            continue
        probation = {"code": "PROBATIONARY", "decision_date": "2014-06-02"}
        body = {"decision_number": "9-QĐ", "body_unit_id": "nam-giang"}
        votes = {"votes_base": "9", "votes_present": "9", "votes_for": "9", "votes_against": "0"}
        events += [
            event(ref, "enrolled", "2015-01-01", "cell-1", **probation),
            event(ref, "D5", "2015-06-10", "cell-1", body_unit_id="cell-1", **votes),
            event(ref, "D7", "2015-06-12", "cell-1", body_unit_id="dang-bo", **votes),
            event(ref, "transfer_issued", "2015-06-15", "cell-1", to_unit_id="cell-2"),
            event(ref, "D8", "2015-06-20", "cell-1", **body),
            event(ref, "transferred", "2015-06-25", "cell-1", to_unit_id="cell-2"),
        ]
    return folder(units=UNITS, people=people, events=events)


def told(log: Sequence[Recorded]) -> list[tuple[str, str, str, int]]:
    """The log apart from times, seals and positions: what was said, by which command, of whom, as which version."""
    return sorted((e.envelope.id, e.envelope.type, e.envelope.subject, e.envelope.streamversion) for e in log)


def test_a_folder_is_imported_whole_between_the_marks_of_its_batch(writer: WriterUnderTest) -> None:
    answer = writer.import_folder(lives(9))
    assert answer.status_code == 202, answer.text
    batch_id = answer.json()["batch_id"]
    progress = writer.get(f"/imports/{batch_id}").json()
    assert progress["state"] == "closed"
    assert progress["running"] is False
    assert progress["events_appended"] == progress["events_planned"] > 0
    own = [event for event in writer.log() if event.envelope.batchid == batch_id]
    assert isinstance(own[0].data, BatchOpened)
    assert isinstance(own[-1].data, BatchClosed)
    assert own[0].data.events == own[-1].data.events == len(own) - 2
    assert not writer.admissions.work.organisation().batch_open(writer.admissions.store.head().position)


def test_what_an_import_brings_is_dated_by_its_rows_and_late_decisions_restate_what_they_cross(
    writer: WriterUnderTest,
) -> None:
    writer.import_folder(lives(1))
    found = writer.get("/people", ref="p0").json()["person_id"]
    movements = writer.get(f"/people/{found}").json()["movements"]
    assert [(move["kind"], move["effective_on"]) for move in movements] == [
        ("enrolled", "2015-01-01"),
        ("recognised", "2015-06-02"),
        ("changed", "2015-06-15"),
        ("transferred", "2015-06-25"),
    ]
    undone = [m.undo for e in writer.log() for m in getattr(e.data, "movements", ()) if m.undo is not None]
    positions = {event.envelope.position for event in writer.log()}
    assert undone
    assert {undo.position for undo in undone} <= positions


def test_a_dry_run_and_a_faulty_folder_write_nothing(writer: WriterUnderTest) -> None:
    verdict = writer.import_folder(lives(3), dry_run=True)
    assert verdict.status_code == 200
    assert verdict.json()["state"] == "judged"
    assert verdict.json()["events_planned"] > 0
    faulty = folder(
        units=UNITS,
        people=[person("p1"), person("p2"), person("p3")],
        events=[
            event("p1", "enrolled", "2015-01-01", "cell-9"),
            event("p2", "enrolled", "2015-01-01", "cell-1"),
            event("p2", "transferred", "2016-01-01", "cell-1", to_unit_id="cell-2"),
            event("p3", "enrolled", "2015-01-01", "cell-1", code="MINISTER"),
            event("p4", "enrolled", "2015-01-01", "cell-1"),
        ],
    )
    for dry_run in (True, False):
        refused = writer.import_folder(faulty, dry_run=dry_run)
        assert refused.status_code == 422
        assert {fault["pointer"] for fault in refused.json()["errors"]} == {
            "events.csv:2:unit_id",
            "events.csv:4",
            "events.csv:5:code",
            "events.csv:6:person_ref",
        }
    half = writer.import_folder({"units.csv": b"unit_id,kind\nqn,pro"})
    assert half.status_code == 400
    assert {fault["pointer"] for fault in half.json()["errors"]} >= {"people.csv", "events.csv", "units.csv:2:kind"} - {
        "units.csv:2:kind"
    }
    assert writer.post("/imports", {"not": "a tar"}).status_code == 400
    assert all(not e.envelope.stream.startswith(("person", "unit", "batch")) for e in writer.log())


def test_no_answer_about_a_folder_repeats_anyones_particulars(writer: WriterUnderTest) -> None:
    writer.import_folder(lives(1))
    other = folder(people=[person("p0", full_name="Một Tên Khác", birth_date="1977-07-07")])
    refused = writer.import_folder(other)
    assert refused.status_code == 422
    assert "Khác" not in refused.text
    assert "1977" not in refused.text
    assert [fault["pointer"] for fault in refused.json()["errors"]] == ["people.csv:2:full_name"]


def test_the_same_folder_again_is_there_already_and_another_builds_on_it(writer: WriterUnderTest) -> None:
    first = writer.import_folder(lives(3)).json()
    head = writer.get("/head").json()
    again = writer.import_folder(lives(3))
    assert again.status_code == 200
    assert again.json()["already"] is True
    assert again.json()["batch_id"] == first["batch_id"]
    assert writer.get("/head").json() == head
    second = folder(units=UNITS, events=[event("p1", "removed", "2019-03-04", "cell-1", code="deceased")])
    assert writer.import_folder(second).status_code == 202
    found = writer.get("/people", ref="p1").json()["person_id"]
    assert writer.get(f"/people/{found}").json()["place"] is None


class EndsBeforeChunk(Writer[Connection]):
    """A writer whose process ends before the chunk with this number, counted from 0."""

    def __init__(self, real: Writer[Connection], number: int) -> None:
        self._real = real
        self._left = number

    def append(self, append: Append) -> Appended:
        """As the real one."""
        return self._real.append(append)

    def append_chunk(self, appends: Sequence[Append], *, within: Within[Connection] | None = None) -> Appended:
        """As the real one, until it ends."""
        if self._left == 0:
            raise Unavailable("ended", Text(vi="hết", en="ended"))
        self._left -= 1
        return self._real.append_chunk(appends, within=within)


def interrupted(writer: WriterUnderTest, monkeypatch: pytest.MonkeyPatch, files: dict[str, bytes], chunk: int) -> str:
    """Import until the process would have ended before this chunk; the batch's id."""
    chunks = writer.admissions.imports._chunks
    with monkeypatch.context() as patch:
        patch.setattr(chunks, "_writer", EndsBeforeChunk(chunks._writer, chunk))
        batch_id: str = writer.import_folder(files).json()["batch_id"]
    return batch_id


@pytest.mark.parametrize("chunk", [0, 1, 3])
def test_an_import_that_ended_in_the_middle_goes_on_and_doubles_nothing(
    writer_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, chunk: int
) -> None:
    undisturbed_folder = tmp_path / "undisturbed"
    with open_writer(f"sqlite:///{undisturbed_folder / 'a.db'}", undisturbed_folder) as whole:
        secret = whole.admissions.imports._judge._particulars.keys.secret("person-ref")
        whole.import_folder(lives(12))
        expected = told(whole.log())
    with open_writer(writer_url, tmp_path, import_chunk_events_max=10) as first:
        keys: Any = first.admissions.imports._judge._particulars.keys
        keys.take([], {"person-ref": secret})
        batch_id = interrupted(first, monkeypatch, lives(12), chunk)
        assert first.get(f"/imports/{batch_id}").json()["state"] == "failed"
        assert first.admissions.work.organisation().batch_open(first.admissions.store.head().position)
    with open_writer(writer_url, tmp_path, import_chunk_events_max=7) as second:
        assert second.get(f"/imports/{batch_id}").json()["state"] == "open"
        resumed = second.import_folder(lives(12)).json()
        assert resumed["batch_id"] == batch_id
        assert second.get(f"/imports/{batch_id}").json()["state"] == "closed"
        assert told(second.log()) == expected


def test_a_person_changed_by_others_meanwhile_is_decided_again(
    writer: WriterUnderTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    writer.import_folder(lives(6))
    known = writer.get("/people", ref="p1").json()["person_id"]
    chunks = writer.admissions.imports._chunks
    real = chunks._writer

    class OthersFirst(EndsBeforeChunk):
        """Someone else records something about the person just before the first chunk."""

        def append_chunk(self, appends: Sequence[Append], *, within: Within[Connection] | None = None) -> Appended:
            if self._left:
                self._left = 0
                writer.written(
                    f"/people/{known}/acts",
                    {"act": "profile_changed", "effective_on": "2016-01-01", "changes": {"theory_level": "advanced"}},
                )
            return real.append_chunk(appends, within=within)

    monkeypatch.setattr(chunks, "_writer", OthersFirst(real, 1))
    later = folder(events=[event("p1", "removed", "2019-03-04", "cell-1", code="resigned")])
    answer = writer.import_folder(later).json()
    progress = writer.get(f"/imports/{answer['batch_id']}").json()
    assert progress["state"] == "closed"
    assert progress["left_out"] == []
    facts = [fact["event"] for fact in writer.get(f"/people/{known}").json()["facts"]]
    assert facts == ["enrolled", "profile_changed", "removed"]


def test_a_row_made_impossible_by_others_is_left_out_and_named(
    writer: WriterUnderTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    writer.import_folder(lives(6))
    known = writer.get("/people", ref="p1").json()["person_id"]
    chunks = writer.admissions.imports._chunks
    real = chunks._writer

    class OthersFirst(EndsBeforeChunk):
        """Someone else records the person's death just before the first chunk."""

        def append_chunk(self, appends: Sequence[Append], *, within: Within[Connection] | None = None) -> Appended:
            if self._left:
                self._left = 0
                body = {"act": "removed", "kind": "deceased", "effective_on": "2018-01-01"}
                writer.written(f"/people/{known}/acts", body)
            return real.append_chunk(appends, within=within)

    monkeypatch.setattr(chunks, "_writer", OthersFirst(real, 1))
    later = folder(
        events=[
            event("p1", "removed", "2019-03-04", "cell-1", code="resigned"),
            event("p2", "removed", "2019-03-04", "cell-1", code="resigned"),
        ]
    )
    answer = writer.import_folder(later).json()
    progress = writer.get(f"/imports/{answer['batch_id']}").json()
    assert progress["state"] == "closed"
    assert [finding["where"] for finding in progress["left_out"]] == ["events.csv:2"]
    assert progress["events_appended"] == 1


def test_an_import_is_taken_back_whole_and_may_come_again(writer: WriterUnderTest) -> None:
    batch_id = writer.import_folder(lives(6)).json()["batch_id"]
    undone = writer.post(f"/imports/{batch_id}/undo", None)
    assert undone.json()["state"] == "undone", undone.text
    assert isinstance(writer.log()[-2].data, BatchUndone)
    for n in range(6):
        found = writer.get("/people", ref=f"p{n}").json()["person_id"]
        view = writer.get(f"/people/{found}").json()
        assert (view["place"], view["facts"], view["movements"]) == (None, [], [])
    assert writer.post(f"/imports/{batch_id}/undo", None).json()["already"] is True
    assert not writer.admissions.work.organisation().batch_open(writer.admissions.store.head().position)
    again = writer.import_folder(lives(6)).json()
    assert again["batch_id"] != batch_id
    assert writer.get(f"/imports/{again['batch_id']}").json()["state"] == "closed"


def test_an_import_that_later_facts_build_on_is_not_taken_back_and_they_are_listed(writer: WriterUnderTest) -> None:
    batch_id = writer.import_folder(lives(6)).json()["batch_id"]
    found = writer.get("/people", ref="p1").json()["person_id"]
    later = writer.written(
        f"/people/{found}/acts",
        {"act": "profile_changed", "effective_on": "2016-01-01", "changes": {"theory_level": "advanced"}},
    )
    head = writer.get("/head").json()
    refused = writer.post(f"/imports/{batch_id}/undo", None)
    assert refused.status_code == 409
    assert [fault["pointer"] for fault in refused.json()["errors"]] == [f"person-{found}/{later['position']}"]
    assert writer.get("/head").json() == head
    assert writer.post("/imports/00000000-0000-5000-8000-000000000000/undo", None).status_code == 404


def test_units_open_and_close_on_their_days_and_their_people_go_to_the_successor(writer: WriterUnderTest) -> None:
    units = [*UNITS[:3], unit("old", "subordinate_cell", "dang-bo", closed_on="2018-01-01", successor_id="new")]
    units.append(unit("new", "subordinate_cell", "dang-bo", opened_on="2017-12-01"))
    files = folder(
        units=units,
        people=[person("p1"), person("p2")],
        events=[
            event("p1", "enrolled", "2015-01-01", "old"),
            event("p2", "enrolled", "2015-01-01", "old"),
            event("p1", "removed", "2018-05-01", "new", code="deceased"),
        ],
        facts=[{"unit_id": "dang-bo", "fact": "authorised", "effective_on": "2016-01-01", "value": "true"}],
    )
    answer = writer.import_folder(files)
    assert answer.status_code == 202, answer.text
    found = writer.get("/people", ref="p2").json()["person_id"]
    movements = writer.get(f"/people/{found}").json()["movements"]
    assert [(move["kind"], move["effective_on"]) for move in movements][-1] == ("restructured", "2018-01-01")
    assert writer.import_folder({**files, "targets.csv": folder()["targets.csv"] + b""}).json()["already"] is True


def test_a_unit_that_the_register_has_otherwise_is_told_with_the_column_and_both_values(
    writer: WriterUnderTest,
) -> None:
    found_province(writer)
    units = [unit("cell-3", "grassroots_cell", "nam-giang", name_vi="Tổ chức cell-3", opened_on="2001-02-03")]
    (finding,) = writer.import_folder(folder(units=units)).json()["errors"]
    assert finding["pointer"] == "units.csv:2:opened_on"
    assert "01/01/2000" in finding["detail"]
    assert "03/02/2001" in finding["detail"]


def test_only_an_office_that_imports_may_and_only_below_its_unit(writer: WriterUnderTest) -> None:
    writer.import_folder(lives(1))
    outside = folder(
        units=[unit("elsewhere", "province"), unit("x-1", "district", "elsewhere")],
        people=[person("q1")],
    )
    of_cell = writer.headers("cell_secretary", "cell-1")
    assert writer.http.post("/admissions/imports", content=tar_of(outside), headers=of_cell).status_code == 403
    of_district = writer.headers("province_officer", "nam-giang")
    refused = writer.http.post("/admissions/imports", content=tar_of(outside), headers=of_district)
    assert refused.status_code == 403
    more = folder(people=[person("q2")], events=[event("q2", "enrolled", "2015-01-01", "cell-2")])
    taken = writer.http.post("/admissions/imports", content=tar_of(more), headers=of_district)
    assert taken.status_code == 202, taken.text
    assert writer.admissions.imports.wait(60)


def test_a_second_person_of_the_same_words_is_one_more_person(writer: WriterUnderTest) -> None:
    writer.import_folder(lives(1))
    copy = folder(people=[person("copy")], events=[event("copy", "enrolled", "2015-01-01", "cell-1")])
    writer.import_folder(copy)
    assert writer.get("/people", ref="copy").json() != writer.get("/people", ref="p0").json()
    assert writer.get("/people", ref="nobody").status_code == 404


def test_a_new_person_and_an_imported_one_are_told_apart_by_reference_only(writer: WriterUnderTest) -> None:
    writer.import_folder(lives(1))
    over_http = writer.written("/people", new_person())["id"]
    assert writer.get("/people", ref="p0").json()["person_id"] != over_http
