"""`socai rebuild SERVICE`: drop a read model's derived tables and read everything again."""

from typing import Annotated

import typer

from services.cli.ask import language
from services.cli.client import connected
from services.cli.errors import UsedWrongly
from services.cli.output import console, say, whole

DERIVED = ("members", "indicators", "audit")


def rebuild(service: Annotated[str, typer.Argument(metavar="SERVICE", help="members, indicators or audit.")]) -> None:
    """Rebuild a read model from the log."""
    if service not in DERIVED:
        raise UsedWrongly(say(f"Chỉ dựng lại được: {', '.join(DERIVED)}.", f"Only these: {', '.join(DERIVED)}."))
    with connected() as client:
        client.post(f"/{service}/rebuild")
        head = client.head()
        client.get(f"/{service}/counts" if service != "audit" else "/audit/verify")
    spoken = language()
    text = say(
        f"Đã dựng lại {service} đến vị trí {whole(head, spoken)}.",
        f"Rebuilt {service} to position {whole(head, spoken)}.",
    )
    console.print(text.of(spoken))
