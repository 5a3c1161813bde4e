"""`socai trail PERSON`: who approved each step, and where that stands in the log."""

from typing import Annotated, Any

import typer

from services.cli.ask import ask, language, words
from services.cli.options import AsJson, AsKnown
from services.cli.output import console, day, instant, print_json, print_table, say, stamp_line
from shared.core.text import Language


def trail(
    person: Annotated[str, typer.Argument(metavar="PERSON", help="Person id.")],
    *,
    why: Annotated[str | None, typer.Option(help="Why the record is read; recorded.")] = None,
    as_known: AsKnown = None,
    as_json: AsJson = False,
) -> None:
    """Show who approved each step of a person's record, and where it stands in the log."""
    response = ask(f"/audit/people/{person}/trail", {"why": why, "as_known": as_known})
    if as_json:
        print_json(response)
        return
    spoken, body = language(), response.json()
    print_trail(body, spoken)
    console.print(stamp_line(body["stamp"], spoken))


def print_trail(body: dict[str, Any], language: Language) -> None:
    """The approvals trail as a table."""
    rows = []
    for step in body["steps"]:
        decision, votes, actor = step["decision"], step["votes"], step["actor"]
        paper = f"{decision['number']} ({day(decision['date'], language)})" if decision else ""
        vote = f"{votes['for']}/{votes['base']}" if votes else ""
        who = actor["officer_id"] if actor else ""
        recorded = instant(step["time"], language)
        rows.append(
            [
                step["position"],
                step["step"],
                day(step["effective_on"], language),
                step["body_unit_id"],
                paper,
                vote,
                who,
                recorded,
                step["leaf"][:12],
            ]
        )
    columns = words(
        language,
        "Vị trí|Bước|Ngày|Cấp quyết định|Văn bản|Phiếu thuận|Người ghi|Ghi lúc|Lá",
        "Position|Step|Date|Body|Paper|Votes for|Recorded by|Recorded at|Leaf",
    )
    title = say(f"Dấu vết phê duyệt của {body['person_id']}", f"Approvals of {body['person_id']}")
    print_table(title.of(language), columns, rows, right=(0,))
    for overlap in body.get("overlaps", ()):
        who, at = ", ".join(overlap["officer_ids"]), ", ".join(map(str, overlap["positions"]))
        what = ", ".join(overlap["capacities"])
        line = say(
            f"Một người, nhiều việc: {who} ({what}) tại {at}", f"One person, several duties: {who} ({what}) at {at}"
        )
        console.print(line.of(language), markup=False)
