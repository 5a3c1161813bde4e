"""What is missing for a person's next steps, over HTTP."""

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from services.admissions.api.write_routes import PersonId
from services.admissions.app.next_steps import NextAnswer, NextSteps
from shared.http.answer import answer_response
from shared.http.caller import Caller
from shared.http.documented import documented


def next_router(steps: NextSteps, caller: Callable[[Request], Caller]) -> APIRouter:
    """The route; `caller` is a FastAPI dependency."""
    router = APIRouter(tags=["people"])
    who = Annotated[Caller, Depends(caller)]

    @router.get(
        "/people/{person_id}/next",
        summary="What can come next for a person, who must act, and what is missing for it",
        responses=documented(NextAnswer, "The steps open now, each with what would refuse it"),
    )
    def next_steps(
        person_id: PersonId,
        by: who,
        why: Annotated[str | None, Query(max_length=200, description="Why the record is read; kept.")] = None,
    ) -> Response:
        return answer_response(steps.of(by, person_id, why=why))

    return router
