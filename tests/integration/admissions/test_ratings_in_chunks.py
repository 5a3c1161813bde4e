"""A list of ratings of more people than one chunk holds: whole chunks, others' writes between, every line told."""

from itertools import groupby
from pathlib import Path
from typing import Any

import pytest

from shared.contracts.lifecycle import Rated
from shared.contracts.organisation import BatchClosed, BatchOpened
from shared.contracts.recorded import Recorded
from shared.flow.append import Writer
from tests.integration.admissions.test_ratings_over_http import listed, members, rate
from tests.integration.admissions.writer import WriterUnderTest, found_province, open_writer

CHUNK, PEOPLE = 4, 18


def ratings(writer: WriterUnderTest) -> list[Recorded]:
    """The ratings of the log, in its order."""
    return [event for event in writer.log() if isinstance(event.data, Rated)]


def chunks(rated: list[Recorded]) -> list[int]:
    """How many ratings share each append's time."""
    return [len(list(events)) for _, events in groupby(rated, key=lambda event: event.envelope.time)]


def test_a_list_of_many_people_stands_in_chunks_of_one_batch_and_rates_everyone_once(
    writer_url: str, tmp_path: Path
) -> None:
    with open_writer(writer_url, tmp_path, import_chunk_events_max=CHUNK) as writer:
        found_province(writer)
        people = members(writer, PEOPLE)
        body = listed(people, *["GOOD"] * PEOPLE)
        answer = rate(writer, body)
        told = (answer["state"], answer["people"], answer["events_appended"], answer["left_out"])
        assert told == ("closed", PEOPLE, PEOPLE, [])
        log, rated = writer.log(), ratings(writer)
        assert chunks(rated) == [4, 4, 4, 4, 2]
        assert [event.envelope.subject for event in rated] == people
        assert {event.envelope.batchid for event in rated} == {answer["batch_id"]}
        marks = [event.data for event in log if isinstance(event.data, BatchOpened | BatchClosed)]
        assert [mark.events for mark in marks] == [PEOPLE, PEOPLE]
        assert answer["position"] == rated[-1].envelope.position
        assert (rate(writer, body)["already"], len(writer.log())) == (True, len(log))


def test_what_others_write_between_two_chunks_is_judged_with_and_leaves_out_only_whom_it_concerns(
    writer_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_writer(writer_url, tmp_path, import_chunk_events_max=CHUNK) as writer:
        found_province(writer)
        people = members(writer, PEOPLE)
        append, calls = Writer.append_chunk, [0]

        def others_write(self: Writer[Any], *arguments: Any, **named: Any) -> Any:
            """After the first chunk one member died before the period's end, and another took up an occupation."""
            calls[0] += 1
            if calls[0] == 2:
                gone = {"act": "removed", "kind": "deceased", "effective_on": "2019-03-01"}
                writer.written(f"/people/{people[9]}/acts", gone)
                working = {"act": "profile_changed", "effective_on": "2019-05-01", "changes": {"occupation": "farmer"}}
                writer.written(f"/people/{people[16]}/acts", working)
            return append(self, *arguments, **named)

        monkeypatch.setattr(Writer, "append_chunk", others_write)
        answer: dict[str, Any] = rate(writer, listed(people, *["GOOD"] * PEOPLE))
        assert (answer["state"], answer["events_appended"]) == ("closed", PEOPLE - 1)
        assert [each["where"] for each in answer["left_out"]] == ["/people/9"]
        rated = ratings(writer)
        assert [event.envelope.subject for event in rated] == [each for each in people if each != people[9]]
        assert {event.envelope.batchid for event in rated} == {answer["batch_id"]}
        assert max(chunks(rated)) == CHUNK
        place = writer.get(f"/people/{people[16]}").json()["place"]
        assert (place["attributes"]["occupation"], place["attributes"]["rating"]["grade"]) == ("farmer", "GOOD")
