"""`socai rating import FILE`, `unit`, `close`, `show UNIT`: the year's ratings, from a list to the closing."""

import csv
from pathlib import Path
from typing import Annotated, Any

import typer

from services.cli.ask import ask, language, words
from services.cli.client import connected
from services.cli.errors import UsedWrongly
from services.cli.options import AsJson
from services.cli.output import console, print_json, print_table, say, whole
from shared.core.text import Language

GRADES = ("EXCELLENT", "GOOD", "COMPLETED", "NOT_COMPLETED")
COLUMNS = ("person_id", "person_ref", "grade")
app = typer.Typer(no_args_is_help=True)

UnitOf = Annotated[str, typer.Option("--unit", help="The grassroots organisation that decided.")]
Number = Annotated[str, typer.Option("--decision", help="The number of the decision.")]
Decided = Annotated[str, typer.Option("--date", help="The date of the decision, YYYY-MM-DD.")]
On = Annotated[str, typer.Option("--on", help="The last day of the period rated, YYYY-MM-DD.")]
Period = Annotated[str | None, typer.Option("--period", help="2025, 2025-Q1 or FROM/TO; default the year.")]


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="CSV with person_id or person_ref, and grade.")],
    *,
    unit: UnitOf,
    on: On,
    decision: Number,
    date: Decided,
    period: Period = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Judge every line and write nothing.")] = False,
) -> None:
    """Record the ratings of many people by one decision, all or none; the same file again goes on where it stopped."""
    body = {**_period(unit, on, decision, date, period), "people": lines_of(file)}
    with connected() as client:
        answer = client.post(
            f"/admissions/units/{unit}/ratings", json=body, params={"dry_run": "true"} if dry_run else {}
        ).json()
    show_batch(answer, language())


@app.command("unit")
def unit_(
    unit: Annotated[str, typer.Argument(metavar="UNIT", help="The organisation that is rated.")],
    *,
    grade: Annotated[str, typer.Option(help=", ".join(GRADES))],
    body: Annotated[str, typer.Option("--body", metavar="UNIT", help="The committee above that decided.")],
    on: On,
    decision: Number,
    date: Decided,
    group: Annotated[str | None, typer.Option(help="Organisations with similar tasks, as a code.")] = None,
    period: Period = None,
) -> None:
    """Record an organisation's own grade, by a committee above it."""
    sent = {**_period(body, on, decision, date, period), "body_unit_id": body, "grade": grade}
    with connected() as client:
        written = client.post(
            f"/admissions/units/{unit}/rating", json=sent if group is None else {**sent, "group": group}
        ).json()
    said = say(f"Đã xếp loại {unit}, vị trí {written['position']}.", f"Rated {unit} at {written['position']}.")
    console.print(said.of(language()), markup=False)


@app.command("close")
def close(
    unit: Annotated[str, typer.Argument(metavar="UNIT", help="The unit whose ratings are complete.")],
    *,
    on: On,
    decision: Number,
    date: Decided,
    period: Period = None,
    of: Annotated[str, typer.Option(help="members or units.")] = "members",
) -> None:
    """Close a period: the cap is checked in each group, then ratings are only corrected."""
    body = {**_period(unit, on, decision, date, period), "of": of}
    with connected() as client:
        written = client.post(f"/admissions/units/{unit}/ratings/close", json=body).json()
    console.print(say(f"Đã chốt, vị trí {written['position']}.", f"Closed at {written['position']}.").of(language()))


@app.command("show")
def show(
    unit: Annotated[str, typer.Argument(metavar="UNIT")],
    period: Annotated[str, typer.Argument(metavar="PERIOD", help="2025, 2025-Q1 or FROM/TO.")],
    *,
    of: Annotated[str, typer.Option(help="members or units.")] = "members",
    as_json: AsJson = False,
) -> None:
    """Show what stands for a period, group by group, beside what the cap allows."""
    response = ask(f"/admissions/units/{unit}/ratings", {"period": period, "of": of}, to_head=False)
    if as_json:
        print_json(response)
        return
    spoken, body = language(), response.json()
    rows = [
        [group["group"], *(whole(group["grades"].get(grade, 0), spoken) for grade in GRADES), group["excellent_max"]]
        for group in body["groups"]
    ]
    state = say("đã chốt", "closed") if body["closed"] else say("chưa chốt", "open")
    title = say(f"Xếp loại {period}, {unit}: {state.vi}", f"Ratings of {period}, {unit}: {state.en}").of(spoken)
    heads = words(
        spoken,
        "Nhóm|Xuất sắc|Tốt|Hoàn thành|Không hoàn thành|Xuất sắc tối đa",
        "Group|Excellent|Good|Completed|Not completed|Excellent at most",
    )
    print_table(title, heads, rows, right=range(1, 6))
    if not rows:
        console.print(say("Chưa có xếp loại nào của kỳ này.", "Nothing is rated for this period.").of(spoken))


def lines_of(file: Path) -> list[dict[str, str]]:
    """The lines of the CSV file: whom, and the grade. Raises UsedWrongly when it cannot be read."""
    try:
        with file.open(encoding="utf-8-sig", newline="") as text:
            reader = csv.DictReader(text)
            if not set(reader.fieldnames or ()) <= set(COLUMNS) or "grade" not in (reader.fieldnames or ()):
                raise _unreadable(file)
            return [{name: value for name, value in line.items() if value} for line in reader]
    except (OSError, UnicodeDecodeError, csv.Error) as fault:
        raise _unreadable(file) from fault


def show_batch(answer: dict[str, Any], spoken: Language) -> None:
    """What came of a list."""
    count, batch = whole(answer["events_appended"], spoken), answer["batch_id"]
    if answer["state"] == "judged":
        said = say(f"{answer['people']} dòng đều ghi được.", f"All {answer['people']} lines can be recorded.")
    elif answer["already"]:
        said = say(f"Đã ghi trước đây (đợt {batch}).", f"Recorded before (batch {batch}).")
    else:
        said = say(f"Đã ghi {count} xếp loại, đợt {batch}.", f"Recorded {count} ratings, batch {batch}.")
    console.print(said.of(spoken))
    for finding in answer["left_out"]:
        console.print(f"{finding['where']}: {finding[spoken]}", markup=False)


def _period(unit: str, on: str, number: str, decided_on: str, period: str | None) -> dict[str, Any]:
    paper = {"body_unit_id": unit, "number": number, "date": decided_on}
    return {"effective_on": on, "decision": paper, **({} if period is None else {"period": period})}


def _unreadable(file: Path) -> UsedWrongly:
    return UsedWrongly(
        say(
            f"{file} cần là CSV (UTF-8) có cột grade và person_id hoặc person_ref.",
            f"{file} must be CSV (UTF-8) with the columns grade and person_id or person_ref.",
        )
    )
