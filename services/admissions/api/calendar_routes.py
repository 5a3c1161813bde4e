"""Calendars over HTTP: which years are covered and by which notices, and the publication of one more."""

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from msgspec import Struct
from starlette.responses import Response

from services.admissions.api.requests import AskOf, raw_body, written_response
from services.admissions.api.write_routes import written
from services.admissions.app.calendar_file import read_calendar
from services.admissions.app.handle import Ask, CommandHandler
from services.admissions.app.yaml_lines import BYTES_MAX
from shared.contracts.organisation import DayOff, DayWorked, Notice
from shared.http.answer import answer_response
from shared.http.caller import Caller, Permission
from shared.http.documented import documented
from shared.tree.organisation import Organisation

EXAMPLE = {
    "year": 2024,
    "notices": [{"number": "2450/VPCP-KGVX", "issuer": "Văn phòng Chính phủ", "issued_on": "2024-04-12"}],
    "days_off": [
        {"day": "2024-01-01", "code": "new_year", "notice": "2450/VPCP-KGVX"},
        {"day": "2024-04-29", "code": "swap", "notice": "2450/VPCP-KGVX"},
    ],
    "days_worked": [{"day": "2024-05-04", "instead_of": "2024-04-29", "notice": "2450/VPCP-KGVX"}],
}
_LINE = {"type": "string", "minLength": 1, "maxLength": 200}
_DAY = {"type": "string", "format": "date"}


def _rows(needed: dict[str, Any], optional: dict[str, Any]) -> dict[str, Any]:
    row = {"type": "object", "properties": {**needed, **optional}, "required": list(needed)}
    return {"type": "array", "maxItems": 100, "items": {**row, "additionalProperties": False}}


SCHEMA: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["year", "notices", "days_off"],
    "properties": {
        "year": {"type": "integer", "minimum": 1946, "maximum": 2100},
        "notices": _rows({"number": _LINE, "issuer": _LINE}, {"issued_on": _DAY}),
        "days_off": _rows({"day": _DAY, "code": _LINE, "notice": _LINE}, {}),
        "days_worked": _rows({"day": _DAY, "instead_of": _DAY, "notice": _LINE}, {}),
    },
    "examples": [EXAMPLE],
}
_BODY = {kind: {"schema": SCHEMA, "example": EXAMPLE} for kind in ("application/json", "application/yaml")}


class CalendarView(Struct, frozen=True, kw_only=True):
    """A year as it was published last, at `position`."""

    year: int
    position: int
    notices: tuple[Notice, ...]
    days_off: tuple[DayOff, ...]
    days_worked: tuple[DayWorked, ...]


class CalendarsAnswer(Struct, frozen=True, kw_only=True):
    """The years whose notices are recorded; deadlines through other years are provisional."""

    calendars: tuple[CalendarView, ...]


def calendar_router(
    handler: CommandHandler[Any],
    organisation: Callable[[], Organisation],
    ask: AskOf,
    caller: Callable[[Request], Caller],
) -> APIRouter:
    """The routes; `organisation` is the newest."""
    router = APIRouter(tags=["calendars"])
    who = Annotated[Caller, Depends(caller)]
    asked = Annotated[Ask, Depends(ask)]
    body = Annotated[bytes, Depends(raw_body(BYTES_MAX))]

    @router.get(
        "/calendars",
        summary="The years of working days that are known, each day off with its notice",
        responses=documented(CalendarsAnswer, "By year"),
    )
    def calendars(by: who) -> Response:
        """Each year as it was published last. Time limits through a year that is not listed are provisional."""
        by.require(Permission.READ)
        return answer_response(
            CalendarsAnswer(
                calendars=tuple(
                    CalendarView(
                        year=calendar.year,
                        position=position,
                        notices=calendar.notices,
                        days_off=calendar.days_off,
                        days_worked=calendar.days_worked,
                    )
                    for position, calendar in organisation().calendars()
                )
            )
        )

    @router.post(
        "/calendars",
        status_code=201,
        summary="Publish the working days of a year by its notices; again: the correction of that year",
        responses=written(201),
        openapi_extra={"requestBody": {"required": True, "content": _BODY}},
    )
    def publish(by: asked, file: body) -> Response:
        return written_response(handler.calendar(by, read_calendar(file, by.caller.actor)), 201)

    return router
