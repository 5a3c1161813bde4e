"""Many acts judged one after the other before any is appended: each sees what those before it would leave behind."""

import pickle
import zlib
from collections import Counter, OrderedDict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

import msgspec
from msgspec import Struct

from services.admissions.app.files import EMPTY, PERSON, PersonFile, evolve_file
from services.admissions.app.ports import Scratch
from services.admissions.app.provisional import STAGED_FROM, referred
from shared.contracts.codec import decode, encode
from shared.contracts.facts import PersonFact
from shared.contracts.movement import Kind, Movement, Standing
from shared.contracts.registry import CLASS_OF, TOPIC_OF, TYPE_OF
from shared.contracts.topics import ORGANISATION
from shared.core.stream import Position, StreamId, stream_id
from shared.tree.organisation import Organisation

FILES_HELD_MAX = 2_048
"""People whose files are in memory at once; the others' lie in scratch."""
ACTS_IN_BLOCK = 256
_LEVEL = 1
_ACTS = "acts"


@dataclass(frozen=True, slots=True)
class Decided:
    """An event as decided: its stream's category, its subject, its data. `act_id`: shared by events of one act."""

    category: str
    subject: str
    data: Struct
    act_id: str | None = None

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


class Acts:
    """Acts in the order in which they were judged: in memory, or in scratch where there may be millions."""

    def __init__(self, scratch: Scratch | None = None) -> None:
        self._scratch = scratch
        self._block: list[StagedAct] = []
        self._blocks = 0
        self.events_count = 0
        self.referred: set[int] = set()
        """The stand-ins that some act refers to: where those events stand has to be remembered while appending."""

    def add(self, act: StagedAct) -> None:
        """Take the next act."""
        self.events_count += len(act.events)
        for _, event in act.events:
            self.referred.update(referred(event.data))
        self._block.append(act)
        if self._scratch is not None and len(self._block) >= ACTS_IN_BLOCK:
            self._scratch.add(_ACTS, self._blocks, zlib.compress(_written(self._block), _LEVEL))
            self._blocks += 1
            self._block = []

    def __iter__(self) -> Iterator[StagedAct]:
        if self._scratch is not None and self._blocks:
            for _, block in self._scratch.pile(_ACTS):
                yield from _read(zlib.decompress(block))
        yield from self._block


class _Kept(Struct, array_like=True):
    """A staged act as it lies in scratch; each event as (stand-in, category, subject, type, JSON of its data)."""

    command_id: UUID
    where: str
    expected: dict[StreamId, int]
    events: list[tuple[int, str, str, str, bytes]]
    person_id: str | None
    secrets: dict[str, str]


def _written(acts: Sequence[StagedAct]) -> bytes:
    return msgspec.msgpack.encode(
        [
            _Kept(
                act.command_id,
                act.where,
                dict(act.expected),
                [
                    (position, event.category, event.subject, TYPE_OF[type(event.data)], encode(event.data))
                    for position, event in act.events
                ],
                act.person_id,
                dict(act.secrets),
            )
            for act in acts
        ]
    )


_kept = msgspec.msgpack.Decoder(list[_Kept])


def _read(block: bytes) -> Iterator[StagedAct]:
    for kept in _kept.decode(block):
        yield StagedAct(
            command_id=kept.command_id,
            where=kept.where,
            expected=kept.expected,
            events=tuple(
                (position, Decided(category, subject, decode(CLASS_OF[name], data)))
                for position, category, subject, name, data in kept.events
            ),
            person_id=kept.person_id,
            secrets=kept.secrets,
        )


class Files:
    """People's files: the newest in memory, the rest in scratch, where there is one."""

    def __init__(self, scratch: Scratch | None = None, held_max: int = FILES_HELD_MAX) -> None:
        self._scratch = scratch
        self._held_max = held_max
        self._held: OrderedDict[str, PersonFile] = OrderedDict()
        self._changed: set[str] = set()

    def get(self, person_id: str) -> PersonFile | None:
        """A person's file, or None when none was put."""
        found = self._held.get(person_id)
        if found is not None:
            self._held.move_to_end(person_id)
            return found
        kept = None if self._scratch is None else self._scratch.get(person_id)
        if kept is None:
            return None
        read: PersonFile = pickle.loads(zlib.decompress(kept))  # noqa: S301 - sealed by this process, for itself
        self._hold(person_id, read)
        return read

    def put(self, person_id: str, file: PersonFile) -> None:
        """Keep a file."""
        self._changed.add(person_id)
        self._hold(person_id, file)

    def _hold(self, person_id: str, file: PersonFile) -> None:
        self._held[person_id] = file
        self._held.move_to_end(person_id)
        if self._scratch is None:
            return
        while len(self._held) > self._held_max:
            oldest, gone = self._held.popitem(last=False)
            if oldest in self._changed:
                self._changed.remove(oldest)
                self._scratch.put(oldest, zlib.compress(pickle.dumps(gone), _LEVEL))


class Stage:
    """The log's streams as they would stand after the acts staged so far. Nothing is written.

    `watched`: the units of whom it is asked later who stood in them; of the others nothing is kept.
    `version_in_log`: of streams that are not people's.
    """

    def __init__(
        self,
        organisation: Organisation,
        files: Mapping[str, PersonFile],
        *,
        scratch: Scratch | None = None,
        watched: frozenset[str] = frozenset(),
        version_in_log: Callable[[StreamId], int] = lambda _: 0,
    ) -> None:
        self.organisation = organisation
        self.acts = Acts(scratch)
        self.effects = Effects()
        self._files = Files(scratch)
        self._watched = watched
        self._version_in_log = version_in_log
        self._versions: dict[StreamId, int] = {}
        self._stood: dict[str, set[str]] = {}
        self._next = STAGED_FROM
        self.take(files)

    @property
    def events_count(self) -> int:
        """Events of all acts so far."""
        return self.acts.events_count

    def file(self, person_id: str) -> PersonFile:
        """A person as the acts so far leave them."""
        return self._files.get(person_id) or EMPTY

    def holds(self, person_id: str) -> bool:
        """Whether the person's file was read, or begun by an act."""
        return self._files.get(person_id) is not None

    def take(self, files: Mapping[str, PersonFile]) -> None:
        """Take files as they were read."""
        for person_id, file in files.items():
            self._files.put(person_id, file)

    def stood_in(self, unit_id: str) -> frozenset[str]:
        """Everyone whom the acts so far brought into a watched unit."""
        return frozenset(self._stood.get(unit_id, ()))

    def version(self, stream: StreamId) -> int:
        """A stream's version as the acts so far leave it."""
        category, _, key = stream.partition("-")
        if category == PERSON:
            return self.file(key).state.version
        if stream not in self._versions:
            self._versions[stream] = self._version_in_log(stream)
        return self._versions[stream]

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
            self._evolve(position, event)
        self.acts.add(
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

    def _evolve(self, position: int, event: Decided) -> None:
        if event.category == PERSON:
            before = self.file(event.subject)
            self._files.put(event.subject, evolve_file(before, position, None, event.data))
            for move in event.data.movements if isinstance(event.data, PersonFact) else ():
                self.effects.take(move)
                if move.to is not None and move.to.unit_id in self._watched:
                    self._stood.setdefault(move.to.unit_id, set()).add(event.subject)
            return
        self._versions[event.stream] = self.version(event.stream) + 1
        if TOPIC_OF[type(event.data)] == ORGANISATION:
            self.organisation.apply(Position(position), event.subject, event.data)


class Effects:
    """What acts change of the figures of each unit where people stand: members, probationers among them, admissions."""

    def __init__(self) -> None:
        self.official: Counter[str] = Counter()
        self.probationary: Counter[str] = Counter()
        self.admissions: Counter[str] = Counter()

    def take(self, move: Movement) -> None:
        """Count one movement, or take it back."""
        sign = 1 if move.undo is None else -1
        for place, amount in ((move.from_, -sign), (move.to, sign)):
            if place is None:
                continue
            if place.standing is Standing.OFFICIAL:
                self.official[place.unit_id] += amount
            elif place.standing is Standing.PROBATIONARY:
                self.probationary[place.unit_id] += amount
        if move.kind is Kind.ADMITTED and move.to is not None:
            self.admissions[move.to.unit_id] += sign

    def units(self) -> list[str]:
        """The units of which some figure is known here."""
        return sorted({*self.official, *self.probationary, *self.admissions})
