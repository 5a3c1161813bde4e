"""Targets, policies and staged acts: what is published, and which policy holds where and when."""

from dataclasses import replace
from datetime import date

import pytest

from services.admissions.domain.batch.decide import close_batch, open_batch, undo_batch
from services.admissions.domain.policy.commands import PublishPolicy
from services.admissions.domain.policy.decide import decide_policy
from services.admissions.domain.policy.in_force import policies_on
from services.admissions.domain.target.commands import SetTarget
from services.admissions.domain.target.decide import decide_target
from shared.core.errors import Refusal
from shared.core.stream import Position
from shared.tree.organisation import Organisation
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


def publish(tree: Organisation, position: int, policy: PublishPolicy) -> Organisation:
    (event,) = decide_policy(tree, policy)
    tree.apply(Position(position), event.policy_id, event)
    return tree


def override(scope: str | None, on: date = date(2017, 1, 1), **values: object) -> PublishPolicy:
    return PublishPolicy(actor=OFFICER, effective_on=on, policy_id=f"local-{scope}", values=values, scope_unit_id=scope)


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
def test_a_target_that_means_nothing_is_refused(change: dict[str, object], rule: str) -> None:
    with pytest.raises(Refusal) as refused:
        decide_target(organisation(), replace(YEAR, **change))  # type: ignore[arg-type]
    assert refused.value.code == rule


def test_an_override_holds_in_its_subtree_from_its_date_on() -> None:
    tree = organisation()
    on = date(2018, 1, 1)
    assert policies_on(tree, "pa-du", on).number("entry_age_months_max") == 419
    assert policies_on(tree, "prao", on).number("entry_age_months_max") == 720
    assert policies_on(tree, "pa-du", date(2009, 12, 31)).number("entry_age_months_max") == 720


def test_an_override_only_tightens() -> None:
    loose = override("zuoih", entry_age_months_max=700, entry_age_months_min=200, certificate_months_max=36)
    tree = publish(organisation(), 90, loose)
    held = policies_on(tree, "pa-du", date(2018, 1, 1))
    assert held.number("entry_age_months_max") == 419
    assert held.number("entry_age_months_min") == 216
    assert held.number("certificate_months_max") == 36
    assert held.position == 90
    assert policies_on(tree, "school", date(2018, 1, 1)).position < 90


def test_a_new_version_replaces_the_old_one_from_its_own_date_on() -> None:
    tree = publish(organisation(), 90, override("zuoih", entry_age_months_max=400))
    publish(tree, 91, override("zuoih", date(2018, 7, 1), certificate_months_max=48))
    assert policies_on(tree, "pa-du", date(2018, 6, 30)).number("entry_age_months_max") == 400
    after = policies_on(tree, "pa-du", date(2018, 7, 1))
    assert (after.number("entry_age_months_max"), after.number("certificate_months_max")) == (419, 48)


def test_a_policy_without_values_or_with_a_strange_id_is_refused() -> None:
    for bad in (override("zuoih"), replace(override(None, share=1), policy_id="Chính sách")):
        with pytest.raises(Refusal) as refused:
            decide_policy(organisation(), bad)
        assert refused.value.code == "policy-content"


def test_a_staged_act_is_opened_closed_and_taken_back_in_that_order() -> None:
    opened = open_batch(OFFICER, kind="import", digest="ab", events=3)
    assert opened.events == 3
    assert close_batch(OFFICER, planned=3, appended=3).events == 3
    with pytest.raises(AssertionError):
        close_batch(OFFICER, planned=3, appended=2)
    assert undo_batch(OFFICER, closed=True, events=3).events == 3
    with pytest.raises(Refusal):
        undo_batch(OFFICER, closed=False, events=3)
