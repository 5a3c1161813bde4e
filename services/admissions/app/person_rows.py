"""A row of events.csv as a command about a person (contracts 6): types of the lifecycle, steps of the dossier."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any, TypeVar

from services.admissions.app.folder.rows import EventRow
from services.admissions.app.row_context import RowContext as RowContext  # noqa: PLC0414 - told on, with command_of
from services.admissions.app.row_context import unclear
from services.admissions.app.rows_dossier import DOSSIER_MAKERS
from services.admissions.app.rows_leaving import LEAVING_MAKERS
from services.admissions.app.rows_transfer import TRANSFER_MAKERS
from services.admissions.domain.person.commands import (
    ChangeProfile,
    CloseDossier,
    Delist,
    Enrol,
    Nominate,
    OpenDossier,
    PersonCommand,
    Step,
    Train,
)
from services.admissions.domain.person.commands_rating import AssignTask, Rate, Suspend
from services.admissions.domain.rating.suspension import LIFTED, SUSPENDED
from shared.contracts.facts import Decision, Votes
from shared.contracts.movement import Attributes, Standing
from shared.core.text import Text

EnumT = TypeVar("EnumT", bound=StrEnum)

SYNONYMS: Mapping[str, str] = {
    "admitted": Step.CEREMONY,
    "probation_passed": Step.RECOGNITION_DECISION,
    "readmitted": Step.CEREMONY,
    Step.LISTING.value: "nominated",
    Step.AWARENESS_CLASS.value: "trained",
}
_FLAGS = frozenset({"tasked", "exempt"})


def command_of(row: EventRow, context: RowContext) -> PersonCommand:
    """The command that a row means. Raises Malformed, placed in events.csv, when it means none."""
    kind = SYNONYMS.get(row.type, row.type)
    act: dict[str, Any] = {
        "actor": context.actor,
        "effective_on": row.effective_on,
        "unit_id": row.unit_id,
        "body_unit_id": row.body_unit_id,
        "decision": _decision(row, context),
        "votes": _votes(row),
    }
    make = _MAKERS.get(kind)
    if make is None:
        raise unclear(
            row,
            "type",
            Text(
                vi=f"Không nhập được loại “{row.type}”; dùng một trong: {', '.join(ROW_TYPES)}.",
                en=f"“{row.type}” cannot be imported; use one of: {', '.join(ROW_TYPES)}.",
            ),
        )
    return make(row, context, act)


def _enrolled(row: EventRow, context: RowContext, act: dict[str, Any]) -> PersonCommand:
    return Enrol(**_dated(row, act), attributes=context.attributes)


def _dated(row: EventRow, act: dict[str, Any]) -> dict[str, Any]:
    """Standing from the code; a probationer's decision_date is the ceremony that probation runs from."""
    standing = _code(row, Standing, Standing.OFFICIAL)
    ceremony_on = row.decision_date if standing is Standing.PROBATIONARY else None
    return {**act, "standing": standing, "ceremony_on": ceremony_on}


def _rated(row: EventRow, _context: RowContext, act: dict[str, Any]) -> PersonCommand:
    """The grade, dated the last day of the period; one that is not a year that ends then stands after a colon."""
    grade, _, period = (row.code or "").partition(":")
    if not grade:
        raise unclear(row, "code", Text(vi="Cần mức xếp loại.", en="The grade is needed."))
    return Rate(**act, grade=grade, period=period or None)


def _suspension_recorded(row: EventRow, _context: RowContext, act: dict[str, Any]) -> PersonCommand:
    if row.code not in {None, SUSPENDED, LIFTED}:
        raise unclear(row, "code", Text(vi=f"Viết {SUSPENDED} hoặc {LIFTED}.", en=f"Write {SUSPENDED} or {LIFTED}."))
    return Suspend(**act, lifted=row.code == LIFTED)


def _profile_changed(row: EventRow, _context: RowContext, act: dict[str, Any]) -> PersonCommand:
    name, equals, text = (row.code or "").partition("=")
    name, text = name.strip(), text.strip()
    if not equals or name not in Attributes.__struct_fields__:
        raise unclear(row, "code", Text(vi="Viết thuộc_tính=giá_trị.", en="Write attribute=value."))
    value: object = text or None
    if name == "groups":
        value = tuple(sorted({part.strip() for part in text.split(";") if part.strip()}))
    elif name in _FLAGS:
        if text not in {"", "true"}:
            raise unclear(row, "code", Text(vi="Viết “true” hoặc để trống.", en="Write “true” or leave it empty."))
        value = True if text else None
    elif name == "birth_year":
        if not (text.isascii() and text.isdigit()):
            raise unclear(row, "code", Text(vi="Năm sinh là số.", en="A birth year is a number."))
        value = int(text)
    return ChangeProfile(**act, changes={name: value})


def _dossier_closed(row: EventRow, _context: RowContext, act: dict[str, Any]) -> PersonCommand:
    """`reason`, or `reason:off_list` of someone who also leaves the list of prospects."""
    reason, _, rest = (row.code or "").partition(":")
    if rest not in {"", "off_list"}:
        raise unclear(row, "code", Text(vi="Viết lý_do hoặc lý_do:off_list.", en="Write reason or reason:off_list."))
    return CloseDossier(**act, reason=reason or None, off_list=bool(rest))


_MAKERS: Mapping[str, Callable[[EventRow, RowContext, dict[str, Any]], PersonCommand]] = {
    "enrolled": _enrolled,
    "nominated": lambda _row, context, act: Nominate(**act, attributes=context.attributes),
    "trained": lambda _row, _context, act: Train(**act),
    "dossier_opened": lambda _row, _context, act: OpenDossier(**act),
    "dossier_closed": _dossier_closed,
    "delisted": lambda row, _context, act: Delist(**act, reason=row.code),
    **DOSSIER_MAKERS,
    **TRANSFER_MAKERS,
    **LEAVING_MAKERS,
    "profile_changed": _profile_changed,
    "rated": _rated,
    "tasked": lambda _row, _context, act: AssignTask(**act),
    "untasked": lambda _row, _context, act: AssignTask(**act, assigned=False),
    "suspension_recorded": _suspension_recorded,
}
ROW_TYPES = (*_MAKERS, *SYNONYMS)


def _decision(row: EventRow, context: RowContext) -> Decision | None:
    if row.decision_number is None:
        return None
    body = row.body_unit_id or row.unit_id or row.to_unit_id or context.home
    if body is None:
        raise unclear(
            row,
            "body_unit_id",
            Text(vi="Quyết định cần có cấp ra quyết định.", en="A decision needs the body that took it."),
        )
    return Decision(body_unit_id=body, number=row.decision_number, date=row.decision_date or row.effective_on)


def _votes(row: EventRow) -> Votes | None:
    if row.votes_base is None or row.votes_present is None or row.votes_for is None or row.votes_against is None:
        return None
    return Votes(base=row.votes_base, present=row.votes_present, for_=row.votes_for, against=row.votes_against)


def _code(row: EventRow, kinds: type[EnumT], default: EnumT) -> EnumT:
    if row.code is None:
        return default
    known = [kind.value for kind in kinds]
    if row.code not in known:
        raise unclear(
            row,
            "code",
            Text(vi=f"Phải là một trong: {', '.join(known)}.", en=f"Must be one of: {', '.join(known)}."),
        )
    return kinds(row.code)
