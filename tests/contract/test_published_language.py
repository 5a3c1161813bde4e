"""The published language: classes, schemas, golden messages and topics agree, and what is released stays readable."""

import json
import re
from pathlib import Path
from typing import Any
from uuid import UUID

import jsonschema_rs
import msgspec
import pytest

from shared.contracts import schemas_tool
from shared.contracts.codec import decode_data, decode_envelope, decode_movements, encode, finish, new_event, prepare
from shared.contracts.compatibility import breaches
from shared.contracts.envelope import VALUE_BYTES_MAX, Provenance
from shared.contracts.people import ParticularsRecorded
from shared.contracts.recorded import recorded
from shared.contracts.registry import CLASS_OF, TOPIC_OF, event_name, topic_of
from shared.contracts.topics import PARTITION_COUNTS, partition_for
from shared.core.errors import Malformed, TooLarge
from shared.core.stream import StreamId
from tests.support.log_events import ACTOR, person, person_stream, uuid_of

EXAMPLES = sorted(schemas_tool.EXAMPLES.glob("*.json"))
VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "transport.json").read_text("utf-8"))


def value_of(path: Path) -> bytes:
    """The stored bytes of a golden message: one line."""
    return path.read_bytes().removesuffix(b"\n")


def test_schemas_released_schemas_and_examples_are_complete_and_kept() -> None:
    assert schemas_tool.problems(schemas_tool.generate()) == []


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_a_golden_message_is_read_whole_and_written_again_as_it_was(path: Path) -> None:
    value = value_of(path)
    envelope = decode_envelope(value)
    data = decode_data(envelope)
    assert envelope.type == path.stem
    assert data is not None
    assert encode(data) == bytes(envelope.data)
    assert recorded(value).data == data
    provenance = Provenance(
        command_id=UUID(envelope.commandid),
        correlation_id=envelope.correlationid,
        causation_id=envelope.causationid,
        batch_id=envelope.batchid,
    )
    again = new_event(StreamId(envelope.stream), envelope.subject, data, actid=envelope.actid)
    assert finish(prepare(again, provenance, 0), envelope.position, envelope.time, envelope.streamversion) == value


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_a_golden_message_fits_its_schemas_present_and_released(path: Path) -> None:
    message = json.loads(path.read_bytes())
    for folder in (schemas_tool.SCHEMAS, schemas_tool.RELEASED):
        for name, instance in (("envelope", message), (path.stem, message["data"])):
            schema = json.loads((folder / f"{name}.json").read_text("utf-8"))
            assert [str(fault) for fault in jsonschema_rs.validator_for(schema).iter_errors(instance)] == [], name


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_a_reader_that_does_not_know_the_version_or_a_field_still_reads_the_movements(path: Path) -> None:
    message = json.loads(path.read_bytes())
    movements = decode_movements(decode_envelope(value_of(path)))
    message["data"]["added_later"] = {"unknown": [1, 2]}
    assert decode_data(decode_envelope(encode(message))) == decode_data(decode_envelope(value_of(path)))
    message["type"] = message["type"].replace(".v1", ".v9")
    unknown = decode_envelope(encode(message))
    assert decode_data(unknown) is None
    assert decode_movements(unknown) == movements


@pytest.mark.parametrize("cls", CLASS_OF.values(), ids=CLASS_OF)
def test_every_type_is_named_after_its_topic(cls: type[msgspec.Struct]) -> None:
    (name,) = [name for name, known in CLASS_OF.items() if known is cls]
    assert topic_of(name) == TOPIC_OF[cls]
    assert TOPIC_OF[cls] in PARTITION_COUNTS
    assert re.fullmatch(rf"vn\.{re.escape(TOPIC_OF[cls])}\.{event_name(name)}\.v\d+", name)


def test_partitions_are_those_of_the_vectors() -> None:
    for event in VECTORS["events"]:
        assert partition_for(event["topic"], event["key"]) == event["partition"]


def test_an_event_that_is_too_large_is_refused_before_the_lock_and_one_that_fits_is_within_the_limit() -> None:
    provenance = Provenance(command_id=uuid_of("command"))

    def sized(size: int) -> bytes:
        data = ParticularsRecorded(actor=ACTOR, sealed={"full_name": "x" * size})
        event = prepare(new_event(person_stream("an"), person("an"), data), provenance, 0)
        return finish(event, 2**63 - 1, "2026-01-01T00:00:00.000000Z", 2**31)

    room = VALUE_BYTES_MAX - len(sized(0)) - 64
    assert len(sized(room)) <= VALUE_BYTES_MAX
    with pytest.raises(TooLarge, match="event-too-large"):
        sized(VALUE_BYTES_MAX)
    with pytest.raises(TooLarge):
        decode_envelope(b" " * (VALUE_BYTES_MAX + 1))


@pytest.mark.parametrize("value", [b"", b"{}", b"[]", b"\xff", b'{"specversion":"1.0"}', b"[" * 60_000])
def test_bytes_that_are_no_event_are_malformed(value: bytes) -> None:
    with pytest.raises(Malformed, match="message-unreadable"):
        decode_envelope(value)


RELEASED: dict[str, Any] = {
    "$ref": "#/$defs/Step",
    "$defs": {
        "Step": {
            "type": "object",
            "properties": {"step": {"type": "string"}, "kind": {"enum": ["a", "b"]}},
            "required": ["step"],
        }
    },
}


def changed(change: str) -> dict[str, Any]:
    """The released schema after a change."""
    schema: dict[str, Any] = json.loads(json.dumps(RELEASED))
    step = schema["$defs"]["Step"]
    match change:
        case "optional field":
            step["properties"]["note"] = {"type": "string"}
            schema["$defs"]["Note"] = {"type": "object"}
        case "other words":
            step["description"] = "another"
        case "code added":
            step["properties"]["kind"]["enum"].append("c")
        case "field gone":
            del step["properties"]["kind"]
        case "code gone":
            step["properties"]["kind"]["enum"].remove("a")
        case "type changed":
            step["properties"]["step"] = {"type": "integer"}
        case "required field":
            step["properties"]["note"] = {"type": "string"}
            step["required"].append("note")
        case "no longer required":
            step["required"] = []
        case "limit added":
            step["properties"]["step"]["maxLength"] = 3
        case "definition gone":
            del schema["$defs"]["Step"]
    return schema


@pytest.mark.parametrize("change", ["none", "optional field", "other words", "code added"])
def test_within_a_version_optional_things_may_be_added(change: str) -> None:
    assert breaches(RELEASED, changed(change)) == []


@pytest.mark.parametrize(
    "change",
    [
        "field gone",
        "code gone",
        "type changed",
        "required field",
        "no longer required",
        "limit added",
        "definition gone",
    ],
)
def test_anything_else_breaks_what_was_released(change: str) -> None:
    assert len(breaches(RELEASED, changed(change))) == 1


def test_the_tool_tells_wrong_use_from_wrong_files(capsys: pytest.CaptureFixture[str]) -> None:
    assert schemas_tool.main(["--check"]) == 0
    assert schemas_tool.main(["--wrong"]) == 2
    assert "usage" in capsys.readouterr().err


def test_a_missing_or_stale_file_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schemas_tool, "SCHEMAS", tmp_path)
    monkeypatch.setattr(schemas_tool, "RELEASED", tmp_path / "released")
    monkeypatch.setattr(schemas_tool, "EXAMPLES", tmp_path / "examples")
    name = "vn.socai.people.particulars_recorded.v1"
    found = schemas_tool.problems(schemas_tool.generate())
    assert f"schemas/{name}.json is not what the class says" in found
    assert f"schemas/released/{name}.json is missing" in found
    assert f"examples/{name}.json is missing" in found
    assert schemas_tool.main([]) == 1
    (tmp_path / "gone.v1.json").write_text("{}")
    left = schemas_tool.problems(schemas_tool.generate())
    assert left[0] == "gone.v1: its class is gone"
    assert {line.split("/")[0] for line in left[1:]} == {"examples"}
