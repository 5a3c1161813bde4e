"""`socai calendar publish FILE` and `socai calendar list`: the working days of a year, by its notices."""

from pathlib import Path
from typing import Annotated, Any

import typer

from services.cli.ask import ask, language, words
from services.cli.client import connected
from services.cli.files import content_of
from services.cli.options import AsJson
from services.cli.output import console, day, print_json, print_table, say
from shared.core.text import Language

app = typer.Typer(no_args_is_help=True, add_completion=False)


@app.command()
def publish(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="YAML: year, notices, days_off, days_worked.")],
) -> None:
    """Publish the working days of a year; published again, the year is corrected."""
    content = content_of(file)
    with connected() as client:
        answer = client.post("/admissions/calendars", content=content, headers={"Content-Type": "application/yaml"})
    written = answer.json()
    text = say(
        f"Đã ban hành lịch năm {written['id']} tại vị trí {written['position']}.",
        f"Published the calendar of {written['id']} at position {written['position']}.",
    )
    console.print(text.of(language()))


@app.command("list")
def list_(*, as_json: AsJson = False) -> None:
    """List the years that are covered, with their notices; other years are counted provisionally."""
    response = ask("/admissions/calendars", {})
    if as_json:
        print_json(response)
        return
    spoken = language()
    rows = [_row(calendar, spoken) for calendar in response.json()["calendars"]]
    columns = words(spoken, "Năm|Thông báo|Ngày nghỉ|Làm bù ← thay cho", "Year|Notices|Days off|Worked ← instead of")
    print_table(say("Lịch ngày làm việc", "Calendars of working days").of(spoken), columns, rows)


def _row(calendar: dict[str, Any], language: Language) -> list[str]:
    notices = "\n".join(
        f"{notice['number']} ({day(notice['issued_on'], language)})" if notice.get("issued_on") else notice["number"]
        for notice in calendar["notices"]
    )
    off = ", ".join(day(each["day"], language) for each in calendar["days_off"])
    worked = "\n".join(
        f"{day(each['day'], language)} ← {day(each['instead_of'], language)}" for each in calendar["days_worked"]
    )
    return [str(calendar["year"]), notices, off, worked]
