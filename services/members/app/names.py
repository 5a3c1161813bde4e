"""Names in the memory of this process, and nowhere else: unsealed at start, kept up with what is applied (design 3)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from threading import Lock

from services.members.app.ports import Sealed, Snapshot, Unsealer
from services.members.domain.name import SortKey, matches, normalised, sort_key
from shared.core.fold import fold
from shared.core.stream import Position

_UNSEALED_AT_ONCE = 5_000


@dataclass(frozen=True, slots=True)
class Named:
    """A person's name, and its folded form to search in."""

    name: str
    folded: str

    @property
    def order(self) -> SortKey:
        """The place of the name in the Vietnamese alphabet."""
        return sort_key(self.name)


class NameIndex:
    """Person to name. Whoever was erased, or has no key, has no name here. Names are the newest, whatever the K asked.

    About 250,000 names take some tens of megabytes; a search reads all of them.
    """

    def __init__(self, unsealer: Unsealer) -> None:
        self._unsealer = unsealer
        self._names: dict[str, Named] = {}
        self._upto = Position(0)
        self._lock = Lock()

    def refresh(self, snapshot: Snapshot) -> None:
        """Take what has been applied since the last time, up to where the reader is complete. Raises Unavailable."""
        with self._lock:
            complete = snapshot.complete()
            if complete <= self._upto:
                return
            for rows in _pages(snapshot.particulars(self._upto, complete)):
                self._take(rows)
            self._upto = complete

    def of(self, person_id: str) -> str | None:
        """The person's name, or None when it cannot be known."""
        named = self._names.get(person_id)
        return None if named is None else named.name

    def search(self, query: str) -> dict[str, Named]:
        """The persons whose names have, for each word of the query, a word that begins with it; accents ignored."""
        folded = fold(query)
        with self._lock:
            everyone = list(self._names.items())
        return {person_id: named for person_id, named in everyone if matches(folded, named.folded)}

    def _take(self, rows: Sequence[Sealed]) -> None:
        found = self._unsealer.full_names(rows)
        for row in rows:
            if row.fields is None:
                self._names.pop(row.person_id, None)
            elif row.person_id in found:
                name = normalised(found[row.person_id])
                self._names[row.person_id] = Named(name, fold(name))


def _pages(rows: Iterable[Sealed]) -> Iterator[Sequence[Sealed]]:
    remaining = iter(rows)
    while page := list(islice(remaining, _UNSEALED_AT_ONCE)):
        yield page
