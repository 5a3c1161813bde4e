"""Once offices are in force every service asks the log who may read today; the command line hands the registry over."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from shared.core.clock import system_clock, today
from shared.http.caller import Caller
from tests.support.socai_cli import must
from tests.support.systems import ServedSystem, served

pytestmark = pytest.mark.requirement("4.8")
CELL, PERSON = "c1", "K-1"
UNITS = """unit_id,kind,parent_id,name_vi,cell_kind,has_committee,authorised,opened_on,closed_on,successor_id
p,province,,Tỉnh,,,,2000-01-01,,
c1,grassroots_cell,p,Chi bộ một,residential,true,,2000-01-01,,
c2,grassroots_cell,p,Chi bộ hai,residential,true,,2000-01-01,,
"""
PEOPLE = "person_ref,full_name,birth_date\nK-1,Người Ví Dụ,1970-01-01\n"
EVENTS = """person_ref,type,effective_on,unit_id,to_unit_id,body_unit_id,decision_number,decision_date,votes_base,\
votes_present,votes_for,votes_against,code
K-1,enrolled,2015-01-01,c1,,,,,,,,,
"""


@pytest.fixture(scope="module")
def registry(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedSystem]:
    """A small registry, imported, and handed over by its first two people with the command line."""
    scratch = tmp_path_factory.mktemp("offices")
    folder, var = scratch / "folder", scratch / "var"
    folder.mkdir()
    for name, text in (("units.csv", UNITS), ("people.csv", PEOPLE), ("events.csv", EVENTS)):
        (folder / name).write_text(text, "utf-8")
    must("import", folder, var=var)
    with served(var) as system:
        day = str(today(system_clock()))
        for officer in ("first-officer", "second-officer"):
            for token in (said_token(var, "token"), said_token(var, "token-second")):
                said = system.socai("office", "grant", officer, "province_officer", "*", "--from", day, token=token)
                assert said.code == 0, said.all
        yield system


def said_token(var: Path, name: str) -> str:
    """A token that the first start left."""
    return (var / name).read_text("utf-8").strip()


def token_of(system: ServedSystem, officer: str, unit: str = CELL) -> str:
    """A token that claims to be a cell's secretary."""
    return system._issuer.mint(Caller(officer_id=officer, office="cell_secretary", unit_id=unit))


def questions(person: str) -> list[str]:
    """One question to each service, and the work view."""
    return [
        f"/members/units/{CELL}/members",
        f"/members/people/{person}",
        f"/members/people?name=nguoi&unit={CELL}",
        f"/indicators/units/{CELL}/indicators",
        f"/indicators/units/{CELL}/statistics/1-TCTW",
        f"/audit/people/{person}/trail",
        f"/admissions/people/{person}",
        "/admissions/offices",
    ]


def test_an_office_is_asked_for_by_every_service_and_its_end_is_felt_in_all(registry: ServedSystem) -> None:
    founder = said_token(registry.var, "token")
    day = today(system_clock())
    found = registry.http.get("/admissions/people", params={"ref": PERSON}, headers=registry.headers(founder))
    person = found.json()["person_id"]
    clerk = token_of(registry, "clerk")
    for path in questions(person):
        refused = registry.http.get(path, headers=registry.headers(clerk))
        assert (refused.status_code, refused.json()["rule"]) == (403, "office-not-in-force"), path
    for command in (
        ("register", "clerk", "--from", str(day)),
        ("grant", "clerk", "cell_secretary", CELL, "--from", str(day - timedelta(days=9))),
    ):
        said = registry.socai("office", *command, token=founder)
        assert said.code == 0, said.all
    head = registry.http.get("/admissions/head", headers=registry.headers(founder)).json()["position"]
    for path in questions(person):
        shown = registry.http.get(path, headers=registry.headers(clerk, **{"Socai-Min-Position": str(head)}))
        assert shown.status_code == 200, f"{path}: {shown.text}"
    listed = registry.http.get("/admissions/offices", headers=registry.headers(clerk)).json()["offices"]
    (office,) = [each["office_id"] for each in listed if each["officer_id"] == "clerk"]
    ended = registry.post(f"/admissions/offices/{office}/end", {"effective_on": str(day)}, founder)
    assert ended.status_code == 200, ended.text
    after = {"Socai-Min-Position": str(ended.json()["position"])}
    for path in questions(person):
        # A reader judges by what it has read: whoever gives the position is answered when it has come so far.
        refused = registry.http.get(path, headers=registry.headers(clerk, **after))
        assert refused.status_code == 403, path
        assert refused.json()["values"]["until"] == str(day - timedelta(days=1))


def test_the_command_line_lists_offices_and_names_where_too_few_people_hold_them(registry: ServedSystem) -> None:
    founder = said_token(registry.var, "token")
    listed = registry.socai("office", "list", token=founder)
    assert listed.code == 0
    assert "first-officer" in listed.all
    checked = registry.socai("office", "check", token=founder)
    assert checked.code == 0
    assert "c2" in checked.all
    refused = registry.socai("office", "list", token=token_of(registry, "nobody"))
    assert refused.code == 1
    assert "office-not-in-force" in refused.all
