"""`socai statistics FORM UNIT`: a form filled in from the ledger."""

from typing import Annotated, Any

import typer

from services.cli.ask import ask, language, words
from services.cli.options import AsJson, AsKnown, AsOf, PeriodOf, TreeOf
from services.cli.output import console, day, print_json, print_table, say, stamp_line, whole
from shared.core.text import Language


def statistics(
    form: Annotated[str, typer.Argument(metavar="FORM", help="1-TCTW.")],
    unit: Annotated[str, typer.Argument(metavar="UNIT", help="Unit id; its whole subtree is counted.")],
    *,
    period: PeriodOf = None,
    as_known: AsKnown = None,
    tree: TreeOf = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """Fill in a statistics form."""
    params = {"period": period, "as_known": as_known, "tree": tree, "as_of": as_of}
    response = ask(f"/indicators/units/{unit}/statistics/{form}", params)
    if as_json:
        print_json(response)
        return
    spoken, body = language(), response.json()
    print_statistics(body, spoken)
    console.print(stamp_line(body["stamp"], spoken))


def print_statistics(body: dict[str, Any], language: Language) -> None:
    """A form as a table."""
    rows = [[row[f"label_{language}"], whole(row["value"], language)] for row in body["rows"]]
    first, last = day(body["from"], language), day(body["to"], language)
    title = say(
        f"Biểu {body['form']} của {body['unit']}, {first} đến {last}",
        f"Form {body['form']} of {body['unit']}, {first} to {last}",
    )
    print_table(title.of(language), words(language, "Mục|Số lượng", "Line|Count"), rows, right=(1,))
