"""What a decision sees of a person: the state the domain decides on, and the particulars still sealed."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from services.admissions.domain.person.state import INITIAL, PersonState, evolve
from shared.contracts.codec import decode_movements
from shared.contracts.people import ParticularsRecorded
from shared.contracts.recorded import Recorded
from shared.core.stream import StreamId, stream_id

PERSON = "person"


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonFile:
    """A person's stream, folded. `commands`: the ids of the commands whose events are in it."""

    state: PersonState = INITIAL
    sealed: Mapping[str, str] = field(default_factory=dict)
    commands: frozenset[str] = frozenset()


EMPTY = PersonFile()


def person_stream(person_id: str) -> StreamId:
    """The stream of a person."""
    return stream_id(PERSON, person_id)


def evolve_file(file: PersonFile, event: Recorded) -> PersonFile:
    """The file after one event of the stream more."""
    movements = decode_movements(event.envelope) if event.data is None else ()
    state = evolve(file.state, event.envelope.position, event.data, movements)
    sealed = file.sealed
    if isinstance(event.data, ParticularsRecorded):
        sealed = {**sealed, **event.data.sealed}
    return replace(file, state=state, sealed=sealed, commands=file.commands | {event.envelope.commandid})
