"""`socai class open ID`, `certify ID`, `show ID`: classes and their certificates."""

from typing import Annotated

import typer

from services.cli.ask import ask, language, words
from services.cli.client import connected
from services.cli.options import AsJson
from services.cli.output import console, day, print_json, print_table, say, whole

app = typer.Typer(no_args_is_help=True)
ClassId = Annotated[str, typer.Argument(metavar="ID", help="The id of the class.")]


@app.command("open")
def open_(
    class_id: ClassId,
    *,
    kind: Annotated[str, typer.Option(help="awareness or new_member.")],
    unit: Annotated[str, typer.Option(help="The unit that organises it.")],
    first: Annotated[str, typer.Option("--from", help="The first day, YYYY-MM-DD.")],
    last: Annotated[str, typer.Option("--to", help="The last day, YYYY-MM-DD.")],
) -> None:
    """Open a class."""
    body = {"class_id": class_id, "kind": kind, "unit_id": unit, "from": first, "to": last}
    with connected() as client:
        written = client.post("/admissions/classes", json=body).json()
    said = say(f"Đã mở lớp {class_id}, vị trí {written['position']}.", f"Opened {class_id} at {written['position']}.")
    console.print(said.of(language()))


@app.command("certify")
def certify(
    class_id: ClassId,
    *,
    on: Annotated[str, typer.Option("--on", help="The date of the certificates, YYYY-MM-DD.")],
    number: Annotated[str, typer.Option(help="The number of the decision.")],
    person: Annotated[list[str] | None, typer.Option(help="Only this person (may be repeated).")] = None,
) -> None:
    """Certify everyone on the roster who has no certificate yet, or the people named; all or none."""
    named = {"people": [{"person_id": one} for one in person]} if person else {}
    with connected() as client:
        answer = client.post(
            f"/admissions/classes/{class_id}/certificates", json={"issued_on": on, "number": number, **named}
        ).json()
    spoken = language()
    count = whole(len(answer["people"]), spoken)
    console.print(say(f"Đã cấp {count} giấy chứng nhận.", f"Issued {count} certificates.").of(spoken))


@app.command("show")
def show(class_id: ClassId, *, as_json: AsJson = False) -> None:
    """Show a class and its roster."""
    response = ask(f"/admissions/classes/{class_id}", {}, to_head=False)
    if as_json:
        print_json(response)
        return
    spoken, body = language(), response.json()
    outcomes = {"certified": say("đã cấp giấy", "certified"), "waiting": say("chờ cấp giấy", "waiting")}
    rows = [
        [line["person_id"], line["unit_id"], outcomes[line["outcome"]].of(spoken), day(line["certified_on"], spoken)]
        for line in body["roster"]
    ]
    span = f"{day(body['starts_on'], spoken)} - {day(body['ends_on'], spoken)}"
    title = say(f"Lớp {class_id} ({span})", f"Class {class_id} ({span})").of(spoken)
    print_table(title, words(spoken, "Mã người|Đơn vị|Kết quả|Ngày cấp", "Person|Unit|Outcome|Certified on"), rows)
    if not rows:
        nobody = say(
            "Chưa có ai được cử đi học lớp này (bước A2).", "Nobody has been sent to this class yet (step A2)."
        )
        console.print(nobody.of(spoken))
