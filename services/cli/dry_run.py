"""`socai import DIR --dry-run`: what importing a folder would come to, row by row, unit by unit; nothing is written."""

import csv
import json
import sys
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

from services.cli.ask import words
from services.cli.client import Client
from services.cli.errors import FoundWrong
from services.cli.output import console, notes, print_table, say, whole
from shared.core.text import Language

REFUSED = "refused"
REFUSED_SHOWN_MAX = 50
NOTICES_SHOWN_MAX = 5
UNITS_SHOWN_MAX = 40
COLUMNS = ("where", "line", "verdict", "rule", "source", "vi", "en", "mend_vi", "mend_en", "values")
FIGURES = ("members", "probationary", "admissions")


def try_folder(
    client: Client, content: Iterator[bytes], spoken: Language, *, verdicts: Path | None, as_json: bool
) -> None:
    """Send a folder to be judged only, and print what was found; every row goes to `verdicts` as CSV.

    Raises FoundWrong when rows are refused, CommandFailed when cells cannot be read.
    """
    with client.try_folder("/admissions/imports", {"dry_run": "true", "verdicts": "true"}, content) as lines:
        answer: dict[str, Any] = json.loads(next(lines))
        rows: Iterator[dict[str, Any]] = (json.loads(line) for line in lines)
        if verdicts is not None:
            rows = _kept(rows, verdicts)
        if as_json:
            _print_json(answer, rows)
        else:
            _print_tables(answer, spoken)
            _print_refused(rows, spoken)
    count = answer.get("verdicts", {}).get(REFUSED, 0)
    if count:
        raise FoundWrong(
            say(
                f"{count} dòng bị từ chối; thư mục này sẽ không được nhập.",
                f"{count} rows are refused; the folder would not be imported.",
            )
        )


def _kept(rows: Iterator[dict[str, Any]], file: Path) -> Iterator[dict[str, Any]]:
    """The rows as they pass, each written to the file."""
    with file.open("w", encoding="utf-8-sig", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(COLUMNS)
        for row in rows:
            compared = "; ".join(f"{name}={value}" for name, value in sorted(row["values"].items()))
            writer.writerow([*("" if row[name] is None else row[name] for name in COLUMNS[:-1]), compared])
            yield row


def _print_json(answer: dict[str, Any], rows: Iterator[dict[str, Any]]) -> None:
    """One document, with every row under `row_verdicts`; written as it comes."""
    head = json.dumps(answer, ensure_ascii=False, sort_keys=True)
    sys.stdout.write(head[:-1] + ', "row_verdicts": [')
    for separator, row in zip(chain([""], _always(", ")), rows, strict=False):
        sys.stdout.write(separator + json.dumps(row, ensure_ascii=False, sort_keys=True))
    sys.stdout.write("]}\n")


def _always(text: str) -> Iterator[str]:
    while True:
        yield text


def _print_tables(answer: dict[str, Any], spoken: Language) -> None:
    planned = whole(answer["events_planned"], spoken)
    if answer["already"]:
        console.print(say("Thư mục này đã được nhập.", "The folder was imported before.").of(spoken), markup=False)
        return
    console.print(
        say(f"Xét thử: sẽ ghi {planned} sự kiện", f"Judged only: {planned} events would be written").of(spoken)
    )
    found = answer["verdicts"]
    print_table(
        say("Kết quả xét từng dòng", "Verdicts of the rows").of(spoken),
        words(spoken, "Kết quả|Số dòng", "Verdict|Rows"),
        [(_verdict(name, spoken), whole(found[name], spoken)) for name in VERDICTS if found.get(name)],
        right=(1,),
    )
    units = answer["units"]
    heads = words(
        spoken,
        "Tổ chức|Đảng viên trước|sau|Dự bị trước|sau|Kết nạp trước|sau",
        "Unit|Members before|after|Probationary before|after|Admissions before|after",
    )
    total = [sum(unit[side][name] for unit in units) for name in FIGURES for side in ("before", "after")]
    shown = [
        (unit["unit_id"], *(unit[side][name] for name in FIGURES for side in ("before", "after")))
        for unit in units[:UNITS_SHOWN_MAX]
    ]
    title = say("Số liệu của từng tổ chức, trước và sau", "Each unit's figures, before and after").of(spoken)
    print_table(title, heads, [*shown, (say("Cộng", "Total").of(spoken), *total)], right=range(1, 7))
    if len(units) > UNITS_SHOWN_MAX:
        more = len(units) - UNITS_SHOWN_MAX
        notes.print(say(f"  … và {more} tổ chức nữa (--json)", f"  … and {more} more units (--json)").of(spoken))
    for notice in answer["notices"][:NOTICES_SHOWN_MAX]:
        notes.print(f"  {notice['where']}: {notice[spoken]}", markup=False)


def _print_refused(rows: Iterator[dict[str, Any]], spoken: Language) -> None:
    """The first of the refused rows: where, what, by which rule and source, and how to mend it."""
    shown = 0
    for row in rows:
        if row["verdict"] != REFUSED:
            continue
        shown += 1
        if shown <= REFUSED_SHOWN_MAX:
            source = f" ({row['source']})" if row["source"] else ""
            mend = row[f"mend_{spoken}"] or ""
            notes.print(f"  {row['where']}: {row[spoken]} {mend} [{row['rule']}]{source}", markup=False)
    if shown > REFUSED_SHOWN_MAX:
        more = shown - REFUSED_SHOWN_MAX
        notes.print(
            say(f"  … và {more} dòng nữa (--verdicts TỆP)", f"  … and {more} more (--verdicts FILE)").of(spoken)
        )


VERDICTS = {
    "accepted": say("Nhận", "Accepted"),
    "held": say("Đã có trong sổ", "In the log already"),
    "unchanged": say("Không có gì để ghi", "Nothing to record"),
    "passed_over": say("Bỏ qua vì dòng trước bị từ chối", "Passed over: an earlier row was refused"),
    REFUSED: say("Từ chối", "Refused"),
}


def _verdict(name: str, spoken: Language) -> str:
    return VERDICTS[name].of(spoken)
