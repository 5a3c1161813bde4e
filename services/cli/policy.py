"""`socai policy check | try | publish | list`: the law that the rules follow, by date and territory."""

from pathlib import Path
from typing import Annotated, Any

import typer

from services.cli.ask import ask, language, words
from services.cli.client import connected
from services.cli.files import content_of
from services.cli.office import print_too_few
from services.cli.options import AsJson, AsOf
from services.cli.output import console, day, notes, print_json, print_table, say, whole
from services.cli.terms import OUTCOMES, term
from shared.core.text import Language

app = typer.Typer(no_args_is_help=True, add_completion=False)
CELL_CHARACTERS_MAX = 160
File = Annotated[Path, typer.Argument(metavar="FILE", help="YAML: policy, from, to, scope, continues, values.")]


@app.command()
def check(file: File, *, as_json: AsJson = False) -> None:
    """Judge a draft and write nothing: faults by line, and units where too few people could keep its separations."""
    response = _sent("/admissions/policies/check", file)
    if as_json:
        print_json(response)
        return
    spoken, body = language(), response.json()
    console.print(
        say(
            f"Có thể ban hành {body['policy_id']} từ {day(body['effective_on'], spoken)}; "
            f"thay đổi: {', '.join(body['values']) or 'không có gì'}.",
            f"{body['policy_id']} can be published from {day(body['effective_on'], spoken)}; "
            f"it changes: {', '.join(body['values']) or 'nothing'}.",
        ).of(spoken),
        markup=False,
    )
    if body["too_few"]:
        print_too_few(body["too_few"], spoken)


@app.command()
def publish(file: File) -> None:
    """Publish a version of a policy; it holds from the date that the file names."""
    body = _sent("/admissions/policies", file).json()
    text = say(
        f"Đã ban hành {body['id']} tại vị trí {body['position']}.",
        f"Published {body['id']} at position {body['position']}.",
    )
    console.print(text.of(language()), markup=False)


@app.command("try")
def try_(
    file: File,
    *,
    unit: Annotated[str, typer.Option("--unit", metavar="UNIT", help="Whose dossiers: the unit and all below it.")],
    since: Annotated[str, typer.Option("--since", metavar="DATE", help="Judge what happened from this day on.")],
    as_json: AsJson = False,
) -> None:
    """Replay history under a draft: each case that would have gone otherwise, by rule. Nothing is written."""
    response = _sent("/admissions/policies/try", file, unit=unit, since=since)
    if as_json:
        print_json(response)
        return
    spoken, body = language(), response.json()
    counts = ", ".join(_count(each, spoken) for each in body["by_rule"])
    console.print(
        say(
            f"{whole(body['people'], spoken)} người, {whole(body['facts_judged'], spoken)} sự việc được xét lại; "
            f"khác đi, kể cả việc kéo theo: {counts or 'không có'}.",
            f"{whole(body['people'], spoken)} people, {whole(body['facts_judged'], spoken)} facts judged again; "
            f"otherwise, with what follows: {counts or 'none'}.",
        ).of(spoken),
        markup=False,
    )
    roots = [case for case in body["cases"] if not case["follows"]]
    if roots:
        titles = words(spoken, "Ngày|Bước|Chi bộ|Mã người|Đã|Sẽ|Vì sao", "Date|Step|Cell|Person|Was|Would be|Why")
        print_table(say("Sẽ khác đi", "Would go otherwise").of(spoken), titles, [_case(case, spoken) for case in roots])
    follow = len(body["cases"]) - len(roots)
    if follow:
        many = whole(follow, spoken)
        text = say(
            f"Kéo theo {many} sự việc sau đó không còn căn cứ (--json liệt kê hết).",
            f"After these, {many} later facts would have nothing to build on (--json lists them).",
        )
        notes.print(text.of(spoken), markup=False)
    for person_id in body["undecidable"]:
        text = say(f"Không xét được (đã xóa theo luật): {person_id}", f"Undecidable (erased by law): {person_id}")
        notes.print(text.of(spoken), markup=False)
    if body["not_repeatable"]:
        many = whole(body["not_repeatable"], spoken)
        text = say(
            f"{many} sự việc không xét lại được (ghi theo sổ cũ hoặc theo quy tắc khác), giữ như đã ghi.",
            f"{many} facts cannot be judged again (of a former register, or by other rules) and stand as recorded.",
        )
        notes.print(text.of(spoken), markup=False)


def _count(each: dict[str, Any], language: Language) -> str:
    name = each["rule"] or say("kết quả khác", "another outcome").of(language)
    return f"{name} {whole(each['cases'], language)}"


def _case(case: dict[str, Any], language: Language) -> list[str]:
    return [
        day(case["effective_on"], language),
        case["fact"],
        case["unit_id"] or "",
        case["person_id"],
        term(OUTCOMES, case["was"], language),
        " ".join(part for part in (term(OUTCOMES, case["would_be"], language), case["rule"]) if part),
        case[f"what_{language}"] or "",
    ]


@app.command("list")
def list_(
    *,
    unit: Annotated[str | None, typer.Option("--unit", metavar="UNIT", help="What holds in this unit.")] = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """List the versions that hold on a day and every value in force, with the regulation that gave it."""
    response = ask("/admissions/policies", {"unit": unit, "as_of": as_of})
    if as_json:
        print_json(response)
        return
    spoken, body = language(), response.json()
    rows = [_version(version, spoken) for version in body["versions"]]
    title = say("Quy định có hiệu lực", "Policies in force").of(spoken)
    print_table(title, words(spoken, "Mã|Từ ngày|Đến ngày|Phạm vi|Văn bản", "Id|From|To|Scope|Regulation"), rows)
    values = [
        [value["name"], value["meaning"][spoken], _cut(value["shown"][spoken]), value["source"]]
        for value in body["values"]
    ]
    heads = words(spoken, "Tên|Là gì|Giá trị|Văn bản", "Name|What it is|Value|From")
    print_table(say("Giá trị", "Values").of(spoken), heads, values)


def _sent(path: str, file: Path, **params: Any) -> Any:
    """The answer to a file sent. Raises UsedWrongly when it cannot be read, CommandFailed."""
    content = content_of(file)
    asked = {name: value for name, value in params.items() if value is not None}
    with connected() as client:
        return client.post(path, content=content, params=asked, headers={"Content-Type": "application/yaml"})


def _version(version: dict[str, Any], language: Language) -> list[str]:
    return [
        version["policy_id"],
        day(version["effective_on"], language),
        day(version["effective_to"], language),
        version["scope_unit_id"] or say("mọi nơi", "everywhere").of(language),
        version["source"],
    ]


def _cut(text: str) -> str:
    return text if len(text) <= CELL_CHARACTERS_MAX else f"{text[:CELL_CHARACTERS_MAX]}…"
