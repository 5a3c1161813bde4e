"""An import folder judged whole on the log as it is: the acts to append, and what becomes of every row.

Rows come from scratch in the order in which they apply, acts go to scratch, and so do the people not at hand: what is
in memory does not grow with the folder.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial, reduce
from heapq import merge
from itertools import islice
from typing import Generic, NamedTuple, TypeVar
from uuid import UUID

from services.admissions.app.alike_rows import AlikeRows
from services.admissions.app.authority import Reach
from services.admissions.app.files import EMPTY, PersonFile, evolve_recorded, person_stream
from services.admissions.app.folder.findings import Findings
from services.admissions.app.folder.read import COLUMNS, EVENTS, FACTS, PEOPLE, TARGETS, UNITS
from services.admissions.app.folder.rows import EventRow, Folder, PersonRow
from services.admissions.app.folder.shelf import turn
from services.admissions.app.judge_people import check_person, judge_event
from services.admissions.app.judge_units import close_unit, depths, open_unit, record_fact, set_target
from services.admissions.app.judging import Judging, References
from services.admissions.app.opening import genesis_events
from services.admissions.app.particulars import Particulars
from services.admissions.app.ports import MakeScratch, Scratch, Work
from services.admissions.app.staging import Acts, Effects, Stage
from services.admissions.app.verdicts import Verdict, Verdicts
from services.admissions.domain.rules.attributes import NOTHING
from shared.contracts.recorded import recorded
from shared.core.clock import Clock, today
from shared.core.errors import Fault, Malformed, NotFound, Refusal, SocaiError
from shared.core.stream import Position, StreamId
from shared.core.text import Text
from shared.http.caller import Caller
from shared.ports.event_store import EventStore

Tx = TypeVar("Tx")
JUDGED = (Refusal, Malformed, NotFound)
"""What refuses a single row; anything else ends the judging."""
ROWS_AT_ONCE = 1_000
"""Rows for whose people the log is asked in one go."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What an import will append, what becomes of its rows, and what it changes of each unit's figures.

    It lies in scratch: `close` lets go of it.
    """

    acts: Acts
    refused: Findings
    notices: tuple[Fault, ...]
    verdicts: Verdicts
    effects: Effects
    scratch: Scratch

    @property
    def events_count(self) -> int:
        """Events of all acts."""
        return self.acts.events_count

    def close(self) -> None:
        """Let go of the acts and the verdicts."""
        self.scratch.close()


class _Row(NamedTuple):
    """A row in its turn: on one day units open first, then facts, targets, people; closings come last.

    `person`: what a row of people.csv says.
    """

    day: date
    phase: int
    order: int
    table: str
    line: int
    subject: str
    person_ref: str | None
    judge: Callable[[], None]
    person: PersonRow | None = None


class FolderJudge(Generic[Tx]):
    """Judges folders. `faults_max`: how many refused rows are listed; the others are counted."""

    def __init__(
        self,
        store: EventStore[Tx],
        work: Work[Tx],
        particulars: Particulars,
        clock: Clock,
        *,
        scratch: MakeScratch,
        faults_max: int,
    ) -> None:
        self.store = store
        self._work = work
        self._particulars = particulars
        self._clock = clock
        self._scratch = scratch
        self._faults_max = faults_max

    def judge(self, folder: Folder, caller: Caller, batch_id: UUID) -> Plan:
        """Rows by (effective_on, row), each on what those before it leave. What stands in the log is not done again.

        A change to the value that stands already is only noticed. After a refused row the other rows of the same
        person or unit are passed over: they would only repeat it.
        Raises Forbidden when a row is out of the caller's reach, Unavailable.
        """
        scratch = self._scratch()
        try:
            return self._judged(folder, caller, batch_id, scratch)
        except BaseException:  # an interrupt too: the scratch is let go
            scratch.close()
            raise

    def _judged(self, folder: Folder, caller: Caller, batch_id: UUID, scratch: Scratch) -> Plan:
        judging = self._start(folder, caller, batch_id, scratch)
        rows = _rows(folder, judging)
        while window := list(islice(rows, ROWS_AT_ONCE)):
            people = {judging.person_id(row.person_ref) for row in window if row.person_ref is not None}
            judging.stage.take(judging.load(frozenset(one for one in people if not judging.stage.holds(one))))
            judging.alike.look([row.person for row in window if row.person is not None])
            for row in window:
                _judge_row(row, judging, folder.labels)
        for line in judging.verdicts.lines(PEOPLE, Verdict.UNCHANGED):
            judging.notices.add(f"{folder.labels.get(PEOPLE, PEOPLE)}:{line}", _WITHOUT_EVENTS)
        return Plan(
            acts=judging.stage.acts,
            refused=judging.findings,
            notices=tuple(judging.notices.faults),
            verdicts=judging.verdicts,
            effects=judging.stage.effects,
            scratch=scratch,
        )

    def _start(self, folder: Folder, caller: Caller, batch_id: UUID, scratch: Scratch) -> Judging:
        """What the rows are judged on: the streams up to here, then the organisation, which is never the older."""
        upto = self.store.head().position
        organisation = self._work.fresh_organisation()
        if upto == Position(0):
            # A dry run on an empty system: judged on what the log will begin with.
            for position, event in enumerate(genesis_events(), start=1):
                organisation.apply(Position(position), event.subject, event.data)
        closing = frozenset(row.unit_id for row in folder.units if row.closed_on is not None)
        stage = Stage(
            organisation, {}, scratch=scratch, watched=closing, version_in_log=partial(self._version_in_log, upto)
        )
        day = today(self._clock())
        return Judging(
            stage=stage,
            reach=Reach(caller, organisation, day),
            today=day,
            batch_id=batch_id,
            references=References(self._particulars),
            particulars=self._particulars,
            findings=Findings(self._faults_max),
            notices=Findings(self._faults_max),
            verdicts=Verdicts(scratch, folder.labels),
            people_of=self._work.people_of,
            alike=AlikeRows(matcher=self._particulars.matcher(), recorded=self._work.alike, scratch=scratch),
            load=partial(self._load, upto),
        )

    def _version_in_log(self, upto: Position, stream: StreamId) -> int:
        """Of a unit or a target."""
        return sum(event.position <= upto for event in self.store.read_stream(stream))

    def _load(self, upto: Position, person_ids: frozenset[str]) -> Mapping[str, PersonFile]:
        """The files of those of whom the log says something; what was appended since the start is not seen."""
        if not person_ids or upto == Position(0):
            return {}
        found = self.store.read_streams([person_stream(person_id) for person_id in sorted(person_ids)])
        files: dict[str, PersonFile] = {}
        for stream, stored in found.items():
            events = [recorded(event.value) for event in stored if event.position <= upto]
            if events:
                files[stream.partition("-")[2]] = reduce(evolve_recorded, events, EMPTY)
        return files


def _judge_row(row: _Row, judging: Judging, labels: Mapping[str, str]) -> None:
    verdicts = judging.verdicts
    if row.subject in judging.broken:
        verdicts.note(row.table, row.line, Verdict.PASSED_OVER)
        return
    before = judging.stage.events_count
    try:
        row.judge()
    except JUDGED as refused:
        where = _place(row, refused, labels)
        if refused.code == NOTHING.id:
            verdicts.note(row.table, row.line, Verdict.UNCHANGED)
            judging.notices.add(where, _NOTHING_CHANGES)
            return
        judging.broken.add(row.subject)
        judging.findings.add(where, _sentence(refused))
        verdicts.refuse(row.table, row.line, where, refused)
        return
    if row.table != PEOPLE:
        staged = judging.stage.events_count > before
        verdicts.note(row.table, row.line, Verdict.ACCEPTED if staged else Verdict.HELD)


def _rows(folder: Folder, judging: Judging) -> Iterator[_Row]:
    """Every row in its turn; people and events as they come from where they are kept."""
    events = folder.events if not isinstance(folder.events, tuple) else sorted(folder.events, key=turn)
    return merge(
        sorted(_unit_rows(folder, judging), key=_turn),
        (_person_row(row, judging) for row in folder.people),
        (_event_row(row, judging) for row in events),
        key=_turn,
    )


def _turn(row: _Row) -> tuple[date, int, int]:
    return row[:3]


def _person_row(row: PersonRow, judging: Judging) -> _Row:
    judge = partial(check_person, judging, row)
    return _Row(date.min, 3, row.line, PEOPLE, row.line, row.person_ref, row.person_ref, judge, row)


def _event_row(row: EventRow, judging: Judging) -> _Row:
    judge = partial(judge_event, judging, row)
    return _Row(row.effective_on, 3, row.line, EVENTS, row.line, row.person_ref, row.person_ref, judge)


def _unit_rows(folder: Folder, judging: Judging) -> Iterator[_Row]:
    depth = depths(folder.units)
    for unit in folder.units:
        order, name = depth[unit.unit_id], unit.unit_id
        yield _Row(unit.opened_on, 0, order, UNITS, unit.line, name, None, partial(open_unit, judging, unit))
        if unit.closed_on is not None:
            yield _Row(unit.closed_on, 4, -order, UNITS, unit.line, name, None, partial(close_unit, judging, unit))
    for fact in folder.facts:
        judge, name = partial(record_fact, judging, fact), f"{FACTS}:{fact.line}"
        yield _Row(fact.effective_on, 1, fact.line, FACTS, fact.line, name, None, judge)
    for target in folder.targets:
        judge, name = partial(set_target, judging, target), f"{TARGETS}:{target.line}"
        yield _Row(target.period_from, 2, target.line, TARGETS, target.line, name, None, judge)


def _place(row: _Row, refused: SocaiError, labels: Mapping[str, str]) -> str:
    """file:line, and the column when the refusal names one; the file as the folder has it."""
    label = labels.get(row.table, row.table)
    where, canonical = f"{label}:{row.line}", f"{row.table}:{row.line}"
    if refused.where is None:
        return where
    if refused.where.startswith(canonical):
        return where + refused.where.removeprefix(canonical)
    column = refused.where.strip("/").partition("/")[0]
    return f"{where}:{column}" if column in COLUMNS[row.table] else where


def _sentence(refused: SocaiError) -> Text:
    """What is wrong, and how to mend it."""
    if refused.mend is None:
        return refused.what
    return Text(vi=f"{refused.what.vi} {refused.mend.vi}", en=f"{refused.what.en} {refused.mend.en}")


_NOTHING_CHANGES = Text(vi="Giá trị này đã có; không ghi gì.", en="The value stands already; nothing is recorded.")
_WITHOUT_EVENTS = Text(
    vi="Không có sự kiện nào về người này; không ghi gì.", en="No event is about this person; nothing is recorded."
)
