"""Who someone is, over HTTP: particulars altered by an approved act, and who may be recorded twice."""

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from services.admissions.api.acts_identity import AlteredParticularsBody
from services.admissions.api.requests import AskOf, written_response
from services.admissions.api.write_routes import PersonId, written
from services.admissions.app.duplicates import Duplicates, DuplicatesAnswer
from services.admissions.app.handle import Ask, CommandHandler
from services.admissions.app.particulars import BIRTH_DATE, FULL_NAME
from shared.http import patterns
from shared.http.answer import answer_response
from shared.http.caller import Caller
from shared.http.documented import documented


def identity_router(
    handler: CommandHandler[Any], duplicates: Duplicates[Any], ask: AskOf, caller: Callable[[Request], Caller]
) -> APIRouter:
    """The routes; `ask` and `caller` are FastAPI dependencies."""
    router = APIRouter(tags=["people"])
    asked = Annotated[Ask, Depends(ask)]
    who = Annotated[Caller, Depends(caller)]

    @router.post(
        "/people/{person_id}/particulars",
        summary="Correct a name or a birth date: sealed, on a ground, by a competent committee's paper",
        responses=written(),
    )
    def alter(person_id: PersonId, body: AlteredParticularsBody, by: asked) -> Response:
        """What is left out stays as it is; at least one of name and date must differ from what is held."""
        given = {
            FULL_NAME: body.full_name,
            BIRTH_DATE: None if body.birth_date is None else body.birth_date.isoformat(),
        }
        particulars = {name: text for name, text in given.items() if text is not None}
        return written_response(handler.alter(by, person_id, body.command(by.caller.actor), particulars))

    @router.get(
        "/duplicates",
        summary="Pairs of records in a unit's subtree that may be of one person; nothing is merged by itself",
        responses=documented(DuplicatesAnswer, "The likest first"),
    )
    def pairs(
        by: who,
        unit: Annotated[str, Query(pattern=patterns.IDENTIFIER, max_length=64, examples=["nam-giang"])],
        weak: Annotated[bool, Query(description="Also pairs of equal name and year of birth alone.")] = False,
    ) -> Response:
        return answer_response(duplicates.pairs(by, unit, weak=weak))

    return router
