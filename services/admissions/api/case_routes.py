"""What is kept sealed of a member's leaving, over HTTP, for the line that decides."""

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from services.admissions.api.write_routes import PersonId
from services.admissions.app.case import CaseQuery, CaseView
from shared.http.answer import answer_response
from shared.http.caller import Caller
from shared.http.documented import documented


def case_router(query: CaseQuery[Any], caller: Callable[[Request], Caller]) -> APIRouter:
    """The route; `caller` is a FastAPI dependency."""
    router = APIRouter(tags=["people"])
    who = Annotated[Caller, Depends(caller)]

    @router.get(
        "/people/{person_id}/case",
        summary="The open case, why someone left, and discipline, unsealed for the deciding line; the reading is kept",
        responses=documented(CaseView, "What is kept sealed"),
    )
    def case(
        person_id: PersonId,
        by: who,
        why: Annotated[str | None, Query(max_length=200, description="Why the record is read; kept.")] = None,
    ) -> Response:
        return answer_response(query.case(by, person_id, why))

    return router
