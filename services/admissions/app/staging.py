"""Many acts judged one after the other before any is appended: each sees what those before it would leave behind."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from msgspec import Struct

from services.admissions.app.files import EMPTY, PERSON, PersonFile, evolve_file
from services.admissions.app.provisional import STAGED_FROM
from shared.contracts.facts import PersonFact
from shared.contracts.registry import TOPIC_OF
from shared.contracts.topics import ORGANISATION
from shared.core.stream import Position, StreamId, stream_id
from shared.tree.organisation import Organisation


@dataclass(frozen=True, slots=True)
class Decided:
    """An event as decided: its stream's category, its subject, its data."""

    category: str
    subject: str
    data: Struct

    @property
    def stream(self) -> StreamId:
        """The stream it belongs to."""
        return stream_id(self.category, self.subject)


@dataclass(frozen=True, slots=True, kw_only=True)
class StagedAct:
    """One command, judged. `events` with the stand-ins for their positions; `expected` as the acts before leave it.

    `secrets`: particulars in clear of `person_id`, sealed only when the act is appended, as its first event.
    """

    command_id: UUID
    where: str
    expected: Mapping[StreamId, int]
    events: tuple[tuple[int, Decided], ...]
    person_id: str | None = None
    secrets: Mapping[str, str] = field(default_factory=dict)


class Stage:
    """The log's streams as they would stand after the acts staged so far. Nothing is written."""

    def __init__(self, organisation: Organisation, files: Mapping[str, PersonFile]) -> None:
        self.organisation = organisation
        self.acts: list[StagedAct] = []
        self.events_count = 0
        self._files = dict(files)
        self._versions: dict[StreamId, int] = {}
        self._stood: dict[str, set[str]] = {}
        self._next = STAGED_FROM

    def file(self, person_id: str) -> PersonFile:
        """A person as the acts so far leave them."""
        return self._files.get(person_id, EMPTY)

    def holds(self, person_id: str) -> bool:
        """Whether the person's file was read, or begun by an act."""
        return person_id in self._files

    def take(self, files: Mapping[str, PersonFile]) -> None:
        """Take files that were read later."""
        self._files.update(files)

    def stood_in(self, unit_id: str) -> frozenset[str]:
        """Everyone whom the acts so far brought into a unit."""
        return frozenset(self._stood.get(unit_id, ()))

    def version(self, stream: StreamId) -> int:
        """A stream's version as the acts so far leave it; streams that were not read are empty."""
        return self._versions.get(stream, 0)

    def know(self, versions: Mapping[StreamId, int]) -> None:
        """Take the versions that streams have in the log."""
        self._versions.update(versions)

    def add(
        self,
        command_id: UUID,
        where: str,
        decided: Sequence[Decided],
        *,
        reads: Sequence[StreamId] = (),
        person_id: str | None = None,
        secrets: Mapping[str, str] | None = None,
    ) -> None:
        """Stage an act. `reads`: streams it was judged on besides those it writes; they must not move either."""
        if not decided:
            return
        touched = dict.fromkeys([*reads, *(event.stream for event in decided)])
        expected = {stream: self.version(stream) for stream in touched}
        events = tuple(zip(self._positions(len(decided)), decided, strict=True))
        for position, event in events:
            self._evolve(position, str(command_id), event)
        self.events_count += len(events)
        self.acts.append(
            StagedAct(
                command_id=command_id,
                where=where,
                expected=expected,
                events=events,
                person_id=person_id,
                secrets=secrets or {},
            )
        )

    def _positions(self, count: int) -> Iterator[int]:
        first = self._next
        self._next += count
        return iter(range(first, self._next))

    def _evolve(self, position: int, command_id: str, event: Decided) -> None:
        self._versions[event.stream] = self.version(event.stream) + 1
        if event.category == PERSON:
            self._files[event.subject] = evolve_file(self.file(event.subject), position, command_id, event.data)
            for move in event.data.movements if isinstance(event.data, PersonFact) else ():
                if move.to is not None:
                    self._stood.setdefault(move.to.unit_id, set()).add(event.subject)
        elif TOPIC_OF[type(event.data)] == ORGANISATION:
            self.organisation.apply(Position(position), event.subject, event.data)
