"""What is told about an import: how far it is, what was found, why it stopped. No word of anyone's particulars."""

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import TypeVar

from msgspec import Struct

from services.admissions.app.effect import UnitEffect
from services.admissions.app.folder.rows import Folder
from services.admissions.app.judge import Plan
from services.admissions.app.ports import Batch, Work
from services.admissions.app.verdicts import RowVerdict
from shared.core.errors import Fault, NotFound, Refusal, SocaiError, Unavailable
from shared.core.text import Text

Tx = TypeVar("Tx")


class Finding(Struct, frozen=True, kw_only=True):
    """Something said about a row: where (file:line:column), in both languages."""

    where: str
    vi: str
    en: str


class ImportAnswer(Struct, frozen=True, kw_only=True):
    """How far an import is.

    `state`: judged (dry run), open, closed, failed (it stopped; the same folder imported again goes on), undoing,
    undone. `running`: this process is at work on it. `already`: it was finished before. `left_out`: rows that others'
    writes made impossible after the import had begun. `failure`: why it stopped. Of a dry run: `verdicts`, how many
    rows got which; `refused`, the first of those refused; `units`, what would change of each unit's figures.
    """

    batch_id: str | None
    state: str
    running: bool
    already: bool
    rows: dict[str, int]
    events_planned: int
    events_appended: int
    position: int | None
    notices: tuple[Finding, ...]
    left_out: tuple[Finding, ...]
    failure: Finding | None
    verdicts: dict[str, int] = {}
    refused: tuple[RowVerdict, ...] = ()
    units: tuple[UnitEffect, ...] = ()


def batch_of(work: Work[Tx], batch_id: str) -> Batch:
    """The batch. Raises NotFound."""
    batch = work.batch(batch_id)
    if batch is None:
        raise NotFound(
            "batch-unknown",
            Text(vi=f"Không có đợt “{batch_id}”.", en=f"There is no batch “{batch_id}”."),
            mend=Text(vi="Xem mã đợt do lệnh import in ra.", en="See the id that the import printed."),
        )
    return batch


def answer_batch(batch: Batch, *, already: bool, notices: tuple[Finding, ...] = ()) -> ImportAnswer:
    """A staged act that this process is not at work on, as the log has it."""
    return ImportAnswer(
        batch_id=batch.batch_id,
        state=batch.state,
        running=False,
        already=already,
        rows={},
        events_planned=batch.events_planned,
        events_appended=batch.events_appended,
        position=batch.last,
        notices=notices,
        left_out=(),
        failure=None,
    )


UNITS_STAY = Finding(
    where="units",
    vi="Tổ chức, dữ kiện, chỉ tiêu của đợt này vẫn còn: sau khi hủy không có ai trong đó; giải thể là một việc riêng.",
    en="The batch's units, their facts and targets stay: they hold nobody now; closing a unit is an act of its own.",
)
"""Why an import that was taken back has not left the register as it was."""


def judged(folder: Folder, plan: Plan, units: Sequence[UnitEffect], refused_max: int) -> ImportAnswer:
    """What a dry run found: what would be written, and what is wrong."""
    refused = (row for row in plan.verdicts.rows() if row.rule is not None)
    return ImportAnswer(
        batch_id=None,
        state="judged",
        running=False,
        already=False,
        rows=row_counts(folder),
        events_planned=plan.events_count,
        events_appended=0,
        position=None,
        notices=findings_of(plan.notices),
        left_out=findings_of(plan.refused.faults),
        failure=None,
        verdicts=plan.verdicts.counts(),
        refused=tuple(islice(refused, refused_max)) if plan.refused else (),
        units=tuple(units),
    )


def row_counts(folder: Folder) -> dict[str, int]:
    """Rows of each file."""
    return {
        "units": len(folder.units),
        "people": len(folder.people),
        "events": len(folder.events),
        "targets": len(folder.targets),
        "facts": len(folder.facts),
    }


def findings_of(faults: Iterable[Fault]) -> tuple[Finding, ...]:
    """Faults as they are told."""
    return tuple(Finding(where=fault.where, vi=fault.what.vi, en=fault.what.en) for fault in faults)


def failure_of(failure: SocaiError | None) -> Finding | None:
    """Why an import stopped, and what to do: the same folder imported again goes on."""
    if failure is None:
        return None
    again = Text(vi="Nhập lại thư mục này để tiếp tục.", en="Import the same folder again to go on.")
    return Finding(
        where=failure.where or failure.code,
        vi=f"{failure.what.vi} {again.vi}",
        en=f"{failure.what.en} {again.en}",
    )


def refused_whole(what: Text, faults: Sequence[Fault]) -> Refusal:
    """A folder with rows that cannot be: nothing of it was written."""
    return Refusal(
        "import-refused",
        what,
        mend=Text(vi="Sửa các dòng đã nêu rồi nhập lại.", en="Mend the lines that are named and import again."),
        faults=faults,
        content=True,
    )


def busy() -> Unavailable:
    """Another import is at work in this process."""
    return Unavailable(
        "import-busy",
        Text(vi="Đang có một đợt nhập khác.", en="Another import is at work."),
        mend=Text(vi="Chờ đợt đó xong rồi thử lại.", en="Wait for its end, then try again."),
        retry_after_s=5,
    )
