"""Rows of people.csv that may mean one person twice, noticed before they are judged; an import goes on all the same."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from services.admissions.app.folder.rows import PersonRow
from services.admissions.app.matching import STRONG, Matcher
from services.admissions.app.ports import Scratch
from shared.core.text import Text

_NAME = "alike:"


@dataclass(frozen=True, slots=True, kw_only=True)
class AlikeRows:
    """Compares rows with the register and with the rows before them, by strong match tokens.

    `recorded`: a token to whoever is recorded with it. The tokens of the rows lie in scratch: a folder may be long.
    """

    matcher: Matcher
    recorded: Callable[[Sequence[str]], Mapping[str, frozenset[str]]]
    scratch: Scratch
    _in_register: set[int] = field(default_factory=set)
    _as_before: dict[int, int] = field(default_factory=dict)

    def look(self, rows: Sequence[PersonRow]) -> None:
        """Take the next rows, asking the register once for all of them; what was found of earlier rows is let go."""
        tokens = {row.line: self._strong(row) for row in rows}
        held = self.recorded([token for each in tokens.values() for token in each]) if rows else {}
        self._in_register.clear()
        self._in_register.update(line for line, each in tokens.items() if any(token in held for token in each))
        self._as_before.clear()
        for line, each in tokens.items():
            earlier = [int(found) for token in each if (found := self.scratch.get(_NAME + token)) is not None]
            if earlier:
                self._as_before[line] = min(earlier)
                continue
            for token in each:
                self.scratch.put(_NAME + token, str(line).encode())

    def notice(self, line: int) -> Text | None:
        """What a reader of a row that was just looked at should know, when it is about someone new."""
        if line in self._in_register:
            return _IN_REGISTER
        earlier = self._as_before.get(line)
        return None if earlier is None else _as_before(earlier)

    def _strong(self, row: PersonRow) -> tuple[str, ...]:
        tokens = self.matcher.tokens(row.full_name, row.birth_date.isoformat())
        return tuple(dict.fromkeys(tokens[likeness] for likeness in STRONG))


_IN_REGISTER = Text(
    vi="Trong sổ đã có người cùng họ tên và ngày sinh; xem /admissions/duplicates, nếu là một người thì ghi merged.",
    en="The register has someone of the same name and birth date; see /admissions/duplicates, record merged if one.",
)


def _as_before(line: int) -> Text:
    return Text(
        vi=f"Cùng họ tên và ngày sinh với dòng {line}; nếu là một người thì chỉ giữ một person_ref.",
        en=f"The same name and birth date as in line {line}; if it is one person, keep one person_ref.",
    )
