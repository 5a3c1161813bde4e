"""`socai next PERSON`: what can come next for a person, who must act, and what is missing for it."""

from typing import Annotated, Any

import typer

from services.cli.ask import ask, language, words
from services.cli.due import until_of
from services.cli.options import AsJson
from services.cli.output import console, day, print_json, print_table, say
from services.cli.terms import ACTORS, term
from shared.core.text import Language


def next_(
    person: Annotated[str, typer.Argument(metavar="PERSON", help="Person id.")],
    *,
    why: Annotated[str | None, typer.Option(help="Why the record is read; recorded.")] = None,
    as_json: AsJson = False,
) -> None:
    """Show a person's next steps and what each still lacks."""
    response = ask(f"/admissions/people/{person}/next", {"why": why})
    if as_json:
        print_json(response)
        return
    print_next(response.json(), language())


def print_next(body: dict[str, Any], language: Language) -> None:
    """The steps as a table, then what is missing for each, with its rule and what would mend it, then what is due."""
    rows = [
        [
            step["step"],
            step["name"][language],
            ", ".join(step["body_unit_ids"]) or term(ACTORS, step["actor"], language),
            step["form"] or "",
            _state(step, language),
        ]
        for step in body["steps"]
    ]
    columns = words(language, "Bước|Việc|Ai làm|Mẫu|Còn thiếu", "Step|What|Who acts|Form|Missing")
    title = say(f"Việc tiếp theo của {body['person_id']}", f"What comes next for {body['person_id']}")
    if rows:
        print_table(title.of(language), columns, rows)
    else:
        console.print(
            say(f"{title.vi}: không còn bước nào.", f"{title.en}: no step is left.").of(language), markup=False
        )
    for step in body["steps"]:
        for missing in step["missing"]:
            mend = missing["mend"]
            line = f"{step['step']}: {missing['what'][language]}" + (f" {mend[language]}" if mend else "")
            console.print(f"{line} [{missing['rule']}; {missing['source']}]", markup=False)
    for task in body["due"]:
        console.print(_limit(task, language), markup=False)


def _state(step: dict[str, Any], language: Language) -> str:
    if step["ready"]:
        return say("đủ", "nothing").of(language)
    return str(len(step["missing"]))


def _limit(task: dict[str, Any], language: Language) -> str:
    """What waits and until when, from which day it is counted, and the extension: granted, or possible once."""
    parts = [f"{say('Hạn', 'Due').of(language)} {until_of(task, language)}: {task['why'][language]}"]
    if task["starts_on"] is not None:
        since = day(task["starts_on"], language)
        parts.append(say(f"Tính từ {since}.", f"Counted from {since}.").of(language))
    granted, possible = task["extension"], task["extendable"]
    if granted is not None:
        parts.append(say(f"Đã gia hạn {granted} ngày làm việc.", f"Extended by {granted} working days.").of(language))
    if possible is not None:
        once = f"May be extended once, by {possible} working days."
        parts.append(say(f"Còn được gia hạn một lần {possible} ngày làm việc.", once).of(language))
    return f"{' '.join(parts)} [{task['rule']}; {task['source']}]"
