"""Requirement 3 and the judgement: one log in both modes gives the same bytes; a reader that is not ours agrees."""

import json
from fractions import Fraction
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from tests.acceptance.conftest import Exported
from tests.acceptance.own_reader import Log, Registry, read_topics, root_of
from tests.support.systems import ClusterSystem, ServedSystem

pytestmark = [pytest.mark.requirement("3.3"), pytest.mark.real]
PERIOD = "2015-01-01/2019-12-31"
COMMITTEE = "ng-thanh-my"
AnySystem = ServedSystem | ClusterSystem


@cache
def late_person(exported: Exported) -> tuple[str, str, str]:
    """The person whose death came late; the instant just before it was recorded, and the fact's date."""
    events = [json.loads(line) for line in exported.file.read_bytes().splitlines()]
    late = next(event for event in reversed(events) if event["type"].endswith(".removed.v1"))
    before = max(event["time"] for event in events if event["time"] < late["time"])
    return late["subject"], before, late["data"]["effective_on"]


def questions(exported: Exported) -> dict[str, tuple[str, dict[str, str]]]:
    """Every answer of contracts 5, with and without each option: path and query."""
    person, before, _ = late_person(exported)
    members, indicators = "/members/units/nam-giang/members", "/indicators/units/nam-giang/indicators"
    form, in_committee = "/indicators/units/{}/statistics/1-TCTW", {"period": "2018-01-01/2018-12-31"}
    trail, at_end = f"/audit/people/{person}/trail", {"as_of": "2019-12-31"}
    return {
        "members": (members, {}),
        "members as of": (members, {"as_of": "2018-12-31"}),
        "members as known": (members, {"as_of": "2018-12-31", "as_known": before}),
        "members on a tree": (f"/members/units/{COMMITTEE}/members", {**at_end, "tree": "2015-06-30"}),
        "prospects": (members, {**at_end, "standing": "PROSPECT"}),
        "indicators": (indicators, {}),
        "indicators of a period": (indicators, {"period": PERIOD}),
        "indicators as known": (indicators, {"period": "2018-01-01/2018-12-31", "as_known": before}),
        "indicators on a tree": ("/indicators/units/ng-cq-3/indicators", {**at_end, "tree": "2016-12-31"}),
        "form": (form.format("nam-giang"), {"period": PERIOD}),
        "form as known": (form.format(COMMITTEE), {**in_committee, "as_known": before}),
        "form on a tree": (form.format(COMMITTEE), {**in_committee, "tree": "2016-12-31"}),
        "trail": (trail, {}),
        "trail as known": (trail, {"as_known": before}),
        "verify": ("/audit/verify", {}),
    }


def commands(exported: Exported) -> dict[str, list[str]]:
    """One command line for each answer, with every option somewhere."""
    person, before, _ = late_person(exported)
    known = ["--as-known", before]
    return {
        "members": ["members", "nam-giang", "--as-of", "2018-12-31", "--tree", "2019-12-31", *known],
        "indicators": ["indicators", "nam-giang", "--period", PERIOD],
        "form": ["statistics", "1-TCTW", "nam-giang", "--period", PERIOD, "--tree", "2019-12-31", *known],
        "trail": ["trail", person],
        "verify": ["verify"],
    }


@pytest.mark.parametrize(
    "name",
    [
        "members", "members as of", "members as known", "members on a tree", "prospects", "indicators",
        "indicators of a period", "indicators as known", "indicators on a tree", "form", "form as known",
        "form on a tree", "trail", "trail as known", "verify",
    ],
)  # fmt: skip
def test_both_modes_answer_with_the_same_bytes(
    copy: ServedSystem, cluster: ClusterSystem, exported: Exported, name: str
) -> None:
    path, query = questions(exported)[name]
    here, there = (_settled(system, exported).get(path, **query) for system in (copy, cluster))
    assert (here.status_code, there.status_code) == (200, 200)
    assert here.content == there.content
    assert here.json()["stamp"]["position"] <= exported.head


@pytest.mark.parametrize("name", ["members", "indicators", "form", "trail", "verify"])
def test_the_command_line_prints_the_same_bytes_in_both_modes(
    copy: ServedSystem, cluster: ClusterSystem, exported: Exported, name: str
) -> None:
    asked = [*commands(exported)[name], "--json"]
    here, there = (_settled(system, exported).socai(*asked) for system in (copy, cluster))
    assert (here.code, there.code) == (0, 0), here.all + there.all
    assert here.out == there.out


def test_the_log_comes_out_of_both_modes_as_it_went_in(
    copy: ServedSystem, cluster: ClusterSystem, exported: Exported, tmp_path: Path
) -> None:
    for number, system in enumerate((copy, cluster)):
        out = tmp_path / f"{number}.ndjson"
        assert system.socai("log", "export", out).code == 0
        assert out.read_bytes() == exported.file.read_bytes()


def test_a_log_is_loaded_into_an_empty_system_only(cluster: ClusterSystem, exported: Exported, tmp_path: Path) -> None:
    other = tmp_path / "other.ndjson"
    lines = exported.file.read_bytes().splitlines(keepends=True)
    other.write_bytes(b"".join([lines[0].replace(b"1990-01-01", b"1990-01-02"), *lines[1:3]]))
    refused = cluster.socai("log", "load", other)
    assert refused.code != 0
    assert cluster.head() == exported.head


def test_a_reader_that_is_not_ours_recomputes_the_transport(cluster: ClusterSystem, exported: Exported) -> None:
    _settled(cluster, exported)
    log = Log(read_topics(cluster.cluster.kafka.bootstrap))
    assert b"".join(value + b"\n" for value in log.values) == exported.file.read_bytes()
    verified = cluster.answer("/audit/verify")
    assert (verified["ok"], verified["problems"]) == (True, [])
    assert (verified["size"], verified["root"]) == (exported.head, log.root)
    stated = {name: at for name, at in verified["partitions"].items() if not name.startswith("socai.watermarks")}
    assert stated == log.partitions
    _check_watermarks(log)


def _check_watermarks(log: Log) -> None:
    assert log.watermarks
    newest = log.watermarks[-1]
    assert newest["position"] == len(log.events)
    assert newest["partitions"] == log.partitions
    assert all(later["position"] >= earlier["position"] for earlier, later in pairwise(log.watermarks))
    for mark in {mark["position"]: mark for mark in log.watermarks}.values():
        assert mark["root"] == root_of(log.leaves[: mark["position"]]).hex()
        assert mark["partitions"].keys() == log.partitions.keys()
        for name, at in mark["partitions"].items():
            assert at["hash"] == log.running[name][at["sequence"]].hex()
        assert sum(at["sequence"] for at in mark["partitions"].values()) == mark["position"]


def test_a_reader_that_is_not_ours_recomputes_every_answer(cluster: ClusterSystem, exported: Exported) -> None:
    person, before, died_on = late_person(exported)
    _settled(cluster, exported)
    log = Log(read_topics(cluster.cluster.kafka.bootstrap))
    for known in (None, before):
        own = Registry(log, None if known is None else log.known_at(known))
        more = {} if known is None else {"as_known": known}
        for on in ("2018-12-31", "2019-12-31"):
            listed = cluster.answer("/members/units/nam-giang/members", as_of=on, **more)
            assert listed["members"] == own.members("nam-giang", on)
            assert listed["stamp"]["position"] == own.known
        for unit in ("nam-giang", COMMITTEE, "ng-cq-3"):
            for first, last in (("2015-01-01", "2019-12-31"), ("2018-01-01", "2018-12-31")):
                period = f"{first}/{last}"
                form = cluster.answer(f"/indicators/units/{unit}/statistics/1-TCTW", period=period, **more)
                table = own.movement_table(unit, first, last)
                assert all(row["value"] == table[row["code"]] for row in form["rows"]), (unit, period)
        figures = cluster.answer("/indicators/units/nam-giang/indicators", period=PERIOD, **more)["values"]
        computed = own.indicators("nam-giang", "2015-01-01", "2019-12-31")
        assert {v["id"]: Fraction(v["numerator"], v["denominator"]) for v in figures if v["id"] in computed} == computed
    alive, dead = (Registry(log, at).place(person, died_on)[0] for at in (log.known_at(before), None))
    assert alive is not None
    assert dead is None
    trails = {person, *[row["person_id"] for row in Registry(log).members("ng-cq-3", "2019-12-31")][:5]}
    for each in trails:
        assert cluster.answer(f"/audit/people/{each}/trail")["steps"] == Registry(log).trail(each)


def test_the_figures_are_those_of_contracts(cluster: ClusterSystem) -> None:
    values = cluster.answer("/indicators/units/nam-giang/indicators", period=PERIOD)["values"]
    found = {value["id"]: (value["numerator"], value["denominator"]) for value in values}
    expected: dict[str, Any] = {
        "NG1.organisations": (55, 1), "NG1.members": (2794, 1), "NG1.cells": (143, 1), "NG1.subordinate": (103, 1),
        "NG1.grassroots": (40, 1), "NG1.committees": (15, 1), "NG2": (650, 1), "NG3": (650, 5), "NG4": (119, 90),
    }  # fmt: skip
    assert {name: found[name] for name in expected} == expected


def _settled(system: AnySystem, exported: Exported) -> AnySystem:
    """The system, when its trail is at the head: `verify` says how far audit is, and waits for nothing."""
    assert system.get(f"/audit/people/{late_person(exported)[0]}/trail").status_code == 200
    return system
