"""One person recorded twice: after a merge no figure counts them twice, after its undoing all are as before."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from itertools import chain, count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given as example
from hypothesis import settings
from hypothesis import strategies as st

from services.admissions.domain.person.commands import PersonCommand
from services.admissions.domain.person.commands_identity import Merge, Unmerge
from services.admissions.domain.person.commands_transfer import AcceptTransfer, IssueTransfer
from services.indicators.domain.definition import FLOW_KINDS
from shared.contracts.facts import PersonFact
from shared.contracts.movement import Attributes, Kind, Standing
from shared.core.clock import format_instant
from shared.core.stream import stream_id
from tests.integration.indicators.small_province import Log, Service
from tests.support.given import CERTIFIED, OFFICER, TO_OFFICIAL, Life, enrol, founding, given, paper

ON = date(2021, 3, 1)
PERIOD = "2017-01-01/2021-06-30"
UNITS = ("zuoih", "school")
PAPER = paper("quang-nam", ON)
ONCE, TWICE = "9d1c4e2a-5b7f-5c31-8e44-0a1b2c3d4e5f", "3c0c8a55-1d0e-4f0a-9d58-7e2a1b2c3d4e"
MOVED: tuple[PersonCommand, ...] = (
    IssueTransfer(actor=OFFICER, effective_on=date(2020, 3, 1), to_unit_id="school"),
    AcceptTransfer(actor=OFFICER, effective_on=date(2020, 4, 1), to_unit_id="school"),
)
TAKEN_OVER: tuple[PersonCommand, ...] = (enrol(date(2018, 3, 1), attributes=Attributes(occupation="farmer")), *MOVED)
Told = list[tuple[str, PersonFact]]

lives = st.one_of(
    st.integers(1, len(TO_OFFICIAL) + len(MOVED)).map(lambda steps: (*TO_OFFICIAL, *MOVED)[:steps]),
    st.integers(1, len(TAKEN_OVER)).map(lambda steps: TAKEN_OVER[:steps]),
)


def facts(person_id: str, life: Life) -> Told:
    """Whom each event of a life concerns."""
    return [(person_id, event) for _, event in life.events]


def merged_and_back(first: Life, second: Life) -> tuple[PersonFact, PersonFact]:
    """The merge of the second record into the first, and its undoing, as the writer decides them."""
    life = replace(second, person_id=TWICE, others={ONCE: first.state})
    life = life.after(
        Merge(actor=OFFICER, effective_on=ON, into=ONCE, ground="same_person", decision=PAPER),
        Unmerge(actor=OFFICER, effective_on=ON, ground="decision_annulled", decision=PAPER),
    )
    return life.events[-2][1], life.events[-1][1]


def defined(log: Log) -> None:
    """An indicator for each kind of movement and each standing that the grammar can count."""
    for kind in sorted(FLOW_KINDS):
        log.define(f"flow.{kind}", definition("period", {"op": "flow", "kind": kind.value}))
    for standing in Standing:
        log.define(f"stock.{standing}", definition("as_of", {"op": "stock", "standings": [standing.value]}))


def definition(window: str, measure: dict[str, Any]) -> dict[str, Any]:
    """A definition of the grammar."""
    return {"label_vi": "x", "label_en": "x", "source": "design 6", "window": window, "measure": measure}


@contextmanager
def reading(folder: Path, url: str) -> Iterator[Service]:
    """The service on a log that begins with the units."""
    folder.mkdir()
    log = Log()
    for number, (subject, data) in enumerate(founding()):
        log.append(stream_id("founding", str(number)), subject, data)
    defined(log)
    service = Service(log, url, folder)
    try:
        yield service
    finally:
        service.indicators.close()


def tell(service: Service, told: Told) -> str:
    """Append events and read them; the instant as known at which they are the last."""
    for person_id, event in told:
        service.log.append(stream_id("person", person_id), person_id, event)
    service.catch_up()
    return format_instant(service.log.clock())


def figures(service: Service, **asked: str) -> list[object]:
    """Every figure of where they went, over the years and as of a day on the way; without the stamps."""
    found: list[object] = []
    for unit in UNITS:
        for dates in ({"period": PERIOD}, {"as_of": str(CERTIFIED)}):
            found.append(service.get(f"/units/{unit}/indicators", **dates, **asked)["values"])
            found.append(service.get(f"/units/{unit}/statistics/1-TCTW", **dates, **asked)["rows"])
    return found


def check(service: Service, first: Life, second: Life) -> None:
    """Tell both records, the merge, its undoing; compare each turn's answers, then and by a rebuilt ledger."""
    merge, back = merged_and_back(first, second)
    turns = ([*facts(ONCE, first)], [*facts(TWICE, second)], [(TWICE, merge)], [(TWICE, back)])
    known, answered = [], []
    for told in turns:
        known.append(tell(service, told))
        answered.append(figures(service))
    once, twice, merged, unmerged = answered
    assert merged == once
    assert unmerged == twice != once
    counts = service.get("/counts")["counts"]
    assert service.post("/rebuild").status_code == 202
    service.catch_up()
    assert [figures(service, as_known=instant) for instant in known] == answered
    assert service.get("/counts")["counts"] == counts


def test_merge_then_unmerge_changes_no_figure_at_all(tmp_path: Path) -> None:
    runs = count()

    @settings(max_examples=6, deadline=None)
    @example(lives, lives)
    def figures_stay(one: tuple[PersonCommand, ...], other: tuple[PersonCommand, ...]) -> None:
        folder = tmp_path / f"run-{next(runs)}"
        with reading(folder, f"sqlite:///{folder}/indicators.db") as service:
            check(service, given(*one), given(*other))

    figures_stay()


@pytest.mark.parametrize("where", ["sqlite", pytest.param("postgresql", marks=pytest.mark.real)])
def test_the_whole_road_recorded_twice_counts_once_on_both_databases(
    where: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    url = f"sqlite:///{tmp_path}/indicators.db"
    if where == "postgresql":
        make: Callable[[str], str] = request.getfixturevalue("fresh_database")
        url = make("indicators")
    with reading(tmp_path / "run", url) as service:
        road, taken = given(*TO_OFFICIAL, *MOVED), given(*TAKEN_OVER)
        kinds = {move.kind for _, event in chain(road.events, taken.events) for move in event.movements}
        assert {Kind.NOMINATED, Kind.TRAINED, Kind.DOSSIER_OPENED, Kind.ADMITTED, Kind.TRANSFERRED} <= kinds
        check(service, taken, road)
