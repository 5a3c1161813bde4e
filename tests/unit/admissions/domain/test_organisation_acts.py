"""Targets and staged acts: what is published, and in which order."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from services.admissions.domain.batch.decide import close_batch, open_batch, undo_batch
from services.admissions.domain.target.commands import SetTarget
from services.admissions.domain.target.decide import decide_target
from shared.core.errors import Refusal
from tests.support.given import OFFICER, organisation

YEAR = SetTarget(
    actor=OFFICER,
    effective_on=date(2019, 1, 1),
    unit_id="nam-giang",
    indicator="NG2",
    period_from=date(2019, 1, 1),
    period_to=date(2019, 12, 31),
    low="90",
)


def test_a_target_has_the_same_id_in_every_version() -> None:
    (first,) = decide_target(organisation(), YEAR)
    (second,) = decide_target(organisation(), replace(YEAR, low="95"))
    assert first.target_id == second.target_id
    assert (second.low, second.high) == ("95", None)


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"unit_id": "nowhere"}, "unit-unknown"),
        ({"indicator": "NG 2"}, "target-indicator"),
        ({"period_to": date(2018, 12, 31)}, "target-period"),
        ({"low": None}, "target-bounds"),
        ({"low": "9o"}, "target-bounds"),
        ({"low": "9", "high": "8"}, "target-bounds"),
    ],
)
def test_a_target_that_means_nothing_is_refused(change: dict[str, Any], rule: str) -> None:
    with pytest.raises(Refusal) as refused:
        decide_target(organisation(), replace(YEAR, **change))
    assert refused.value.code == rule


def test_a_staged_act_is_opened_closed_and_taken_back_in_that_order() -> None:
    opened = open_batch(OFFICER, kind="import", digest="ab", events=3)
    assert opened.events == 3
    assert close_batch(OFFICER, planned=3, appended=3).events == 3
    with pytest.raises(AssertionError):
        close_batch(OFFICER, planned=3, appended=2)
    assert undo_batch(OFFICER, closed=True, events=3).events == 3
    with pytest.raises(Refusal):
        undo_batch(OFFICER, closed=False, events=3)
