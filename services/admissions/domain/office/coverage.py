"""Where too few people hold offices: cells for which no three persons can prepare, check and sign a dossier (design 9).

Asked of the organisation as it stands, or as it would stand with a policy that is not published yet.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from services.admissions.domain.policy.in_force import policies_on
from services.admissions.domain.rules.bodies import bodies_able
from services.admissions.domain.rules.separation import Capacity, Pair, pairs_of
from services.admissions.domain.rules.units import grassroots_committee, path
from shared.tree.offices import Office
from shared.tree.organisation import Organisation
from shared.tree.roles import WHOLE_REGISTRY, Permission, permissions_of

DISTINCT = "distinct"
People = frozenset[str]
Needed = tuple[tuple[Capacity, People], ...]
"""For each duty of a dossier, who may take it on; of each no more people than there are duties, which is enough."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortage:
    """A cell whose dossiers cannot be decided: duties that nobody holds, or `distinct`: too few different people."""

    unit_id: str
    lacking: tuple[str, ...]


def too_few(organisation: Organisation, on: date, within: Collection[str] | None = None) -> tuple[Shortage, ...]:
    """The open cells, of `within` or of all, for which too few people hold offices on a day, by id. Source: design 9.

    The policies are those of `organisation` on that day: give one with a draft applied to judge the draft.
    """
    held = _by_unit(organisation, on)
    scoped = {policy.scope_unit_id for _, policy in organisation.policies() if policy.scope_unit_id is not None}
    pairs: dict[tuple[str, ...], frozenset[Pair]] = {}
    found = []
    for unit in organisation.tree(on).units.values():
        if not unit.is_cell or not unit.open_on(on) or (within is not None and unit.unit_id not in within):
            continue
        above = tuple(each.unit_id for each in path(organisation, unit.unit_id, on))
        scopes = tuple(each for each in above if each in scoped)
        if scopes not in pairs:
            pairs[scopes] = pairs_of(policies_on(organisation, unit.unit_id, on).codes("separation"))
        lacking = _lacking(_needed(organisation, unit.unit_id, on, above, held), pairs[scopes])
        if lacking:
            found.append(Shortage(unit_id=unit.unit_id, lacking=lacking))
    return tuple(sorted(found, key=lambda each: each.unit_id))


def _by_unit(organisation: Organisation, on: date) -> dict[str, list[Office]]:
    found: dict[str, list[Office]] = {}
    for office in organisation.offices.all(on):
        # Who stands in for another acts with the same hands: a delegation adds nobody.
        if not office.chain:
            found.setdefault(office.unit_id, []).append(office)
    return found


def _needed(
    organisation: Organisation, cell_id: str, on: date, above: Sequence[str], held: Mapping[str, Sequence[Office]]
) -> Needed:
    """Who may take on each duty of the cell's dossiers. Checking and signing is for offices at a deciding body."""
    competent = bodies_able(organisation, "competent", cell_id, on)
    deciding = above[above.index(competent[0].unit_id) :] if competent else []
    committee = grassroots_committee(organisation, cell_id, on)
    found: list[tuple[Capacity, Permission, Sequence[str]]] = [
        (Capacity.PREPARED, Permission.WRITE, above),
        (Capacity.CELL_VOTE, Permission.WRITE, above),
        (Capacity.CHECKED, Permission.CHECK, deciding),
        (Capacity.SIGNED, Permission.SIGN, deciding),
    ]
    if committee is not None:
        found.append((Capacity.GRASSROOTS_VOTE, Permission.WRITE, above[above.index(committee.unit_id) :]))

    def people(permission: Permission, units: Iterable[str]) -> People:
        able = [each for unit_id in (*units, WHOLE_REGISTRY) for each in held.get(unit_id, ())]
        names = {
            organisation.offices.identity(each.officer_id) for each in able if permission in permissions_of(each.role)
        }
        return frozenset(sorted(names)[: len(found)])

    return tuple((duty, people(permission, units)) for duty, permission, units in found)


@lru_cache(maxsize=1024)
def _lacking(needed: Needed, pairs: frozenset[Pair]) -> tuple[str, ...]:
    empty = tuple(duty.value for duty, people in needed if not people)
    return empty or (() if _assigned(needed, pairs, {}) else (DISTINCT,))


def _assigned(needed: Needed, pairs: frozenset[Pair], taken: Mapping[Capacity, str]) -> bool:
    """Whether each duty can be given to someone so that nobody holds two that are kept apart."""
    if not needed:
        return True
    (duty, people), rest = needed[0], needed[1:]
    return any(
        _assigned(rest, pairs, {**taken, duty: person})
        for person in sorted(people)
        if not any(who == person and frozenset({duty, other}) in pairs for other, who in taken.items())
    )
