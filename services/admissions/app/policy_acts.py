"""Policies asked about and published: what holds where, what a draft would be refused for, and its publication."""

from collections.abc import Iterator
from datetime import date
from typing import Any, Generic, TypeVar

from msgspec import Struct

from services.admissions.app.authority import Reach
from services.admissions.app.handle import Ask, CommandHandler, Written
from services.admissions.app.opening import POLICY, genesis_events
from services.admissions.app.ports import Work
from services.admissions.app.staging import Decided
from services.admissions.domain.office.coverage import too_few
from services.admissions.domain.policy.commands import PublishPolicy
from services.admissions.domain.policy.decide import decide_policy
from services.admissions.domain.policy.in_force import policies_on, versions_on
from services.admissions.domain.policy.shown import shown
from services.admissions.domain.policy.values import VALUES
from services.admissions.domain.rules.units import known_unit
from shared.contracts.organisation import PolicyPublished
from shared.core.clock import Clock, today
from shared.core.stream import Position
from shared.core.text import Text
from shared.flow.append import Reads
from shared.http.caller import Caller, Permission
from shared.tree.organisation import Organisation

Tx = TypeVar("Tx")


class VersionView(Struct, frozen=True, kw_only=True):
    """A version of a policy that holds on the day asked. `source`: the regulation, as cited."""

    policy_id: str
    position: int
    effective_on: date
    effective_to: date | None
    scope_unit_id: str | None
    source: str


class ValueView(Struct, frozen=True, kw_only=True):
    """A value in force, what it is, how people read it, and the regulation or local rule that gave it."""

    name: str
    meaning: Text
    value: Any
    shown: Text
    source: str


class PoliciesView(Struct, frozen=True, kw_only=True):
    """What holds on a day: everywhere, or in a unit with what its own and higher local policies tighten."""

    unit_id: str | None
    as_of: date
    versions: tuple[VersionView, ...]
    values: tuple[ValueView, ...]


class ShortageView(Struct, frozen=True, kw_only=True):
    """A cell whose dossiers nobody could decide: duties without anyone, or `distinct`: too few different people."""

    unit_id: str
    lacking: tuple[str, ...]


class CheckView(Struct, frozen=True, kw_only=True):
    """A draft that could be published: what it would change, and where too few people could keep its separations."""

    policy_id: str
    effective_on: date
    values: tuple[str, ...]
    too_few: tuple[ShortageView, ...]


class PolicyActs(Generic[Tx]):
    """Raises Refusal, Malformed, Forbidden, NotFound, Unavailable."""

    def __init__(self, handler: CommandHandler[Tx], work: Work[Tx], clock: Clock) -> None:
        self._handler = handler
        self._work = work
        self._clock = clock

    def publish(self, ask: Ask, command: PublishPolicy) -> Written:
        """A version of a policy is published; for the office of the province."""

        def decide(_reads: Reads[Tx], organisation: Organisation, reach: Reach) -> list[Decided]:
            require_lawgiver(reach, organisation, command.scope_unit_id, today(self._clock()))
            return [Decided(POLICY, command.policy_id, data) for data in decide_policy(organisation, command)]

        return self._handler.about(ask, POLICY, command.policy_id, decide)

    def check(self, caller: Caller, command: PublishPolicy) -> CheckView:
        """What publishing a draft would refuse or change; nothing is written."""
        day = today(self._clock())
        organisation = self.fresh()
        require_lawgiver(Reach(caller, organisation, day), organisation, command.scope_unit_id, day)
        (event,) = decide_policy(organisation, command)
        values = tuple(sorted(_changed(organisation, event)))
        organisation.apply(Position(organisation.position + 1), event.policy_id, event)
        scope = command.scope_unit_id
        within = None if scope is None else organisation.tree(day).subtree(scope)
        on = max(day, command.effective_on)
        return CheckView(
            policy_id=event.policy_id,
            effective_on=event.effective_on,
            values=values,
            too_few=tuple(
                ShortageView(unit_id=each.unit_id, lacking=each.lacking) for each in too_few(organisation, on, within)
            ),
        )

    def list(self, caller: Caller, unit_id: str | None, as_of: date | None) -> PoliciesView:
        """What holds on a day (today, where none is given)."""
        caller.require(Permission.READ)
        on = as_of or today(self._clock())
        organisation = self._work.organisation()
        if organisation.position == Position(0):
            organisation = self.fresh()
        versions = versions_on(organisation, on)
        if unit_id is not None:
            known_unit(organisation, unit_id, on)
            above = organisation.tree(on).path(unit_id)
            scopes = {None, *above}
            versions = [held for held in versions if held[1].scope_unit_id in scopes]
        held = policies_on(organisation, unit_id or "", on)
        return PoliciesView(
            unit_id=unit_id,
            as_of=on,
            versions=tuple(_version(position, policy) for position, policy in versions),
            values=tuple(_value(name, held.values[name], held.source_of(name)) for name in sorted(held.values)),
        )

    def fresh(self) -> Organisation:
        """The organisation to itself; of an empty system, with what the log will begin with."""
        organisation = self._work.fresh_organisation()
        if organisation.position == Position(0):
            for position, event in enumerate(genesis_events(), start=1):
                organisation.apply(Position(position), event.subject, event.data)
        return organisation


def require_lawgiver(reach: Reach, organisation: Organisation, scope_unit_id: str | None, on: date) -> None:
    """Raises Forbidden unless the office publishes policies and covers where the policy is to hold."""
    reach.caller.require(Permission.PUBLISH)
    if scope_unit_id is not None and organisation.unit(scope_unit_id, on) is not None:
        reach.require(scope_unit_id)
        return
    tops: list[str | None] = [*organisation.tree(on).tops()]
    for unit_id in tops or [None]:
        reach.require(unit_id)


def _changed(organisation: Organisation, event: PolicyPublished) -> Iterator[str]:
    """The values that would be others than just before the draft begins."""
    before = {
        name: value
        for _, policy in versions_on(organisation, event.effective_on)
        if policy.policy_id == event.policy_id
        for name, value in policy.values.items()
    }
    yield from (name for name in set(before) | set(event.values) if before.get(name) != event.values.get(name))


def _value(name: str, value: Any, source: str) -> ValueView:
    meaning = VALUES[name].meaning if name in VALUES else Text(vi=name, en=name)
    return ValueView(name=name, meaning=meaning, value=value, shown=shown(name, value), source=source)


def _version(position: int, policy: PolicyPublished) -> VersionView:
    return VersionView(
        policy_id=policy.policy_id,
        position=position,
        effective_on=policy.effective_on,
        effective_to=policy.effective_to,
        scope_unit_id=policy.scope_unit_id,
        source=str(policy.values.get("source", "")),
    )
