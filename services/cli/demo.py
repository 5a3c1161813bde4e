"""`socai demo`, the main job: nam-giang generated, imported, computed, compared; a late fact; a trail; verify."""

import tempfile
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import typer

from services.cli.client import Client, connected
from services.cli.compare import compare_scenario
from services.cli.errors import FoundWrong
from services.cli.imports import import_folder, show
from services.cli.location import Location
from services.cli.members import print_history
from services.cli.output import console, day, notes, print_table, say, whole
from services.cli.scenario import write_scenario
from services.cli.statistics import print_statistics
from services.cli.trail import print_trail
from services.cli.verify import print_verify
from services.scenarios.late_fact import LateFact, late_death
from shared.core.clock import format_instant, parse_instant
from shared.core.text import Language

SCENARIO = "nam-giang"
PERIOD = "2015-01-01/2019-12-31"
WHY = "demo"
STEPS = 7


@dataclass(slots=True)
class Guide:
    """Says which of the steps is under way."""

    spoken: Language
    at: int = 0

    def step(self, vi: str, en: str) -> None:
        """The next step begins."""
        self.at += 1
        notes.print(f"[{self.at}/{STEPS}] {say(vi, en).of(self.spoken)}", markup=False)


def demo() -> None:
    """Run the main job on the embedded default (or on SOCAI_URL); exit 1 naming each figure that differs."""
    spoken = Location.from_environment().language
    guide = Guide(spoken)
    with tempfile.TemporaryDirectory(prefix="socai-demo-") as scratch, connected() as client:
        folder = Path(scratch) / SCENARIO
        guide.step(f"Sinh kịch bản {SCENARIO} (người hư cấu)", f"Generating the scenario {SCENARIO} (synthetic people)")
        notes.print(write_scenario(SCENARIO, folder).text.of(spoken), markup=False)
        guide.step(
            "Nhập vào sổ như các quyết định có ngày tháng", "Importing it as commands with their historical dates"
        )
        show(import_folder(client, folder, spoken=spoken), spoken)
        differing = _figures(client, guide, spoken)
        guide.step("Một việc báo muộn, trước và sau khi biết", "One late fact, as known before and after")
        _late_fact(client, spoken)
        guide.step("Quá trình và dấu vết phê duyệt của một đảng viên", "One member's history and approvals")
        _one_member(client, spoken)
        guide.step("Kiểm chứng sổ", "Verifying the log")
        verified = client.get("/audit/verify").json()
        print_verify(verified, spoken)
    if differing or not verified["ok"]:
        raise FoundWrong(
            say(f"Không khớp: {', '.join(differing) or 'verify'}", f"Differs: {', '.join(differing) or 'verify'}")
        )


def _figures(client: Client, guide: Guide, spoken: Language) -> tuple[str, ...]:
    guide.step("So số công bố với số tính lại", "Published beside computed")

    def fetch(unit: str, period: str) -> dict[str, Any]:
        answer: dict[str, Any] = client.get(f"/indicators/units/{unit}/indicators", {"period": period}).json()
        return answer

    outcome = compare_scenario(SCENARIO, fetch, spoken)
    typer.echo(outcome.text)
    guide.step("Bảng biến động 2015-2019", "The movement table 2015-2019")
    print_statistics(client.get(f"/indicators/units/{SCENARIO}/statistics/1-TCTW", {"period": PERIOD}).json(), spoken)
    return outcome.differing


def _late_fact(client: Client, spoken: Language) -> None:
    """Record the late death, unless an earlier demo did, and show the stock on both sides of it."""
    fact = late_death(SCENARIO)
    person_id = client.get("/admissions/people", {"ref": fact.person_ref}).json()["person_id"]
    told = _told_at(client, person_id, fact)
    if told is None:
        client.post(f"/admissions/people/{person_id}/acts", json=_act(client, person_id, fact))
        told = _told_at(client, person_id, fact)
    assert told is not None, "the fact was recorded, and its step is in the trail"
    before = format_instant(parse_instant(told) - timedelta(microseconds=1))
    on = fact.shown_on.isoformat()
    rows = []
    for unit in fact.unit_ids:
        then, now = (_members_on(client, unit, fact.shown_on, known) for known in (before, None))
        rows.append([unit, whole(then, spoken), whole(now, spoken)])
    title = say(
        f"Số đảng viên ngày {day(on, spoken)}: từ trần ngày {day(fact.effective_on.isoformat(), spoken)}, nay mới báo",
        f"Members on {on}: a death of {fact.effective_on.isoformat()}, reported only now",
    )
    columns = say("Đơn vị|Biết trước đó|Biết hiện nay", "Unit|As known before|As known now").of(spoken).split("|")
    print_table(title.of(spoken), columns, rows, right=(1, 2))


def _told_at(client: Client, person_id: str, fact: LateFact) -> str | None:
    """When the fact was recorded; None when it was not."""
    steps = client.get(f"/audit/people/{person_id}/trail", {"why": WHY}).json()["steps"]
    on = fact.effective_on.isoformat()
    return next((step["time"] for step in steps if step["step"] == fact.type and step["effective_on"] == on), None)


def _act(client: Client, person_id: str, fact: LateFact) -> dict[str, Any]:
    """The act in the API's terms; the crossed movements that fall away are named by position and line."""
    history = client.get(f"/members/people/{person_id}", {"why": WHY, "as_of": fact.reported_on.isoformat()}).json()
    drop = [
        {"position": line["position"], "line": line["line"]}
        for line in history["movements"]
        if line["kind"] in fact.falls_away and date.fromisoformat(line["effective_on"]) > fact.effective_on
    ]
    return {
        "act": fact.type,
        "kind": fact.code,
        "effective_on": fact.effective_on.isoformat(),
        "unit_id": fact.unit_id,
        "drop": drop,
    }


def _members_on(client: Client, unit: str, on: date, known: str | None) -> int:
    params = {"as_of": on.isoformat(), "as_known": known, "why": WHY}
    return len(client.get(f"/members/units/{unit}/members", params).json()["members"])


def _one_member(client: Client, spoken: Language) -> None:
    """Someone admitted and recognised within the period: the whole procedure stands in the trail."""
    params = {"as_of": PERIOD.partition("/")[2], "standing": "OFFICIAL", "why": WHY}
    listed = client.get(f"/members/units/{SCENARIO}/members", params).json()["members"]
    known = datetime.fromisoformat("2016-06-01").date()
    chosen = next(row["person_id"] for row in listed if date.fromisoformat(row["since"]) >= known)
    print_history(client.get(f"/members/people/{chosen}", {"why": WHY}).json(), spoken)
    print_trail(client.get(f"/audit/people/{chosen}/trail", {"why": WHY}).json(), spoken)
    console.print()
