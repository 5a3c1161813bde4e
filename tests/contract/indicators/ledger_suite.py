"""What the ledger must hold on every database; each test file gives a `database` fixture."""

import json
import random
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.indicators.adapters.ledger import SqlLedger, SqlSnapshot
from services.indicators.adapters.tables import metadata
from services.indicators.domain.posting import Posting, Side, postings_of
from services.indicators.domain.statistics import GAINS, LOSSES, MOVES, movement_table
from shared.adapters.sql.engine import Database
from shared.adapters.sql.migrate import differences
from shared.contracts.codec import decode
from shared.contracts.movement import MEMBERS, Kind, Movement, Place, Standing
from shared.core.dates import Period
from shared.core.stream import Position
from tests.contract.indicators.lives import DAYS, FIRST_DAY, Lives, random_lives

VECTORS = json.loads((Path(__file__).parents[2] / "vectors" / "movements.json").read_text("utf-8"))
UNITS = ("u0", "u1", "u2", "u3", "u4", "u5")
SUPPRESSED = [HealthCheck.function_scoped_fixture, HealthCheck.differing_executors]
few = settings(max_examples=15, deadline=None, suppress_health_check=SUPPRESSED)
seeds = st.integers(0, 2**32)
LATE = FIRST_DAY + timedelta(days=10 * DAYS)


@pytest.fixture
def ledger(database: Database) -> SqlLedger:
    return SqlLedger(database)


@contextmanager
def holding(database: Database, ledger: SqlLedger, postings: Iterable[Posting]) -> Iterator[SqlSnapshot]:
    """A snapshot of a ledger that holds these postings and no others."""
    with database.write() as tx:
        ledger.empty(tx)
        ledger.post(tx, list(postings))
    with ledger.snapshot() as snapshot:
        yield snapshot


def published_postings() -> Iterator[Posting]:
    for event in VECTORS["events"]:
        movements = [decode(Movement, json.dumps(m).encode()) for m in event["movements"]]
        yield from postings_of(movements, position=Position(event["position"]), recorded_us=event["position"])


def postings_from(lives: Lives, known: int | None = None) -> Iterator[Posting]:
    for event in lives.events[:known]:
        yield from postings_of(event.movements, position=Position(event.position), recorded_us=event.position)


def some_question(seed: int, lives: Lives) -> tuple[frozenset[str], Period, Position]:
    """Some of the units, a period and a position, chosen by the seed."""
    dice = random.Random(seed)
    first, last = sorted(FIRST_DAY + timedelta(days=dice.randrange(-1, DAYS + 1)) for _ in range(2))
    chosen = frozenset(dice.sample(UNITS, dice.randint(1, len(UNITS))))
    return chosen, Period(first, last), Position(dice.randint(0, lives.head))


def inside(place: Place | None, units: frozenset[str]) -> bool:
    return place is not None and place.unit_id in units and place.standing in MEMBERS


class LedgerSuite:
    """The suite."""

    def test_the_migrated_schema_is_the_declared_one(self, database: Database) -> None:
        assert differences(database, metadata) == []

    def test_the_published_lives_have_the_expected_stock_at_every_date_and_position(
        self, database: Database, ledger: SqlLedger
    ) -> None:
        with holding(database, ledger, published_postings()):
            for expected in VECTORS["expected"]:
                on, known = date.fromisoformat(expected["as_of"]), expected["as_known_position"]
                assert _by_attributes(database, on, known) == _expected_stock(expected["stock"])

    def test_the_published_lives_count_the_same_by_standing(self, database: Database, ledger: SqlLedger) -> None:
        units = {f"u{n}" for n in range(10)}
        with holding(database, ledger, published_postings()) as snapshot:
            for expected in VECTORS["expected"]:
                on, known = date.fromisoformat(expected["as_of"]), Position(expected["as_known_position"])
                counted = snapshot.stock(units, frozenset(Standing), on, known)
                assert counted == Counter(place["standing"] for place in expected["places"].values())

    @few
    @given(seed=seeds)
    def test_postings_and_places_agree_and_nothing_is_negative(
        self, database: Database, ledger: SqlLedger, seed: int
    ) -> None:
        lives = random_lives(seed, UNITS)
        with holding(database, ledger, postings_from(lives)) as snapshot:
            for turn in range(12):
                _, period, known = some_question(seed + turn, lives)
                counted = lives.counts(period.last, known)
                for unit in UNITS:
                    found = snapshot.stock({unit}, frozenset(Standing), period.last, known)
                    assert found == {s: n for (u, s), n in counted.items() if u == unit}
                assert min(_slices(database, period.last, known), default=0) >= 0
                assert {(u, s): n for u, s, n in snapshot.counts(known)} == lives.counts(LATE, known)

    @few
    @given(seed=seeds)
    def test_the_movement_table_closes_for_any_lives_units_and_period(
        self, database: Database, ledger: SqlLedger, seed: int
    ) -> None:
        lives = random_lives(seed, UNITS)
        with holding(database, ledger, postings_from(lives)) as snapshot:
            for turn in range(12):
                units, period, known = some_question(seed + turn, lives)
                opening = snapshot.stock(units, MEMBERS, period.day_before, known)
                closing = snapshot.stock(units, MEMBERS, period.last, known)
                flows = snapshot.member_flows(units, period, known)
                table = movement_table(sum(opening.values()), closing, flows)
                assert table.difference == 0
                assert dict(table.values) == _counted_table(lives, units, period, known)

    @few
    @given(seed=seeds)
    def test_a_flow_counts_the_movements_in_force(self, database: Database, ledger: SqlLedger, seed: int) -> None:
        lives = random_lives(seed, UNITS)
        units, period, known = some_question(seed, lives)
        with holding(database, ledger, postings_from(lives)) as snapshot:
            for kind, side in ((Kind.ADMITTED, Side.TO), (Kind.DECEASED, Side.FROM), (Kind.NOMINATED, Side.TO)):
                moves = [m for m in lives.moves(period, known) if m.kind is kind]
                ends = [m.to if side is Side.TO else m.from_ for m in moves]
                expected = sum(end is not None and end.unit_id in units for end in ends)
                assert snapshot.flow(units, kind, side, period, known=known) == side * expected

    @few
    @given(seed=seeds)
    def test_what_is_recorded_later_changes_no_past_answer(
        self, database: Database, ledger: SqlLedger, seed: int
    ) -> None:
        lives = random_lives(seed, UNITS)
        units, period, known = some_question(seed, lives)

        def answers(snapshot: SqlSnapshot) -> tuple[object, ...]:
            return (
                snapshot.stock(units, MEMBERS, period.last, known),
                snapshot.member_flows(units, period, known),
                snapshot.counts(known),
            )

        with holding(database, ledger, postings_from(lives, known)) as snapshot:
            before = answers(snapshot)
        with holding(database, ledger, postings_from(lives)) as snapshot:
            assert answers(snapshot) == before

    def test_a_posting_that_is_there_already_is_a_defect(self, database: Database, ledger: SqlLedger) -> None:
        twice = list(postings_from(random_lives(1, UNITS)))[:1] * 2
        with pytest.raises(Exception, match=r"(?i)unique"), database.write() as tx:
            ledger.post(tx, twice)


def _by_attributes(database: Database, on: date, known: int) -> dict[tuple[str, str, str], int]:
    """Stock by unit, standing and attributes: the finest slice that the ledger keeps."""
    statement = (
        "SELECT unit_id, standing, attributes, SUM(amount) FROM posting "
        f"WHERE effective_on <= '{on.isoformat()}' AND position <= {known} "
        "GROUP BY unit_id, standing, attributes HAVING SUM(amount) <> 0"
    )
    with database.read() as connection:
        rows = connection.exec_driver_sql(statement).all()
    return {(unit, standing, attributes): int(people) for unit, standing, attributes, people in rows}


def _slices(database: Database, on: date, known: int) -> Iterable[int]:
    return _by_attributes(database, on, known).values()


def _expected_stock(rows: list[Mapping[str, Any]]) -> dict[tuple[str, str, str], int]:
    return {
        (row["unit_id"], row["standing"], json.dumps(row["attributes"], separators=(",", ":"))): row["count"]
        for row in rows
    }


def _counted_table(lives: Lives, units: frozenset[str], period: Period, known: int) -> dict[str, int]:
    """The form, counted movement by movement."""

    def people(on: date, standings: Iterable[Standing]) -> int:
        counted = lives.counts(on, known)
        return sum(n for (unit, standing), n in counted.items() if unit in units and standing in standings)

    moves = lives.moves(period, known)
    entering = [m for m in moves if inside(m.to, units) and not inside(m.from_, units)]
    leaving = [m for m in moves if inside(m.from_, units) and not inside(m.to, units)]
    values = {"opening": people(period.day_before, MEMBERS)}
    values |= {kind.value: sum(m.kind is kind for m in entering) for kind in GAINS}
    values |= {f"{kind.value}_in": sum(m.kind is kind for m in entering) for kind in MOVES}
    values |= {f"{kind.value}_out": sum(m.kind is kind for m in leaving) for kind in MOVES}
    values |= {kind.value: sum(m.kind is kind for m in leaving) for kind in LOSSES}
    values["closing"] = people(period.last, MEMBERS)
    values["probationary"] = people(period.last, [Standing.PROBATIONARY])
    values["official"] = people(period.last, [Standing.OFFICIAL])
    values["internal"] = sum(m.kind in MOVES and inside(m.from_, units) and inside(m.to, units) for m in moves)
    return values
