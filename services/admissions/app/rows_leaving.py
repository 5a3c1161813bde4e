"""Rows of events.csv on leaving and coming back: what `code` carries in each (contracts 6)."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from services.admissions.app.folder.rows import EventRow
from services.admissions.app.row_context import RowContext, unclear
from services.admissions.domain.person.commands_leaving import (
    CloseReview,
    ConsentReadmission,
    Evidence,
    LeavingFact,
    OpenReview,
    RecordDiscipline,
    RecordReviewStep,
    Remove,
    Restore,
    ReviewKind,
    ReviewOutcome,
    ReviewStep,
)
from shared.contracts.movement import Kind
from shared.core.dates import parse_date
from shared.core.errors import Malformed
from shared.core.text import Text

EnumT = TypeVar("EnumT", bound=StrEnum)
Maker = Callable[[EventRow, RowContext, dict[str, Any]], LeavingFact]

REMOVALS = ("struck_off", "resigned", "expelled", "deceased")
_MONTH = re.compile(r"\d{4}-\d{2}\Z")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}\Z")


def _removed(row: EventRow, _context: RowContext, act: dict[str, Any]) -> LeavingFact:
    """`code`: the kind; the reason, which leaves sealed only, after a colon, for instance struck_off:R1_ABSENCE."""
    kind, _, reason = (row.code or "").partition(":")
    if kind not in REMOVALS:
        raise unclear(
            row,
            "code",
            Text(
                vi=f"Cần loại: {', '.join(REMOVALS)}; lý do viết sau dấu hai chấm.",
                en=f"A kind is needed: {', '.join(REMOVALS)}; the reason stands after a colon.",
            ),
        )
    return Remove(**act, kind=Kind(kind), reason=reason or None)


def _review_opened(row: EventRow, _context: RowContext, act: dict[str, Any]) -> LeavingFact:
    """`code`: review:reason:evidence;evidence. Months as 2025-09, the day of R3 as 2025-09-30, else papers' numbers."""
    review, _, rest = (row.code or "").partition(":")
    reason, _, evidence = rest.partition(":")
    held = [part.strip() for part in evidence.split(";") if part.strip()]
    months = [part for part in held if _MONTH.match(part)]
    days = [part for part in held if _DAY.match(part)]
    return OpenReview(
        **act,
        review=_one_of(row, ReviewKind, review),
        reason=reason or None,
        evidence=Evidence(
            months=tuple(_day(row, f"{month}-01") for month in months),
            papers=tuple(part for part in held if part not in {*months, *days}),
            on=_day(row, days[0]) if days else None,
        ),
    )


def _review_closed(row: EventRow, _context: RowContext, act: dict[str, Any]) -> LeavingFact:
    """`code`: review:outcome."""
    review, _, outcome = (row.code or "").partition(":")
    return CloseReview(**act, review=_one_of(row, ReviewKind, review), outcome=outcome)


def _review_step(row: EventRow, _context: RowContext, act: dict[str, Any]) -> LeavingFact:
    """`code`: the outcome, by default approved."""
    outcome = _one_of(row, ReviewOutcome, row.code) if row.code else ReviewOutcome.APPROVED
    return RecordReviewStep(**act, step=ReviewStep(row.type), outcome=outcome)


def _discipline_recorded(row: EventRow, _context: RowContext, act: dict[str, Any]) -> LeavingFact:
    """`code`: the kind; the day on which it ends, where it does, after a colon. It leaves sealed."""
    kind, _, until = (row.code or "").partition(":")
    return RecordDiscipline(**act, discipline=kind, until=_day(row, until) if until else None)


def _readmission_consented(row: EventRow, _context: RowContext, act: dict[str, Any]) -> LeavingFact:
    """`code`: the day on which the record was cleared, after a less serious offence. It leaves sealed."""
    return ConsentReadmission(**act, cleared_on=_day(row, row.code) if row.code else None)


def _one_of(row: EventRow, kinds: type[EnumT], text: str) -> EnumT:
    known = [kind.value for kind in kinds]
    if text in known:
        return kinds(text)
    raise unclear(
        row, "code", Text(vi=f"Phải là một trong: {', '.join(known)}.", en=f"Must be one of: {', '.join(known)}.")
    )


def _day(row: EventRow, text: str) -> date:
    try:
        return parse_date(text)
    except Malformed:
        raise unclear(row, "code", Text(vi="Viết ngày như 2026-12-31.", en="Write the date as 2026-12-31.")) from None


LEAVING_MAKERS: Mapping[str, Maker] = {
    "removed": _removed,
    "review_opened": _review_opened,
    "review_closed": _review_closed,
    **{step.value: _review_step for step in ReviewStep},
    "discipline_recorded": _discipline_recorded,
    "restored": lambda _row, _context, act: Restore(**act),
    "readmission_consented": _readmission_consented,
}
"""Row type to the command that it means."""
