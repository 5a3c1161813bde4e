"""What the writer answers itself: its work view of a person, whom a reference means, and the end of the log."""

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from msgspec import Struct
from starlette.responses import Response

from services.admissions.api.write_routes import PersonId
from services.admissions.app.query import PersonQuery, PersonReference, PersonView
from shared.core.clock import format_instant
from shared.http.answer import answer_response
from shared.http.caller import Caller, Permission
from shared.http.documented import documented
from shared.ports.event_store import Head


class HeadAnswer(Struct, frozen=True, kw_only=True):
    """The end of the log."""

    position: int
    time: str | None


def read_router(query: PersonQuery[Any], head: Callable[[], Head], caller: Callable[[Request], Caller]) -> APIRouter:
    """The routes; `head` reads the end of the log."""
    router = APIRouter(tags=["people"])
    who = Annotated[Caller, Depends(caller)]

    @router.get(
        "/people/{person_id}",
        summary="A person as decisions see them; the ETag is the version for If-Match",
        responses=documented(PersonView, "The work view"),
    )
    def person(
        person_id: PersonId,
        by: who,
        names: Annotated[bool, Query(description="With the name; only for those allowed.")] = False,
        why: Annotated[str | None, Query(max_length=200, description="Why the record is read; kept.")] = None,
    ) -> Response:
        """Where the person stands, every fact and movement that stands, by position. The reading is recorded."""
        view = query.person(by, person_id, names=names, why=why)
        return answer_response(view, headers={"ETag": f'"{view.version}"'})

    @router.get(
        "/people",
        summary="The person whom an import's person_ref means",
        responses=documented(PersonReference, "The person"),
    )
    def reference(by: who, ref: Annotated[str, Query(min_length=1, max_length=64)]) -> Response:
        return answer_response(query.by_reference(by, ref))

    @router.get("/head", summary="The end of the log", responses=documented(HeadAnswer, "Position and time"))
    def log_head(by: who) -> Response:
        if not by.may(Permission.VERIFY):
            by.require(Permission.READ)
        end = head()
        time = None if end.time is None else format_instant(end.time)
        return answer_response(HeadAnswer(position=end.position, time=time))

    return router
