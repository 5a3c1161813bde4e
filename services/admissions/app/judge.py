"""An import folder judged whole, in memory, on the log as it is: the acts to append, and every row that is refused."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial, reduce
from typing import Generic, NamedTuple, TypeVar
from uuid import UUID

from services.admissions.app.authority import Reach
from services.admissions.app.files import EMPTY, PERSON, PersonFile, evolve_recorded, person_stream
from services.admissions.app.folder.findings import Findings
from services.admissions.app.folder.read import COLUMNS, EVENTS, FACTS, PEOPLE, TARGETS, UNITS
from services.admissions.app.folder.rows import Folder
from services.admissions.app.judge_people import check_person, judge_event, people_without_events
from services.admissions.app.judge_units import close_unit, depths, open_unit, record_fact, set_target, unit_streams
from services.admissions.app.judging import Judging
from services.admissions.app.opening import genesis_events
from services.admissions.app.particulars import Particulars
from services.admissions.app.ports import Work
from services.admissions.app.staging import Stage, StagedAct
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What an import will append, the rows that it cannot, and what is worth saying about others."""

    acts: tuple[StagedAct, ...]
    events_count: int
    refused: Findings
    notices: tuple[Fault, ...]


class _Row(NamedTuple):
    """A row in its turn: on one day units open first, then facts, targets, people; closings come last."""

    day: date
    phase: int
    order: int
    where: str
    subject: str
    judge: Callable[[], None]


class FolderJudge(Generic[Tx]):
    """Judges folders. `faults_max`: how many refused rows are listed; the others are counted."""

    def __init__(
        self, store: EventStore[Tx], work: Work[Tx], particulars: Particulars, clock: Clock, *, faults_max: int
    ) -> None:
        self._store = store
        self._work = work
        self._particulars = particulars
        self._clock = clock
        self._faults_max = faults_max

    def judge(self, folder: Folder, caller: Caller, batch_id: UUID) -> Plan:
        """Rows by (effective_on, row), each on what those before it leave. What stands in the log is not done again.

        A change to the value that stands already is only noticed. After a refused row the other rows of the same
        person or unit are passed over: they would only repeat it.
        Raises Forbidden when a row is out of the caller's reach, Unavailable.
        """
        judging = self._start(folder, caller, batch_id)
        for row in sorted(_rows(folder, judging), key=lambda row: row[:3]):
            if row.subject in judging.broken:
                continue
            try:
                row.judge()
            except JUDGED as refused:
                if refused.code == NOTHING.id:
                    judging.notices.append(Fault(row.where, _NOTHING_CHANGES))
                    continue
                judging.broken.add(row.subject)
                judging.findings.add(_place(row.where, refused), _sentence(refused))
        return Plan(
            acts=tuple(judging.stage.acts),
            events_count=judging.stage.events_count,
            refused=judging.findings,
            notices=(
                *judging.notices,
                *(Fault(where, _WITHOUT_EVENTS) for where in people_without_events(judging)),
            ),
        )

    def _start(self, folder: Folder, caller: Caller, batch_id: UUID) -> Judging:
        """Read what the rows are judged on: streams first, then the organisation, so that it is never the older."""
        references = {row.person_ref for row in folder.people} | {row.person_ref for row in folder.events}
        ids = self._particulars.person_ids(references)
        files, versions = self._read([*map(person_stream, sorted(ids.values())), *unit_streams(folder)])
        organisation = self._work.fresh_organisation()
        if self._store.head().position == Position(0):
            # A dry run on an empty system: judged on what the log will begin with.
            for position, event in enumerate(genesis_events(), start=1):
                organisation.apply(Position(position), event.subject, event.data)
        stage = Stage(organisation, files)
        stage.know(versions)
        day = today(self._clock())

        def load(person_ids: frozenset[str]) -> Mapping[str, PersonFile]:
            found, found_versions = self._read([person_stream(person_id) for person_id in sorted(person_ids)])
            stage.know(found_versions)
            return found

        return Judging(
            stage=stage,
            reach=Reach(caller, organisation, day),
            today=day,
            batch_id=batch_id,
            ids=ids,
            rows={row.person_ref: row for row in folder.people},
            held=self._particulars.open(files),
            findings=Findings(self._faults_max),
            people_of=self._work.people_of,
            load=load,
        )

    def _read(self, streams: Sequence[StreamId]) -> tuple[dict[str, PersonFile], dict[StreamId, int]]:
        files: dict[str, PersonFile] = {}
        versions: dict[StreamId, int] = {}
        for stream, stored in self._store.read_streams(streams).items():
            versions[stream] = len(stored)
            category, _, key = stream.partition("-")
            if stored and category == PERSON:
                files[key] = reduce(evolve_recorded, (recorded(event.value) for event in stored), EMPTY)
        return files, versions


def _rows(folder: Folder, judging: Judging) -> list[_Row]:
    rows: list[_Row] = []
    depth = depths(folder.units)
    for unit in folder.units:
        where, order = f"{UNITS}:{unit.line}", depth[unit.unit_id]
        rows.append(_Row(unit.opened_on, 0, order, where, unit.unit_id, partial(open_unit, judging, unit)))
        if unit.closed_on is not None:
            rows.append(_Row(unit.closed_on, 4, -order, where, unit.unit_id, partial(close_unit, judging, unit)))
    for fact in folder.facts:
        where = f"{FACTS}:{fact.line}"
        rows.append(_Row(fact.effective_on, 1, fact.line, where, where, partial(record_fact, judging, fact)))
    for target in folder.targets:
        where = f"{TARGETS}:{target.line}"
        rows.append(_Row(target.period_from, 2, target.line, where, where, partial(set_target, judging, target)))
    for person in folder.people:
        where = f"{PEOPLE}:{person.line}"
        rows.append(_Row(date.min, 3, person.line, where, person.person_ref, partial(check_person, judging, person)))
    for event in folder.events:
        where = f"{EVENTS}:{event.line}"
        rows.append(
            _Row(event.effective_on, 3, event.line, where, event.person_ref, partial(judge_event, judging, event))
        )
    return rows


def _place(where: str, refused: SocaiError) -> str:
    """file:line, and the column when the refusal names one."""
    if refused.where is None or refused.where.startswith(where):
        return refused.where or where
    column = refused.where.strip("/").partition("/")[0]
    return f"{where}:{column}" if column in COLUMNS[where.partition(":")[0]] else where


def _sentence(refused: SocaiError) -> Text:
    """What is wrong, and how to mend it."""
    if refused.mend is None:
        return refused.what
    return Text(vi=f"{refused.what.vi} {refused.mend.vi}", en=f"{refused.what.en} {refused.mend.en}")


_NOTHING_CHANGES = Text(vi="Giá trị này đã có; không ghi gì.", en="The value stands already; nothing is recorded.")
_WITHOUT_EVENTS = Text(
    vi="Không có sự kiện nào về người này; không ghi gì.", en="No event is about this person; nothing is recorded."
)
