"""The five files of an import folder, each with its columns (contracts 6), read whole or refused whole."""

import hashlib
from collections.abc import Mapping
from datetime import date
from typing import Any

from services.admissions.app.folder.cells import (
    Column,
    count,
    day,
    decimal,
    flag,
    identifier,
    identifiers,
    nothing,
    one_of,
    text,
)
from services.admissions.app.folder.findings import Findings
from services.admissions.app.folder.rows import EventRow, FactRow, Folder, PersonRow, TargetRow, UnitRow
from services.admissions.app.folder.table import FolderLimits, read_table
from shared.contracts.movement import Attributes
from shared.contracts.organisation import CellKind, UnitKind
from shared.core.errors import Malformed, TooLarge
from shared.core.text import Text

UNITS, PEOPLE, EVENTS, TARGETS, FACTS = "units.csv", "people.csv", "events.csv", "targets.csv", "facts.csv"
FILES = (UNITS, PEOPLE, EVENTS, TARGETS, FACTS)
MUST_BE_THERE = (UNITS, PEOPLE, EVENTS)

_NOT_HERE = Text(
    vi="Để trống: hệ thống tự suy ra từ các sự kiện.", en="Leave it empty: the system works it out from the events."
)
COLUMNS: Mapping[str, Mapping[str, Column]] = {
    UNITS: {
        "unit_id": Column(identifier, required=True),
        "kind": Column(one_of(UnitKind), required=True),
        "parent_id": Column(identifier),
        "name_vi": Column(text(), required=True),
        "cell_kind": Column(one_of(CellKind)),
        "has_committee": Column(flag, empty=False),
        "authorised": Column(flag, empty=False),
        "opened_on": Column(day, required=True),
        "closed_on": Column(day),
        "successor_id": Column(identifier),
    },
    PEOPLE: {
        "person_ref": Column(text(64), required=True),
        "full_name": Column(text(), required=True),
        "birth_date": Column(day, required=True),
        "sex": Column(identifier),
        "birth_year": Column(count),
        "origin": Column(identifier),
        "occupation": Column(identifier),
        "groups": Column(identifiers, empty=()),
        "sector": Column(identifier),
        "education": Column(identifier),
        "expertise": Column(identifier),
        "theory_level": Column(identifier),
        "rating": Column(nothing(_NOT_HERE)),
        "tasked": Column(flag),
        "exempt": Column(flag),
        "transfer_pending": Column(nothing(_NOT_HERE)),
        "away": Column(identifier),
    },
    EVENTS: {
        "person_ref": Column(text(64), required=True),
        "type": Column(identifier, required=True),
        "effective_on": Column(day, required=True),
        "unit_id": Column(identifier),
        "to_unit_id": Column(identifier),
        "body_unit_id": Column(identifier),
        "decision_number": Column(text(64)),
        "decision_date": Column(day),
        "votes_base": Column(count),
        "votes_present": Column(count),
        "votes_for": Column(count),
        "votes_against": Column(count),
        "code": Column(text(128)),
    },
    TARGETS: {
        "unit_id": Column(identifier, required=True),
        "indicator": Column(identifier, required=True),
        "period_from": Column(day, required=True),
        "period_to": Column(day, required=True),
        "low": Column(decimal),
        "high": Column(decimal),
    },
    FACTS: {
        "unit_id": Column(identifier, required=True),
        "fact": Column(identifier, required=True),
        "effective_on": Column(day, required=True),
        "value": Column(text(64), required=True),
    },
}
_VOTES = ("votes_base", "votes_present", "votes_for", "votes_against")
SEXES = ("f", "m")


def read_folder(files: Mapping[str, bytes], limits: FolderLimits) -> Folder:
    """The folder's rows. Raises Malformed listing every fault (file:line:column, what, how to mend), or TooLarge.

    units.csv, people.csv and events.csv must be there; without targets.csv or facts.csv there are none.
    """
    findings = Findings(limits.faults_max)
    _check_files(files, limits, findings)
    found = {
        name: list(read_table(name, files[name], COLUMNS[name], limits, findings)) for name in FILES if name in files
    }
    units = tuple(UnitRow(line=line, **values) for line, values in found.get(UNITS, ()))
    people = tuple(_person(line, values, findings) for line, values in found.get(PEOPLE, ()))
    events = tuple(_event(line, values, findings) for line, values in found.get(EVENTS, ()))
    targets = tuple(_target(line, values, findings) for line, values in found.get(TARGETS, ()))
    facts = tuple(FactRow(line=line, **values) for line, values in found.get(FACTS, ()))
    _unique(UNITS, "unit_id", [(row.line, row.unit_id) for row in units], findings)
    _unique(PEOPLE, "person_ref", [(row.line, row.person_ref) for row in people], findings)
    for row in units:
        if row.closed_on is not None and row.closed_on <= row.opened_on:
            findings.add(
                f"{UNITS}:{row.line}:closed_on",
                Text(vi="Ngày kết thúc phải sau ngày thành lập.", en="A unit closes after the day it opens."),
            )
    findings.stop(
        lambda what, faults: Malformed(
            "import-folder-faulty",
            what,
            mend=Text(vi="Sửa các dòng đã nêu rồi nhập lại.", en="Mend the lines that are named and import again."),
            faults=faults,
        )
    )
    return Folder(digest=digest_of(files), units=units, people=people, events=events, targets=targets, facts=facts)


def digest_of(files: Mapping[str, bytes]) -> str:
    """SHA-256 (hex) over each file's name and own digest, by name: equal for equal folders only."""
    whole = hashlib.sha256()
    for name in sorted(files):
        whole.update(f"{name}\0{hashlib.sha256(files[name]).hexdigest()}\n".encode())
    return whole.hexdigest()


def _check_files(files: Mapping[str, bytes], limits: FolderLimits, findings: Findings) -> None:
    total = sum(len(data) for data in files.values())
    if total > limits.bytes_max:
        raise TooLarge(
            "import-folder-too-large",
            Text(
                vi=f"Thư mục dài {total} byte, giới hạn là {limits.bytes_max}.",
                en=f"The folder is {total} bytes long, the limit is {limits.bytes_max}.",
            ),
            mend=Text(vi="Chia thư mục thành nhiều lần nhập.", en="Split the folder into several imports."),
            values={"bytes": total, "bytes_max": limits.bytes_max},
        )
    for name in sorted(set(files) - set(FILES)):
        findings.add(
            name,
            Text(
                vi=f"Tệp lạ; một thư mục có: {', '.join(FILES)}.", en=f"Unknown file; a folder has: {', '.join(FILES)}."
            ),
        )
    for name in MUST_BE_THERE:
        if name not in files:
            findings.add(
                name,
                Text(
                    vi="Thiếu tệp này; nếu không có gì, để lại riêng dòng tiêu đề.",
                    en="This file is missing; when there is nothing in it, leave its header row.",
                ),
            )


def _person(line: int, values: dict[str, Any], findings: Findings) -> PersonRow:
    birth_date: date = values.pop("birth_date")
    stated_year = values.pop("birth_year")
    if stated_year is not None and stated_year != birth_date.year:
        findings.add(
            f"{PEOPLE}:{line}:birth_year",
            Text(vi="Không khớp với birth_date; có thể để trống.", en="Differs from birth_date; it may be left empty."),
        )
    if values["sex"] not in {None, *SEXES}:
        findings.add(f"{PEOPLE}:{line}:sex", Text(vi="Viết f hoặc m.", en="Write f or m."))
    person_ref, full_name = values.pop("person_ref"), values.pop("full_name")
    return PersonRow(
        line=line,
        person_ref=person_ref,
        full_name=full_name,
        birth_date=birth_date,
        attributes=Attributes(birth_year=birth_date.year, **values),
    )


def _event(line: int, values: dict[str, Any], findings: Findings) -> EventRow:
    given = [name for name in _VOTES if values[name] is not None]
    if given and len(given) < len(_VOTES):
        findings.add(
            f"{EVENTS}:{line}:{next(name for name in _VOTES if name not in given)}",
            Text(vi="Bốn cột phiếu phải đủ cả hoặc để trống cả.", en="Give all four columns of the vote, or none."),
        )
    return EventRow(line=line, **values)


def _target(line: int, values: dict[str, Any], findings: Findings) -> TargetRow:
    row = TargetRow(line=line, **values)
    if row.period_to < row.period_from:
        findings.add(
            f"{TARGETS}:{line}:period_to",
            Text(vi="Kỳ kết thúc trước khi bắt đầu.", en="The period ends before it starts."),
        )
    if row.low is None and row.high is None:
        findings.add(f"{TARGETS}:{line}:low", Text(vi="Cần low hoặc high.", en="Either low or high is needed."))
    return row


def _unique(name: str, column: str, keys: list[tuple[int, str]], findings: Findings) -> None:
    first: dict[str, int] = {}
    for line, key in keys:
        if key in first:
            findings.add(
                f"{name}:{line}:{column}",
                Text(vi=f"Trùng với dòng {first[key]}.", en=f"The same as in line {first[key]}."),
            )
        else:
            first[key] = line
