"""Imports over HTTP: a tar of the folder's files, held in memory only; progress, and taking one back."""

from collections.abc import Callable, Iterator
from typing import Annotated, Any

import structlog
from fastapi import APIRouter, Depends, Query, Request
from fastapi import Path as PathParameter
from starlette.responses import Response, StreamingResponse

from services.admissions.api.requests import raw_body_schema, spooled_body
from services.admissions.app.folder.spool import Spool
from services.admissions.app.folder.table import FolderLimits
from services.admissions.app.import_answers import ImportAnswer
from services.admissions.app.imports import Imports, Trial
from shared.http import patterns
from shared.http.answer import answer_bytes, answer_response
from shared.http.caller import Caller
from shared.http.documented import documented

IMPORTS_PATH = "/imports"
TAR_OVERHEAD_BYTES = 65_536
LINES = "application/x-ndjson"
_DRY_RUN = "Finished before; or a dry run's answer: with `verdicts`, on the first line, then every row on its own"
BatchId = Annotated[
    str,
    PathParameter(pattern=patterns.UUID, examples=["5f2f1c1e-3c55-4d6e-8a0e-0a1b2c3d4e5f"]),
]


def import_router(imports: Imports[Any], limits: FolderLimits, caller: Callable[[Request], Caller]) -> APIRouter:
    """The routes of staged imports."""
    router = APIRouter(tags=["imports"])
    who = Annotated[Caller, Depends(caller)]
    tar = Annotated[Spool, Depends(spooled_body(imports.receive, limits.bytes_max + TAR_OVERHEAD_BYTES))]

    @router.post(
        IMPORTS_PATH,
        status_code=202,
        summary="Import a folder (contracts 6), sent as a tar of its files",
        responses={
            **documented(ImportAnswer, "Judged whole, and being appended", 202),
            **documented(ImportAnswer, _DRY_RUN, 200),
        },
        openapi_extra=raw_body_schema("application/x-tar"),
    )
    def submit(
        by: who,
        body: tar,
        dry_run: Annotated[bool, Query(description="Judge only; write nothing.")] = False,
        verdicts: Annotated[
            bool, Query(description="Of a dry run: the verdict of every row, as lines of JSON.")
        ] = False,
    ) -> Response:
        """Judge the whole folder first; where anything is refused, nothing is written and every finding is told.

        What is accepted is appended in chunks after the answer: ask how far it is, or send the same folder again.
        """
        if not dry_run:
            answer = imports.submit(body, by, correlation_id=_correlation_id())
            # A small import may be over by now: what was begun here is answered as begun.
            return answer_response(answer, 200 if answer.already else 202)
        trial = imports.try_out(body, by)
        if verdicts:
            return StreamingResponse(_lines(trial), media_type=LINES)
        try:
            trial.stop()
            return answer_response(trial.answer)
        finally:
            trial.close()

    @router.get(
        IMPORTS_PATH + "/{batch_id}",
        summary="How far an import is",
        responses=documented(ImportAnswer, "Progress, notices, and rows left out"),
    )
    def progress(batch_id: BatchId, by: who) -> Response:
        return answer_response(imports.progress(by, batch_id))

    @router.post(
        IMPORTS_PATH + "/{batch_id}/undo",
        summary="Take an import back whole, unless later facts build on it",
        responses=documented(ImportAnswer, "Taken back"),
    )
    def undo(batch_id: BatchId, by: who) -> Response:
        return answer_response(imports.undo(by, batch_id, correlation_id=_correlation_id()))

    return router


def _lines(trial: Trial) -> Iterator[bytes]:
    try:
        yield answer_bytes(trial.answer) + b"\n"
        for row in trial.rows():
            yield answer_bytes(row) + b"\n"
    finally:
        trial.close()


def _correlation_id() -> str | None:
    found = structlog.contextvars.get_contextvars().get("correlation_id")
    return None if found is None else str(found)
