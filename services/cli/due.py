"""`socai due UNIT`: what waits in a unit and below it, for whom, until when, by which rule."""

from typing import Annotated, Any

import typer

from services.cli.ask import ask, language, words
from services.cli.options import AsJson, AsKnown, AsOf, TreeOf
from services.cli.output import console, day, print_json, print_table, say, stamp_line, whole
from shared.core.text import Language


def due(
    unit: Annotated[str, typer.Argument(metavar="UNIT", help="Unit id; its whole subtree is looked through.")],
    *,
    office: Annotated[str | None, typer.Option(metavar="UNIT", help="Only what waits for this unit.")] = None,
    as_of: AsOf = None,
    as_known: AsKnown = None,
    tree: TreeOf = None,
    as_json: AsJson = False,
) -> None:
    """List what is due, the most urgent first."""
    params = {"as_of": as_of, "as_known": as_known, "tree": tree, "office": office}
    response = ask(f"/admissions/units/{unit}/due", params)
    if as_json:
        print_json(response)
        return
    spoken, body = language(), response.json()
    tasks = body["tasks"]
    late = sum(task["overdue"] for task in tasks)
    title = say(
        f"Việc chờ ở {unit}: {whole(len(tasks), spoken)}, quá hạn {whole(late, spoken)}",
        f"Due in {unit}: {whole(len(tasks), spoken)}, overdue {whole(late, spoken)}",
    )
    columns = words(
        spoken,
        "Hạn|Chờ|Chi bộ|Người|Từ ngày|Vì sao|Theo",
        "Until|Waits for|Cell|Person|Since|Why|By",
    )
    print_table(title.of(spoken), columns, [_row(task, spoken) for task in tasks])
    loads = [
        [load["unit_id"], whole(load["waiting"], spoken), whole(load["overdue"], spoken)] for load in body["offices"]
    ]
    heads = words(spoken, "Nơi giải quyết|Đang chờ|Quá hạn", "Office|Waiting|Overdue")
    print_table(say("Theo nơi giải quyết", "By office").of(spoken), heads, loads, right=(1, 2))
    console.print(stamp_line(body["stamp"], spoken))


def _row(task: dict[str, Any], language: Language) -> list[str]:
    people = task["person_id"] or say(f"{task['people']} người", f"{task['people']} on the list").of(language)
    return [
        until_of(task, language),
        task["office"],
        task["unit_id"],
        people,
        day(task["since"], language),
        task["why"][language],
        f"{task['source']} [{task['rule']}]",
    ]


def until_of(task: dict[str, Any], language: Language) -> str:
    """The last day of a task, and whether it has passed or may still move."""
    marks = [
        *([say("quá hạn", "overdue").of(language)] if task["overdue"] else []),
        *([say("tạm tính", "provisional").of(language)] if task["provisional"] else []),
    ]
    return (day(task["until"], language) or "—") + (f" ({', '.join(marks)})" if marks else "")
