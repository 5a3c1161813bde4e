"""Rows of events.csv on letters, arrivals and stays away: what `code` carries in each (contracts 6)."""

from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from services.admissions.app.folder.rows import EventRow
from services.admissions.app.row_context import RowContext, unclear
from services.admissions.domain.person.commands_transfer import (
    AcceptTransfer,
    Arrive,
    Away,
    EndAway,
    ExtendAway,
    IssueTransfer,
    LapseTransfer,
    PresentTransfer,
    Purpose,
    RecordAway,
    ReturnTransfer,
    TransferFact,
)
from shared.contracts.movement import Standing
from shared.core.text import Text

EnumT = TypeVar("EnumT", bound=StrEnum)
Maker = Callable[[EventRow, RowContext, dict[str, Any]], TransferFact]


def _issued(row: EventRow, _context: RowContext, act: dict[str, Any]) -> TransferFact:
    """`code`: the decision or move that the letter follows, a colon, the papers that go along (both may be absent)."""
    moved_on, _, papers = (row.code or "").partition(":")
    return IssueTransfer(
        **act,
        to_unit_id=row.to_unit_id,
        moved_on=_day(row, moved_on) if moved_on else None,
        codes=tuple(part.strip() for part in papers.split(";") if part.strip()),
    )


def _transferred(row: EventRow, context: RowContext, act: dict[str, Any]) -> TransferFact:
    """Of someone outside it is an arrival. `code` of an acceptance: why it came late; a standing is passed over."""
    if context.home is None and row.to_unit_id is not None:
        return _arrived(row, context, act)
    reason = None if row.code in set(Standing) else row.code
    return AcceptTransfer(**act, to_unit_id=row.to_unit_id, reason=reason)


def _arrived(row: EventRow, context: RowContext, act: dict[str, Any]) -> TransferFact:
    """`code`: the standing, a colon, the official date. A probationer's decision_date is the ceremony."""
    name, _, official_on = (row.code or "").partition(":")
    standing = _one_of(row, Standing, name) if name else Standing.OFFICIAL
    return Arrive(
        **{**act, "unit_id": row.to_unit_id},
        standing=standing,
        attributes=context.attributes,
        ceremony_on=row.decision_date if standing is Standing.PROBATIONARY else None,
        official_on=_day(row, official_on) if official_on else None,
    )


def _away_recorded(row: EventRow, _context: RowContext, act: dict[str, Any]) -> TransferFact:
    """`code`: untransferred; or temporary:PURPOSE;UNTIL, where `to_unit_id` is the host."""
    kind, _, rest = (row.code or "").partition(":")
    away = _one_of(row, Away, kind)
    purpose, _, until = rest.partition(";")
    return RecordAway(
        **act,
        away=away,
        host_unit_id=row.to_unit_id,
        purpose=_one_of(row, Purpose, purpose) if purpose else None,
        until=_day(row, until) if until else None,
    )


def _one_of(row: EventRow, kinds: type[EnumT], text: str) -> EnumT:
    known = [kind.value for kind in kinds]
    if text not in known:
        raise unclear(
            row,
            "code",
            Text(vi=f"Phải là một trong: {', '.join(known)}.", en=f"Must be one of: {', '.join(known)}."),
        )
    return kinds(text)


def _day(row: EventRow, text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or day.isoformat() != text:
        raise unclear(row, "code", Text(vi="Viết ngày như 2026-12-31.", en="Write the date as 2026-12-31."))
    return day


TRANSFER_MAKERS: Mapping[str, Maker] = {
    "transfer_issued": _issued,
    "transfer_presented": lambda row, _, act: PresentTransfer(**act, to_unit_id=row.to_unit_id, reason=row.code),
    "transferred": _transferred,
    "transfer_returned": lambda row, _, act: ReturnTransfer(**act, to_unit_id=row.to_unit_id, reason=row.code),
    "transfer_lapsed": lambda row, _, act: LapseTransfer(**act, reason=row.code),
    "away_recorded": _away_recorded,
    "away_extended": lambda row, _, act: ExtendAway(**act, until=_day(row, row.code or "")),
    "away_ended": lambda row, _, act: EndAway(**act, reason=row.code),
}
"""Row type to the command that it means."""
