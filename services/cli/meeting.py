"""`socai meeting FILE`: one meeting from a file of JSON, each person voted apart; everything recorded, or nothing."""

import hashlib
from pathlib import Path
from typing import Annotated, Any

import typer

from services.cli.ask import language, words
from services.cli.client import connected
from services.cli.files import content_of
from services.cli.options import AsJson
from services.cli.output import print_json, print_table, say
from shared.core.text import Language


def meeting(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="JSON: unit_id, held_on, base, present, number, items.")],
    *,
    as_json: AsJson = False,
) -> None:
    """Record a meeting as POST /admissions/meetings takes it; the same file again is answered, not recorded again."""
    content = content_of(file)
    headers = {"Content-Type": "application/json", "Idempotency-Key": hashlib.sha256(content).hexdigest()}
    with connected() as client:
        response = client.post("/admissions/meetings", content=content, headers=headers)
    if as_json:
        print_json(response)
        return
    print_meeting(response.json(), language())


def print_meeting(body: dict[str, Any], language: Language) -> None:
    """What was recorded of each person, and where."""
    position = body["position"]
    done = say(f"Đã ghi cuộc họp, vị trí {position}", f"Recorded the meeting at {position}")
    before = say(f"Cuộc họp đã ghi trước đây, vị trí {position}", f"The meeting was recorded before, at {position}")
    rows = [[one["person_id"], one["event"], one["position"], one["version"]] for one in body["people"]]
    columns = words(language, "Mã người|Sự việc|Vị trí|Phiên bản", "Person|Fact|Position|Version")
    print_table((before if body["repeated"] else done).of(language), columns, rows, right=(2, 3))
