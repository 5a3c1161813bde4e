"""`socai members UNIT` and `socai member ID`: who belongs where, on any date."""

from typing import Annotated, Any

import typer

from services.cli.ask import ask, language, words
from services.cli.options import AsJson, AsKnown, AsOf, TreeOf
from services.cli.output import console, day, print_json, print_table, say, stamp_line, whole
from shared.core.text import Language


def members(
    unit: Annotated[str, typer.Argument(metavar="UNIT", help="Unit id; its whole subtree is listed.")],
    *,
    standing: Annotated[str | None, typer.Option(help="List this standing instead of the members.")] = None,
    names: Annotated[bool, typer.Option("--names", help="Show names (the reading is recorded).")] = False,
    why: Annotated[str | None, typer.Option(help="Why personal records are read; recorded.")] = None,
    as_of: AsOf = None,
    as_known: AsKnown = None,
    tree: TreeOf = None,
    as_json: AsJson = False,
) -> None:
    """List the members of a unit and everything below it."""
    params = {"as_of": as_of, "as_known": as_known, "tree": tree, "standing": standing, "why": why}
    response = ask(f"/members/units/{unit}/members", params | {"names": "true" if names else None})
    if as_json:
        print_json(response)
        return
    spoken, body = language(), response.json()
    rows = [
        [row["unit_id"], row["person_id"], row.get("name"), row["standing"], day(row["since"], spoken)]
        for row in body["members"]
    ]
    title = say(f"Đảng viên của {unit}: {whole(len(rows), spoken)}", f"Members of {unit}: {whole(len(rows), spoken)}")
    columns = words(spoken, "Đơn vị|Mã người|Họ tên|Tư cách|Từ ngày", "Unit|Person|Name|Standing|Since")
    print_table(title.of(spoken), columns, rows)
    console.print(stamp_line(body["stamp"], spoken))


def member(
    person: Annotated[str, typer.Argument(metavar="ID", help="Person id.")],
    *,
    why: Annotated[str | None, typer.Option(help="Why the record is read; recorded.")] = None,
    as_of: AsOf = None,
    as_known: AsKnown = None,
    as_json: AsJson = False,
) -> None:
    """Show one person's place and history."""
    response = ask(f"/members/people/{person}", {"as_of": as_of, "as_known": as_known, "why": why})
    if as_json:
        print_json(response)
        return
    spoken, body = language(), response.json()
    print_history(body, spoken)
    console.print(stamp_line(body["stamp"], spoken))


def print_history(body: dict[str, Any], language: Language) -> None:
    """A person's intervals as a table."""
    rows = [
        [day(line["from"], language), day(line.get("until"), language), line["unit_id"], line["standing"]]
        for line in body["history"]
    ]
    title = say(f"Quá trình của {body['person_id']}", f"History of {body['person_id']}").of(language)
    print_table(title, words(language, "Từ ngày|Đến trước|Đơn vị|Tư cách", "From|Until before|Unit|Standing"), rows)
