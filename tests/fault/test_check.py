"""The checker itself: a row lost, doubled or altered is found and named."""

import pytest

from tests.fault.check import Rows, differences

GOOD: Rows = {"posting": [(1, "c1"), (2, "c2")], "checkpoint": [("socai.people", 0, 7)]}


@pytest.mark.parametrize(
    ("found", "named"),
    [
        ({**GOOD, "posting": [(1, "c1")]}, "lacking [(2, 'c2')]"),
        ({**GOOD, "posting": [(1, "c1"), (2, "c2"), (2, "c2")]}, "3 rows, not 2"),
        ({**GOOD, "posting": [(1, "c1"), (2, "c3")]}, "extra [(2, 'c3')]"),
        ({**GOOD, "checkpoint": [("socai.people", 0, 6)]}, "checkpoint"),
        ({"posting": GOOD["posting"]}, "tables"),
    ],
)
def test_a_read_model_that_differs_is_named(found: Rows, named: str) -> None:
    assert named in " ".join(differences(found, GOOD))


def test_equal_read_models_do_not_differ() -> None:
    assert differences(GOOD, {name: list(rows) for name, rows in GOOD.items()}) == []
