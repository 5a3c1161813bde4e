"""The year's ratings of many people as a staged act: judged whole, appended in chunks, taken up again after a kill."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from threading import Lock
from typing import Generic, TypeVar
from uuid import NAMESPACE_URL, UUID, uuid5

from msgspec import Struct

from services.admissions.app.appending import BatchAct, ChunkedAppend
from services.admissions.app.authority import Reach
from services.admissions.app.files import EMPTY, PersonFile, evolve_recorded, person_stream
from services.admissions.app.folder.findings import Findings
from services.admissions.app.import_answers import Finding, batch_of, busy, findings_of
from services.admissions.app.opening import Opening
from services.admissions.app.particulars import Particulars
from services.admissions.app.person_acts import closing_units, decide_act
from services.admissions.app.ports import Batch, BatchState, Work
from services.admissions.app.staging import Stage
from services.admissions.app.together import JUDGED, fault_of
from services.admissions.domain.batch.decide import close_batch, open_batch
from services.admissions.domain.person.commands_rating import Rate
from services.admissions.domain.person.context import Context
from shared.contracts.facts import Actor, Decision
from shared.contracts.recorded import recorded
from shared.core.clock import Clock, today
from shared.core.errors import Conflict, Fault, NotFound, Refusal
from shared.core.stream import StreamId
from shared.core.text import Text
from shared.http.caller import Caller, Permission
from shared.ports.event_store import Appended, EventStore

Tx = TypeVar("Tx")
KIND = "ratings"
JUDGINGS_MAX = 20
"""How often the rest is judged again because someone else was quicker, before it is given up for now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RatedPerson:
    """One line of the list: whom, by id or by the reference of an import, and the grade. `where`: the line."""

    where: str
    person_id: str | None
    person_ref: str | None
    grade: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingList:
    """What `unit_id` decided on many people for one period, by one decision; `effective_on`: the period's last day."""

    unit_id: str
    effective_on: date
    decision: Decision
    people: Sequence[RatedPerson]
    period: str | None = None

    def command(self, one: RatedPerson, actor: Actor) -> Rate:
        """The rating of one line."""
        return Rate(
            actor=actor,
            effective_on=self.effective_on,
            body_unit_id=self.unit_id,
            decision=self.decision,
            grade=one.grade,
            period=self.period,
        )

    @property
    def digest(self) -> str:
        """SHA-256 (hex) of what it says: the same list sent again is the same act."""
        paper = self.decision
        head = [self.unit_id, self.effective_on, self.period, paper.body_unit_id, paper.number, paper.date]
        lines = [f"{one.person_id}\t{one.person_ref}\t{one.grade}" for one in self.people]
        return hashlib.sha256("\n".join([*map(str, head), *lines]).encode()).hexdigest()


class RatingBatchAnswer(Struct, frozen=True, kw_only=True):
    """What came of the list. `already`: it was finished before. `left_out`: lines that others' writes made impossible
    after it had begun. Sent again after a failure, the same list goes on.
    """

    batch_id: str | None
    state: str
    already: bool
    people: int
    events_appended: int
    position: int | None
    left_out: tuple[Finding, ...]


class RatingBatches(Generic[Tx]):
    """Records lists of ratings, one at a time in a process. Raises Refusal with every fault, Forbidden, Unavailable."""

    def __init__(
        self,
        store: EventStore[Tx],
        work: Work[Tx],
        particulars: Particulars,
        chunks: ChunkedAppend[Tx],
        opening: Opening[Tx],
        *,
        clock: Clock,
        faults_max: int,
    ) -> None:
        self._store = store
        self._work = work
        self._particulars = particulars
        self._chunks = chunks
        self._opening = opening
        self._clock = clock
        self._faults_max = faults_max
        self._turn = Lock()

    def submit(
        self, caller: Caller, listed: RatingList, *, dry_run: bool, correlation_id: str | None
    ) -> RatingBatchAnswer:
        """Judge the list and, unless it is a dry run, append it; every line or none."""
        caller.require(Permission.WRITE)
        batch_id, known = self._identify(listed.digest)
        if known is not None and known.state is BatchState.CLOSED:
            return _answer(listed, known, already=True)
        if not self._turn.acquire(blocking=False):
            raise busy()
        try:
            if not dry_run:
                self._opening.ensure()
            stage, findings = self._judge(listed, caller, batch_id)
            if known is None:
                findings.stop(_refused)
            if dry_run:
                return _judged(listed)
            act = BatchAct(batch_id=batch_id, actor=caller.actor, correlation_id=correlation_id)
            left_out = self._append(act, listed, caller, stage, findings)
        finally:
            self._turn.release()
        return _answer(listed, batch_of(self._work, str(batch_id)), left_out=left_out)

    def _append(
        self, act: BatchAct, listed: RatingList, caller: Caller, stage: Stage, findings: Findings
    ) -> Sequence[Fault]:
        opened = open_batch(act.actor, kind=KIND, digest=listed.digest, events=stage.events_count)
        self._chunks.mark(act, "open", opened)
        for attempt in range(JUDGINGS_MAX):
            try:
                self._chunks.run(act, stage.acts, _nothing, lambda: False)
                break
            except Conflict:
                if attempt == JUDGINGS_MAX - 1:
                    raise
            stage, findings = self._judge(listed, caller, act.batch_id)
        events = batch_of(self._work, str(act.batch_id)).events_appended
        self._chunks.mark(act, "close", close_batch(act.actor, planned=events, appended=events))
        return findings.faults

    def _judge(self, listed: RatingList, caller: Caller, batch_id: UUID) -> tuple[Stage, Findings]:
        """Each line on what those before it leave; what stands in the log already is not done again."""
        references = self._particulars.person_ids({one.person_ref for one in listed.people if one.person_ref})
        ids = [one.person_id or references.get(one.person_ref or "", "") for one in listed.people]
        files = self._files(ids)
        organisation = self._work.fresh_organisation()
        stage = Stage(organisation, files, version_in_log=self._version)
        reach, findings = Reach(caller, organisation, today(self._clock())), Findings(self._faults_max)
        reach.require(listed.unit_id)
        context = Context(organisation=organisation, today=today(self._clock()))
        seen: set[str] = set()
        for person_id, one in zip(ids, listed.people, strict=True):
            command_id = uuid5(batch_id, person_id)
            file = stage.file(person_id)
            if str(command_id) in file.commands:
                continue
            try:
                if person_id in seen or file.state.version == 0:
                    raise _no_person(twice=person_id in seen)
                seen.add(person_id)
                command = listed.command(one, caller.actor)
                reads = [person_stream(person_id), *closing_units(file.state, command, organisation)]
                stage.add(command_id, one.where, decide_act(reach, person_id, file, command, context), reads=reads)
            except JUDGED as refused:
                fault = fault_of(one.where, refused)
                findings.add(fault.where, fault.what)
        return stage, findings

    def _files(self, ids: Sequence[str]) -> dict[str, PersonFile]:
        stored = self._store.read_streams([person_stream(person_id) for person_id in dict.fromkeys(ids) if person_id])
        return {
            stream.partition("-")[2]: reduce(evolve_recorded, (recorded(event.value) for event in events), EMPTY)
            for stream, events in stored.items()
        }

    def _version(self, stream: StreamId) -> int:
        return len(self._store.read_streams([stream])[stream])

    def _identify(self, digest: str) -> tuple[UUID, Batch | None]:
        """The act of a list that says this: the newest that was not taken back, or the next one."""
        batches = self._work.batches_of(digest)
        standing = [batch for batch in batches if batch.state is not BatchState.UNDONE]
        if standing:
            return UUID(standing[-1].batch_id), standing[-1]
        return uuid5(NAMESPACE_URL, f"urn:socai:{KIND}:{digest}:{len(batches)}"), None


def _no_person(*, twice: bool) -> NotFound:
    if twice:
        return NotFound(
            "person-named-twice",
            Text(vi="Người này đã có trong danh sách.", en="The person stands in the list already."),
            mend=Text(vi="Mỗi người một dòng.", en="One line a person."),
        )
    return NotFound(
        "person-unknown",
        Text(vi="Không có người này.", en="There is no such person."),
        mend=Text(vi="Kiểm tra mã hoặc person_ref.", en="Check the id or the person_ref."),
    )


def _nothing(_: Appended) -> None:
    """Nobody waits for the chunks one by one: the answer comes when all are in the log."""


def _judged(listed: RatingList) -> RatingBatchAnswer:
    """A dry run's answer: nothing was wrong, nothing was written."""
    return RatingBatchAnswer(
        batch_id=None,
        state="judged",
        already=False,
        people=len(listed.people),
        events_appended=0,
        position=None,
        left_out=(),
    )


def _answer(
    listed: RatingList, batch: Batch, *, already: bool = False, left_out: Sequence[Fault] = ()
) -> RatingBatchAnswer:
    return RatingBatchAnswer(
        batch_id=batch.batch_id,
        state=batch.state,
        already=already,
        people=len(listed.people),
        events_appended=batch.events_appended,
        position=batch.last,
        left_out=findings_of(left_out),
    )


def _refused(what: Text, faults: Sequence[Fault]) -> Refusal:
    return Refusal(
        "ratings-refused",
        what,
        source="QĐ 124-QĐ/TW, QĐ 366-QĐ/TW (xếp loại)",
        mend=Text(vi="Sửa các dòng đã nêu rồi gửi lại.", en="Mend the lines that are named and send the list again."),
        faults=faults,
        content=True,
    )
