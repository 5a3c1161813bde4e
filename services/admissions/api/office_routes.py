"""Officers and offices over HTTP: registered, given, delegated, ended; who holds what, and where too few people do."""

from collections.abc import Callable
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Request
from pydantic import Field
from starlette.responses import Response

from services.admissions.api.requests import AskOf, written_response
from services.admissions.api.schemas import Body, Code, Day
from services.admissions.api.write_routes import written
from services.admissions.app.handle import Ask
from services.admissions.app.offices import CoverageAnswer, OfficeDesk, OfficesAnswer
from services.admissions.domain.office.commands import (
    Delegate,
    EndDelegation,
    EndOffice,
    GrantOffice,
    RegisterOfficer,
)
from shared.http import patterns
from shared.http.answer import answer_response
from shared.http.caller import Caller
from shared.http.documented import documented

OFFICE_EXAMPLE = "1b8a6a8e-7c0b-5c06-9a55-0c4a1f6f7d21"
OfficerId = Annotated[str, Field(pattern=patterns.OFFICER, max_length=64, examples=["can-bo-xa-01"])]
Scope = Annotated[str, Field(pattern=patterns.SCOPE, max_length=64, examples=["nam-giang"])]
GivenId = Annotated[str, Path(pattern=patterns.UUID, examples=[OFFICE_EXAMPLE])]
Uuid = Annotated[str, Field(pattern=patterns.UUID, examples=[OFFICE_EXAMPLE])]
Unit = Annotated[
    str | None,
    Query(pattern=patterns.SCOPE, max_length=64, description="Its subtree; the caller's when absent"),
]
AsOf = Annotated[date | None, Query(ge=date(1900, 1, 1), description="ISO date; today in UTC+7 when absent")]


class OfficerBody(Body):
    """An account that may hold offices; `person_id` binds it to a member on record, once and for all."""

    officer_id: OfficerId
    person_id: Uuid | None = None
    effective_on: Day = Field(examples=["2026-01-05"])


class GrantBody(Body):
    """A role over a unit's subtree (`*`: everything), both days included. What two must give is sent by both alike."""

    officer_id: OfficerId
    role: Code = Field(examples=["dossier_checker"])
    unit_id: Scope
    from_: Day = Field(alias="from", examples=["2026-01-05"])
    until: Day | None = Field(default=None, examples=["2030-12-31"])


class EndBody(Body):
    """From this day on it is not held."""

    effective_on: Day = Field(examples=["2027-03-01"])
    ground: Code | None = Field(default=None, examples=["retired"])


class DelegationBody(Body):
    """Whoever holds the office (or a delegation of it) lets another act in it, both days included."""

    office_id: Uuid
    officer_id: OfficerId
    from_: Day = Field(alias="from", examples=["2026-02-02"])
    until: Day = Field(examples=["2026-02-13"])


def office_router(desk: OfficeDesk[Any], ask: AskOf, caller: Callable[[Request], Caller]) -> APIRouter:
    """The routes of officers and offices."""
    router = APIRouter(tags=["offices"])
    asked = Annotated[Ask, Depends(ask)]
    _add_questions(router, desk, caller)

    @router.post("/officers", status_code=201, summary="Register an officer, or bind one", responses=written(201))
    def register(body: OfficerBody, by: asked) -> Response:
        return written_response(desk.act(by, RegisterOfficer(actor=by.caller.actor, **body.model_dump())), 201)

    @router.post(
        "/offices",
        status_code=201,
        summary="Give an office; one that checks, signs or gives offices is proposed by one and confirmed by another",
        responses=written(201),
    )
    def grant(body: GrantBody, by: asked) -> Response:
        """Give a role over a unit's subtree for some days, both included.

        Where two must give it, the first sending proposes it; the very same body sent by another officer confirms it.
        """
        command = GrantOffice(
            actor=by.caller.actor,
            effective_on=body.from_,
            officer_id=body.officer_id,
            role=body.role,
            unit_id=body.unit_id,
            until=body.until,
        )
        return written_response(desk.act(by, command), 201)

    @router.post("/offices/{office_id}/end", summary="End an office from a day on", responses=written())
    def end(office_id: GivenId, body: EndBody, by: asked) -> Response:
        command = EndOffice(actor=by.caller.actor, office_id=office_id, **body.model_dump())
        return written_response(desk.act(by, command))

    @router.post("/delegations", status_code=201, summary="Let another act in one's office", responses=written(201))
    def delegate(body: DelegationBody, by: asked) -> Response:
        """Whoever holds an office lets another act in it for some days; it ends with what it rests on."""
        command = Delegate(
            actor=by.caller.actor,
            effective_on=body.from_,
            office_id=body.office_id,
            officer_id=body.officer_id,
            until=body.until,
        )
        return written_response(desk.act(by, command), 201)

    @router.post("/delegations/{delegation_id}/end", summary="End a delegation from a day on", responses=written())
    def end_delegation(delegation_id: GivenId, body: EndBody, by: asked) -> Response:
        command = EndDelegation(actor=by.caller.actor, delegation_id=delegation_id, **body.model_dump())
        return written_response(desk.act(by, command))

    return router


def _add_questions(router: APIRouter, desk: OfficeDesk[Any], caller: Callable[[Request], Caller]) -> None:
    who = Annotated[Caller, Depends(caller)]

    @router.get(
        "/offices",
        summary="Who holds which office in a unit's subtree on a day",
        responses=documented(OfficesAnswer, "By unit and role"),
    )
    def offices(by: who, unit: Unit = None, as_of: AsOf = None) -> Response:
        return answer_response(desk.offices(by, unit, as_of))

    @router.get(
        "/offices/coverage",
        summary="The cells whose dossiers too few people could prepare, check and sign",
        responses=documented(CoverageAnswer, "By unit"),
    )
    def coverage(by: who, unit: Unit = None, as_of: AsOf = None) -> Response:
        return answer_response(desk.coverage(by, unit, as_of))
