"""`socai relay resend`: send a partition again, from its first missing sequence to its head."""

from typing import Annotated, Any

import typer

from services.cli.ask import language
from services.cli.client import connected
from services.cli.errors import UsedWrongly
from services.cli.output import console, say

app = typer.Typer(no_args_is_help=True, add_completion=False)


@app.callback()
def relay() -> None:
    """Ask the relay to send again."""


@app.command()
def resend(
    partition: Annotated[str | None, typer.Argument(metavar="[TOPIC/N]", help="As verify names it.")] = None,
    first: Annotated[int | None, typer.Option("--from", help="The first missing sequence.")] = None,
) -> None:
    """Send again what verify says is missing; or one partition, from a sequence on."""
    if (partition is None) != (first is None):
        raise UsedWrongly(say("TOPIC/N và --from đi cùng nhau.", "TOPIC/N and --from go together."))
    with connected() as client:
        wanted = (
            [(partition, first)] if partition and first else _missing(client.get("/audit/verify", to_head=False).json())
        )
        for name, sequence in wanted:
            topic, _, number = str(name).rpartition("/")
            client.post("/admissions/relay/resend", json={"topic": topic, "partition": int(number), "first": sequence})
            console.print(
                say(f"Sẽ gửi lại {name} từ {sequence}.", f"Will send {name} again from {sequence}.").of(language()),
                markup=False,
            )
        if not wanted:
            console.print(say("Không phân vùng nào thiếu.", "No partition lacks anything.").of(language()))


def _missing(verified: dict[str, Any]) -> list[tuple[str, int]]:
    """From verify's partitions and problems: the partition and the first sequence that its reader lacks."""
    behind = {p["where"] for p in verified["problems"] if p["code"] in {"partition-gap", "partition-behind"}}
    return [(name, verified["partitions"][name]["sequence"] + 1) for name in sorted(behind)]
