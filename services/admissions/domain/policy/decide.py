"""decide_policy(organisation, command): the event of a policy's publication, or a Refusal with its rule's id. Pure."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from services.admissions.domain.policy.commands import PublishPolicy
from services.admissions.domain.rules.labels import day as written
from services.admissions.domain.rules.refusals import Rule, refusal
from shared.contracts.organisation import PolicyPublished
from shared.core.text import Text
from shared.tree.organisation import Organisation

CONTENT = Rule("policy-content", "domain 12")
CONTINUES = Rule("policy-continues-nothing", "domain 12.1")
_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,63}\Z")


def decide_policy(organisation: Organisation, command: PublishPolicy) -> Sequence[PolicyPublished]:
    """The one event of a publication, with every value in it, also those of the version that it continues."""
    if not command.values or not _ID.match(command.policy_id):
        raise refusal(
            CONTENT,
            Text(vi="Quy định cần mã và ít nhất một giá trị.", en="A policy needs an id and at least one value."),
            Text(vi="Mã gồm chữ thường, chữ số và “-”.", en="The id is of small letters, digits and “-”."),
            where="/policy_id",
            content=True,
        )
    base = {} if command.continues is None else _continued(organisation, command.policy_id, command.continues)
    return [
        PolicyPublished(
            actor=command.actor,
            effective_on=command.effective_on,
            policy_id=command.policy_id,
            values=with_changes(base, command.values),
            scope_unit_id=command.scope_unit_id,
            effective_to=command.effective_to,
        )
    ]


def with_changes(base: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a version that continues another: what it states, part by part; null takes a value away."""
    values = dict(base)
    for name, value in changes.items():
        held = values.get(name)
        values[name] = {**held, **value} if isinstance(held, Mapping) and isinstance(value, Mapping) else value
    return {name: value for name, value in values.items() if value is not None}


def _continued(organisation: Organisation, policy_id: str, begun_on: date) -> Mapping[str, Any]:
    found = [
        policy.values
        for _, policy in organisation.policies()
        if policy.policy_id == policy_id and policy.effective_on == begun_on
    ]
    if found:
        return found[-1]
    asked = written(begun_on)
    raise refusal(
        CONTINUES,
        Text(
            vi=f"Quy định {policy_id} không có bản nào từ ngày {asked.vi}.",
            en=f"The policy {policy_id} has no version of {asked.en}.",
        ),
        Text(vi="Nêu ngày bắt đầu của một bản đã có.", en="Give the first day of a version that stands."),
        where="/continues",
        values={"policy_id": policy_id, "continues": begun_on},
        content=True,
    )
