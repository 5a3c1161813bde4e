"""What must stand nowhere in clear: every name, birth date and reference of a folder, in every spelling of it."""

import csv
import io
import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from pathlib import Path

_ISO, _LOCAL = re.compile(rb"(?:19|20)\d\d-\d\d-\d\d"), re.compile(rb"\d\d/\d\d/(?:19|20)\d\d")
_LONGEST_NAME_BYTES = 400
_GENESIS = Path(__file__).parents[2] / "services" / "admissions" / "genesis"


class Secrets:
    """Looks for them in bytes. A date that is also public, as that of a decision or of a policy, is left out."""

    def __init__(
        self, names: Iterable[str], births: Iterable[date], references: Iterable[str], public: set[str]
    ) -> None:
        self._dates = {
            text.encode()
            for born in births
            if born.isoformat() not in public
            for text in (born.isoformat(), born.strftime("%d/%m/%Y"))
        }
        self._references = re.compile(b"|".join(sorted({re.escape(ref[:4].encode()) for ref in references})) or b"$^")
        self._reference_set = {ref.encode() for ref in references}
        self._by_start: defaultdict[bytes, set[bytes]] = defaultdict(set)
        for name in names:
            for spelling in _spellings(name):
                self._by_start[spelling.partition(b" ")[0] + b" "].add(spelling)
        self._starts = re.compile(b"|".join(map(re.escape, sorted(self._by_start, key=len, reverse=True))))

    @classmethod
    def of_folder(cls, folder: Path, *more: tuple[str, str]) -> "Secrets":
        """Those of people.csv, and (name, birth date) of people recorded besides."""
        people = list(csv.DictReader(io.StringIO((folder / "people.csv").read_text("utf-8"), newline="")))
        others = b"".join(file.read_bytes() for file in folder.iterdir() if file.name != "people.csv")
        genesis = b"".join(file.read_bytes() for file in _GENESIS.rglob("*") if file.is_file())
        return cls(
            [row["full_name"] for row in people] + [name for name, _ in more],
            [date.fromisoformat(row["birth_date"]) for row in people] + [date.fromisoformat(born) for _, born in more],
            [row["person_ref"] for row in people],
            {found.decode() for found in _ISO.findall(others + genesis)},
        )

    def found_in(self, data: bytes) -> set[bytes]:
        """Which of them stand in the data."""
        data = data.rstrip(b"\0")  # brokers and databases make files longer than they need
        found = {text for pattern in (_ISO, _LOCAL) for text in pattern.findall(data)} & self._dates
        for match in self._references.finditer(data):
            found |= {data[match.start() : match.start() + len(ref)] for ref in self._some()} & self._reference_set
        for match in self._starts.finditer(data):
            piece = data[match.start() : match.start() + _LONGEST_NAME_BYTES]
            found.update(name for name in self._by_start[match.group()] if piece.startswith(name))
        return found

    def _some(self) -> list[bytes]:
        """One reference of each length."""
        return list({len(ref): ref for ref in self._reference_set}.values())


def _spellings(name: str) -> set[bytes]:
    """Composed, decomposed, escaped in JSON or in an address, and folded as a search folds it."""
    bare = "".join(c for c in unicodedata.normalize("NFD", name) if not unicodedata.combining(c))
    plain = bare.replace("đ", "d").replace("Đ", "D")
    texts = {
        unicodedata.normalize("NFC", name),
        unicodedata.normalize("NFD", name),
        plain,
        plain.lower(),
        name.casefold(),
    }
    return {text.encode() for text in texts} | {json.dumps(name)[1:-1].encode()}
