"""What is due over HTTP; and the rebuild of what the writer derives from its log."""

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from services.admissions.api.write_routes import UnitId
from services.admissions.app.due import DueQuery
from services.admissions.app.due_answers import DueAnswer
from shared.flow.question import Question
from shared.http.answer import answer_response
from shared.http.caller import Caller, Permission
from shared.http.documented import documented, shown

Office = Annotated[
    str | None, Query(max_length=64, description="Only what waits for this unit.", examples=["dang-bo-ta-bhing"])
]


def due_router(
    query: DueQuery,
    *,
    caller: Callable[[Request], Caller],
    question: Callable[..., Question],
    rebuild: Callable[[], None],
) -> APIRouter:
    """The routes. `caller` and `question` are FastAPI dependencies; `rebuild` derives the writer's tables again."""
    router = APIRouter(tags=["due"])
    who = Annotated[Caller, Depends(caller)]
    asked = Annotated[Question, Depends(question)]

    @router.get(
        "/units/{unit_id}/due",
        summary="What waits in a unit's subtree on a day: for whom, since when, until when, by which rule",
        responses=documented(DueAnswer, "The most urgent first, and how much waits for each office"),
    )
    def due(unit_id: UnitId, by: who, about: asked, *, office: Office = None) -> Response:
        return answer_response(query.due(by, unit_id, about, office=office))

    @router.post(
        "/rebuild",
        status_code=202,
        summary="Derive the writer's own tables again from its log; writes wait meanwhile",
        responses=shown({"rebuilt": "admissions"}, "Derived again, whole", 202),
    )
    def start_over(by: who) -> Response:
        by.require(Permission.OPERATE)
        rebuild()
        return answer_response({"rebuilt": "admissions"}, 202)

    return router
