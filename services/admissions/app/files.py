"""What a decision sees of a person: the state the domain decides on, and the particulars still sealed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from msgspec import Struct

from services.admissions.app.folder.rows import PersonRow
from services.admissions.domain.person.state import INITIAL, PersonState, evolve
from shared.contracts.codec import decode_movements
from shared.contracts.movement import Movement
from shared.contracts.people import ParticularsRecorded
from shared.contracts.recorded import Recorded
from shared.core.stream import StreamId, stream_id

PERSON = "person"


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonFile:
    """A person's stream, folded. `commands`: the ids of the commands whose events are in it.

    `row`: what the import at hand says of the person in people.csv; `staged`: what its acts so far are to seal of them.
    """

    state: PersonState = INITIAL
    sealed: Mapping[str, str] = field(default_factory=dict)
    commands: frozenset[str] = frozenset()
    row: PersonRow | None = None
    staged: Mapping[str, str] = field(default_factory=dict)


EMPTY = PersonFile()


def person_stream(person_id: str) -> StreamId:
    """The stream of a person."""
    return stream_id(PERSON, person_id)


def evolve_file(
    file: PersonFile,
    position: int,
    command_id: str | None,
    data: Struct | None,
    movements: Sequence[Movement] = (),
    *,
    live: bool = False,
) -> PersonFile:
    """The file after one event of the stream more; its arguments as those of the domain's `evolve`.

    `command_id` None: the event is only staged.
    """
    sealed = {**file.sealed, **data.sealed} if isinstance(data, ParticularsRecorded) else file.sealed
    state = evolve(file.state, position, data, movements, live=live)
    commands = file.commands if command_id is None else file.commands | {command_id}
    return replace(file, state=state, sealed=sealed, commands=commands)


def evolve_recorded(file: PersonFile, event: Recorded) -> PersonFile:
    """The same for an event as read back; of a type not known here, the movements still count."""
    movements = decode_movements(event.envelope) if event.data is None else ()
    envelope = event.envelope
    live = envelope.batchid is None
    return evolve_file(file, envelope.position, envelope.commandid, event.data, movements, live=live)
