"""The five tables of an import folder, each with its columns (contracts 6), read whole or refused whole."""

import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
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
from services.admissions.app.folder.content import Content
from services.admissions.app.folder.csv_rows import csv_rows
from services.admissions.app.folder.findings import Findings
from services.admissions.app.folder.rows import EventRow, FactRow, Folder, PersonRow, TargetRow, UnitRow
from services.admissions.app.folder.table import FolderLimits, Rows, read_table
from services.admissions.app.folder.workbook import SUFFIX, sheet_names, sheet_rows
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


Keep = Callable[[Iterable[Any]], Collection[Any]]


def read_folder(
    files: Mapping[str, Content], limits: FolderLimits, *, keep_people: Keep = tuple, keep_events: Keep = tuple
) -> Folder:
    """The folder's rows. Raises Malformed listing every fault (file:line:column, what, how to mend), or TooLarge.

    units, people and events must be there; without targets or facts there are none. A table is a CSV file of its name,
    or a sheet of its name in a workbook, or a workbook of its name with one sheet. `keep_…`: where rows go as they are
    read, one after the other; in memory, unless told otherwise.
    """
    findings = Findings(limits.faults_max)
    _check_size(files, limits)
    tables = _tables(files, limits, findings)

    def rows_of(table: str) -> Iterator[tuple[int, dict[str, Any]]]:
        found = tables.get(table)
        return iter(()) if found is None else read_table(found[0], found[1](), COLUMNS[table], limits, findings)

    labels = {table: label for table, (label, _) in tables.items()}
    placed = _Placed(labels, findings)
    units = tuple(UnitRow(line=line, **values) for line, values in rows_of(UNITS))
    targets = tuple(_target(line, values, placed) for line, values in rows_of(TARGETS))
    facts = tuple(FactRow(line=line, **values) for line, values in rows_of(FACTS))
    people = keep_people(_unique_people((_person(line, values, placed) for line, values in rows_of(PEOPLE)), placed))
    events = keep_events(_event(line, values, placed) for line, values in rows_of(EVENTS))
    _check_units(units, placed)
    findings.stop(
        lambda what, faults: Malformed(
            "import-folder-faulty",
            what,
            mend=Text(vi="Sửa các dòng đã nêu rồi nhập lại.", en="Mend the lines that are named and import again."),
            faults=faults,
        )
    )
    return Folder(
        digest=digest_of(files),
        units=units,
        people=people,
        events=events,
        targets=targets,
        facts=facts,
        labels=labels,
    )


def digest_of(files: Mapping[str, Content]) -> str:
    """SHA-256 (hex) over each file's name and own digest, by name: equal for equal folders only."""
    whole = hashlib.sha256()
    for name in sorted(files):
        whole.update(f"{name}\0{files[name].digest}\n".encode())
    return whole.hexdigest()


class _Placed:
    """Findings told by table (`people.csv:3`) under the name of the file, or the sheet, where the table stands."""

    def __init__(self, labels: Mapping[str, str], findings: Findings) -> None:
        self._labels = labels
        self._findings = findings

    def add(self, table: str, rest: str, what: Text) -> None:
        """Note one fault; `rest`: line, or line:column."""
        self._findings.add(f"{self._labels.get(table, table)}:{rest}", what)


def _check_size(files: Mapping[str, Content], limits: FolderLimits) -> None:
    total = sum(content.size for content in files.values())
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


def _of_csv(name: str, content: Content, limits: FolderLimits, findings: Findings) -> Callable[[], Rows]:
    return lambda: csv_rows(name, content.opened(), limits, findings)


def _of_sheet(label: str, content: Content, sheet: str, findings: Findings) -> Callable[[], Rows]:
    return lambda: sheet_rows(label, content.opened(), sheet, findings)


def _tables(
    files: Mapping[str, Content], limits: FolderLimits, findings: Findings
) -> dict[str, tuple[str, Callable[[], Rows]]]:
    """Table (named as its CSV file) -> how its places are told, and its rows."""
    found: dict[str, tuple[str, Callable[[], Rows]]] = {}

    def take(table: str, label: str, rows: Callable[[], Rows]) -> None:
        if table in found:
            what = Text(vi=f"Bảng này đã có trong {found[table][0]}.", en=f"The table stands in {found[table][0]} too.")
            findings.add(label, what)
        else:
            found[table] = label, rows

    for name, content in sorted(files.items()):
        if name in FILES:
            take(name, name, _of_csv(name, content, limits, findings))
        elif name.endswith(SUFFIX):
            for table, sheet in _sheets(name, content, limits, findings).items():
                label = f"{name}[{sheet}]"
                take(table, label, _of_sheet(label, content, sheet, findings))
        else:
            known = ", ".join(FILES)
            findings.add(
                name,
                Text(vi=f"Tệp lạ; một thư mục có: {known}.", en=f"Unknown file; a folder has: {known}."),
            )
    for name in MUST_BE_THERE:
        if name not in found:
            findings.add(
                name,
                Text(
                    vi="Thiếu tệp này; nếu không có gì, để lại riêng dòng tiêu đề.",
                    en="This file is missing; when there is nothing in it, leave its header row.",
                ),
            )
    return found


def _sheets(name: str, content: Content, limits: FolderLimits, findings: Findings) -> dict[str, str]:
    """Table -> sheet of a workbook: by the sheets' names, or by the file's where it has only one."""
    sheets = sheet_names(name, content.opened(), limits, findings)
    own = f"{name.removesuffix(SUFFIX)}.csv"
    if own in FILES and len(sheets) == 1:
        return {own: sheets[0]}
    known = {f"{sheet.strip().casefold()}.csv": sheet for sheet in sheets}
    for table, sheet in known.items():
        if table not in FILES:
            tables = ", ".join(each.removesuffix(".csv") for each in FILES)
            findings.add(
                f"{name}[{sheet[:64]}]",
                Text(
                    vi=f"Trang lạ; các trang được dùng là: {tables}.",
                    en=f"Unknown sheet; the sheets are: {tables}.",
                ),
            )
    return {table: sheet for table, sheet in known.items() if table in FILES}


def _unique_people(rows: Iterable[PersonRow], placed: _Placed) -> Iterator[PersonRow]:
    """The rows as they come, each reference noted by a hash only: there may be hundreds of thousands."""
    first: dict[int, int] = {}
    for row in rows:
        line = first.setdefault(hash(row.person_ref), row.line)
        if line != row.line:
            placed.add(PEOPLE, f"{row.line}:person_ref", _same_as(line))
        yield row


def _check_units(rows: Iterable[UnitRow], placed: _Placed) -> None:
    first: dict[str, int] = {}
    for row in rows:
        line = first.setdefault(row.unit_id, row.line)
        if line != row.line:
            placed.add(UNITS, f"{row.line}:unit_id", _same_as(line))
        if row.closed_on is not None and row.closed_on <= row.opened_on:
            placed.add(
                UNITS,
                f"{row.line}:closed_on",
                Text(
                    vi="Ngày kết thúc hoạt động (closed_on) phải sau ngày thành lập (opened_on).",
                    en="A unit closes (closed_on) after the day it opens (opened_on).",
                ),
            )


def _same_as(line: int) -> Text:
    return Text(vi=f"Trùng với dòng {line}.", en=f"The same as in line {line}.")


def _person(line: int, values: dict[str, Any], placed: _Placed) -> PersonRow:
    birth_date: date = values.pop("birth_date")
    stated_year = values.pop("birth_year")
    if stated_year is not None and stated_year != birth_date.year:
        placed.add(
            PEOPLE,
            f"{line}:birth_year",
            Text(vi="Không khớp với birth_date; có thể để trống.", en="Differs from birth_date; it may be left empty."),
        )
    if values["sex"] not in {None, *SEXES}:
        placed.add(PEOPLE, f"{line}:sex", Text(vi="Viết f (nữ) hoặc m (nam).", en="Write f or m."))
    person_ref, full_name = values.pop("person_ref"), values.pop("full_name")
    return PersonRow(
        line=line,
        person_ref=person_ref,
        full_name=full_name,
        birth_date=birth_date,
        attributes=Attributes(birth_year=birth_date.year, **values),
    )


def _event(line: int, values: dict[str, Any], placed: _Placed) -> EventRow:
    given = [name for name in _VOTES if values[name] is not None]
    if given and len(given) < len(_VOTES):
        placed.add(
            EVENTS,
            f"{line}:{next(name for name in _VOTES if name not in given)}",
            Text(vi="Bốn cột phiếu phải đủ cả hoặc để trống cả.", en="Give all four columns of the vote, or none."),
        )
    return EventRow(line=line, **values)


def _target(line: int, values: dict[str, Any], placed: _Placed) -> TargetRow:
    row = TargetRow(line=line, **values)
    if row.period_to < row.period_from:
        placed.add(
            TARGETS,
            f"{line}:period_to",
            Text(
                vi="Kỳ kết thúc (period_to) trước ngày bắt đầu (period_from).",
                en="The period ends (period_to) before it starts (period_from).",
            ),
        )
    if row.low is None and row.high is None:
        placed.add(
            TARGETS,
            f"{line}:low",
            Text(vi="Nêu mức thấp nhất (low) hoặc cao nhất (high).", en="Either low or high is needed."),
        )
    return row
