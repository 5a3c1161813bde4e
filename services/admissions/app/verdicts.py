"""What became of every row of a folder: a byte a row in memory, the sentences of those refused in scratch."""

from collections import Counter
from collections.abc import Iterator, Mapping
from enum import IntEnum
from typing import Any

import msgspec
from msgspec import Struct

from services.admissions.app.ports import Scratch
from shared.core.errors import SocaiError


class Verdict(IntEnum):
    """Of a row judged more than once, the highest counts: a unit opens and closes by one row."""

    HELD = 1
    UNCHANGED = 2
    ACCEPTED = 3
    PASSED_OVER = 4
    REFUSED = 5


class RowVerdict(Struct, frozen=True, kw_only=True):
    """One row's verdict: accepted, held (in the log already), unchanged (nothing to record), passed_over (an earlier
    row about the same person or unit was refused), or refused: by which rule, after which source, which values were
    compared, and what would mend it. `where`: file:line, and the column where one is to blame.
    """

    where: str
    line: int
    verdict: str
    rule: str | None = None
    source: str | None = None
    vi: str | None = None
    en: str | None = None
    mend_vi: str | None = None
    mend_en: str | None = None
    values: dict[str, str] = {}


class Verdicts:
    """`labels`: table to the file or sheet where it stands."""

    def __init__(self, scratch: Scratch, labels: Mapping[str, str]) -> None:
        self._scratch = scratch
        self._labels = labels
        self._rows: dict[str, bytearray] = {}

    def note(self, table: str, line: int, verdict: Verdict) -> None:
        """What became of a row."""
        rows = self._rows.setdefault(table, bytearray())
        if line >= len(rows):
            rows.extend(bytes(line + 1024 - len(rows)))
        rows[line] = max(rows[line], verdict)

    def refuse(self, table: str, line: int, where: str, refused: SocaiError) -> None:
        """A row is refused; of several reasons the first is told. `where` as it is told."""
        self.note(table, line, Verdict.REFUSED)
        key = f"verdict:{table}:{line}"
        if self._scratch.get(key) is None:
            self._scratch.put(key, msgspec.msgpack.encode(_refused(line, where, refused)))

    def lines(self, table: str, verdict: Verdict) -> Iterator[int]:
        """The lines of a table that have this verdict."""
        return (line for line, code in enumerate(self._rows.get(table, b"")) if code == verdict)

    def counts(self) -> dict[str, int]:
        """Verdict to how many rows have it."""
        found: Counter[int] = Counter()
        for rows in self._rows.values():
            found.update({code: rows.count(code) for code in Verdict})
        return {verdict.name.lower(): found[verdict] for verdict in Verdict}

    def rows(self) -> Iterator[RowVerdict]:
        """Every row by table and line."""
        for table in sorted(self._rows):
            label = self._labels.get(table, table)
            for line, code in enumerate(self._rows[table]):
                if code == Verdict.REFUSED:
                    kept = self._scratch.get(f"verdict:{table}:{line}")
                    assert kept is not None
                    yield msgspec.msgpack.decode(kept, type=RowVerdict)
                elif code:
                    yield RowVerdict(where=f"{label}:{line}", line=line, verdict=Verdict(code).name.lower())


def _refused(line: int, where: str, refused: SocaiError) -> RowVerdict:
    return RowVerdict(
        where=where,
        line=line,
        verdict=Verdict.REFUSED.name.lower(),
        rule=refused.code,
        source=refused.source,
        vi=refused.what.vi,
        en=refused.what.en,
        mend_vi=None if refused.mend is None else refused.mend.vi,
        mend_en=None if refused.mend is None else refused.mend.en,
        values={name: _written(value) for name, value in refused.values.items()},
    )


def _written(value: Any) -> str:
    return ", ".join(map(_written, value)) if isinstance(value, list | tuple) else str(value)
