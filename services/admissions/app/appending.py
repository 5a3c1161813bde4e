"""Brings staged acts into the log: opened, in atomic chunks, closed. After a kill the same call goes on from there."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar
from uuid import UUID, uuid5

from msgspec import Struct

from services.admissions.app.particulars import Particulars
from services.admissions.app.provisional import referred, resolve
from services.admissions.app.staging import Acts, Decided, StagedAct
from shared.contracts.codec import PreparedEvent, new_event, prepare
from shared.contracts.envelope import Provenance
from shared.contracts.facts import Actor
from shared.core.stream import Position, StreamVersion, stream_id
from shared.flow.append import Writer
from shared.ports.event_store import Append, Appended

Tx = TypeVar("Tx")
BATCH = "batch"


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchAct:
    """What all events of a staged act share."""

    batch_id: UUID
    actor: Actor
    correlation_id: str | None

    def provenance(self, command_id: UUID) -> Provenance:
        """Of one command of the act."""
        return Provenance(command_id=command_id, correlation_id=self.correlation_id, batch_id=str(self.batch_id))

    def command_id(self, name: str) -> UUID:
        """A command of the act by name: the same name is the same command, so nothing is done twice."""
        return uuid5(self.batch_id, name)


class ChunkedAppend(Generic[Tx]):
    """Appends what was judged whole. `chunk_events_max`: events of one atomic chunk, at most 5,000 (design 4)."""

    def __init__(self, writer: Writer[Tx], particulars: Particulars, *, chunk_events_max: int) -> None:
        self._writer = writer
        self._particulars = particulars
        self._chunk_events_max = chunk_events_max

    def mark(self, batch: BatchAct, name: str, data: Struct) -> Appended:
        """Append an event about the batch itself, once for each name."""
        return self.mark_all(batch, name, [data])

    def mark_all(self, batch: BatchAct, name: str, data: Sequence[Struct]) -> Appended:
        """The same for several events as one command."""
        provenance = batch.provenance(batch.command_id(name))
        stream, subject = stream_id(BATCH, str(batch.batch_id)), str(batch.batch_id)
        events = [prepare(new_event(stream, subject, one), provenance, index) for index, one in enumerate(data)]
        return self._writer.append(Append(command_id=str(provenance.command_id), expected={}, events=events))

    def run(self, batch: BatchAct, acts: Acts, done: Callable[[Appended], None], stop: Callable[[], bool]) -> bool:
        """Append the acts in order. `done` hears of each chunk; False when `stop` ended it between two chunks.

        Raises Conflict when a stream moved on since the acts were judged: judge the rest again; Unavailable.
        """
        stands_at: dict[int, Position] = {}
        for chunk in self._chunks(acts):
            if stop():
                return False
            appended = self._writer.append_chunk(self._appends(batch, chunk, stands_at))
            stand_ins = [position for act in chunk for position, _ in act.events]
            stands = zip(stand_ins, (event.position for event in appended.events), strict=True)
            stands_at.update((stand_in, position) for stand_in, position in stands if stand_in in acts.referred)
            done(appended)
        return True

    def _chunks(self, acts: Iterable[StagedAct]) -> Iterator[list[StagedAct]]:
        """As many acts as fit; one that refers to another's event waits until that one stands in the log."""
        chunk: list[StagedAct] = []
        size, first = 0, 0
        for act in acts:
            refers = any(stand_in >= first for _, event in act.events for stand_in in referred(event.data))
            if chunk and (size + len(act.events) > self._chunk_events_max or refers):
                yield chunk
                chunk, size = [], 0
            if not chunk:
                first = act.events[0][0]
            chunk.append(act)
            size += len(act.events)
        if chunk:
            yield chunk

    def _appends(self, batch: BatchAct, chunk: Sequence[StagedAct], stands_at: dict[int, Position]) -> list[Append]:
        sealed = [act.person_id for act in chunk if act.secrets and act.person_id]
        self._particulars.keys.create(sealed)
        keys = self._particulars.keys.keys(sealed)
        appends = []
        for act in chunk:
            provenance = batch.provenance(act.command_id)
            prepared: list[PreparedEvent] = []
            for index, (_, event) in enumerate(act.events):
                data = resolve(event.data, stands_at)
                if index == 0 and act.secrets and act.person_id is not None:
                    key = keys[act.person_id]
                    data = self._particulars.record(batch.actor, act.person_id, key, act.secrets)
                prepared.append(_prepared(event, data, provenance, index))
            expected = {stream: StreamVersion(version) for stream, version in act.expected.items()}
            appends.append(Append(command_id=str(act.command_id), expected=expected, events=prepared))
        return appends


def _prepared(event: Decided, data: Struct, provenance: Provenance, index: int) -> PreparedEvent:
    return prepare(new_event(event.stream, event.subject, data), provenance, index)
