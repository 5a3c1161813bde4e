"""The grammar of definitions is closed: what it does not know is refused with its place."""

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.indicators.domain.definition import (
    AssignedTarget,
    Flow,
    MeanOverYears,
    Ratio,
    Stock,
    TargetOf,
    Units,
    parse_definition,
)
from services.indicators.domain.status import Direction
from services.indicators.domain.target import Over
from services.indicators.domain.window import Span, Window
from shared.contracts.movement import Kind
from shared.core.errors import Malformed

GENESIS = Path(__file__).parents[3] / "services" / "admissions" / "genesis" / "definitions.json"


def definition(**changes: Any) -> dict[str, Any]:
    plain = {
        "label_vi": "Kết nạp",
        "label_en": "Admissions",
        "source": "domain 10.3",
        "window": "period",
        "measure": {"op": "flow", "kind": "admitted"},
    }
    return {**plain, **changes}


def fault_of(data: dict[str, Any]) -> str | None:
    with pytest.raises(Malformed) as caught:
        parse_definition(data)
    return caught.value.where


def test_every_standing_definition_is_in_the_grammar() -> None:
    entries = json.loads(GENESIS.read_text("utf-8"))
    parsed = {entry["definition_id"]: parse_definition(entry["definition"]) for entry in entries}
    assert set(parsed) == {"ADM12", "NG2", "NG3", "NG4"} | {
        f"NG1.{name}" for name in ("organisations", "members", "cells", "subordinate", "grassroots", "committees")
    }
    assert parsed["NG3"].measure == MeanOverYears(of=Flow(kind=Kind.ADMITTED))
    assert parsed["NG3"].target == AssignedTarget(indicator="NG2", over=Over.MEAN_PER_YEAR)
    assert parsed["NG4"].measure == Ratio(
        of=Flow(kind=Kind.ADMITTED), to=TargetOf(indicator="NG2", window=Window(span=Span.YEAR))
    )
    assert parsed["ADM12"].window == Window(span=Span.TRAILING_MONTHS, months=12)
    assert parsed["NG1.members"].measure == Stock()
    assert isinstance(parsed["NG1.cells"].measure, Units)


def test_more_is_better_unless_the_definition_says_otherwise() -> None:
    assert parse_definition(definition()).direction is Direction.AT_LEAST
    assert parse_definition(definition(direction="at_most")).direction is Direction.AT_MOST


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"measure": {"op": "guess"}}, "/measure/op"),
        ({"measure": {"op": "flow", "kind": "transferred"}}, "/measure/kind"),
        ({"measure": {"op": "flow", "kind": "admitted", "sql": "1"}}, "/measure/sql"),
        ({"measure": {"op": "ratio", "of": {"op": "stock"}}}, "/measure/to"),
        ({"measure": {"op": "units", "kinds": ["village"]}}, "/measure/kinds/0"),
        ({"measure": {"op": "units", "facts": {"has_committee": True}}}, "/measure/facts/has_committee"),
        ({"window": "decade"}, "/window"),
        ({"window": {"trailing_months": 0}}, "/window"),
        ({"window": {"trailing_months": True}}, "/window"),
        ({"target": {"low": "much"}}, "/target/low"),
        ({"target": {"of": "NG2", "low": "1"}}, "/target/low"),
        ({"label_vi": ""}, "/label_vi"),
        ({"colour": "red"}, "/colour"),
    ],
)
def test_what_the_grammar_does_not_know_is_refused_with_its_place(changes: dict[str, Any], where: str) -> None:
    assert fault_of(definition(**changes)) == where


def test_measures_are_not_nested_without_end() -> None:
    measure: dict[str, Any] = {"op": "stock"}
    for _ in range(20):
        measure = {"op": "mean_over_years", "of": measure}
    assert (fault_of(definition(measure=measure)) or "").count("/of") == 8


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["op", "of", "to", "kind"]), inner),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from(["window", "measure", "target", "direction"]), json_values))
def test_any_data_is_read_or_refused_and_never_breaks_the_reader(changes: dict[str, Any]) -> None:
    with suppress(Malformed):
        parse_definition(definition(**changes))
