"""The log over HTTP: exported as stored, loaded into an empty system, sent again where a reader misses something."""

import tempfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Annotated, Any, BinaryIO

from fastapi import APIRouter, Depends, Request
from msgspec import Struct
from pydantic import Field
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response, StreamingResponse

from services.admissions.api.requests import raw_body_schema
from services.admissions.api.schemas import Body, ResendBody
from services.admissions.app.log_transfer import LogTransfer
from shared.http.answer import answer_response
from shared.http.caller import Caller, Permission
from shared.http.documented import documented, shown

LOG_PATH, KEYS_LOAD_PATH = "/log", "/log/keys/load"
NDJSON, PEM = "application/x-ndjson", "application/x-pem-file"
PEM_CHARACTERS_MAX = 4_096
Resend = Callable[[str, int, int], None]
WhoOf = Callable[[Request], Caller]


class LoadAnswer(Struct, frozen=True, kw_only=True):
    """`held` events were there already, `stored` are new; `position` is the end of the log."""

    held: int
    stored: int
    position: int


class KeysAnswer(Struct, frozen=True, kw_only=True):
    """How many people's keys came."""

    keys: int


class RecoveredAnswer(Struct, frozen=True, kw_only=True):
    """How many events were read back."""

    recovered: int


class RecipientBody(Body):
    """For whom the keys are sealed: an X25519 public key, PEM."""

    recipient: str = Field(max_length=PEM_CHARACTERS_MAX)


class KeysBody(Body):
    """A key file, and the recipient's private key (PEM) unless it was sealed to this system's own."""

    keys: str
    private: str | None = Field(default=None, max_length=PEM_CHARACTERS_MAX)


def log_router(transfer: LogTransfer[Any], resend: Resend, caller: WhoOf) -> APIRouter:
    """The routes of the log; `resend` asks the relay (topic, partition, first sequence)."""
    router = APIRouter(tags=["log"])
    who = Annotated[Caller, Depends(caller)]

    @router.get(
        LOG_PATH,
        summary="The whole log: one event a line, exactly the stored bytes, by position",
        response_class=StreamingResponse,
        responses={200: {"description": "The log", "content": {NDJSON: {"schema": {"type": "string"}}}}},
    )
    def export(by: who) -> StreamingResponse:
        return StreamingResponse(transfer.export(by), media_type=NDJSON)

    @router.post(
        LOG_PATH,
        summary="Load a log into an empty system; the same file again goes on where it was cut off",
        responses=documented(LoadAnswer, "Loaded whole"),
        openapi_extra=raw_body_schema(NDJSON),
    )
    async def load(request: Request, by: who) -> Response:
        """Take the events as they are, by position. Nothing is stored unless every line of the file fits."""
        by.require(Permission.OPERATE)
        # The file is read twice, and may be larger than memory; all that is personal in it is sealed.
        with tempfile.NamedTemporaryFile() as spool:
            async for piece in request.stream():
                await run_in_threadpool(spool.write, piece)
            spool.flush()

            def again() -> BinaryIO:
                return Path(spool.name).open("rb")

            done = await run_in_threadpool(transfer.load, by, again)
        return answer_response(LoadAnswer(held=done.held, stored=done.stored, position=done.head))

    @router.post(
        "/log/recover",
        summary="Read back from the topics what a restored log lacks",
        responses=documented(RecoveredAnswer, "Read back"),
    )
    def recover(by: who) -> Response:
        return answer_response(RecoveredAnswer(recovered=transfer.recover(by)))

    @router.post(
        "/relay/resend",
        status_code=202,
        summary="Send a partition again from a sequence to its head",
        responses=shown({"topic": "socai.lifecycle", "partition": 3, "first": 1}, "Asked; the relay does it next", 202),
    )
    def resend_partition(body: ResendBody, by: who) -> Response:
        by.require(Permission.OPERATE)
        resend(body.topic, body.partition, body.first)
        return answer_response(body.model_dump(), 202)

    return router


def key_router(transfer: LogTransfer[Any], caller: WhoOf) -> APIRouter:
    """The routes of the keys that travel with a log."""
    router = APIRouter(tags=["log"])
    who = Annotated[Caller, Depends(caller)]

    @router.get(
        "/log/recipient",
        summary="This system's public key, to which another system seals the keys that it sends here",
        responses={200: {"description": "PEM", "content": {PEM: {"schema": {"type": "string"}}}}},
    )
    def recipient(by: who) -> Response:
        return Response(transfer.recipient(by), media_type=PEM)

    @router.post(
        "/log/keys",
        summary="The keys of all people, sealed to a recipient",
        response_class=StreamingResponse,
        responses={200: {"description": "A key file", "content": {NDJSON: {"schema": {"type": "string"}}}}},
    )
    def export_keys(body: RecipientBody, by: who) -> StreamingResponse:
        return StreamingResponse(transfer.export_keys(by, body.recipient.encode()), media_type=NDJSON)

    @router.post(
        KEYS_LOAD_PATH, summary="Take keys that travelled with a log", responses=documented(KeysAnswer, "Taken")
    )
    def load_keys(body: KeysBody, by: who) -> Response:
        private = None if body.private is None else body.private.encode()
        return answer_response(KeysAnswer(keys=transfer.load_keys(by, BytesIO(body.keys.encode()), private)))

    return router
