"""Who may be recorded twice, within a caller's reach: by match tokens, which say equal or not and nothing else."""

from dataclasses import dataclass
from functools import reduce
from typing import Generic, TypeVar

from msgspec import Struct

from services.admissions.app.authority import Reach, unit_of
from services.admissions.app.files import EMPTY, evolve_recorded, person_stream
from services.admissions.app.matching import STRONG, Likeness
from services.admissions.app.ports import Alike, Work
from services.admissions.domain.person.state import PersonState
from services.admissions.domain.rules.units import known_unit
from shared.contracts.recorded import recorded
from shared.core.clock import Clock, today
from shared.http.caller import Caller, Permission
from shared.ports.event_store import EventStore
from shared.tree.organisation import Organisation

Tx = TypeVar("Tx")
PAIRS_READ_MAX = 1_000
NAMES = {likeness: likeness.name.lower() for likeness in Likeness}


class Pair(Struct, frozen=True, kw_only=True):
    """Two records that may be of one person. `likeness`: name_and_date, short_name_and_date or name_and_year."""

    person_id: str
    unit_id: str | None
    other_id: str
    other_unit_id: str | None
    likeness: str


class DuplicatesAnswer(Struct, frozen=True, kw_only=True):
    """Pairs of which at least one stands in the unit's subtree, the likest first; `more`: not all were looked at."""

    unit: str
    pairs: tuple[Pair, ...]
    more: bool


@dataclass(frozen=True, slots=True)
class Duplicates(Generic[Tx]):
    """Looks for them. Records that are merged or erased are no duplicates any more."""

    store: EventStore[Tx]
    work: Work[Tx]
    clock: Clock

    def pairs(self, caller: Caller, unit_id: str, *, weak: bool) -> DuplicatesAnswer:
        """The pairs of a unit's subtree; `weak`: also those of equal name and year alone.

        Both records must be within the caller's reach. Raises Forbidden, Refusal when the unit is unknown.
        """
        caller.require(Permission.READ)
        organisation, day = self.work.organisation(), today(self.clock())
        reach = Reach(caller, organisation, day)
        reach.require(known_unit(organisation, unit_id).unit_id)
        subtree = organisation.tree(day).subtree(unit_id)
        found = self.work.pairs_alike(list(Likeness) if weak else list(STRONG), PAIRS_READ_MAX)
        states = self._states({person_id for pair in found for person_id in pair[:2]})
        shown = (self._shown(pair, states, reach) for pair in found)
        return DuplicatesAnswer(
            unit=unit_id,
            pairs=tuple(
                pair for pair in shown if pair is not None and {pair.unit_id, pair.other_unit_id} & set(subtree)
            ),
            more=len(found) >= PAIRS_READ_MAX,
        )

    def like(self, caller: Caller, person_id: str, organisation: Organisation, tokens: tuple[str, ...]) -> list[str]:
        """Who else, within reach, is recorded with one of a person's strong tokens."""
        strong = [token for likeness, token in enumerate(tokens) if likeness in STRONG]
        found = self.work.alike(strong).values() if strong else ()
        others = sorted({other for holding in found for other in holding} - {person_id})
        reach = Reach(caller, organisation, today(self.clock()))
        states = self._states(set(others))
        return [other for other in others if _counts(states[other]) and reach.covers(unit_of(states[other]))]

    def _states(self, person_ids: set[str]) -> dict[str, PersonState]:
        streams = {person_stream(person_id): person_id for person_id in sorted(person_ids)}
        read = self.store.read_streams(list(streams))
        return {
            person_id: reduce(evolve_recorded, (recorded(event.value) for event in read[stream]), EMPTY).state
            for stream, person_id in streams.items()
        }

    def _shown(self, pair: Alike, states: dict[str, PersonState], reach: Reach) -> Pair | None:
        one, other = states[pair.person_id], states[pair.other_id]
        if not (_counts(one) and _counts(other) and reach.covers(unit_of(one)) and reach.covers(unit_of(other))):
            return None
        return Pair(
            person_id=pair.person_id,
            unit_id=unit_of(one),
            other_id=pair.other_id,
            other_unit_id=unit_of(other),
            likeness=NAMES[Likeness(pair.likeness)],
        )


def _counts(state: PersonState) -> bool:
    return state.merged_into is None and not state.erased
