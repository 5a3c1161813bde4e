"""The questions over HTTP: trail and verify; and the rebuild."""

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request
from starlette.responses import Response

from services.audit.app.query import AuditQuery
from shared.contracts.answers import TrailAnswer, VerifyAnswer
from shared.flow.question import Question
from shared.http.answer import answer_response
from shared.http.caller import Caller, Permission
from shared.http.documented import documented, shown

PersonId = Annotated[str, Path(max_length=200, examples=["9a1e40b4-5815-4a99-99e2-d15364c7a500"])]


def read_router(
    query: AuditQuery,
    *,
    caller: Callable[[Request], Caller],
    question: Callable[..., Question],
    wait: Callable[..., None],
    rebuild: Callable[[], None],
) -> APIRouter:
    """The routes. `caller`, `question` and `wait` are FastAPI dependencies; `rebuild` empties the derived tables."""
    router = APIRouter(tags=["audit"], dependencies=[Depends(wait)])
    who = Annotated[Caller, Depends(caller)]
    asked = Annotated[Question, Depends(question)]

    @router.get(
        "/people/{person_id}/trail",
        summary="Who approved each step of a person's record",
        responses=documented(TrailAnswer, "Steps by position, each with its leaf in the tree"),
    )
    def trail(
        person_id: PersonId, by: who, about: asked, why: Annotated[str | None, Query(max_length=200)] = None
    ) -> Response:
        by.require(Permission.READ)
        return answer_response(query.trail(person_id, about, by, why))

    @router.get(
        "/verify",
        summary="The tree rebuilt from the topics against the writer's own",
        responses=documented(VerifyAnswer, "Size, root, partitions, and every problem found"),
    )
    def verify(by: who) -> Response:
        by.require(Permission.VERIFY)
        return answer_response(query.verify())

    @router.post(
        "/rebuild",
        status_code=202,
        summary="Empty trail and tree and read everything again",
        responses=shown({"rebuilding": "audit"}, "Emptied; the reader begins at the first event", 202),
    )
    def start_over(by: who) -> Response:
        by.require(Permission.OPERATE)
        rebuild()
        return answer_response({"rebuilding": "audit"}, 202)

    return router
