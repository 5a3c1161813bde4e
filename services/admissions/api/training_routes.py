"""Classes over HTTP: opened, certificates issued in one act, the roster with what came of each."""

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi import Path as PathParameter
from pydantic import ConfigDict, Field
from pydantic.config import JsonDict
from starlette.responses import Response

from services.admissions.api.meeting_items import PersonRef
from services.admissions.api.requests import AskOf, written_response
from services.admissions.api.schemas import Body, Day, Identifier, Number
from services.admissions.api.together_answer import act_response, act_written
from services.admissions.api.write_routes import written
from services.admissions.app.handle import Ask
from services.admissions.app.together import ITEMS_MAX
from services.admissions.app.training import Certificate, Classes, ClassView, IssueCertificates
from services.admissions.domain.training.commands import OpenClass
from shared.contracts.facts import Actor
from shared.contracts.organisation import ClassKind
from shared.http import patterns
from shared.http.answer import answer_response
from shared.http.caller import Caller
from shared.http.documented import documented

ClassId = Annotated[str, PathParameter(pattern=patterns.IDENTIFIER, max_length=64, examples=["lop-2025-03"])]
_OPEN: JsonDict = {
    "class_id": "lop-2025-03",
    "kind": "awareness",
    "unit_id": "xa-ta-bhing",
    "from": "2025-09-08",
    "to": "2025-09-12",
}
_CERTIFY: JsonDict = {"issued_on": "2025-09-12", "number": "03/CN-NTVĐ"}


class OpenClassBody(Body):
    """A class of `unit_id`, from the first to the last day, both inclusive; it may be opened before it begins."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        validate_by_name=True,
        validate_by_alias=True,
        json_schema_extra={"examples": [_OPEN]},
    )

    class_id: Identifier
    kind: ClassKind
    unit_id: Identifier
    starts_on: Day = Field(alias="from")
    ends_on: Day = Field(alias="to")

    def command(self, actor: Actor) -> OpenClass:
        """The command."""
        return OpenClass(actor=actor, **self.model_dump())


class CertificateBody(Body):
    """One person's certificate, with its own number where it has one."""

    person_id: PersonRef
    number: Number | None = None
    version: Annotated[int, Field(ge=0)] | None = None


class CertificatesBody(Body):
    """Certificates of one day. Without `people`: everyone on the roster who has none yet."""

    model_config = ConfigDict(extra="forbid", frozen=True, json_schema_extra={"examples": [_CERTIFY]})

    issued_on: Day
    number: Number = Field(examples=["03/CN-NTVĐ"])
    people: Annotated[tuple[CertificateBody, ...], Field(min_length=1, max_length=ITEMS_MAX)] | None = None

    def command(self, class_id: str) -> IssueCertificates:
        """The command."""
        named = None if self.people is None else [Certificate(**one.model_dump()) for one in self.people]
        return IssueCertificates(class_id=class_id, issued_on=self.issued_on, number=self.number, people=named)


def training_router(classes: Classes[Any], ask: AskOf, caller: Callable[[Request], Caller]) -> APIRouter:
    """The routes of the training centre."""
    router = APIRouter(tags=["classes"])
    asked = Annotated[Ask, Depends(ask)]
    who = Annotated[Caller, Depends(caller)]

    @router.post("/classes", status_code=201, summary="Open a class", responses=written(201))
    def open_class(body: OpenClassBody, by: asked) -> Response:
        return written_response(classes.open(by, body.command(by.caller.actor)), 201)

    @router.post(
        "/classes/{class_id}/certificates",
        status_code=201,
        summary="Certify the roster of a class, or a part of it, in one act",
        responses=act_written(201),
    )
    def certificates(class_id: ClassId, body: CertificatesBody, by: asked) -> Response:
        return act_response(classes.certify(by, body.command(class_id)), 201)

    @router.get(
        "/classes/{class_id}",
        summary="A class: its dates, its roster, who is certified",
        responses=documented(ClassView, "The class"),
    )
    def view(class_id: ClassId, by: who) -> Response:
        return answer_response(classes.view(by, class_id))

    return router
