"""decide_policy(command): the event of a policy's publication, or a Refusal with its rule's id. Pure."""

import re
from collections.abc import Sequence

from services.admissions.domain.policy.commands import PublishPolicy
from services.admissions.domain.rules.refusals import Rule, refusal
from shared.contracts.organisation import PolicyPublished
from shared.core.text import Text

CONTENT = Rule("policy-content", "domain 12")
_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,63}\Z")


def decide_policy(command: PublishPolicy) -> Sequence[PolicyPublished]:
    """The one event of a publication. A scope may name a unit that does not exist yet: it holds once there is one."""
    if not command.values or not _ID.match(command.policy_id):
        raise refusal(
            CONTENT,
            Text(vi="Quy định cần mã và ít nhất một giá trị.", en="A policy needs an id and at least one value."),
            Text(vi="Mã gồm chữ thường, chữ số và “-”.", en="The id is of small letters, digits and “-”."),
            where="/policy_id",
            content=True,
        )
    return [
        PolicyPublished(
            actor=command.actor,
            effective_on=command.effective_on,
            policy_id=command.policy_id,
            values=dict(command.values),
            scope_unit_id=command.scope_unit_id,
        )
    ]
