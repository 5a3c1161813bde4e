"""A restored backup that is behind the topics is not written to, until what it lacks was read back from them."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from shared.core.errors import Unavailable
from shared.core.text import Text
from shared.flow.relay import event_record
from shared.ports.bus import Record
from shared.ports.event_store import StoredEvent
from tests.integration.admissions.writer import WriterUnderTest, found_province, new_person, open_writer


class PublishedLog:
    """Topics that hold a log whole; `down` while they cannot be asked."""

    def __init__(self, events: Sequence[StoredEvent]) -> None:
        self._records = [event_record(event) for event in events]
        self.down = False

    def tails(self, limit: int) -> Sequence[Record]:
        """The newest records of each partition; here all of them."""
        if self.down:
            raise Unavailable("bus-unavailable", Text(vi="bus ngừng", en="the bus is down"))
        assert limit > 0
        return self._records

    def read_all(self) -> Iterator[Record]:
        """Every record."""
        return iter(self._records)


def published_by(writer: WriterUnderTest) -> PublishedLog:
    """Everything that the writer has appended, as the topics would have it."""
    return PublishedLog(list(writer.admissions.outbox.read_all()))


def backed_up(writer: WriterUnderTest) -> bytes:
    """The log as it stands, as a file."""
    return writer.get("/log").content


def test_a_log_behind_the_topics_takes_no_writes_until_it_is_recovered(writer_url: str, tmp_path: Path) -> None:
    first = tmp_path / "first"
    with open_writer(f"sqlite:///{first / 'admissions.db'}", first) as original:
        found_province(original)
        backup = backed_up(original)
        person = original.written("/people", new_person())["id"]
        topics = published_by(original)
        whole = original.get("/log").content
    with open_writer(writer_url, tmp_path) as restored:
        restored.http.post("/admissions/log", content=backup, headers=restored.headers())
    with open_writer(writer_url, tmp_path, topics=topics) as writer:
        refused = writer.post("/people", new_person())
        assert (refused.status_code, refused.json()["rule"]) == (409, "log-behind-topics")
        assert writer.import_folder({}).status_code in {400, 409}
        assert writer.http.get("/readyz").status_code == 503
        assert writer.get("/log").content == backup
        assert writer.post("/log/recover", None).json() == {"recovered": 2}
        assert writer.get("/log").content == whole
        assert writer.get(f"/people/{person}").json()["place"]["unit_id"] == "cell-1"
        assert writer.http.get("/readyz").status_code == 200
        writer.written("/people", new_person())


def test_while_the_topics_cannot_be_asked_a_starting_writer_waits(writer_url: str, tmp_path: Path) -> None:
    topics = PublishedLog([])
    topics.down = True
    body = {"unit_id": "qn", "kind": "province", "name_vi": "Tỉnh", "effective_on": "2000-01-01"}
    with open_writer(writer_url, tmp_path, topics=topics) as writer:
        refused = writer.post("/units", body)
        assert refused.status_code == 503
        assert refused.headers["Retry-After"]
        topics.down = False
        writer.written("/units", body)
        topics.down = True
        writer.written("/units/qn/rename", {"name_vi": "Tỉnh Một", "effective_on": "2001-01-01"})
        assert writer.http.get("/readyz").status_code == 200
