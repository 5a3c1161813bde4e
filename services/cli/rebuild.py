"""`socai rebuild SERVICE`: drop a read model's derived tables and read everything again."""

from typing import Annotated

import typer

from services.cli.ask import language
from services.cli.client import connected
from services.cli.errors import UsedWrongly
from services.cli.output import console, say, whole

READ_AFTER = {
    "members": "/members/counts",
    "indicators": "/indicators/counts",
    "audit": "/audit/verify",
    "admissions": "/admissions/head",
}
"""What can be rebuilt, and a read that waits until it is complete again. Of admissions: the tables beside its log."""


def rebuild(
    service: Annotated[str, typer.Argument(metavar="SERVICE", help="members, indicators, audit or admissions.")],
) -> None:
    """Rebuild a read model from the log."""
    if service not in READ_AFTER:
        raise UsedWrongly(say(f"Chỉ dựng lại được: {', '.join(READ_AFTER)}.", f"Only these: {', '.join(READ_AFTER)}."))
    with connected() as client:
        client.post(f"/{service}/rebuild")
        head = client.head()
        client.get(READ_AFTER[service])
    spoken = language()
    text = say(
        f"Đã dựng lại {service} đến vị trí {whole(head, spoken)}.",
        f"Rebuilt {service} to position {whole(head, spoken)}.",
    )
    console.print(text.of(spoken))
