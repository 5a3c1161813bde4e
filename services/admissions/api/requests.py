"""What every write carries in its headers, and what every write answers: keys, versions, positions."""

import hashlib
from collections.abc import Awaitable, Callable
from typing import Annotated, Any, Protocol
from uuid import NAMESPACE_URL, uuid4, uuid5

import structlog
from fastapi import Header, Request, Response
from starlette.concurrency import run_in_threadpool

from services.admissions.app.folder.spool import Spool
from services.admissions.app.handle import Ask, Written
from shared.core.clock import Clock, format_instant, to_micros
from shared.core.errors import Conflict, Malformed, TooLarge
from shared.core.text import Text
from shared.http.answer import answer_response
from shared.http.caller import Caller

KEY_CHARACTERS_MAX = 128


class RequestKeys(Protocol):
    """Keeps the keys of requests with the digests of their bodies."""

    def reserve(self, officer_id: str, key: str, digest: str, now_us: int) -> bool:
        """False when the key is kept with another body."""


AskOf = Callable[..., Awaitable[Ask]]
"""A FastAPI dependency: the request to write."""


def ask_dependency(caller: Callable[[Request], Caller], keys: RequestKeys, clock: Clock) -> AskOf:
    """Who asks, under which command id, on which version.

    The same Idempotency-Key of the same officer is the same command, so that a repeat is answered and not done again.
    Raises Unauthenticated, Malformed, and Conflict when the key came with another body.
    """

    async def ask(
        request: Request,
        idempotency_key: Annotated[
            str | None, Header(max_length=KEY_CHARACTERS_MAX, description="The same key is the same request.")
        ] = None,
        if_match: Annotated[
            str | None, Header(description="The ETag seen; 412 when the stream has moved on.", examples=['"7"'])
        ] = None,
    ) -> Ask:
        """The request as a command: who asks, its id, the version that was seen."""
        by = await run_in_threadpool(caller, request)
        command_id = uuid4()
        if idempotency_key is not None:
            command_id = uuid5(NAMESPACE_URL, f"urn:socai:request:{by.officer_id}:{idempotency_key}")
            target = f"{request.method} {request.url.path}\n".encode()
            digest = hashlib.sha256(target + await request.body()).hexdigest()
            now_us = to_micros(clock())
            kept = await run_in_threadpool(keys.reserve, by.officer_id, idempotency_key, digest, now_us)
            if not kept:
                raise _key_reused()
        correlation_id = structlog.contextvars.get_contextvars().get("correlation_id")
        return Ask(
            caller=by,
            command_id=command_id,
            correlation_id=None if correlation_id is None else str(correlation_id),
            expected_version=None if if_match is None else _version(if_match),
        )

    return ask


def raw_body(bytes_max: int) -> Callable[[Request], Awaitable[bytes]]:
    """A FastAPI dependency: the body as it came, whatever its type says. Raises TooLarge over `bytes_max` bytes."""

    async def body(request: Request) -> bytes:
        """The bytes, held in memory."""
        pieces, size = [], 0
        async for piece in request.stream():
            size += len(piece)
            if size > bytes_max:
                raise _too_large(bytes_max)
            pieces.append(piece)
        return b"".join(pieces)

    return body


def spooled_body(receive: Callable[[], Spool], bytes_max: int) -> Callable[[Request], Awaitable[Spool]]:
    """A dependency: the body in scratch, whatever its type says; the route closes it. Raises TooLarge."""

    async def body(request: Request) -> Spool:
        """The bytes, in scratch; taken away again where the request breaks off."""
        spool = receive()
        try:
            async for piece in request.stream():
                spool.write(piece)
                if spool.size > bytes_max:
                    raise _too_large(bytes_max)
        except BaseException:  # a request broken off too: the scratch is let go
            spool.close()
            raise
        return spool

    return body


def _too_large(bytes_max: int) -> TooLarge:
    return TooLarge(
        "body-too-large",
        Text(vi=f"Nội dung dài quá {bytes_max} byte.", en=f"The body is longer than {bytes_max} bytes."),
        mend=Text(vi="Chia thành nhiều lần gửi.", en="Split it into several requests."),
        values={"bytes_max": bytes_max},
    )


def raw_body_schema(media_type: str) -> dict[str, Any]:
    """How such a body stands in OpenAPI."""
    schema = {"schema": {"type": "string", "format": "binary"}}
    return {"requestBody": {"required": True, "content": {media_type: schema}}}


def written_response(written: Written, status: int = 200) -> Response:
    """The answer of a write: its place in the log as body and as `Socai-Position`, the new version as ETag."""
    body = {
        "id": written.id,
        "position": written.position,
        "time": format_instant(written.time),
        "version": written.version,
        "events": list(written.events),
        "repeated": written.repeated,
        "duplicates": list(written.duplicates),
    }
    headers = {"Socai-Position": str(written.position), "ETag": f'"{written.version}"'}
    return answer_response(body, status, headers)


def _version(if_match: str) -> int:
    text = if_match.strip().removeprefix("W/").strip('"')
    if text.isascii() and text.isdigit() and len(text) <= 18:
        return int(text)
    raise Malformed(
        "if-match-unreadable",
        Text(vi="If-Match không phải là một phiên bản.", en="If-Match is not a version."),
        mend=Text(vi='Gửi ETag đã nhận, như "7".', en='Send the ETag as received, like "7".'),
        where="If-Match",
    )


def _key_reused() -> Conflict:
    return Conflict(
        "idempotency-key-reused",
        Text(
            vi="Khóa Idempotency-Key này đã dùng cho một yêu cầu khác.",
            en="This Idempotency-Key was used for another request.",
        ),
        mend=Text(vi="Dùng khóa mới cho yêu cầu mới.", en="Use a new key for a new request."),
        where="Idempotency-Key",
    )
