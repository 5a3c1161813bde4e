"""`socai reconcile UNIT FILE`: the unit's register beside one kept elsewhere; it changes nothing."""

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from services.cli.ask import language, words
from services.cli.client import connected
from services.cli.errors import FoundWrong, UsedWrongly
from services.cli.options import AsJson, AsOf
from services.cli.output import console, day, print_json, print_table, say, whole
from services.cli.terms import FIELDS, STANDINGS, term
from shared.core.text import Language

SHOWN_MAX = 50


def reconcile(
    unit: Annotated[str, typer.Argument(metavar="UNIT", help="Unit id; its whole subtree is compared.")],
    file: Annotated[Path, typer.Argument(metavar="FILE", help="CSV or .xlsx; columns in docs/imports.md.")],
    *,
    as_of: AsOf = None,
    why: Annotated[str | None, typer.Option(help="Why the register is read; kept.")] = None,
    as_json: AsJson = False,
) -> None:
    """Compare with an outside register; exits 1 when the two differ."""
    spoken = language()
    if not file.is_file():
        raise UsedWrongly(say(f"{file} không phải là một tệp.", f"{file} is not a file."))
    asked = {"unit": unit, "as_of": as_of, "why": why}
    params = {name: value for name, value in asked.items() if value is not None}
    with connected() as client:
        response = client.post("/admissions/reconcile", params=params, content=file.read_bytes())
    found: dict[str, Any] = response.json()
    if as_json:
        print_json(response)
    else:
        _print(found, spoken)
    wrong = len(found["differing"]) + len(found["only_here"]) + len(found["only_there"])
    if wrong:
        sys.stdout.flush()
        raise FoundWrong(say(f"{wrong} chỗ khác nhau.", f"{wrong} differences."))


def _print(found: dict[str, Any], spoken: Language) -> None:
    both, same = whole(found["in_both"], spoken), whole(found["same"], spoken)
    on = day(found["as_of"], spoken)
    console.print(
        say(
            f"{found['unit']} ngày {on}: {both} người có ở cả hai, trong đó {same} khớp hoàn toàn. Sổ không thay đổi.",
            f"{found['unit']} on {on}: {both} people in both, of these {same} the same. The register is not changed.",
        ).of(spoken),
        markup=False,
    )
    print_table(
        _title("Khác nhau", "Differing", found["differing"], spoken),
        words(spoken, "Dòng|Người|Mục|Trong sổ|Trong tệp", "Line|Person|Field|Here|There"),
        [_differing(one, spoken) for one in _first(found["differing"])],
    )
    print_table(
        _title("Chỉ có trong sổ", "Only here", found["only_here"], spoken),
        words(spoken, "Người|Tổ chức|Tư cách", "Person|Unit|Standing"),
        [
            [one["person_id"], one["unit_id"], term(STANDINGS, one["standing"], spoken)]
            for one in _first(found["only_here"])
        ],
    )
    print_table(
        _title("Chỉ có trong tệp", "Only there", found["only_there"], spoken),
        words(spoken, "Dòng|Vì sao", "Line|Why"),
        [[one["line"], one[spoken]] for one in _first(found["only_there"])],
    )


def _differing(one: dict[str, Any], spoken: Language) -> list[object]:
    here, there = (term(STANDINGS, one[name], spoken) for name in ("here", "there"))
    return [one["line"], one["person_id"], term(FIELDS, one["field"], spoken), here, there]


def _title(vi: str, en: str, rows: list[Any], spoken: Language) -> str:
    return f"{say(vi, en).of(spoken)}: {whole(len(rows), spoken)}"


def _first(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return rows[:SHOWN_MAX]
