"""The fold of offices: who holds which role over which subtree, on which dates, by whose delegation; on two clocks.

Doors ask it who may act today; work queues ask it whose desk a task lies on; the separation of duties, who is who.
"""

from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from shared.contracts.offices import (
    DelegationEnded,
    DelegationGranted,
    OfficeEnded,
    OfficeGranted,
    OfficeProposed,
    OfficerRegistered,
)
from shared.core.stream import Position
from shared.tree.merges import Merges
from shared.tree.roles import PROVINCE_ROLE, WHOLE_REGISTRY
from shared.tree.tree import Tree

OfficeFact = OfficerRegistered | OfficeProposed | OfficeGranted | OfficeEnded | DelegationGranted | DelegationEnded
END = Position(2**62)
"""Known at this position: everything that has been recorded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """An office, or a delegation of one, as known at a position. `first` and `last` belong to it; `last` None: open.

    `chain`: through whom it is held (officer ids, nearest first; empty for the office itself). `rests_on`: its own id,
    then what it was delegated from, down to the office.
    """

    office_id: str
    officer_id: str
    role: str
    unit_id: str
    first: date
    last: date | None
    rests_on: tuple[str, ...]
    chain: tuple[str, ...] = ()

    def in_force(self, on: date) -> bool:
        """Whether it is held on a day."""
        return self.first <= on and (self.last is None or on <= self.last)

    def covers(self, unit_id: str, tree: Tree) -> bool:
        """Whether a unit counts in its subtree on a tree."""
        return self.unit_id == WHOLE_REGISTRY or (unit_id != WHOLE_REGISTRY and tree.within(unit_id, self.unit_id))


@dataclass(slots=True)
class _Given:
    """What was stated about one office or delegation; `ended`: first days without it, as they became known."""

    position: Position
    fact: OfficeGranted | DelegationGranted
    ended: list[tuple[Position, date]] = field(default_factory=list)


@dataclass(slots=True)
class _Account:
    """What was stated about one officer."""

    position: Position
    founder: bool
    persons: list[tuple[Position, str]] = field(default_factory=list)


class Offices:
    """Grows by `apply`; every question says as known at which position: it may have grown past that.

    `merges`: who was recorded twice, as far as whoever keeps this is told.
    """

    def __init__(self) -> None:
        self.merges = Merges()
        self._accounts: dict[str, _Account] = {}
        self._given: dict[str, _Given] = {}
        self._by_officer: dict[str, list[str]] = {}
        self._by_unit: dict[str, list[str]] = {}
        self._proposed: dict[str, list[tuple[Position, OfficeProposed]]] = {}
        self._since: list[tuple[Position, date]] = []

    def apply(self, position: Position, data: OfficeFact) -> None:
        """Take one event, by position."""
        match data:
            case OfficerRegistered():
                account = self._accounts.setdefault(data.officer_id, _Account(position, data.founder))
                if data.person_id is not None:
                    account.persons.append((position, data.person_id))
            case OfficeProposed():
                self._proposed.setdefault(data.office_id, []).append((position, data))
            case OfficeGranted():
                self._give(data.office_id, data.officer_id, _Given(position, data))
            case DelegationGranted():
                self._give(data.delegation_id, data.officer_id, _Given(position, data))
            case OfficeEnded(office_id=given_id) | DelegationEnded(delegation_id=given_id):
                if given_id in self._given:
                    self._given[given_id].ended.append((position, data.effective_on))

    def knowing(self, merges: Merges) -> "Offices":
        """The same offices for whoever learns elsewhere than here who was recorded twice."""
        told = copy(self)
        told.merges = merges
        return told

    def _give(self, given_id: str, officer_id: str, given: _Given) -> None:
        if given_id in self._given:
            return
        self._given[given_id] = given
        held = self.office(given_id, given.position)
        if held is None:
            return
        self._by_officer.setdefault(officer_id, []).append(given_id)
        self._by_unit.setdefault(held.unit_id, []).append(given_id)
        if isinstance(given.fact, OfficeGranted):
            since = max(given.fact.effective_on, given.fact.granted_on)
            if not self._since or since < self._since[-1][1]:
                self._since.append((given.position, since))

    def registered(self, officer_id: str, known: Position = END) -> bool:
        """Whether the officer may hold offices."""
        account = self._accounts.get(officer_id)
        return account is not None and account.position <= known

    def persons(self, officer_id: str, known: Position = END) -> frozenset[str]:
        """The members on record to whom the account is bound; none when it is bound to nobody."""
        account = self._accounts.get(officer_id)
        found = () if account is None else account.persons
        return frozenset(person_id for position, person_id in found if position <= known)

    def identity(self, officer_id: str, known: Position = END) -> str:
        """Who acts through an account: the member where it is bound, so that two accounts of one person are one."""
        bound = (self.identity_of(person_id, known) for person_id in self.persons(officer_id, known))
        return min(bound, default=f"officer:{officer_id}")

    def identity_of(self, person_id: str, known: Position = END) -> str:
        """Who a member on record is: `person:<id>` of the record that goes on, so that two records of one are one."""
        return f"person:{self.merges.goes_on(person_id, known)}"

    def founders(self, known: Position = END) -> tuple[str, ...]:
        """The first people, as the genesis act names them, in its order."""
        found = ((a.position, officer) for officer, a in self._accounts.items() if a.founder and a.position <= known)
        return tuple(officer for _, officer in sorted(found))

    def proposal(self, office_id: str, known: Position = END) -> OfficeProposed | None:
        """The newest proposal of an office."""
        found = [data for position, data in self._proposed.get(office_id, ()) if position <= known]
        return found[-1] if found else None

    def office(self, office_id: str, known: Position = END) -> Office | None:
        """An office or a delegation, however it stands; None when it was not known, or rests on nothing known."""
        return self._resolve(office_id, known, frozenset())

    def _resolve(self, given_id: str, known: Position, seen: frozenset[str]) -> Office | None:
        given = self._given.get(given_id)
        if given is None or given.position > known or given_id in seen:
            return None
        last = _earliest(given.fact.until, *(day - timedelta(days=1) for at, day in given.ended if at <= known))
        if isinstance(given.fact, OfficeGranted):
            fact = given.fact
            return Office(
                office_id=given_id,
                officer_id=fact.officer_id,
                role=fact.role,
                unit_id=fact.unit_id,
                first=fact.effective_on,
                last=last,
                rests_on=(given_id,),
            )
        held = self._resolve(given.fact.office_id, known, seen | {given_id})
        if held is None:
            return None
        return replace(
            held,
            office_id=given_id,
            officer_id=given.fact.officer_id,
            first=max(held.first, given.fact.effective_on),
            last=_earliest(held.last, last),
            rests_on=(given_id, *held.rests_on),
            chain=(held.officer_id, *held.chain),
        )

    def of_officer(self, officer_id: str, known: Position = END) -> Iterator[Office]:
        """Everything that was ever given to an officer, those held in their own right first."""
        found = (self.office(given_id, known) for given_id in self._by_officer.get(officer_id, ()))
        return iter(sorted((each for each in found if each is not None), key=lambda each: len(each.chain)))

    def all(self, on: date, known: Position = END) -> Iterator[Office]:
        """Every office and delegation in force on a day, by id."""
        found = (self.office(given_id, known) for given_id in sorted(self._given))
        return (each for each in found if each is not None and each.in_force(on))

    def offices_for(self, unit_id: str, role: str, on: date, tree: Tree, known: Position = END) -> tuple[Office, ...]:
        """Who holds a role for a unit on a day, nearest unit first: on whose desk its work lies. Empty: nobody."""
        levels = [*tree.path(unit_id), WHOLE_REGISTRY]
        given = (given_id for level in levels for given_id in self._by_unit.get(level, ()))
        found = (self.office(given_id, known) for given_id in given)
        held = [each for each in found if each is not None and each.role == role and each.in_force(on)]
        return tuple(sorted(held, key=lambda each: (levels.index(each.unit_id), len(each.chain), each.office_id)))

    def established_on(self, known: Position = END) -> date | None:
        """Since when offices of the log, and no longer claims alone, give authority: the first office in force.

        An office that is given for days already past is in force from the day of the act.
        """
        return next((since for position, since in reversed(self._since) if position <= known), None)

    def founding(self, on: date, known: Position = END) -> bool:
        """Whether fewer than two people hold the province's office on a day: the first people then give offices."""
        held = (each for each in self.all(on, known) if each.role == PROVINCE_ROLE and not each.chain)
        return len({self.identity(each.officer_id, known) for each in held}) < 2

    def established(self, on: date, known: Position = END) -> bool:
        """Whether offices of the log alone give authority on a day."""
        since = self.established_on(known)
        return since is not None and since <= on


def _earliest(*days: date | None) -> date | None:
    return min((day for day in days if day is not None), default=None)
