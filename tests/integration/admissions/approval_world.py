"""A ward with two dossiers that wait for their check and decision, and its officers: for the hunt after approvals."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from shared.core.clock import today
from tests.integration.admissions.writer import WriterUnderTest, open_writer

NOW = datetime(2026, 3, 2, 3, 0, tzinfo=UTC)
TODAY = str(today(NOW))
FOUNDERS = ("first-officer", "second-officer")
VOTE = {"base": 9, "present": 9, "for": 9, "against": 0}

UNITS = """unit_id,kind,parent_id,name_vi,cell_kind,has_committee,authorised,opened_on,closed_on,successor_id
qn,province,,Tỉnh,,,,2000-01-01,,
ward,ward,qn,Phường,,,,2000-01-01,,
base,grassroots_committee,ward,Đảng bộ,,,,2000-01-01,,
cell,subordinate_cell,base,Chi bộ,residential,true,,2000-01-01,,
away,grassroots_cell,qn,Chi bộ xa,residential,true,,2000-01-01,,
"""
PEOPLE = """person_ref,full_name,birth_date,sex,origin,education,expertise
I1,Người Giới Thiệu Một,1970-01-01,m,,thpt,intermediate
K,Người Thẩm Tra,1975-01-01,f,,thpt,university
P1,Người Xin Vào Một,1996-04-30,f,youth_union,thpt,intermediate
P2,Người Xin Vào Hai,1997-04-30,m,youth_union,thpt,intermediate
"""
HEADER = (
    "person_ref,type,effective_on,unit_id,to_unit_id,body_unit_id,decision_number,decision_date,"
    "votes_base,votes_present,votes_for,votes_against,code\n"
)


def row(ref: str, kind: str, on: str, body: str = "", code: str = "", *, paper: str = "", votes: bool = False) -> str:
    """One line of events.csv."""
    counts = "9,9,9,0" if votes else ",,,"
    decided = f"{paper},{on}" if paper else ","
    unit = "cell" if kind in {"enrolled", "nominated"} else ""
    return f"{ref},{kind},{on},{unit},,{body},{decided},{counts},{code}\n"


def history() -> str:
    """Two members of long standing; two prospects trained; the second's dossier as far as the grassroots resolution."""
    rows = [row("I1", "enrolled", "2015-01-01"), row("K", "enrolled", "2015-01-01")]
    for ref in ("P1", "P2"):
        rows += [
            row(ref, "nominated", "2025-07-03"),
            row(ref, "A2", "2025-07-20", "base"),
            row(ref, "A3", "2025-08-20"),
        ]
    rows += [
        row("P2", "dossier_opened", "2025-09-01"),
        row("P2", "B1", "2025-09-02"),
        row("P2", "B2", "2025-09-03"),
        row("P2", "B3", "2025-09-20", "base"),
        row("P2", "B4", "2025-09-21", code="I1@2020-01-01"),
        row("P2", "B5a", "2025-09-22"),
        row("P2", "B6", "2025-09-25", "cell"),
        row("P2", "C1", "2026-02-02", "cell", votes=True),
        row("P2", "C3", "2026-02-10", "base", votes=True),
    ]
    return HEADER + "".join(rows)


@dataclass(frozen=True, slots=True)
class World:
    """Where the base stands on disk, and the people in it by their references."""

    folder: Path
    people: Mapping[str, str]


def headers(writer: WriterUnderTest, officer: str, role: str, unit: str) -> dict[str, str]:
    """A token that claims this."""
    return writer.headers(role, unit, officer=officer)


def act(writer: WriterUnderTest, by: Sequence[str], person: str, body: Mapping[str, Any]) -> None:
    """An act that must be accepted."""
    officer, role, unit = by
    writer.written(f"/people/{person}/acts", body, headers(writer, officer, role, unit))


def prepare(folder: Path) -> World:
    """Import the history, take the first dossier to its check by several hands, and found the registry."""
    folder.mkdir(parents=True)
    with open_writer(url(folder), folder, now=NOW) as writer:
        files = {"units.csv": UNITS.encode(), "people.csv": PEOPLE.encode(), "events.csv": history().encode()}
        imported = writer.import_folder(files)
        assert imported.status_code == 202, imported.text
        people = {ref: str(writer.get("/people", ref=ref).json()["person_id"]) for ref in ("I1", "K", "P1", "P2")}
        _first_dossier(writer, people)
        _offices(writer, people)
    return World(folder, people)


def url(folder: Path) -> str:
    """The database of a folder."""
    return f"sqlite:///{folder / 'admissions.db'}"


def _first_dossier(writer: WriterUnderTest, people: Mapping[str, str]) -> None:
    secretary, base = ("secretary", "cell_secretary", "cell"), ("base-officer", "committee_officer", "base")
    introducers = [{"person_id": people["I1"], "together_since": "2020-01-01"}]
    steps: list[tuple[Sequence[str], dict[str, Any]]] = [
        (secretary, {"act": "dossier_opened", "effective_on": "2025-09-01"}),
        (secretary, {"act": "step", "step": "B1", "effective_on": "2025-09-02"}),
        (secretary, {"act": "step", "step": "B2", "effective_on": "2025-09-03"}),
        (base, {"act": "step", "step": "B3", "effective_on": "2025-09-20", "body_unit_id": "base"}),
        (secretary, {"act": "step", "step": "B4", "effective_on": "2025-09-21", "introducers": introducers}),
        (secretary, {"act": "step", "step": "B5a", "effective_on": "2025-09-22"}),
        (secretary, {"act": "step", "step": "B6", "effective_on": "2025-09-25"}),
        (secretary, {"act": "step", "step": "C1", "effective_on": "2026-02-02", "votes": VOTE}),
        (base, {"act": "step", "step": "C3", "effective_on": "2026-02-10", "body_unit_id": "base", "votes": VOTE}),
    ]
    for by, body in steps:
        act(writer, by, people["P1"], body)


OFFICERS: Mapping[str, str | None] = {
    "secretary": None,
    "base-officer": None,
    "checker": "K",
    "checker-2": "K",
    "signer": None,
    "introducer": "I1",
    "applicant": "P1",
}
"""Accounts, and whose they are where they are bound: two of one person, an introducer's, an applicant's."""
GIVEN = (
    ("first-officer", "province_officer", "*"),
    ("second-officer", "province_officer", "*"),
    ("secretary", "cell_secretary", "cell"),
    ("base-officer", "committee_officer", "base"),
    ("checker", "dossier_checker", "ward"),
    ("signer", "decision_signer", "ward"),
    ("introducer", "committee_officer", "ward"),
    ("applicant", "committee_officer", "ward"),
)


def _offices(writer: WriterUnderTest, people: Mapping[str, str]) -> None:
    by = [headers(writer, officer, "province_officer", "*") for officer in FOUNDERS]
    for officer, ref in OFFICERS.items():
        body = {"officer_id": officer, "person_id": people.get(ref or ""), "effective_on": TODAY}
        writer.written("/officers", body, by[0])
    for officer, role, unit in GIVEN:
        body = {"officer_id": officer, "role": role, "unit_id": unit, "from": TODAY}
        if writer.written("/offices", body, by[0])["events"] == ["office_proposed"]:
            writer.written("/offices", body, by[1])
