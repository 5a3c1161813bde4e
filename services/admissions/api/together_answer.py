"""What an act on several people answers: one `actid`, and for each person the event, its place, the new version."""

from typing import Any

from msgspec import Struct
from starlette.responses import Response

from services.admissions.app.together import ActWritten
from shared.core.clock import format_instant
from shared.http.answer import answer_response
from shared.http.documented import documented


class PersonPart(Struct, frozen=True, kw_only=True):
    """One person's part; `version` is the ETag for If-Match."""

    person_id: str
    event: str
    position: int
    version: int


class ActAnswer(Struct, frozen=True, kw_only=True):
    """What was recorded, all of it at once. `repeated`: the same request was done before; nothing was written now."""

    act_id: str
    position: int
    time: str
    people: tuple[PersonPart, ...]
    repeated: bool


EXAMPLE = {
    "act_id": "5f2f1c1e-3c55-4d6e-8a0e-0a1b2c3d4e5f",
    "people": [
        {
            "event": "step_recorded",
            "person_id": "1f792968-7274-4ed6-8e8a-e4235cb451be",
            "position": 1234,
            "version": 7,
        }
    ],
    "position": 1234,
    "repeated": False,
    "time": "2026-01-01T00:00:00.000001Z",
}


def act_written(status: int = 200) -> dict[int | str, dict[str, Any]]:
    """The documented answer of a route that writes several people at once."""
    found = documented(ActAnswer, "Recorded, all or none", status)
    found[status]["headers"] = {
        "Socai-Position": {"description": "Position of the last event written.", "schema": {"type": "string"}}
    }
    found[status]["content"]["application/json"]["example"] = EXAMPLE
    return found


def act_response(written: ActWritten, status: int = 200) -> Response:
    """The answer, with its place in the log as `Socai-Position`."""
    answer = ActAnswer(
        act_id=written.act_id,
        position=written.position,
        time=format_instant(written.time),
        people=tuple(
            PersonPart(person_id=one.person_id, event=one.event, position=one.position, version=one.version)
            for one in written.people
        ),
        repeated=written.repeated,
    )
    return answer_response(answer, status, {"Socai-Position": str(written.position)})
