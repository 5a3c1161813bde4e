"""Imports as staged acts: a folder judged whole, appended in chunks beside others' writes, taken up again, undone."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from threading import Event, Lock, Thread
from typing import Generic, TypeVar
from uuid import NAMESPACE_URL, UUID, uuid5

import structlog

from services.admissions.app.appending import BatchAct, ChunkedAppend
from services.admissions.app.folder.read import read_folder
from services.admissions.app.folder.rows import Folder
from services.admissions.app.folder.table import FolderLimits
from services.admissions.app.import_answers import (
    ImportAnswer,
    answer_batch,
    batch_of,
    busy,
    failure_of,
    findings_of,
    refused_whole,
    row_counts,
    verdict,
)
from services.admissions.app.judge import FolderJudge, Plan
from services.admissions.app.opening import Opening
from services.admissions.app.ports import UNDO_KIND, Batch, BatchState, Work
from services.admissions.app.undo import UndoJudge
from services.admissions.domain.batch.decide import close_batch, open_batch, undo_batch
from shared.core.errors import Conflict, Fault, SocaiError
from shared.http.caller import Caller, Permission
from shared.ports.event_store import Appended

Tx = TypeVar("Tx")
log = structlog.get_logger(__name__)
KIND = "import"
FAILED = "failed"
JUDGINGS_MAX = 20
"""How often the rest of a folder is judged again because someone else was quicker, before it is given up for now."""


@dataclass(slots=True, kw_only=True)
class _Job:
    """An import at work in this process."""

    act: BatchAct
    caller: Caller
    folder: Folder
    plan: Plan
    appended: int = 0
    position: int | None = None
    left_out: tuple[Fault, ...] = ()
    failure: SocaiError | None = None
    finished: Event = field(default_factory=Event)


class Imports(Generic[Tx]):
    """Takes folders, one at a time in a process. Nothing of a folder is kept but in memory, while it is at work."""

    def __init__(
        self,
        judge: FolderJudge[Tx],
        chunks: ChunkedAppend[Tx],
        work: Work[Tx],
        opening: Opening[Tx],
        *,
        undo_judge: UndoJudge[Tx],
        limits: FolderLimits,
    ) -> None:
        self._judge = judge
        self._chunks = chunks
        self._work = work
        self._opening = opening
        self._undo_judge = undo_judge
        self._limits = limits
        self._turn = Lock()
        self._stopping = Event()
        self._job: _Job | None = None

    def submit(
        self, files: Mapping[str, bytes], caller: Caller, *, dry_run: bool, correlation_id: str | None
    ) -> ImportAnswer:
        """Judge a folder and, unless it is a dry run, begin to append it; `progress` tells how far it is.

        Raises Malformed or Refusal listing every row that is wrong (then nothing was written), Forbidden, and
        Unavailable while another import is at work.
        """
        caller.require(Permission.IMPORT)
        folder = read_folder(files, self._limits)
        batch_id, known = self._identify(folder.digest)
        running = self._job
        if running is not None and running.act.batch_id == batch_id and not running.finished.is_set():
            return self._answer_job(running)
        if known is not None and known.state is BatchState.CLOSED:
            return answer_batch(known, already=True)
        if not self._turn.acquire(blocking=False):
            raise busy()
        begun = False
        try:
            if not dry_run:
                self._opening.ensure()
            plan = self._judge.judge(folder, caller, batch_id)
            if known is None:
                plan.refused.stop(refused_whole)
            if dry_run:
                return verdict(folder, plan)
            act = BatchAct(batch_id=batch_id, actor=caller.actor, correlation_id=correlation_id)
            job = _Job(act=act, caller=caller, folder=folder, plan=plan, left_out=tuple(plan.refused.faults))
            self._begin(job)
            begun = True
            return self._answer_job(job)
        finally:
            if not begun:
                self._turn.release()

    def progress(self, caller: Caller, batch_id: str) -> ImportAnswer:
        """How far an import is. Raises NotFound."""
        caller.require(Permission.IMPORT)
        job = self._job
        if job is not None and str(job.act.batch_id) == batch_id:
            return self._answer_job(job)
        return answer_batch(batch_of(self._work, batch_id), already=False)

    def undo(self, caller: Caller, batch_id: str, *, correlation_id: str | None) -> ImportAnswer:
        """Take an import back whole, by a correction for each of its facts about people. Goes on after a kill.

        Raises NotFound; Refusal listing the later facts that build on it (then nothing was written), or when it has
        not ended; Unavailable while an import is at work.
        """
        caller.require(Permission.IMPORT)
        batch = batch_of(self._work, batch_id)
        if batch.state is BatchState.UNDONE:
            return answer_batch(batch, already=True)
        if not self._turn.acquire(blocking=False):
            raise busy()
        try:
            self._opening.ensure()
            act = BatchAct(batch_id=UUID(batch_id), actor=caller.actor, correlation_id=correlation_id)
            self._undo(act, batch, caller)
        finally:
            self._turn.release()
        return answer_batch(batch_of(self._work, batch_id), already=False)

    def _undo(self, act: BatchAct, batch: Batch, caller: Caller) -> None:
        undone = undo_batch(act.actor, closed=batch.state is not BatchState.OPEN, events=batch.events_appended)
        for attempt in range(JUDGINGS_MAX):
            acts = self._undo_judge.judge(batch, caller)
            events = sum(len(one.events) for one in acts)
            self._chunks.mark(act, "undo", open_batch(act.actor, kind=UNDO_KIND, digest=batch.digest, events=events))
            try:
                if not self._chunks.run(act, acts, lambda _: None, self._stopping.is_set):
                    return
                break
            except Conflict:
                if attempt == JUDGINGS_MAX - 1:
                    raise
        closed = close_batch(act.actor, planned=batch.events_appended, appended=batch.events_appended)
        self._chunks.mark_all(act, "undone", [undone, closed])

    def wait(self, timeout_s: float) -> bool:
        """Until the import at work has ended; whether it has."""
        job = self._job
        return job is None or job.finished.wait(timeout_s)

    def close(self) -> None:
        """End after the chunk at hand; the same folder imported again goes on from there."""
        self._stopping.set()
        job = self._job
        if job is not None:
            job.finished.wait()

    def _identify(self, digest: str) -> tuple[UUID, Batch | None]:
        """The batch of a folder with this content: the newest that was not taken back, or the next one."""
        batches = self._work.batches_of(digest)
        standing = [batch for batch in batches if batch.state is not BatchState.UNDONE]
        if standing:
            return UUID(standing[-1].batch_id), standing[-1]
        return uuid5(NAMESPACE_URL, f"urn:socai:import:{digest}:{len(batches)}"), None

    def _begin(self, job: _Job) -> None:
        opened = open_batch(job.act.actor, kind=KIND, digest=job.folder.digest, events=job.plan.events_count)
        # Before the answer: whoever is told of the batch finds it. For one that goes on it stands there already.
        self._chunks.mark(job.act, "open", opened)
        self._job = job
        Thread(target=self._run, args=(job,), name="import", daemon=True).start()

    def _run(self, job: _Job) -> None:
        try:
            self._append(job)
        except SocaiError as failure:
            log.warning("import-stopped", batch_id=str(job.act.batch_id), code=failure.code)
            job.failure = failure
        finally:
            job.finished.set()
            self._turn.release()

    def _append(self, job: _Job) -> None:
        def done(appended: Appended) -> None:
            job.appended += len(appended.events)
            job.position = appended.last

        plan = job.plan
        for attempt in range(JUDGINGS_MAX):
            try:
                if not self._chunks.run(job.act, plan.acts, done, self._stopping.is_set):
                    return
                break
            except Conflict:
                if attempt == JUDGINGS_MAX - 1:
                    raise
            plan = self._judge.judge(job.folder, job.caller, job.act.batch_id)
            job.left_out = tuple(plan.refused.faults)
        batch = batch_of(self._work, str(job.act.batch_id))
        closed = close_batch(job.act.actor, planned=batch.events_appended, appended=batch.events_appended)
        job.position = self._chunks.mark(job.act, "close", closed).last

    def _answer_job(self, job: _Job) -> ImportAnswer:
        batch_id = str(job.act.batch_id)
        batch = self._work.batch(batch_id)
        finished = job.finished.is_set()
        state = BatchState.OPEN if batch is None else batch.state
        stopped = finished and state is BatchState.OPEN
        return ImportAnswer(
            batch_id=batch_id,
            state=FAILED if stopped else state,
            running=not finished,
            already=False,
            rows=row_counts(job.folder),
            events_planned=job.plan.events_count,
            events_appended=job.appended,
            position=job.position,
            notices=findings_of(job.plan.notices),
            left_out=findings_of(job.left_out),
            failure=failure_of(job.failure) if finished else None,
        )
