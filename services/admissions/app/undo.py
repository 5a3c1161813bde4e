"""Taking an import back whole: each of its facts about people is cancelled by a correction, newest first."""

from collections.abc import Sequence
from functools import reduce
from itertools import islice
from typing import Generic, TypeVar
from uuid import UUID, uuid5

from services.admissions.app.authority import Reach
from services.admissions.app.files import EMPTY, PERSON, PersonFile, evolve_recorded, person_stream
from services.admissions.app.folder.findings import Findings
from services.admissions.app.person_acts import decide_act
from services.admissions.app.ports import Batch, Scratch, Work
from services.admissions.app.staging import Acts, Stage
from services.admissions.domain.person.commands import Correct
from services.admissions.domain.person.context import Context
from services.admissions.domain.rules.labels import day as written
from services.admissions.domain.rules.step_names import named
from shared.contracts.codec import decode_envelope
from shared.contracts.facts import PersonFact
from shared.contracts.recorded import Recorded, recorded
from shared.contracts.registry import event_name
from shared.contracts.topics import DOSSIERS, LIFECYCLE
from shared.core.clock import Clock, today
from shared.core.errors import Fault, Refusal
from shared.core.stream import Position
from shared.core.text import Text
from shared.http.caller import Caller
from shared.ports.event_store import EventStore
from shared.ports.outbox import Outbox

Tx = TypeVar("Tx")
GROUND = "import_undone"
READ_EVENTS = 5_000
PEOPLE_AT_ONCE = 500


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

    def judge(self, batch: Batch, caller: Caller, scratch: Scratch) -> Acts:
        """The corrections, person by person, newest fact first. What was cancelled already is not done again.

        Raises a Refusal that lists the later facts which build on the batch, Forbidden, Unavailable.
        """
        stage = Stage(self._work.fresh_organisation(), {}, scratch=scratch)
        day = today(self._clock())
        reach = Reach(caller, stage.organisation, day)
        context = Context(organisation=stage.organisation, today=day, live=False)
        findings = Findings(self._faults_max)
        people = iter(self._people(batch))
        while some := list(islice(people, PEOPLE_AT_ONCE)):
            for stream, stored in self._store.read_streams([person_stream(one) for one in some]).items():
                events = [recorded(one.value) for one in stored]
                _find_later_facts(batch, events, findings)
                if findings:
                    continue
                person_id = stream.partition("-")[2]
                stage.take({person_id: reduce(evolve_recorded, events, EMPTY)})
                for fact in reversed(events):
                    self._cancel(batch, stage, reach, context, fact)
        findings.stop(_built_upon)
        return stage.acts

    def _cancel(self, batch: Batch, stage: Stage, reach: Reach, context: Context, fact: Recorded) -> None:
        person_id, position = fact.envelope.subject, fact.envelope.position
        if fact.envelope.batchid != batch.batch_id or position > batch.last:
            return
        file: PersonFile = stage.file(person_id)
        command_id = uuid5(UUID(batch.batch_id), f"undo:{position}")
        if str(command_id) in file.commands or file.state.fact_at(position) is None:
            return
        command = Correct(actor=reach.caller.actor, position=position, ground=GROUND)
        decided = decide_act(reach, person_id, file, command, context)
        stage.add(command_id, f"{PERSON}-{person_id}", decided)

    def _people(self, batch: Batch) -> list[str]:
        """Everyone of whom the batch says something, in the order in which it first does."""
        found: dict[str, None] = {}
        after = Position(batch.first - 1)
        while after < batch.last:
            piece = self._outbox.read(after, READ_EVENTS)
            if not piece:
                break
            after = piece[-1].position
            for stored in piece:
                if stored.topic in {LIFECYCLE, DOSSIERS} and stored.position <= batch.last:
                    envelope = decode_envelope(stored.value)
                    if envelope.batchid == batch.batch_id:
                        found[envelope.subject] = None
        return list(found)


def _find_later_facts(batch: Batch, events: Sequence[Recorded], findings: Findings) -> None:
    """Facts recorded by others about a person after the batch spoke of them."""
    begun = False
    for event in events:
        own = event.envelope.batchid == batch.batch_id
        begun = begun or own
        if begun and not own:
            findings.add(f"{event.envelope.stream}/{event.envelope.position}", _later(event))


def _later(event: Recorded) -> Text:
    """Who, what, when and where in the log, so that it can be looked up and cancelled first."""
    at, what = event.envelope, named(event_name(event.envelope.type))
    on = event.data.effective_on if isinstance(event.data, PersonFact) else None
    day = written(on) if on is not None else Text(vi="không rõ ngày", en="an unknown day")
    return Text(
        vi=f"Người {at.subject}: việc {what.vi} ngày {day.vi}, ghi sau ở vị trí {at.position}, dựa trên đợt này.",
        en=f"Person {at.subject}: “{what.en}” of {day.en}, recorded later at {at.position}, builds on this batch.",
    )


def _built_upon(what: Text, faults: Sequence[Fault]) -> Refusal:
    return Refusal(
        "batch-built-upon",
        Text(
            vi=f"Không hủy được đợt này: các việc ghi sau dựa trên nó. {what.vi}",
            en=f"The batch cannot be taken back: later facts build on it. {what.en}",
        ),
        source="Quy ước của sổ: chỉ hủy đợt nhập khi chưa có việc nào dựa trên nó",
        mend=Text(
            vi="Hủy từng việc đã nêu trước (đính chính), hoặc giữ đợt nhập và chỉ đính chính chỗ sai.",
            en="Cancel what is listed first, or mend the batch by single corrections.",
        ),
        faults=faults,
    )
