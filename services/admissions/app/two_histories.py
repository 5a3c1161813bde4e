"""Two histories side by side from one log: as it was recorded, and as it would be under a draft policy.

In the first every fact stands as recorded; in the second each is decided again by the same functions under the draft,
on what the second history holds so far. Where they part a case is noted, and so is everything after it that then could
not stand: as if the same acts had been asked again.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from services.admissions.app.files import EMPTY, PersonFile, evolve_recorded
from services.admissions.app.particulars import BIRTH_DATE
from services.admissions.app.person_acts import people_of
from services.admissions.domain.person.commands import Correct, PersonCommand
from services.admissions.domain.person.context import Context
from services.admissions.domain.person.decide import decide
from services.admissions.domain.person.duties import keep_apart
from services.admissions.domain.person.retelling import command_of
from services.admissions.domain.person.state import INITIAL, PersonState, evolve
from shared.contracts.data import replaced
from shared.contracts.facts import PersonFact
from shared.contracts.organisation import PolicyPublished
from shared.contracts.recorded import Recorded
from shared.core.clock import parse_instant, today
from shared.core.dates import parse_date
from shared.core.errors import Refusal
from shared.core.stream import Position
from shared.tree.organisation import Organisation

ClearOf = Callable[[str, PersonFile], Mapping[str, str]]
"""A person's particulars in clear; none of an erased one."""
FileBefore = Callable[[str, int], PersonFile]
"""The file of somebody outside the trial, as the log had it before a position."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parting:
    """A fact that would have gone otherwise: as recorded, and what the draft makes of it: an event or a refusal.

    `follows`: the law in force would refuse it too, once an earlier case left nothing to build on.
    """

    recorded: Recorded
    fact: PersonFact
    would: PersonFact | Refusal
    follows: bool


@dataclass(slots=True, kw_only=True)
class Life:
    """One person in both histories. `parted`: they are no longer the same."""

    file: PersonFile = EMPTY
    tried: PersonState = INITIAL
    parted: bool = False
    sealed: Mapping[str, str] = field(default_factory=dict)
    clear: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True, kw_only=True)
class Histories:
    """Fed with the log by position: the organisation's events, and those of the people in `lives`.

    `moved`: the draft was to begin after `since` and is tried from then on, in place of its chain's later versions.
    `known`: the organisation as known so far; `lawful`: the same with the draft. `not_repeatable`: facts that the rules
    in force do not give again (of an outside register, say); they stand as recorded.
    """

    draft: PolicyPublished
    since: date
    moved: bool
    lives: dict[str, Life]
    clear_of: ClearOf
    file_before: FileBefore
    known: Organisation = field(default_factory=Organisation)
    lawful: Organisation = field(default_factory=Organisation)
    begun: bool = False
    judged: int = 0
    not_repeatable: int = 0
    partings: list[Parting] = field(default_factory=list)

    def take(self, one: Recorded) -> None:
        """The next event of the log. Positions MUST rise."""
        life = self.lives.get(one.envelope.subject)
        if life is None:
            self._learn(one)
        elif isinstance(one.data, PersonFact):
            if not self.begun:
                self.begun = True
                self.lawful.apply(self.known.position, self.draft.policy_id, self.draft)
            self._judge(life, one, one.data)
        else:
            life.file = evolve_recorded(life.file, one)
            if not life.parted:
                life.tried = life.file.state

    def _learn(self, one: Recorded) -> None:
        """The organisation grows in both histories; in the second the draft stands in for its own chain's versions."""
        position, subject, data = Position(one.envelope.position), one.envelope.subject, one.data
        self.known.apply(position, subject, data)
        if isinstance(data, PolicyPublished) and data.policy_id == self.draft.policy_id:
            begins = self.draft.effective_on
            if data.effective_on == begins or (self.moved and data.effective_on > begins):
                data = None
        self.lawful.apply(position, subject, data)

    def _judge(self, life: Life, one: Recorded, data: PersonFact) -> None:
        """Both histories take the fact: the one as recorded, the other as it would have been decided."""
        before, tried = life.file.state, life.tried
        life.file = evolve_recorded(life.file, one)
        clear = self._clear(life, one)
        command = command_of(data, before, clear)
        on = data.effective_on if command is None or isinstance(command, Correct) else command.effective_on
        if on < self.since and not life.parted:
            life.tried = life.file.state
            return
        context = self._context(one, command, clear)
        again = None if command is None else decided(before, command, context)
        if command is None or not isinstance(again, PersonFact) or not alike(again, data):
            self._not_repeated(life, one, data)
            return
        self.judged += 1
        would = decided(tried, command, replace(context, organisation=self.lawful))
        if not isinstance(would, PersonFact):
            # Whether the law in force refuses it too, on what the second history holds: then the draft says nothing.
            follows = not isinstance(decided(tried, command, context), PersonFact)
            self.partings.append(Parting(recorded=one, fact=data, would=would, follows=follows))
            life.parted = True
            return
        life.tried = evolve(tried, one.envelope.position, would, live=context.live)
        if outcome(would) != outcome(data):
            self.partings.append(Parting(recorded=one, fact=data, would=would, follows=False))
        life.parted = life.parted or not alike(would, data)

    def _not_repeated(self, life: Life, one: Recorded, data: PersonFact) -> None:
        """A fact that cannot be judged again stands as recorded, where the second history has a place for it."""
        self.not_repeatable += 1
        if not life.parted:
            life.tried = life.file.state
        elif not data.movements:
            life.tried = evolve(life.tried, one.envelope.position, data, live=one.envelope.batchid is None)

    def _clear(self, life: Life, one: Recorded) -> Mapping[str, str]:
        """The person's particulars as known so far, opened once for each event that seals some."""
        if life.sealed is not life.file.sealed:
            life.sealed = life.file.sealed
            life.clear = self.clear_of(one.envelope.subject, life.file)
        return life.clear

    def _context(self, one: Recorded, command: PersonCommand | None, clear: Mapping[str, str]) -> Context:
        born = clear.get(BIRTH_DATE)
        return Context(
            organisation=self.known,
            today=today(parse_instant(one.envelope.time)),
            birth_date=None if born is None else parse_date(born),
            live=one.envelope.batchid is None,
            person_id=one.envelope.subject,
            others={each: self._other(each, one) for each in (() if command is None else people_of(command))},
            sealed=clear,
        )

    def _other(self, person_id: str, one: Recorded) -> PersonState:
        life = self.lives.get(person_id)
        return (life.file if life is not None else self.file_before(person_id, one.envelope.position)).state


def decided(state: PersonState, command: PersonCommand, context: Context) -> PersonFact | Refusal:
    """What the domain says: as in decide_act, but for who may reach what, which no policy changes."""
    try:
        (event,) = decide(state, command, context)
        keep_apart(state, event, context.person_id, context)
    except Refusal as refused:
        return refused
    return event


def alike(one: PersonFact, other: PersonFact) -> bool:
    """Whether two events say the same, whatever policy they name."""
    return type(one) is type(other) and _core(one) == _core(other)


def outcome(data: PersonFact) -> str:
    """What came of a fact: its outcome code, or that it is recorded."""
    return str(getattr(data, "outcome", None) or "recorded")


def _core(data: PersonFact) -> PersonFact:
    return replaced(data, policy=None, body_unit_id=None)
