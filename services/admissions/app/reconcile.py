"""The register of a unit beside one kept elsewhere: in both, only here, only there, differing. It changes nothing."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from itertools import islice
from typing import Generic, TypeVar

from msgspec import Struct

from services.admissions.app.authority import Reach
from services.admissions.app.files import EMPTY, PersonFile, evolve_recorded, person_stream
from services.admissions.app.folder.content import measured
from services.admissions.app.folder.outside import OutsideRow, read_outside
from services.admissions.app.folder.spool import Spool
from services.admissions.app.folder.table import FolderLimits
from services.admissions.app.particulars import BIRTH_DATE, FULL_NAME, Particulars
from services.admissions.app.ports import MakeScratch, Work
from services.admissions.domain.rules.units import known_unit
from shared.contracts.movement import MEMBERS, Place, Standing
from shared.contracts.recorded import recorded
from shared.core.clock import Clock, today
from shared.core.text import Text
from shared.http.caller import Caller, Permission
from shared.ops.metrics import READ_ACCESSES
from shared.ports.access_log import Access, AccessLog
from shared.ports.event_store import EventStore
from shared.tree.organisation import Organisation

Tx = TypeVar("Tx")
PEOPLE_AT_ONCE = 500


class Here(Struct, frozen=True, kw_only=True):
    """Someone who stands in the register and not in the file."""

    person_id: str
    unit_id: str
    standing: Standing


class There(Struct, frozen=True, kw_only=True):
    """A line of the file that meets nobody, or more than one; `vi` and `en` say why. It repeats nothing of the line."""

    line: int
    vi: str
    en: str


class Differing(Struct, frozen=True, kw_only=True):
    """Someone in both, of whom `field` is not the same."""

    line: int
    person_id: str
    field: str
    here: str
    there: str


class ReconcileAnswer(Struct, frozen=True, kw_only=True):
    """`same`: how many agree in all that the file says. `position`: the log's end when it was read."""

    unit: str
    as_of: date
    position: int
    standings: tuple[Standing, ...]
    in_both: int
    same: int
    differing: tuple[Differing, ...]
    only_here: tuple[Here, ...]
    only_there: tuple[There, ...]


@dataclass(frozen=True, slots=True)
class Reconcile(Generic[Tx]):
    """Compares; of the file nothing is kept."""

    store: EventStore[Tx]
    work: Work[Tx]
    particulars: Particulars
    access_log: AccessLog
    clock: Clock
    scratch: MakeScratch
    limits: FolderLimits

    def receive(self) -> Spool:
        """Where the bytes of a file are put as they come."""
        return Spool(self.scratch())

    def compare(
        self, upload: Spool, caller: Caller, unit_id: str, *, as_of: date | None, why: str | None
    ) -> ReconcileAnswer:
        """The unit's subtree on the date's tree beside the file, for members and every standing that the file names.

        Who is matched by name and birth date is told only to those allowed names. Raises Forbidden, NotFound,
        Malformed listing every fault of the file, Unavailable.
        """
        try:
            caller.require(Permission.READ)
            now, organisation = self.clock(), self.work.organisation()
            on = as_of or today(now)
            Reach(caller, organisation, today(now)).require(unit_id)
            known_unit(organisation, unit_id)
            rows = read_outside(measured(upload.opened), self.limits)
        finally:
            upload.close()
        if any(row.person_ref is None for row in rows):
            caller.require(Permission.NAMES)
        self.access_log.record(
            Access(
                at=now,
                officer_id=caller.officer_id,
                office=caller.office,
                unit_id=unit_id,
                person_id=None,
                what="register reconciled",
                why=why,
            )
        )
        READ_ACCESSES.labels(service="admissions").inc()
        standings = MEMBERS | {row.standing for row in rows}
        position = self.store.head().position
        register = _Register(dict(self._people(organisation, unit_id, on, standings)))
        if any(row.person_ref is None for row in rows):
            register.know_names(self._names(list(register.places)))
        return _compared(register, rows, self.particulars, unit_id, (on, position, tuple(sorted(standings))))

    def _people(
        self, organisation: Organisation, unit_id: str, on: date, standings: frozenset[Standing]
    ) -> Iterator[tuple[str, Place]]:
        units = organisation.tree(on).subtree(unit_id)
        everyone = iter(sorted({one for unit in units for one in self.work.people_of(unit)}))
        while some := list(islice(everyone, PEOPLE_AT_ONCE)):
            for person_id, file in self._files(some).items():
                place = file.state.place_at(on)
                if place is not None and place.unit_id in units and place.standing in standings:
                    yield person_id, place

    def _files(self, person_ids: Sequence[str]) -> Mapping[str, PersonFile]:
        streams = {person_stream(person_id): person_id for person_id in person_ids}
        found = self.store.read_streams(list(streams))
        return {
            streams[stream]: reduce(evolve_recorded, (recorded(event.value) for event in stored), EMPTY)
            for stream, stored in found.items()
        }

    def _names(self, person_ids: list[str]) -> Iterator[tuple[str, str, str]]:
        everyone = iter(person_ids)
        while some := list(islice(everyone, PEOPLE_AT_ONCE)):
            for person_id, held in self.particulars.open(self._files(some)).items():
                yield person_id, held.get(FULL_NAME, ""), held.get(BIRTH_DATE, "")


class _Register:
    """Who stands where by the log."""

    def __init__(self, places: dict[str, Place]) -> None:
        self.places = places
        self._named: dict[tuple[str, str], list[str]] = {}

    def know_names(self, names: Iterator[tuple[str, str, str]]) -> None:
        """Take names and birth dates: (person id, name, date)."""
        for person_id, name, born in names:
            self._named.setdefault((_plain(name), born), []).append(person_id)

    def matches(self, row: OutsideRow, particulars: Particulars) -> list[str]:
        """Whom a row may mean."""
        if row.person_ref is not None:
            found = particulars.person_ids([row.person_ref])[row.person_ref]
            return [found] if found in self.places else []
        assert row.full_name is not None
        assert row.birth_date is not None
        return self._named.get((_plain(row.full_name), row.birth_date.isoformat()), [])


def _compared(
    register: _Register,
    rows: Sequence[OutsideRow],
    particulars: Particulars,
    unit_id: str,
    about: tuple[date, int, tuple[Standing, ...]],
) -> ReconcileAnswer:
    differing: list[Differing] = []
    only_there: list[There] = []
    met: dict[str, int] = {}
    same = 0
    for row in rows:
        found = register.matches(row, particulars)
        why = _unmatched(found, met)
        if why is not None:
            only_there.append(There(line=row.line, vi=why.vi, en=why.en))
            continue
        met[found[0]] = row.line
        differences = _differences(row, found[0], register.places[found[0]])
        differing += differences
        same += not differences
    on, position, standings = about
    return ReconcileAnswer(
        unit=unit_id,
        as_of=on,
        position=position,
        standings=standings,
        in_both=len(met),
        same=same,
        differing=tuple(differing),
        only_here=tuple(
            Here(person_id=person_id, unit_id=place.unit_id, standing=place.standing)
            for person_id, place in sorted(register.places.items())
            if person_id not in met
        ),
        only_there=tuple(only_there),
    )


def _unmatched(found: list[str], met: Mapping[str, int]) -> Text | None:
    if not found:
        return Text(vi="Không có trong sổ của tổ chức này.", en="Not in this unit's register.")
    if len(found) > 1:
        return Text(
            vi="Trong sổ có nhiều người cùng họ tên và ngày sinh; dùng person_ref.",
            en="The register has several of this name and birth date; use person_ref.",
        )
    if found[0] in met:
        line = met[found[0]]
        return Text(vi=f"Cùng một người với dòng {line}.", en=f"The same person as in line {line}.")
    return None


def _differences(row: OutsideRow, person_id: str, place: Place) -> list[Differing]:
    said = [("standing", place.standing.value, row.standing.value), ("unit_id", place.unit_id, row.unit_id)]
    return [
        Differing(line=row.line, person_id=person_id, field=field, here=here, there=there)
        for field, here, there in said
        if there is not None and there != here
    ]


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()
