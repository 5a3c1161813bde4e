"""A draft policy tried on history: each recorded fact judged again as if the draft had been in force.

Two histories run side by side from the log. In the first every fact stands as it was recorded; in the second each is
decided again by the same functions under the draft, on what the second history holds so far. Where they part, a case
is listed, and so is everything after it that then could not stand: as if the same acts had been asked again.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import reduce
from typing import Generic, TypeVar

from msgspec import Struct

from services.admissions.app.authority import Reach
from services.admissions.app.files import EMPTY, PersonFile, evolve_recorded, person_stream
from services.admissions.app.particulars import BIRTH_DATE, Particulars
from services.admissions.app.person_acts import people_of
from services.admissions.app.policy_acts import require_lawgiver
from services.admissions.app.ports import Work
from services.admissions.domain.person.commands import Correct, PersonCommand
from services.admissions.domain.person.context import Context
from services.admissions.domain.person.decide import decide
from services.admissions.domain.person.duties import keep_apart
from services.admissions.domain.person.retelling import command_of
from services.admissions.domain.person.state import INITIAL, PersonState, evolve
from services.admissions.domain.policy.commands import PublishPolicy
from services.admissions.domain.policy.decide import decide_policy
from services.admissions.domain.rules.refusals import Rule, refusal
from services.admissions.domain.rules.units import known_unit
from shared.contracts.codec import decode_envelope
from shared.contracts.data import replaced
from shared.contracts.facts import PersonFact
from shared.contracts.organisation import PolicyPublished
from shared.contracts.recorded import Recorded, recorded
from shared.contracts.registry import event_name
from shared.contracts.topics import ORGANISATION
from shared.core.clock import Clock, parse_instant, today
from shared.core.dates import parse_date
from shared.core.errors import Refusal
from shared.core.stream import Position
from shared.core.text import Text
from shared.http.caller import Caller, Permission
from shared.ports.access_log import Access, AccessLog
from shared.ports.event_store import EventStore
from shared.ports.outbox import Outbox
from shared.tree.organisation import Organisation

Tx = TypeVar("Tx")
PEOPLE_MAX = 50_000
TOO_MANY = Rule("policy-trial-too-large", "design 10 (everything has a limit)")
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


@dataclass(slots=True, kw_only=True)
class _Life:
    """One person in both histories. `parted`: they are no longer the same."""

    file: PersonFile = EMPTY
    tried: PersonState = INITIAL
    parted: bool = False
    sealed: Mapping[str, str] = field(default_factory=dict)
    clear: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True, kw_only=True)
class _Trial:
    """What a run holds. `known`: the organisation as known so far; `lawful`: the same with the draft.

    `moved`: the draft was to begin after `since` and is tried from then on.
    """

    draft: PolicyPublished
    moved: bool
    since: date
    lives: dict[str, _Life]
    known: Organisation = field(default_factory=Organisation)
    lawful: Organisation = field(default_factory=Organisation)
    begun: bool = False
    judged: int = 0
    not_repeatable: int = 0
    cases: list[TrialCase] = field(default_factory=list)


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
        moved = event.effective_on > since
        trial = _Trial(draft=draft, moved=moved, since=since, lives={person_id: _Life() for person_id in people})
        for one in self._events(trial.lives):
            self._take(trial, one)
        return _view(trial, unit_id)

    def _people(self, organisation: Organisation, unit_id: str, day: date) -> list[str]:
        found: set[str] = set()
        for each in organisation.tree(day).subtree(unit_id):
            found |= self._work.people_of(each)
            if len(found) > PEOPLE_MAX:
                raise too_large(len(found))
        return sorted(found)

    def _events(self, lives: Mapping[str, _Life]) -> Iterator[Recorded]:
        """The organisation's events and those of these people, in the order of the log."""
        for stored in self._outbox.read_all():
            if stored.topic == ORGANISATION or decode_envelope(stored.value).subject in lives:
                yield recorded(stored.value)

    def _take(self, trial: _Trial, one: Recorded) -> None:
        life = trial.lives.get(one.envelope.subject)
        if life is None:
            _learn(trial, one)
            return
        if not isinstance(one.data, PersonFact):
            life.file = evolve_recorded(life.file, one)
            if not life.parted:
                life.tried = life.file.state
            return
        if not trial.begun:
            trial.begun = True
            trial.lawful.apply(Position(trial.known.position), trial.draft.policy_id, trial.draft)
        self._judge(trial, life, one, one.data)

    def _judge(self, trial: _Trial, life: _Life, one: Recorded, data: PersonFact) -> None:
        """Both histories take the fact: the one as recorded, the other as it would have been decided."""
        position = one.envelope.position
        before, tried = life.file.state, life.tried
        life.file = evolve_recorded(life.file, one)
        clear = self._clear(life, one)
        command = command_of(data, before, clear)
        on = data.effective_on if command is None or isinstance(command, Correct) else command.effective_on
        if on < trial.since and not life.parted:
            life.tried = life.file.state
            return
        context = self._context(trial, one, command, clear)
        again = None if command is None else _decided(before, command, context)
        if command is None or not isinstance(again, PersonFact) or not _alike(again, data):
            self._not_repeated(trial, life, one, data)
            return
        trial.judged += 1
        would = _decided(tried, command, replace(context, organisation=trial.lawful))
        if isinstance(would, PersonFact):
            life.tried = evolve(tried, position, would)
            if life.parted or not _alike(would, data):
                life.parted = True
                if _outcome(would) != _outcome(data):
                    trial.cases.append(_case(one, data, would, follows=False))
            else:
                life.tried = life.file.state
            return
        trial.cases.append(_case(one, data, would, follows=self._follows(tried, command, context)))
        life.parted = True

    def _follows(self, tried: PersonState, command: PersonCommand, context: Context) -> bool:
        """Whether today's law would refuse it too, on what the second history holds: the draft itself says nothing."""
        return not isinstance(_decided(tried, command, context), PersonFact)

    def _not_repeated(self, trial: _Trial, life: _Life, one: Recorded, data: PersonFact) -> None:
        """A fact that cannot be judged again stands as recorded, where the second history has a place for it."""
        trial.not_repeatable += 1
        if not life.parted:
            life.tried = life.file.state
        elif not data.movements:
            life.tried = evolve(life.tried, one.envelope.position, data)

    def _clear(self, life: _Life, one: Recorded) -> Mapping[str, str]:
        """The person's particulars as known so far, opened once for each event that seals some."""
        if life.sealed is not life.file.sealed:
            person_id = one.envelope.subject
            life.sealed = life.file.sealed
            life.clear = self._particulars.open({person_id: life.file}).get(person_id, {})
        return life.clear

    def _context(
        self, trial: _Trial, one: Recorded, command: PersonCommand | None, clear: Mapping[str, str]
    ) -> Context:
        born = clear.get(BIRTH_DATE)
        named = () if command is None else people_of(command)
        return Context(
            organisation=trial.known,
            today=today(parse_instant(one.envelope.time)),
            birth_date=None if born is None else parse_date(born),
            live=one.envelope.batchid is None,
            person_id=one.envelope.subject,
            others={each: self._other(trial, each, one.envelope.position) for each in named},
            sealed=clear,
        )

    def _other(self, trial: _Trial, person_id: str, position: int) -> PersonState:
        """Somebody whom a fact names, as the log had them before it."""
        life = trial.lives.get(person_id)
        if life is not None:
            return life.file.state
        events = (recorded(stored.value) for stored in self._store.read_stream(person_stream(person_id)))
        return reduce(evolve_recorded, (one for one in events if one.envelope.position < position), EMPTY).state


def too_large(people: int) -> Refusal:
    """A trial is of as many people as fit in memory twice. Source: design 10."""
    return refusal(
        TOO_MANY,
        Text(
            vi=f"Phạm vi này có hơn {PEOPLE_MAX} người ({people}…).",
            en=f"More than {PEOPLE_MAX} people are in this subtree ({people}…).",
        ),
        Text(vi="Chọn đơn vị nhỏ hơn.", en="Choose a smaller unit."),
        where="unit",
        values={"people_max": PEOPLE_MAX},
    )


def _learn(trial: _Trial, one: Recorded) -> None:
    """The organisation grows in both histories; in the second the draft stands in for its own chain's versions."""
    position, subject, data = Position(one.envelope.position), one.envelope.subject, one.data
    trial.known.apply(position, subject, data)
    if isinstance(data, PolicyPublished) and data.policy_id == trial.draft.policy_id:
        begins = trial.draft.effective_on
        if data.effective_on == begins or (trial.moved and data.effective_on > begins):
            trial.lawful.apply(position, subject, None)
            return
    trial.lawful.apply(position, subject, data)


def _decided(state: PersonState, command: PersonCommand, context: Context) -> PersonFact | Refusal:
    """What the domain says: as in decide_act, but for who may reach what, which no policy changes."""
    try:
        (event,) = decide(state, command, context)
        keep_apart(state, event, context.person_id, context)
    except Refusal as refused:
        return refused
    return event


def _alike(one: PersonFact, other: PersonFact) -> bool:
    """Whether they say the same, whatever policy they name and whatever they state again."""
    return type(one) is type(other) and _core(one) == _core(other)


def _core(data: PersonFact) -> PersonFact:
    return replaced(data, policy=None, body_unit_id=None)


def _outcome(data: PersonFact) -> str:
    return str(getattr(data, "outcome", None) or "recorded")


def _case(one: Recorded, data: PersonFact, would: PersonFact | Refusal, *, follows: bool) -> TrialCase:
    refused = would if isinstance(would, Refusal) else None
    return TrialCase(
        person_id=one.envelope.subject,
        position=one.envelope.position,
        unit_id=data.unit_id,
        fact=data.step or event_name(one.envelope.type),
        effective_on=data.effective_on,
        was=_outcome(data),
        would_be="refused_by" if isinstance(would, Refusal) else _outcome(would),
        rule=None if refused is None else refused.code,
        source=None if refused is None else refused.source,
        what_vi=None if refused is None else refused.what.vi,
        what_en=None if refused is None else refused.what.en,
        follows=follows,
    )


def _view(trial: _Trial, unit_id: str) -> TrialView:
    cases = sorted(trial.cases, key=lambda case: (case.effective_on, case.position))
    counts: dict[str | None, int] = {}
    for case in cases:
        counts[case.rule] = counts.get(case.rule, 0) + 1
    erased = sorted(person_id for person_id, life in trial.lives.items() if life.file.state.erased)
    return TrialView(
        unit_id=unit_id,
        since=trial.since,
        policy_id=trial.draft.policy_id,
        in_force_from=trial.draft.effective_on,
        people=len(trial.lives),
        facts_judged=trial.judged,
        by_rule=tuple(RuleCount(rule=rule, cases=counts[rule]) for rule in sorted(counts, key=str)),
        cases=tuple(case for case in cases if case.person_id not in erased),
        undecidable=tuple(erased),
        not_repeatable=trial.not_repeatable,
    )
