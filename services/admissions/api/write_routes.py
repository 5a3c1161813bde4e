"""Writes over HTTP: units, targets, people. Each body becomes one command; each answer says where it stands."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path
from starlette.responses import Response

from services.admissions.api.acts import NewPersonBody, PersonActBody
from services.admissions.api.requests import AskOf, written_response
from services.admissions.api.schemas import (
    CloseUnitBody,
    CreateUnitBody,
    MoveUnitBody,
    RenameUnitBody,
    TargetBody,
    UnitFactBody,
    WrittenAnswer,
)
from services.admissions.app.handle import Ask, CommandHandler
from services.admissions.app.particulars import BIRTH_DATE, FULL_NAME
from services.admissions.domain.target.commands import SetTarget
from services.admissions.domain.unit.commands import CloseUnit, CreateUnit, MoveUnit, RecordFact, RenameUnit
from shared.http import patterns

UnitId = Annotated[str, Path(pattern=patterns.IDENTIFIER, max_length=64, examples=["nam-giang"])]
PersonId = Annotated[
    str,
    Path(pattern=patterns.UUID, examples=["5f2f1c1e-3c55-4d6e-8a0e-0a1b2c3d4e5f"]),
]
_HEADERS = {
    "Socai-Position": {"description": "Position of the last event written.", "schema": {"type": "string"}},
    "ETag": {"description": "The new version, for If-Match.", "schema": {"type": "string"}},
}


def written(status: int = 200) -> dict[int | str, dict[str, Any]]:
    """FastAPI's `responses` for a write."""
    return {status: {"description": "Written, or written before", "model": WrittenAnswer, "headers": _HEADERS}}


def unit_router(handler: CommandHandler[Any], ask: AskOf) -> APIRouter:
    """Units and targets."""
    router = APIRouter(tags=["organisation"])
    asked = Annotated[Ask, Depends(ask)]

    @router.post("/units", status_code=201, summary="Create a unit", responses=written(201))
    def create(body: CreateUnitBody, by: asked) -> Response:
        return written_response(handler.unit(by, CreateUnit(actor=by.caller.actor, **body.model_dump())), 201)

    @router.post("/units/{unit_id}/rename", summary="Rename a unit from a date on", responses=written())
    def rename(unit_id: UnitId, body: RenameUnitBody, by: asked) -> Response:
        command = RenameUnit(actor=by.caller.actor, unit_id=unit_id, **body.model_dump())
        return written_response(handler.unit(by, command))

    @router.post("/units/{unit_id}/move", summary="Give a unit another parent from a date on", responses=written())
    def move(unit_id: UnitId, body: MoveUnitBody, by: asked) -> Response:
        return written_response(handler.unit(by, MoveUnit(actor=by.caller.actor, unit_id=unit_id, **body.model_dump())))

    @router.post("/units/{unit_id}/close", summary="Close a unit; its people go to the successor", responses=written())
    def close(unit_id: UnitId, body: CloseUnitBody, by: asked) -> Response:
        return written_response(
            handler.unit(by, CloseUnit(actor=by.caller.actor, unit_id=unit_id, **body.model_dump()))
        )

    @router.post("/units/{unit_id}/facts", summary="State a fact of a unit from a date on", responses=written())
    def fact(unit_id: UnitId, body: UnitFactBody, by: asked) -> Response:
        return written_response(
            handler.unit(by, RecordFact(actor=by.caller.actor, unit_id=unit_id, **body.model_dump()))
        )

    @router.post("/targets", summary="Set a target, or set it again", responses=written())
    def target(body: TargetBody, by: asked) -> Response:
        command = SetTarget(actor=by.caller.actor, effective_on=body.period_from, **body.model_dump())
        return written_response(handler.target(by, command))

    return router


def person_router(handler: CommandHandler[Any], ask: AskOf) -> APIRouter:
    """People: the first act, and every later one."""
    router = APIRouter(tags=["people"])
    asked = Annotated[Ask, Depends(ask)]

    @router.post("/people", status_code=201, summary="Record a person and the first act", responses=written(201))
    def new_person(body: NewPersonBody, by: asked) -> Response:
        particulars = {
            FULL_NAME: body.particulars.full_name,
            BIRTH_DATE: body.particulars.birth_date.isoformat(),
        }
        return written_response(handler.new_person(by, body.first.command(by.caller.actor), particulars), 201)

    @router.post("/people/{person_id}/acts", summary="Record one act about a person", responses=written())
    def act(person_id: PersonId, body: PersonActBody, by: asked) -> Response:
        return written_response(handler.person(by, person_id, body.command(by.caller.actor)))

    return router
