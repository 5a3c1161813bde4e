"""Taking an import back whole: each of its facts about people is cancelled by a correction, newest first."""

from collections.abc import Mapping, Sequence
from functools import reduce
from typing import Generic, TypeVar
from uuid import UUID, uuid5

from services.admissions.app.authority import Reach
from services.admissions.app.files import EMPTY, PERSON, PersonFile, evolve_recorded
from services.admissions.app.folder.findings import Findings
from services.admissions.app.person_acts import decide_act
from services.admissions.app.ports import Batch, Work
from services.admissions.app.staging import Stage, StagedAct
from services.admissions.domain.person.commands import Correct
from services.admissions.domain.person.context import Context
from shared.contracts.recorded import Recorded, recorded
from shared.contracts.topics import DOSSIERS, LIFECYCLE
from shared.core.clock import Clock, today
from shared.core.errors import Fault, Refusal
from shared.core.stream import Position, StreamId
from shared.core.text import Text
from shared.http.caller import Caller
from shared.ports.event_store import EventStore
from shared.ports.outbox import Outbox

Tx = TypeVar("Tx")
GROUND = "import_undone"
READ_EVENTS = 5_000


class UndoJudge(Generic[Tx]):
    """Judges whether a batch can be taken back. Its units, their facts and targets stay: they hold nobody then, and a
    corrected folder that names them again finds them as they are.
    """

    def __init__(self, store: EventStore[Tx], outbox: Outbox, work: Work[Tx], clock: Clock, *, faults_max: int) -> None:
        self._store = store
        self._outbox = outbox
        self._work = work
        self._clock = clock
        self._faults_max = faults_max

    def judge(self, batch: Batch, caller: Caller) -> Sequence[StagedAct]:
        """The corrections, newest fact first. What was cancelled already is not done again.

        Raises a Refusal that lists the later facts which build on the batch, Forbidden, Unavailable.
        """
        facts = self._facts(batch)
        streams = self._store.read_streams(sorted({StreamId(fact.envelope.stream) for fact in facts}))
        events = {stream: [recorded(one.value) for one in stored] for stream, stored in streams.items()}
        findings = Findings(self._faults_max)
        _find_later_facts(batch, events, findings)
        files = {stream.partition("-")[2]: reduce(evolve_recorded, found, EMPTY) for stream, found in events.items()}
        stage = Stage(self._work.fresh_organisation(), files)
        stage.know({stream: len(found) for stream, found in events.items()})
        day = today(self._clock())
        reach = Reach(caller, stage.organisation, day)
        context = Context(organisation=stage.organisation, today=day)
        for fact in reversed(facts):
            if not findings:
                self._cancel(UUID(batch.batch_id), stage, reach, context, fact)
        findings.stop(_built_upon)
        return stage.acts

    def _cancel(self, batch_id: UUID, stage: Stage, reach: Reach, context: Context, fact: Recorded) -> None:
        person_id, position = fact.envelope.subject, fact.envelope.position
        file: PersonFile = stage.file(person_id)
        command_id = uuid5(batch_id, f"undo:{position}")
        if str(command_id) in file.commands or file.state.fact_at(position) is None:
            return
        command = Correct(actor=reach.caller.actor, position=position, ground=GROUND)
        decided = decide_act(reach, person_id, file, command, context)
        stage.add(command_id, f"{PERSON}-{person_id}", decided)

    def _facts(self, batch: Batch) -> list[Recorded]:
        """The batch's facts about people, by position. What took it back already is not among them."""
        found: list[Recorded] = []
        after = Position(batch.first - 1)
        while after < batch.last:
            piece = self._outbox.read(after, READ_EVENTS)
            if not piece:
                break
            after = piece[-1].position
            for stored in piece:
                if stored.topic in {LIFECYCLE, DOSSIERS} and stored.position <= batch.last:
                    event = recorded(stored.value)
                    if event.envelope.batchid == batch.batch_id:
                        found.append(event)
        return found


def _find_later_facts(batch: Batch, events: Mapping[StreamId, Sequence[Recorded]], findings: Findings) -> None:
    """Facts recorded by others about the same people after the batch spoke of them."""
    for stream, found in events.items():
        begun = False
        for event in found:
            own = event.envelope.batchid == batch.batch_id
            begun = begun or own
            if begun and not own:
                findings.add(
                    f"{stream}/{event.envelope.position}",
                    Text(
                        vi=f"Việc ghi sau tại vị trí {event.envelope.position} dựa trên đợt này.",
                        en=f"What was recorded later at position {event.envelope.position} builds on this batch.",
                    ),
                )


def _built_upon(what: Text, faults: Sequence[Fault]) -> Refusal:
    return Refusal(
        "batch-built-upon",
        Text(
            vi=f"Không hủy được đợt này: các việc ghi sau dựa trên nó. {what.vi}",
            en=f"The batch cannot be taken back: later facts build on it. {what.en}",
        ),
        source="design 4",
        mend=Text(
            vi="Đính chính từng việc đã nêu trước, hoặc sửa bằng đính chính riêng.",
            en="Cancel what is listed first, or mend the batch by single corrections.",
        ),
        faults=faults,
    )
