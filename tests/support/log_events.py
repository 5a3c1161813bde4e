"""Small events for tests of the log: a person's step without movements, encoded and ready to append."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from uuid import UUID, uuid5

from shared.contracts.codec import new_event, prepare
from shared.contracts.dossiers import StepRecorded
from shared.contracts.envelope import NewEvent, Provenance
from shared.contracts.facts import Actor
from shared.contracts.organisation import UnitRenamed
from shared.core.stream import StreamId, StreamVersion, stream_id
from shared.ports.event_store import Append

NAMESPACE = UUID("6f2d7c0e-5a53-4c0b-9d9c-0f6a1c7a4a10")
MORNING = datetime(2026, 1, 1, 1, 0, tzinfo=UTC)
ACTOR = Actor(officer_id="officer-1", office="province_officer", unit_id="nam-giang")


def uuid_of(name: str) -> UUID:
    """The same uuid for the same name, every run."""
    return uuid5(NAMESPACE, name)


def person(name: str) -> str:
    """A person id."""
    return str(uuid_of(f"person {name}"))


def person_stream(name: str) -> StreamId:
    """That person's stream."""
    return stream_id("person", person(name))


def step(name: str, what: str = "C1") -> NewEvent:
    """A step recorded for a person; it moves nobody."""
    fact = StepRecorded(actor=ACTOR, effective_on=date(2020, 5, 19), movements=(), decision=None, votes=None, step=what)
    return new_event(person_stream(name), person(name), fact)


def renamed(unit_id: str, name_vi: str = "Chi bộ thôn Pà Dấu") -> NewEvent:
    """An event on the organisation topic, which has one partition."""
    fact = UnitRenamed(actor=ACTOR, effective_on=date(2020, 1, 1), unit_id=unit_id, name_vi=name_vi)
    return new_event(stream_id("unit", unit_id), unit_id, fact)


def append_of(
    command: str, events: Sequence[NewEvent], expected: dict[StreamId, int] | None = None, batch_id: str | None = None
) -> Append:
    """One command's events, encoded; `command` is any text, turned into an id."""
    provenance = Provenance(command_id=uuid_of(f"command {command}"), correlation_id="test", batch_id=batch_id)
    return Append(
        command_id=str(provenance.command_id),
        expected={stream: StreamVersion(version) for stream, version in (expected or {}).items()},
        events=tuple(prepare(event, provenance, index) for index, event in enumerate(events)),
    )
