"""Requirement 8: members' counts and the ledger's stock are compared; a row that is gone is named, and rebuilt."""

import sqlite3
from pathlib import Path

import pytest

from tests.acceptance.conftest import Exported
from tests.support.systems import ServedSystem, metric

pytestmark = pytest.mark.requirement("3.8")
UNIT = "ng-cq-3"
DIFFERENCE = "socai_two_totals_difference"
ASKED = (
    ("/members/units/nam-giang/members", {"as_of": "2019-12-31"}),
    ("/indicators/units/nam-giang/indicators", {"period": "2015-01-01/2019-12-31"}),
    ("/indicators/units/nam-giang/statistics/1-TCTW", {"period": "2015-01-01/2019-12-31"}),
)


def answers(system: ServedSystem) -> list[bytes]:
    """What the two read models say of the period."""
    return [system.get(path, **query).content for path, query in ASKED]


def delete_a_row(var: Path, store: str) -> None:
    """Take one official member of the unit out of a store's tables, behind the system's back."""
    statements = {
        "members": (
            "DELETE FROM membership WHERE (person_id, position, line, known_from) IN ("
            "SELECT person_id, position, line, known_from FROM membership WHERE unit_id = ? AND standing = 'OFFICIAL'"
            " AND until IS NULL AND known_to IS NULL LIMIT 1)"
        ),
        "indicators": (
            "DELETE FROM posting WHERE rowid IN ("
            "SELECT rowid FROM posting WHERE unit_id = ? AND standing = 'OFFICIAL' AND side = 1 AND shifts = 1 LIMIT 1)"
        ),
    }
    with sqlite3.connect(var / f"{store}.sqlite", timeout=30) as connection:
        assert connection.execute(statements[store], [UNIT]).rowcount == 1
    connection.close()


@pytest.mark.parametrize("store", ["members", "indicators"])
def test_one_row_gone_from_either_store_is_found_named_and_rebuilt(
    copy: ServedSystem, exported: Exported, store: str
) -> None:
    whole = answers(copy)
    sound = copy.socai("verify")
    assert sound.code == 0, sound.all
    assert metric(copy.metrics(), DIFFERENCE) == 0
    delete_a_row(copy.var, store)
    found = copy.socai("verify")
    assert found.code == 1, found.all
    assert UNIT in found.all
    assert metric(copy.metrics(), DIFFERENCE) == 1
    rebuilt = copy.socai("rebuild", store)
    assert rebuilt.code == 0, rebuilt.all
    assert answers(copy) == whole
    mended = copy.socai("verify")
    assert mended.code == 0, mended.all
    assert metric(copy.metrics(), DIFFERENCE) == 0


def test_the_trail_rebuilt_is_the_trail_that_was(copy: ServedSystem, exported: Exported) -> None:
    person = copy.answer(f"/members/units/{UNIT}/members", as_of="2019-12-31")["members"][0]["person_id"]
    paths = (f"/audit/people/{person}/trail", "/audit/verify")
    before = [copy.get(path).content for path in paths]
    assert copy.socai("rebuild", "audit").code == 0
    assert [copy.get(path).content for path in paths] == before
