"""Rows of events.csv about a dossier as commands: the steps A2 to D8, and the acts beside them (contracts 6).

The column `code` carries the outcome, and after a colon codes joined by `;`. Of B4 it carries the introducers as
`person_ref@YYYY-MM-DD` (together since that day), joined by `;`; one who replaces another as `person_ref@`.
"""

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import Any

from services.admissions.app.folder.rows import EventRow
from services.admissions.app.row_context import RowContext, unclear
from services.admissions.domain.person.commands import Fact, Outcome, RecordStep, Step
from services.admissions.domain.person.commands_dossier import (
    AssignMentor,
    CheckDossier,
    GiveConsent,
    GrantExtension,
    ReviewList,
    SettleReferral,
)
from shared.contracts.dossiers import Introducer
from shared.core.dates import parse_date
from shared.core.errors import Malformed
from shared.core.text import Text

Maker = Callable[[EventRow, RowContext, dict[str, Any]], Fact]
WITH_CLASS = frozenset({Step.LIST_APPROVAL, Step.MEMBER_CLASS})


def _step(step: Step, row: EventRow, context: RowContext, act: dict[str, Any]) -> Fact:
    if step is Step.INTRODUCTION:
        return RecordStep(**act, step=step, introducers=_introducers(row, context))
    outcome, codes = _outcome(row)
    known = [each.value for each in Outcome]
    if outcome is not None and outcome not in known:
        raise unclear(
            row, "code", Text(vi=f"Phải là một trong: {', '.join(known)}.", en=f"Must be one of: {', '.join(known)}.")
        )
    class_id = None
    if step in WITH_CLASS and codes:
        class_id, codes = codes[0], codes[1:]
    return RecordStep(**act, step=step, outcome=Outcome(outcome or "approved"), codes=codes, class_id=class_id)


def _outcome(row: EventRow) -> tuple[str | None, tuple[str, ...]]:
    outcome, _, rest = (row.code or "").partition(":")
    return outcome.strip() or None, tuple(code.strip() for code in rest.split(";") if code.strip())


def _introducers(row: EventRow, context: RowContext) -> tuple[Introducer, ...]:
    found = []
    for part in (row.code or "").removeprefix("approved:").split(";"):
        reference, at, since = part.strip().partition("@")
        if not reference or not at:
            raise unclear(
                row,
                "code",
                Text(
                    vi="Viết person_ref@YYYY-MM-DD (cùng đơn vị từ ngày nào), cách nhau bằng “;”; "
                    "người thay: person_ref@.",
                    en="Write person_ref@YYYY-MM-DD (together since), joined by “;”; one who replaces: person_ref@.",
                ),
            )
        together = None if not since else _day(row, since)
        person_id = context.id_of(reference)
        found.append(Introducer(person_id=person_id, together_since=together, replacement=together is None))
    return tuple(found)


def _day(row: EventRow, text: str) -> date:
    try:
        return parse_date(text)
    except Malformed:
        raise unclear(row, "code", Text(vi="Viết ngày như 2025-12-31.", en="Write the date as 2025-12-31.")) from None


def _needed(row: EventRow, what: Text) -> str:
    if row.code:
        return row.code
    raise unclear(row, "code", what)


def _dossier_checked(row: EventRow, _context: RowContext, act: dict[str, Any]) -> Fact:
    outcome, codes = _outcome(row)
    return CheckDossier(**act, outcome=outcome or "complete", codes=codes)


def _mentor_assigned(row: EventRow, context: RowContext, act: dict[str, Any]) -> Fact:
    reference = _needed(row, Text(vi="Cần person_ref của người giúp đỡ.", en="The mentor's person_ref is needed."))
    return AssignMentor(**act, mentor_id=context.id_of(reference))


def _extension_granted(row: EventRow, _context: RowContext, act: dict[str, Any]) -> Fact:
    return GrantExtension(**act, extends=_needed(row, Text(vi="Viết C4 hoặc D8.", en="Write C4 or D8.")))


def _consent_given(row: EventRow, _context: RowContext, act: dict[str, Any]) -> Fact:
    return GiveConsent(**act, kind=_needed(row, Text(vi="Viết loại đồng ý.", en="Write what was agreed to.")))


def _referral_settled(row: EventRow, _context: RowContext, act: dict[str, Any]) -> Fact:
    outcome = _needed(row, Text(vi="Viết approved, returned hoặc closed.", en="Write approved, returned or closed."))
    return SettleReferral(**act, outcome=outcome)


DOSSIER_MAKERS: Mapping[str, Maker] = {
    **{step.value: partial(_step, step) for step in Step if step not in {Step.LISTING, Step.AWARENESS_CLASS}},
    "dossier_checked": _dossier_checked,
    "mentor_assigned": _mentor_assigned,
    "list_reviewed": lambda row, _context, act: ReviewList(**act, codes=_outcome(row)[1]),
    "extension_granted": _extension_granted,
    "consent_given": _consent_given,
    "referral_settled": _referral_settled,
}
"""Row type to the command that it means."""
