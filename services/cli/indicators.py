"""`socai indicators UNIT`: every indicator of a unit, with its target and status."""

from typing import Annotated

import typer

from services.cli.ask import ask, language, words
from services.cli.options import AsJson, AsKnown, AsOf, PeriodOf, TreeOf
from services.cli.output import console, day, decimal, print_json, print_table, say, stamp_line, whole
from shared.core.text import Language


def indicators(
    unit: Annotated[str, typer.Argument(metavar="UNIT", help="Unit id; its whole subtree is counted.")],
    *,
    period: PeriodOf = None,
    as_of: AsOf = None,
    as_known: AsKnown = None,
    tree: TreeOf = None,
    as_json: AsJson = False,
) -> None:
    """Compute every indicator of a unit."""
    params = {"period": period, "as_of": as_of, "as_known": as_known, "tree": tree}
    response = ask(f"/indicators/units/{unit}/indicators", params)
    if as_json:
        print_json(response)
        return
    spoken, body = language(), response.json()
    rows = [
        [
            value["id"],
            whole(value["numerator"], spoken),
            whole(value["denominator"], spoken),
            decimal(value["value"], spoken),
            _target(value["target"], spoken),
            value["status"],
            day(value["from"], spoken),
            day(value["to"], spoken),
        ]
        for value in body["values"]
    ]
    columns = words(
        spoken,
        "Chỉ tiêu|Tử số|Mẫu số|Giá trị|Mục tiêu|Mức đạt|Từ|Đến",
        "Indicator|Numerator|Denominator|Value|Target|Status|From|To",
    )
    print_table(say(f"Chỉ tiêu của {unit}", f"Indicators of {unit}").of(spoken), columns, rows, right=(1, 2, 3, 4))
    console.print(stamp_line(body["stamp"], spoken))


def _target(target: dict[str, str | None] | None, language: Language) -> str:
    if target is None:
        return ""
    low, high = target["low"], target["high"]
    parts = [f"≥ {decimal(low, language)}" if low else "", f"≤ {decimal(high, language)}" if high else ""]
    return " ".join(part for part in parts if part)
