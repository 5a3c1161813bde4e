"""Answers as bytes: sorted keys, UTF-8, compact; the same for the command line and HTTP (contracts 5)."""

import json

import msgspec
from starlette.responses import Response


def answer_bytes(answer: object) -> bytes:
    """A Struct, or plain data, as JSON with sorted keys."""
    plain = msgspec.to_builtins(answer)
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def answer_response(answer: object, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    """The HTTP response that carries an answer."""
    return Response(answer_bytes(answer), status, headers, "application/json")
