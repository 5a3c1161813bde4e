"""`socai office list | register | grant | end | delegate | end-delegation | check`: who may act, where, until when."""

from typing import Annotated, Any

import typer

from services.cli.ask import ask, language, words
from services.cli.client import connected
from services.cli.options import AsJson, AsOf
from services.cli.output import console, day, print_json, print_table, say, whole
from services.cli.terms import DUTIES, terms
from shared.core.text import Language
from shared.tree.role_names import role_named

app = typer.Typer(no_args_is_help=True, add_completion=False)
Unit = Annotated[str | None, typer.Option("--unit", metavar="UNIT", help="In this unit's subtree; your own if absent.")]
From = Annotated[str, typer.Option("--from", metavar="DATE", help="The first day, ISO.")]
Officer = Annotated[str, typer.Argument(metavar="OFFICER", help="The officer's id, as tokens name it.")]
On = Annotated[str, typer.Option("--on", metavar="DATE", help="The first day without it, ISO.")]
Ground = Annotated[str | None, typer.Option("--ground", metavar="CODE", help="Why, as a code.")]
OfficeId = Annotated[str, typer.Argument(metavar="OFFICE", help="Its id, as `socai office list` shows it.")]


@app.command("list")
def list_(*, unit: Unit = None, as_of: AsOf = None, as_json: AsJson = False) -> None:
    """List who holds which office on a day."""
    response = ask("/admissions/offices", {"unit": unit, "as_of": as_of})
    if as_json:
        print_json(response)
        return
    spoken, body = language(), response.json()
    rows = [_row(office, spoken) for office in body["offices"]]
    columns = words(
        spoken,
        "Cán bộ|Vai trò|Đơn vị|Từ ngày|Đến ngày|Thay cho|Mã",
        "Officer|Role|Unit|From|Until|In place of|Id",
    )
    title = say(f"Vai trò ngày {day(body['as_of'], 'vi')}", f"Offices on {day(body['as_of'], 'en')}")
    print_table(title.of(spoken), columns, rows)
    if body["established_on"] is None:
        first = ", ".join(body["founders"])
        line = say(
            f"Chưa giao vai trò nào; đến khi giao, quyền ghi trong thẻ truy cập là căn cứ. Hai người mở sổ: {first}.",
            f"No office is in force yet: until one is, what tokens claim counts. The first two people: {first}.",
        )
        console.print(line.of(spoken), markup=False)


@app.command()
def register(
    officer: Officer,
    *,
    first: From,
    person: Annotated[
        str | None, typer.Option("--person", metavar="PERSON", help="The member whose account it is.")
    ] = None,
) -> None:
    """Register an officer, or bind a registered one to the member whose account it is."""
    _sent("/admissions/officers", {"officer_id": officer, "person_id": person, "effective_on": first})


@app.command()
def grant(
    officer: Officer,
    role: Annotated[str, typer.Argument(metavar="ROLE", help="For example cell_secretary, dossier_checker.")],
    unit: Annotated[str, typer.Argument(metavar="UNIT", help="Whose subtree; * is the whole registry.")],
    *,
    first: From,
    until: Annotated[str | None, typer.Option("--until", metavar="DATE", help="The last day, ISO.")] = None,
) -> None:
    """Give an office. What checks, signs or gives offices is sent by two people alike: one proposes, one confirms."""
    body = {"officer_id": officer, "role": role, "unit_id": unit, "from": first, "until": until}
    _sent("/admissions/offices", body)


@app.command()
def end(office: OfficeId, *, on: On, ground: Ground = None) -> None:
    """End an office from a day on."""
    _sent(f"/admissions/offices/{office}/end", {"effective_on": on, "ground": ground})


@app.command()
def delegate(
    office: OfficeId,
    officer: Officer,
    *,
    first: From,
    until: Annotated[str, typer.Option("--until", metavar="DATE", help="The last day, ISO.")],
) -> None:
    """Let another officer act in an office of yours."""
    body = {"office_id": office, "officer_id": officer, "from": first, "until": until}
    _sent("/admissions/delegations", body)


@app.command("end-delegation")
def end_delegation(delegation: OfficeId, *, on: On, ground: Ground = None) -> None:
    """End a delegation from a day on."""
    _sent(f"/admissions/delegations/{delegation}/end", {"effective_on": on, "ground": ground})


@app.command()
def check(*, unit: Unit = None, as_of: AsOf = None, as_json: AsJson = False) -> None:
    """Name the cells whose dossiers too few people could prepare, check and sign."""
    response = ask("/admissions/offices/coverage", {"unit": unit, "as_of": as_of})
    if as_json:
        print_json(response)
        return
    spoken, body = language(), response.json()
    if not body["too_few"]:
        console.print(say("Đơn vị nào cũng đủ người.", "Every cell has enough people.").of(spoken))
        return
    print_too_few(body["too_few"], spoken)


def print_too_few(shortages: list[dict[str, Any]], spoken: Language) -> None:
    """The cells for which too few people hold offices, together where they lack the same."""
    cells: dict[tuple[str, ...], list[str]] = {}
    for each in shortages:
        cells.setdefault(tuple(each["lacking"]), []).append(each["unit_id"])
    rows = [
        [terms(DUTIES, lacking, spoken), whole(len(found), spoken), ", ".join(found)]
        for lacking, found in sorted(cells.items(), key=lambda row: (-len(row[1]), row[0]))
    ]
    title = say(
        "Chi bộ chưa đủ người giữ vai trò để tách nhiệm vụ", "Cells with too few people in office to keep duties apart"
    )
    heads = words(spoken, "Thiếu người để|Số chi bộ|Chi bộ", "Too few people to|Cells|Which")
    print_table(title.of(spoken), heads, rows, right=(1,))


def _sent(path: str, body: dict[str, Any]) -> None:
    """Send what is given, and say where it stands and under which id."""
    given = {name: value for name, value in body.items() if value is not None}
    with connected() as client:
        written = client.post(path, json=given).json()
    done = {
        "office_proposed": say("Đã đề nghị, chờ người thứ hai xác nhận", "Proposed; a second person must confirm it"),
    }
    told = done.get(written["events"][0] if written["events"] else "", say("Đã ghi", "Recorded"))
    console.print(
        say(
            f"{told.vi}: {written['id']} tại vị trí {written['position']}.",
            f"{told.en}: {written['id']} at position {written['position']}.",
        ).of(language()),
        markup=False,
    )


def _row(office: dict[str, Any], spoken: Language) -> list[str]:
    return [
        office["officer_id"],
        role_named(office["role"]).of(spoken),
        office["unit_id"],
        day(office["from"], spoken),
        day(office["until"], spoken),
        " ← ".join(office["chain"]),
        office["office_id"],
    ]
