"""The whole service: the log read through checks and watermarks, folded, and asked over HTTP; on SQLite."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from shared.contracts import organisation
from shared.contracts.movement import Kind
from shared.contracts.people import ParticularsRecorded
from shared.core.clock import format_instant
from shared.core.stream import stream_id
from shared.http.caller import Caller
from shared.ops.metrics import MOVEMENT_TABLE_DIFFERENCE
from tests.integration.indicators.small_province import ACTOR, Log, Service, late_death, place, tell

TWO_YEARS = "2018-01-01/2019-12-31"
SECRETARY = Caller(officer_id="o2", office="cell_secretary", unit_id="x1")


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    log = Log()
    tell(log)
    service = Service(log, f"sqlite:///{tmp_path}/indicators.db", tmp_path)
    service.catch_up()
    yield service
    service.indicators.close()


def values(answer: Any) -> dict[str, Any]:
    return {value["id"]: value for value in answer["values"]}


def rows(answer: Any) -> dict[str, int]:
    return {row["code"]: row["value"] for row in answer["rows"]}


def form(service: Service, unit: str, **asked: str) -> dict[str, int]:
    return rows(service.get(f"/units/{unit}/statistics/1-TCTW", **asked))


def test_indicators_come_with_numerator_denominator_target_and_status(service: Service) -> None:
    found = values(service.get("/units/d/indicators", period=TWO_YEARS))
    assert found["NG2"] == {
        "id": "NG2",
        "numerator": 3,
        "denominator": 1,
        "value": "3.0000",
        "target": {"low": "4", "high": None},
        "status": "UNMET",
        "from": "2018-01-01",
        "to": "2019-12-31",
    }
    assert (found["NG3"]["numerator"], found["NG3"]["denominator"], found["NG3"]["value"]) == (3, 2, "1.5000")
    assert found["NG3"]["target"] == {"low": "2", "high": None}
    assert (found["NG4"]["numerator"], found["NG4"]["denominator"], found["NG4"]["value"]) == (1, 2, "0.5000")
    assert (found["NG4"]["from"], found["NG4"]["to"]) == ("2019-01-01", "2019-12-31")
    counted = {name: value["numerator"] for name, value in found.items() if name.startswith("NG1.")}
    assert counted == {
        "NG1.cells": 2,
        "NG1.committees": 1,
        "NG1.grassroots": 1,
        "NG1.members": 8,
        "NG1.organisations": 2,
        "NG1.subordinate": 1,
    }
    assert list(found) == sorted(found)


def test_admissions_of_the_trailing_twelve_months_count_where_the_ceremony_was(service: Service) -> None:
    asked = {"as_of": "2019-05-19"}
    assert values(service.get("/units/d/indicators", **asked))["ADM12"]["numerator"] == 2
    assert values(service.get("/units/p/indicators", **asked))["ADM12"]["numerator"] == 3
    assert values(service.get("/units/d/indicators", as_of="2019-05-18"))["ADM12"]["numerator"] == 3


def test_a_merged_cell_counts_through_its_successor_on_the_newer_tree(service: Service) -> None:
    on_the_last_day = form(service, "c1", period=TWO_YEARS)
    assert on_the_last_day["opening"] == 5
    assert on_the_last_day["admitted"] == 2
    assert on_the_last_day["restructured_in"] == 0
    assert on_the_last_day["internal"] == 3
    as_it_was_before = form(service, "c1", period=TWO_YEARS, tree="2019-08-31")
    assert as_it_was_before["opening"] == 3
    assert as_it_was_before["admitted"] == 1
    assert as_it_was_before["restructured_in"] == 3
    assert as_it_was_before["closing"] == on_the_last_day["closing"] == 6


def test_moves_within_the_subtree_are_a_line_of_their_own(service: Service) -> None:
    district, province = form(service, "d", period=TWO_YEARS), form(service, "p", period=TWO_YEARS)
    assert (district["transferred_out"], district["internal"]) == (1, 3)
    assert (province["transferred_out"], province["internal"]) == (0, 4)
    assert form(service, "x", period=TWO_YEARS)["transferred_in"] == 1


def test_the_movement_table_closes_in_every_unit_on_every_tree(service: Service) -> None:
    for unit in ("p", "d", "x", "gc", "c1", "c2", "g1", "x1"):
        for tree in ("was", "2018-06-30", "2019-12-31"):
            table = form(service, unit, period="2018-06-01/2019-08-31", tree=tree)
            gains = sum(table[code] for code in ("enrolled", "admitted", "readmitted", "restored"))
            gains += table["transferred_in"] + table["restructured_in"]
            losses = sum(table[code] for code in ("struck_off", "resigned", "expelled", "deceased"))
            losses += table["transferred_out"] + table["restructured_out"]
            assert table["closing"] == table["opening"] + gains - losses
            assert MOVEMENT_TABLE_DIFFERENCE._value.get() == 0


def test_a_late_fact_changes_what_is_known_now_and_not_what_was_known_then(service: Service) -> None:
    before = format_instant(service.log.clock())
    old = service.get("/units/p/statistics/1-TCTW", period=TWO_YEARS)
    late_death(service.log)
    service.catch_up()
    now = form(service, "p", period=TWO_YEARS)
    assert (now["deceased"], now["internal"], now["closing"]) == (1, 3, 10)
    then = service.get("/units/p/statistics/1-TCTW", period=TWO_YEARS, as_known=before)
    assert then["rows"] == old["rows"]
    assert rows(then)["closing"] == 11
    assert then["stamp"]["position"] == old["stamp"]["position"]
    assert then["stamp"]["as_known"] == before


def test_before_anything_was_known_the_unit_was_not_either(service: Service) -> None:
    assert service.ask("/units/p/indicators", {"as_known": "2019-01-01T00:00:00Z"}).status_code == 404


def test_the_stamp_says_what_the_answer_rests_on(service: Service) -> None:
    stamp = service.get("/units/d/indicators", as_of="2019-06-30")["stamp"]
    head = service.log.store.head()
    assert stamp == {
        "position": head.position,
        "time": format_instant(service.log.clock()),
        "as_of": "2019-06-30",
        "as_known": None,
        "tree": "2019-06-30",
        "policy": 18,
        "batch_open": False,
    }


def test_an_open_batch_is_said_in_the_stamp(service: Service) -> None:
    opened = organisation.BatchOpened(actor=ACTOR, batch_kind="import", digest="00", events=1)
    service.log.append(stream_id("batch", "b1"), "b1", opened)
    service.catch_up()
    assert service.get("/units/d/indicators")["stamp"]["batch_open"] is True
    service.log.append(stream_id("batch", "b1"), "b1", organisation.BatchClosed(actor=ACTOR, events=1))
    service.catch_up()
    assert service.get("/units/d/indicators")["stamp"]["batch_open"] is False


def test_an_event_of_an_unknown_type_still_moves_people(service: Service) -> None:
    service.log.moved(
        "stranger",
        Kind.ENROLLED,
        date(2019, 10, 1),
        None,
        place("x1"),
        type_name="vn.socai.lifecycle.returned_from_abroad.v3",
    )
    service.catch_up()
    assert form(service, "x1", period=TWO_YEARS)["enrolled"] == 1


def test_an_indicator_defined_later_by_date_answers_only_from_then_on(service: Service) -> None:
    share = {
        "label_vi": "Chi bộ thôn có cấp ủy",
        "label_en": "Village cells with a committee",
        "source": "domain 10.3",
        "window": "as_of",
        "measure": {
            "op": "ratio",
            "of": {"op": "units", "cell_kinds": ["village"], "facts": {"has_committee": "true"}},
            "to": {"op": "units", "cell_kinds": ["village"]},
        },
        "target": {"low": "0.55"},
    }
    service.log.define("NG5", share, since=date(2019, 1, 1))
    service.log.policy({"near_ratio": "0.90"})
    service.catch_up()
    assert "NG5" not in values(service.get("/units/d/indicators", as_of="2018-12-31"))
    found = values(service.get("/units/d/indicators", as_of="2019-08-31"))["NG5"]
    assert (found["numerator"], found["denominator"], found["status"]) == (1, 2, "NEAR")
    assert (found["from"], found["to"]) == (None, "2019-08-31")
    assert values(service.get("/units/d/indicators", as_of="2019-09-01"))["NG5"]["status"] == "MET"


def test_a_definition_outside_the_grammar_has_no_figures_and_breaks_nothing(service: Service) -> None:
    service.log.define("ODD", {"op": "horoscope"})
    service.catch_up()
    found = values(service.get("/units/d/indicators"))
    assert found["ODD"]["numerator"] is None
    assert found["ODD"]["status"] is None
    assert found["NG1.members"]["numerator"] == 8


def test_an_officer_asks_about_the_own_subtree_only(service: Service) -> None:
    assert service.ask("/units/x1/indicators", caller=SECRETARY).status_code == 200
    assert service.ask("/units/d/indicators", caller=SECRETARY).status_code == 403
    assert service.ask("/units/d/statistics/1-TCTW", caller=SECRETARY).status_code == 403
    assert service.ask("/counts", caller=SECRETARY).status_code == 403
    assert service.post("/rebuild", SECRETARY).status_code == 403
    assert service.http.get("/indicators/units/x1/indicators").status_code == 401


@pytest.mark.parametrize(
    ("path", "asked", "status"),
    [
        ("/units/nowhere/indicators", {}, 404),
        ("/units/d/statistics/99-X", {}, 404),
        ("/units/d/indicators", {"as_of": "2019-02-30"}, 400),
        ("/units/d/indicators", {"as_known": "yesterday"}, 400),
        ("/units/d/indicators", {"tree": "older"}, 400),
        ("/units/d/statistics/1-TCTW", {"period": "2019-12-31/2019-01-01"}, 400),
        ("/counts", {"position": "-1"}, 422),
        ("/counts", {"position": "100000"}, 503),
    ],
)
def test_a_question_that_makes_no_sense_is_answered_with_a_problem(
    service: Service, path: str, asked: dict[str, str], status: int
) -> None:
    response = service.ask(path, asked)
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"


def test_a_read_waits_for_the_position_it_names(service: Service) -> None:
    head = service.log.store.head().position
    reached = service.ask("/units/d/indicators", headers={"Socai-Min-Position": str(head)})
    assert reached.status_code == 200
    beyond = service.ask("/units/d/indicators", headers={"Socai-Min-Position": str(head + 1)})
    assert beyond.status_code == 503
    assert beyond.headers["retry-after"]


def test_counts_tell_the_monitor_who_stands_where_at_a_position(service: Service) -> None:
    answer = service.get("/counts")
    assert answer["position"] == service.log.store.head().position
    assert {(row["unit_id"], row["standing"]): row["count"] for row in answer["counts"]} == {
        ("c1", "OFFICIAL"): 4,
        ("c1", "PROBATIONARY"): 2,
        ("g1", "OFFICIAL"): 1,
        ("g1", "PROBATIONARY"): 1,
        ("x1", "OFFICIAL"): 2,
        ("x1", "PROBATIONARY"): 1,
    }
    assert service.get("/counts", position="0")["counts"] == []


def test_members_are_measured_by_the_units_below_the_top(service: Service) -> None:
    assert service.indicators.query.members_by_top_unit() == {"d": 8, "x": 3}


def test_rebuilding_gives_the_same_bytes(service: Service) -> None:
    late_death(service.log)
    service.catch_up()
    paths = ("/units/d/indicators", "/units/p/statistics/1-TCTW", "/counts")

    def bodies() -> list[bytes]:
        return [service.ask(path).content for path in paths]

    before = bodies()
    assert service.post("/rebuild").status_code == 202
    assert service.indicators.query.complete() == 0
    service.catch_up()
    assert bodies() == before


def test_events_about_people_leave_nothing_behind(service: Service) -> None:
    sealed = ParticularsRecorded(actor=ACTOR, sealed={"full_name": "c2VhbGVk"})
    before = service.get("/counts")["counts"]
    service.log.append(stream_id("person", "someone"), "someone", sealed)
    service.catch_up()
    assert service.get("/counts")["counts"] == before


def test_the_interface_is_described(service: Service) -> None:
    described = service.http.get("/indicators/openapi.json").json()
    assert set(described["paths"]) >= {
        "/indicators/units/{unit_id}/indicators",
        "/indicators/units/{unit_id}/statistics/{form}",
        "/indicators/counts",
        "/indicators/rebuild",
    }
    answers = described["paths"]["/indicators/units/{unit_id}/indicators"]["get"]["responses"]
    assert "$ref" not in str(answers["200"])
    assert service.http.get("/readyz").status_code == 200
