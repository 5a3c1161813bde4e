"""Members and indicators in memory: the real folds over a log, and who counts whom by both clocks."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from services.indicators.app.ports import OrganisationRow
from services.indicators.app.project import LedgerProjector
from services.indicators.domain.posting import Posting
from services.members.app.ports import Changes, Sealed
from services.members.app.project import MembersProjector
from services.members.domain.life import Stay
from shared.contracts.codec import decode_envelope, decode_movements
from shared.contracts.movement import MEMBERS
from shared.core.hashing import leaf_hash
from shared.core.stream import Position
from shared.ports.checkpoint import ReadEvent
from shared.ports.event_store import StoredEvent


class MemoryStays:
    """The members' rows in a dictionary, as their port says."""

    def __init__(self) -> None:
        self.rows: dict[str, list[Stay]] = {}

    def last_stays(self, tx: None, person_ids: Sequence[str]) -> Mapping[str, Stay]:
        """The stay in force that has no end, of each person that has one."""
        found = {}
        for person_id in person_ids:
            open_ = [stay for stay in self.rows.get(person_id, ()) if stay.known_to is None and stay.until is None]
            if open_:
                found[person_id] = open_[-1]
        return found

    def lives(self, tx: None, person_ids: Sequence[str]) -> Mapping[str, Sequence[Stay]]:
        """Every stay of these persons."""
        return {person_id: self.rows.get(person_id, []) for person_id in person_ids}

    def write(self, tx: None, changes: Changes) -> None:
        """Apply the changes."""
        for person_id in changes.rewritten:
            self.rows[person_id] = []
        for person_id, ended in changes.ended:
            held = self.rows[person_id]
            at = next(
                i for i, stay in enumerate(held) if stay.line == ended.line and stay.known_from == ended.known_from
            )
            held[at] = ended
        for person_id, stay in changes.added:
            self.rows.setdefault(person_id, []).append(stay)

    def add_particulars(self, tx: None, rows: Sequence[Sealed]) -> None:
        """Names are not asked for here."""

    def add_organisation(self, tx: None, events: Sequence[ReadEvent]) -> None:
        """The tree is not asked for here: people are counted in leaves."""

    def reset(self, tx: None) -> None:
        """Empty."""
        self.rows = {}


class MemoryLedger:
    """The postings in a list, as their port says."""

    def __init__(self) -> None:
        self.postings: list[Posting] = []

    def post(self, tx: None, postings: Sequence[Posting]) -> None:
        """Add postings, none twice."""
        held = {(one.position, one.line, one.side) for one in self.postings}
        assert not held & {(one.position, one.line, one.side) for one in postings}
        self.postings += postings

    def keep(self, tx: None, rows: Sequence[OrganisationRow]) -> None:
        """The tree is not asked for here."""

    def empty(self, tx: None) -> None:
        """Empty."""
        self.postings = []


class Readers:
    """Both readers at one position of the log; dropping them loses nothing that the log does not hold."""

    def __init__(self) -> None:
        self.position = Position(0)
        self._stays = MemoryStays()
        self._ledger = MemoryLedger()

    def take(self, events: Iterable[StoredEvent]) -> None:
        """Apply the events that come next."""
        for stored in events:
            assert stored.position == self.position + 1
            envelope = decode_envelope(stored.value)
            read = ReadEvent(envelope, leaf_hash(stored.value), stored.topic, decode_movements(envelope))
            MembersProjector(self._stays).apply(None, [read])
            LedgerProjector(self._ledger).apply(None, [read])
            self.position = stored.position

    def counted_by_members(self, as_of: date, known: Position) -> dict[str, list[str]]:
        """Each person's units, in every stay that holds as a member."""
        found: dict[str, list[str]] = {}
        for person_id, stays in self._stays.rows.items():
            for stay in stays:
                place = stay.line.place
                if place is not None and place.standing in MEMBERS and stay.holds(as_of, known):
                    found.setdefault(person_id, []).append(place.unit_id)
        return found

    def counted_by_indicators(self, as_of: date, known: Position) -> Counter[str]:
        """How many members stand in each leaf unit by the sum of postings; a negative one is kept, to be seen."""
        found: Counter[str] = Counter()
        for one in self._ledger.postings:
            if one.place.standing in MEMBERS and one.effective_on <= as_of and one.position <= known:
                found[one.place.unit_id] += one.amount
        return Counter({unit_id: people for unit_id, people in found.items() if people})
