"""The query parameters that every question shares, read once and refused clearly (contracts 4 and 5)."""

import time
from collections.abc import Callable
from datetime import date
from typing import Annotated

from fastapi import Header, Query

from shared.core.clock import Clock, parse_instant, today
from shared.core.dates import parse_date, parse_period, year_to_date
from shared.core.errors import Malformed, Unavailable
from shared.core.stream import Position
from shared.core.text import Text
from shared.flow.question import Question

WAIT_STEP_S = 0.005


def question_dependency(clock: Clock) -> Callable[..., Question]:
    """A FastAPI dependency: `as_of`, `as_known`, `tree`, `period` -> Question. A period sets as_of to its last day."""

    def question(
        as_of: Annotated[str | None, Query(description="ISO date; today in UTC+7 when absent")] = None,
        as_known: Annotated[str | None, Query(description="RFC 3339 instant; now when absent")] = None,
        tree: Annotated[str | None, Query(description="`was`, or the ISO date of the tree to use")] = None,
        period: Annotated[str | None, Query(description="FROM/TO, ISO dates, inclusive")] = None,
    ) -> Question:
        on = today(clock()) if as_of is None else _date("as_of", as_of)
        asked = None
        if period is not None:
            asked = parse_period(period)
            if as_of is not None and on != asked.last:
                raise Malformed(
                    "period-and-date",
                    Text(vi="period đã định as_of bằng ngày cuối kỳ.", en="period sets as_of to its last day already."),
                    mend=Text(vi="Bỏ as_of.", en="Leave out as_of."),
                    where="as_of",
                )
            on = asked.last
        return Question(
            as_of=on,
            as_known=None if as_known is None else parse_instant(as_known),
            tree_on=None if tree in {None, "was"} else _date("tree", str(tree)),
            period=asked or year_to_date(on),
        )

    return question


def _date(name: str, text: str) -> date:
    try:
        return parse_date(text)
    except Malformed as fault:
        fault.where = name
        raise


def wait_dependency(complete: Callable[[], Position], *, wait_s: float) -> Callable[..., None]:
    """A FastAPI dependency: a read given Socai-Min-Position waits until complete to there. Raises Unavailable."""

    def wait(socai_min_position: Annotated[int | None, Header(ge=0)] = None) -> None:
        if socai_min_position is None:
            return
        deadline = time.monotonic() + wait_s
        while complete() < socai_min_position:
            if time.monotonic() >= deadline:
                raise Unavailable(
                    "position-not-reached",
                    Text(
                        vi=f"Chưa đọc đến vị trí {socai_min_position}.",
                        en=f"Position {socai_min_position} has not been reached yet.",
                    ),
                    mend=Text(vi="Thử lại sau giây lát.", en="Try again in a moment."),
                )
            time.sleep(WAIT_STEP_S)

    return wait
