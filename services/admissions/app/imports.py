"""Imports as staged acts: a folder judged whole, appended in chunks beside others' writes, taken up again, undone."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from threading import Event, Lock, Thread
from typing import Generic, TypeVar
from uuid import NAMESPACE_URL, UUID, uuid5

import structlog

from services.admissions.app.appending import BatchAct, ChunkedAppend
from services.admissions.app.effect import unit_effects
from services.admissions.app.folder.archive import unpack
from services.admissions.app.folder.read import read_folder
from services.admissions.app.folder.rows import EventRow, Folder, PersonRow
from services.admissions.app.folder.shelf import Shelf
from services.admissions.app.folder.spool import Spool
from services.admissions.app.folder.table import FolderLimits
from services.admissions.app.import_answers import (
    UNITS_STAY,
    ImportAnswer,
    answer_batch,
    batch_of,
    busy,
    failure_of,
    findings_of,
    judged,
    refused_whole,
    row_counts,
)
from services.admissions.app.judge import FolderJudge, Plan
from services.admissions.app.opening import Opening
from services.admissions.app.ports import UNDO_KIND, Batch, BatchState, MakeScratch, Scratch, Work
from services.admissions.app.undo import UndoJudge
from services.admissions.app.verdicts import RowVerdict
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
    """An import at work in this process; `rows` is where the folder's rows are kept meanwhile."""

    act: BatchAct
    caller: Caller
    folder: Folder
    rows: Scratch
    plan: Plan
    appended: int = 0
    position: int | None = None
    left_out: tuple[Fault, ...] = ()
    failure: SocaiError | None = None
    finished: Event = field(default_factory=Event)


@dataclass(slots=True, kw_only=True)
class Trial:
    """A dry run's answer, and the verdict of every row until it is closed."""

    answer: ImportAnswer
    plan: Plan | None = None

    def stop(self) -> None:
        """Raise the Refusal that importing the folder would end in, if any."""
        if self.plan is not None:
            self.plan.refused.stop(refused_whole)

    def rows(self) -> Iterator[RowVerdict]:
        """Every row by table and line; none of a folder that stands in the log already."""
        return iter(()) if self.plan is None else self.plan.verdicts.rows()

    def close(self) -> None:
        """Let go of the verdicts."""
        if self.plan is not None:
            self.plan.close()


class Imports(Generic[Tx]):
    """Takes folders, one at a time in a process. A folder is kept in scratch alone, and only while it is at work."""

    def __init__(
        self,
        judge: FolderJudge[Tx],
        chunks: ChunkedAppend[Tx],
        work: Work[Tx],
        opening: Opening[Tx],
        *,
        undo_judge: UndoJudge[Tx],
        scratch: MakeScratch,
        limits: FolderLimits,
    ) -> None:
        self._judge = judge
        self._chunks = chunks
        self._work = work
        self._opening = opening
        self._undo_judge = undo_judge
        self._scratch = scratch
        self._limits = limits
        self._turn = Lock()
        self._stopping = Event()
        self._job: _Job | None = None

    def receive(self) -> Spool:
        """Where the bytes of a folder, a tar of its files, are put as they come."""
        return Spool(self._scratch())

    def submit(self, upload: Spool, caller: Caller, *, correlation_id: str | None) -> ImportAnswer:
        """Judge a folder and begin to append it; `progress` tells how far it is. The upload is let go of.

        Raises Malformed or Refusal listing every row that is wrong (then nothing was written), Forbidden, and
        Unavailable while another import is at work.
        """
        folder, rows = self._read(upload, caller)
        begun = False
        try:
            batch_id, known = self._identify(folder.digest)
            running = self._job
            if running is not None and running.act.batch_id == batch_id and not running.finished.is_set():
                return self._answer_job(running)
            if known is not None and known.state is BatchState.CLOSED:
                return answer_batch(known, already=True)
            if not self._turn.acquire(blocking=False):
                raise busy()
            try:
                self._opening.ensure()
                plan = self._judge.judge(folder, caller, batch_id)
                try:
                    if known is None:
                        plan.refused.stop(refused_whole)
                    act = BatchAct(batch_id=batch_id, actor=caller.actor, correlation_id=correlation_id)
                    left_out = tuple(plan.refused.faults)
                    job = _Job(act=act, caller=caller, folder=folder, rows=rows, plan=plan, left_out=left_out)
                    self._begin(job)
                    begun = True
                finally:
                    if not begun:
                        plan.close()
                return self._answer_job(job)
            finally:
                if not begun:
                    self._turn.release()
        finally:
            if not begun:
                rows.close()

    def try_out(self, upload: Spool, caller: Caller) -> Trial:
        """Judge a folder and write nothing: a verdict for every row, and what would change of each unit's figures.

        Rows that are refused are told in the answer. Raises Malformed when cells cannot be read, Forbidden, and
        Unavailable while an import is at work.
        """
        folder, rows = self._read(upload, caller)
        try:
            batch_id, known = self._identify(folder.digest)
            if known is not None and known.state is BatchState.CLOSED:
                return Trial(answer=answer_batch(known, already=True))
            if not self._turn.acquire(blocking=False):
                raise busy()
            try:
                plan = self._judge.judge(folder, caller, batch_id)
            finally:
                self._turn.release()
            names = {row.unit_id: row.name_vi for row in folder.units} | self._names()
            units = unit_effects(self._judge.store, self._work, plan.effects, names)
            return Trial(answer=judged(folder, plan, units, self._limits.faults_max), plan=plan)
        finally:
            rows.close()

    def _names(self) -> dict[str, str]:
        units = self._work.organisation().tree(date.max).units
        return {unit_id: unit.name_vi for unit_id, unit in units.items()}

    def _read(self, upload: Spool, caller: Caller) -> tuple[Folder, Scratch]:
        rows = self._scratch()
        try:
            caller.require(Permission.IMPORT)
            with upload.opened() as stream:
                return read_folder(
                    unpack(stream, self._limits),
                    self._limits,
                    keep_people=Shelf(rows, PersonRow).keep,
                    keep_events=Shelf(rows, EventRow).keep,
                ), rows
        except BaseException:  # an interrupt too: the scratch is let go
            rows.close()
            raise
        finally:
            upload.close()

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
        return answer_batch(batch_of(self._work, batch_id), already=False, notices=(UNITS_STAY,))

    def _undo(self, act: BatchAct, batch: Batch, caller: Caller) -> None:
        undone = undo_batch(act.actor, closed=batch.state is not BatchState.OPEN, events=batch.events_appended)
        for attempt in range(JUDGINGS_MAX):
            scratch = self._scratch()
            try:
                acts = self._undo_judge.judge(batch, caller, scratch)
                opened = open_batch(act.actor, kind=UNDO_KIND, digest=batch.digest, events=acts.events_count)
                self._chunks.mark(act, "undo", opened)
                if not self._chunks.run(act, acts, lambda _: None, self._stopping.is_set):
                    return
                break
            except Conflict:
                if attempt == JUDGINGS_MAX - 1:
                    raise
            finally:
                scratch.close()
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
            job.plan.close()
            job.rows.close()
            job.finished.set()
            self._turn.release()

    def _append(self, job: _Job) -> None:
        def done(appended: Appended) -> None:
            job.appended += len(appended.events)
            job.position = appended.last

        for attempt in range(JUDGINGS_MAX):
            try:
                if not self._chunks.run(job.act, job.plan.acts, done, self._stopping.is_set):
                    return
                break
            except Conflict:
                if attempt == JUDGINGS_MAX - 1:
                    raise
            job.plan.close()
            job.plan = self._judge.judge(job.folder, job.caller, job.act.batch_id)
            job.left_out = tuple(job.plan.refused.faults)
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
