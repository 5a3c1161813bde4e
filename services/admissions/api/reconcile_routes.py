"""A unit's register beside one kept elsewhere: the file is sent, compared, and forgotten."""

from collections.abc import Callable
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from services.admissions.api.requests import raw_body_schema, spooled_body
from services.admissions.app.folder.spool import Spool
from services.admissions.app.reconcile import Reconcile, ReconcileAnswer
from shared.http.answer import answer_response
from shared.http.caller import Caller
from shared.http.documented import documented

RECONCILE_PATH = "/reconcile"


def reconcile_router(reconcile: Reconcile[Any], caller: Callable[[Request], Caller]) -> APIRouter:
    """The route."""
    router = APIRouter(tags=["units"])
    who = Annotated[Caller, Depends(caller)]
    file = Annotated[Spool, Depends(spooled_body(reconcile.receive, reconcile.limits.bytes_max))]

    @router.post(
        RECONCILE_PATH,
        summary="Compare a unit's register with a file: CSV, or the first sheet of an .xlsx; it changes nothing",
        responses=documented(ReconcileAnswer, "In both, only here, only there, differing"),
        openapi_extra=raw_body_schema("text/csv"),
    )
    def compare(
        by: who,
        body: file,
        unit: Annotated[str, Query(min_length=1, max_length=64, description="Its whole subtree is compared.")],
        as_of: Annotated[date | None, Query(description="By default today.", examples=["2019-12-31"])] = None,
        why: Annotated[str | None, Query(max_length=200, description="Why the register is read; kept.")] = None,
    ) -> Response:
        """The subtree beside the file: members, and every standing that the file names. Of the file nothing is kept."""
        return answer_response(reconcile.compare(body, by, unit, as_of=as_of, why=why))

    return router
