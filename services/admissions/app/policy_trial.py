"""A draft policy tried on history: who is concerned, read from the log, and the cases that would have gone otherwise.

Nothing is written but that it was read.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from functools import reduce
from typing import Generic, TypeVar

from msgspec import Struct

from services.admissions.app.authority import Reach
from services.admissions.app.files import EMPTY, PersonFile, evolve_recorded, person_stream
from services.admissions.app.particulars import Particulars
from services.admissions.app.policy_acts import require_lawgiver
from services.admissions.app.ports import Work
from services.admissions.app.two_histories import Histories, Life, Parting, outcome
from services.admissions.domain.policy.commands import PublishPolicy
from services.admissions.domain.policy.decide import decide_policy
from services.admissions.domain.rules.refusals import Rule, refusal
from services.admissions.domain.rules.units import known_unit
from shared.contracts.codec import decode_envelope
from shared.contracts.data import replaced
from shared.contracts.recorded import Recorded, recorded
from shared.contracts.registry import event_name
from shared.contracts.topics import ORGANISATION
from shared.core.clock import Clock, today
from shared.core.errors import Refusal
from shared.core.text import Text
from shared.http.caller import Caller, Permission
from shared.ports.access_log import Access, AccessLog
from shared.ports.event_store import EventStore
from shared.ports.outbox import Outbox
from shared.tree.organisation import Organisation

Tx = TypeVar("Tx")
PEOPLE_MAX = 50_000
TOO_MANY = Rule("policy-trial-too-large", "Quy ước của sổ; design 10 (everything has a limit)")
"""Both histories of everyone are held in memory while they are compared."""


class TrialCase(Struct, frozen=True, kw_only=True):
    """A fact that would have gone otherwise. `was`, `would_be`: the outcome, or `refused_by` a rule.

    `follows`: not by the draft's own words, but because an earlier case of the same person left nothing to build on.
    """

    person_id: str
    position: int
    unit_id: str | None
    fact: str
    effective_on: date
    was: str
    would_be: str
    rule: str | None
    source: str | None
    what_vi: str | None
    what_en: str | None
    follows: bool


class RuleCount(Struct, frozen=True, kw_only=True):
    """How many cases a rule would have made; null: no refusal, another outcome."""

    rule: str | None
    cases: int


class TrialView(Struct, frozen=True, kw_only=True):
    """What a draft would have changed, cases by (date, position). `undecidable`: erased, so age and the like are gone.

    `not_repeatable`: facts that the rules in force do not give again (an outside register's, say): not compared.
    """

    unit_id: str
    since: date
    policy_id: str
    in_force_from: date
    people: int
    facts_judged: int
    by_rule: tuple[RuleCount, ...]
    cases: tuple[TrialCase, ...]
    undecidable: tuple[str, ...]
    not_repeatable: int


class PolicyTrial(Generic[Tx]):
    """Raises Refusal (the draft, or too many people), Malformed, Forbidden, Unavailable."""

    def __init__(
        self,
        store: EventStore[Tx],
        outbox: Outbox,
        work: Work[Tx],
        particulars: Particulars,
        access_log: AccessLog,
        *,
        clock: Clock,
    ) -> None:
        self._store = store
        self._outbox = outbox
        self._work = work
        self._particulars = particulars
        self._access_log = access_log
        self._clock = clock

    def attempt(self, caller: Caller, command: PublishPolicy, unit_id: str, since: date) -> TrialView:
        """Everyone who ever stood in the unit's subtree, from `since` on, under the draft.

        A draft that begins later is tried as if it began on `since`, in place of what its chain held from then on.
        """
        now = self._clock()
        day, organisation = today(now), self._work.fresh_organisation()
        reach = Reach(caller, organisation, day)
        require_lawgiver(reach, organisation, command.scope_unit_id, day)
        caller.require(Permission.READ)
        known_unit(organisation, unit_id, day)
        reach.require(unit_id)
        (event,) = decide_policy(organisation, command)
        draft = replaced(event, effective_on=min(event.effective_on, since))
        people = self._people(organisation, unit_id, day)
        self._access_log.record(
            Access(
                at=now,
                officer_id=caller.officer_id,
                office=caller.office,
                unit_id=caller.unit_id,
                person_id=None,
                what=f"policy trial in {unit_id}",
                why=f"policy {draft.policy_id}",
            )
        )
        histories = Histories(
            draft=draft,
            since=since,
            moved=event.effective_on > since,
            lives={person_id: Life() for person_id in people},
            clear_of=lambda person_id, file: self._particulars.open({person_id: file}).get(person_id, {}),
            file_before=self._file_before,
        )
        for one in self._events(histories.lives):
            histories.take(one)
        return view(histories, unit_id)

    def _people(self, organisation: Organisation, unit_id: str, day: date) -> list[str]:
        found: set[str] = set()
        for each in organisation.tree(day).subtree(unit_id):
            found |= self._work.people_of(each)
            if len(found) > PEOPLE_MAX:
                raise too_large(len(found))
        return sorted(found)

    def _events(self, lives: Mapping[str, Life]) -> Iterator[Recorded]:
        """The organisation's events and those of these people, in the order of the log."""
        for stored in self._outbox.read_all():
            if stored.topic == ORGANISATION or decode_envelope(stored.value).subject in lives:
                yield recorded(stored.value)

    def _file_before(self, person_id: str, position: int) -> PersonFile:
        events = (recorded(stored.value) for stored in self._store.read_stream(person_stream(person_id)))
        return reduce(evolve_recorded, (one for one in events if one.envelope.position < position), EMPTY)


def too_large(people: int) -> Refusal:
    """A trial is of as many people as fit in memory twice. Source: design 10."""
    return refusal(
        TOO_MANY,
        Text(
            vi=f"Phạm vi này có ít nhất {people} người; một lần xét thử tối đa {PEOPLE_MAX} người.",
            en=f"At least {people} people are in this subtree; one trial is of {PEOPLE_MAX} at most.",
        ),
        Text(vi="Chọn một đơn vị nhỏ hơn (unit).", en="Choose a smaller unit (unit)."),
        where="unit",
        values={"people_max": PEOPLE_MAX},
    )


def _case(parting: Parting) -> TrialCase:
    envelope, data = parting.recorded.envelope, parting.fact
    refused = parting.would if isinstance(parting.would, Refusal) else None
    return TrialCase(
        person_id=envelope.subject,
        position=envelope.position,
        unit_id=data.unit_id,
        fact=data.step or event_name(envelope.type),
        effective_on=data.effective_on,
        was=outcome(data),
        would_be="refused_by" if isinstance(parting.would, Refusal) else outcome(parting.would),
        rule=None if refused is None else refused.code,
        source=None if refused is None else refused.source,
        what_vi=None if refused is None else refused.what.vi,
        what_en=None if refused is None else refused.what.en,
        follows=parting.follows,
    )


def view(histories: Histories, unit_id: str) -> TrialView:
    """What a run found: cases by date, of those who can still be judged."""
    erased = sorted(person_id for person_id, life in histories.lives.items() if life.file.state.erased)
    decidable = [each for each in histories.partings if each.recorded.envelope.subject not in erased]
    cases = sorted(map(_case, decidable), key=lambda case: (case.effective_on, case.position))
    counts = Counter(case.rule for case in cases)
    return TrialView(
        unit_id=unit_id,
        since=histories.since,
        policy_id=histories.draft.policy_id,
        in_force_from=histories.draft.effective_on,
        people=len(histories.lives),
        facts_judged=histories.judged,
        by_rule=tuple(RuleCount(rule=rule, cases=counts[rule]) for rule in sorted(counts, key=str)),
        cases=tuple(cases),
        undecidable=tuple(erased),
        not_repeatable=histories.not_repeatable,
    )
