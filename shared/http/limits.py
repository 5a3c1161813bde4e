"""Around every request: a correlation id, a limit on the body, and the time it took. Plain ASGI."""

import re
import time
from uuid import uuid4

import structlog
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.core.errors import TooLarge
from shared.core.text import Text
from shared.http.problem import problem_response
from shared.ops.metrics import HTTP_SECONDS

CORRELATION_HEADER = "x-correlation-id"
_CORRELATION = re.compile(r"[A-Za-z0-9._:-]{1,64}")


class Limits:
    """Binds the correlation id to the log, refuses bodies over `body_bytes_max`, observes the time."""

    def __init__(
        self, app: ASGIApp, *, service: str, body_bytes_max: int, large: frozenset[str], large_bytes_max: int
    ) -> None:
        self._app = app
        self._service = service
        self._body_bytes_max = body_bytes_max
        self._large = large
        self._large_bytes_max = large_bytes_max

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        given = request.headers.get(CORRELATION_HEADER, "")
        correlation_id = given if _CORRELATION.fullmatch(given) else str(uuid4())
        started, status = time.perf_counter(), 500
        path = scope["path"].removeprefix(scope.get("root_path", ""))
        limit = self._large_bytes_max if path in self._large else self._body_bytes_max
        seen = 0

        async def limited() -> Message:
            nonlocal seen
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > limit:
                raise _too_large(limit)
            return message

        async def marked(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message["headers"], (CORRELATION_HEADER.encode(), correlation_id.encode())]
            await send(message)

        with structlog.contextvars.bound_contextvars(correlation_id=correlation_id):
            try:
                declared = request.headers.get("content-length", "")
                if declared.isdigit() and int(declared) > limit:
                    await problem_response(request, _too_large(limit))(scope, receive, marked)
                else:
                    await self._app(scope, limited, marked)
            finally:
                labels = HTTP_SECONDS.labels(service=self._service, method=scope["method"], status=str(status))
                labels.observe(time.perf_counter() - started)


def _too_large(limit: int) -> TooLarge:
    return TooLarge(
        "body-too-large",
        Text(vi=f"Nội dung gửi lên vượt giới hạn {limit} byte.", en=f"The body exceeds the limit of {limit} bytes."),
        mend=Text(vi="Chia nhỏ rồi gửi lại.", en="Split it and send it again."),
        values={"bytes_max": limit},
    )
