"""Every rule has an example on each side of its boundary: rule_examples/<area>.py, one tuple EXAMPLES each."""

import importlib
import pkgutil
import re
from pathlib import Path

import pytest

from services.admissions import domain
from services.admissions.domain.rules.refusals import Rule
from shared.core.errors import Refusal
from tests.support.given import UNITS
from tests.unit.admissions.rule_examples.example import Example

HERE = Path(__file__).parent / "rule_examples"


def examples() -> list[Example]:
    """Those of every area."""
    found: list[Example] = []
    for module in sorted(HERE.glob("*.py")):
        area = importlib.import_module(f"tests.unit.admissions.rule_examples.{module.stem}")
        found.extend(getattr(area, "EXAMPLES", ()))
    return found


def rules() -> dict[str, Rule]:
    """Every rule of the domain, by id."""
    found: dict[str, Rule] = {}
    for module in pkgutil.walk_packages(domain.__path__, f"{domain.__name__}."):
        values = vars(importlib.import_module(module.name)).values()
        found |= {value.id: value for value in values if isinstance(value, Rule)}
    return found


@pytest.mark.parametrize("example", examples(), ids=lambda example: example.rule.id)
def test_a_rule_lets_pass_what_is_inside_its_boundary_and_refuses_what_is_outside(example: Example) -> None:
    example.accepted()
    with pytest.raises(Refusal) as refused:
        example.refused()
    assert refused.value.code == example.rule.id
    assert refused.value.source
    mend = refused.value.mend
    assert mend is not None
    assert all((refused.value.what.vi, refused.value.what.en, mend.vi, mend.en))


@pytest.mark.parametrize("example", examples(), ids=lambda example: example.rule.id)
def test_a_refusal_calls_a_unit_by_its_name_with_the_id_in_brackets(example: Example) -> None:
    with pytest.raises(Refusal) as refused:
        example.refused()
    what, mend = refused.value.what, refused.value.mend
    assert mend is not None
    told = " ".join((what.vi, mend.vi, *(each.what.vi for each in refused.value.faults)))
    bare = [unit_id for unit_id, _, _ in UNITS if re.search(rf"(?<![\w(“-]){unit_id}(?![\w-])", told)]
    assert bare == [], told


def test_every_rule_has_an_example() -> None:
    assert sorted(set(rules()) - {example.rule.id for example in examples()}) == []
