"""The options that every question takes, stated once (design 8)."""

from typing import Annotated

import typer

AsOf = Annotated[str | None, typer.Option("--as-of", metavar="DATE", help="As of this date; today when absent.")]
AsKnown = Annotated[
    str | None,
    typer.Option("--as-known", metavar="INSTANT", help="As known at this RFC 3339 instant; now when absent."),
]
TreeOf = Annotated[
    str | None,
    typer.Option("--tree", metavar="was|DATE", help="Which date's tree to use; that of --as-of when absent."),
]
AsJson = Annotated[bool, typer.Option("--json", help="The answer as JSON, exactly as HTTP gives it.")]
PeriodOf = Annotated[
    str | None, typer.Option("--period", metavar="FROM/TO", help="ISO dates, inclusive; this year to date when absent.")
]
