"""Examples of the rules on policies."""

from datetime import date

from services.admissions.domain.policy import decide, in_force
from services.admissions.domain.policy.commands import PublishPolicy
from services.admissions.domain.policy.in_force import policies_on
from tests.support import given as g
from tests.unit.admissions.rule_examples.example import Example

ON = date(2018, 5, 1)
TREE = g.organisation()


def publish(policy_id: str = "local", **changes: object) -> object:
    """A local policy that shortens the life of the certificate, otherwise."""
    fields: dict[str, object] = {
        "actor": g.OFFICER,
        "effective_on": ON,
        "policy_id": policy_id,
        "values": {"source": "Quy định của xã", "certificate_months_max": 48},
        "scope_unit_id": "zuoih",
    }
    return decide.decide_policy(TREE, PublishPolicy(**{**fields, **changes}))  # type: ignore[arg-type]


EXAMPLES = (
    Example(
        in_force.MISSING,
        lambda: policies_on(TREE, "pa-du", date(1990, 1, 1)).number("probation_months"),
        lambda: policies_on(TREE, "pa-du", date(1989, 12, 31)).number("probation_months"),
    ),
    Example(decide.CONTENT, publish, lambda: publish("Quy định")),
    Example(
        decide.CONTINUES,
        lambda: publish("central", scope_unit_id=None, effective_on=date(2026, 1, 1), continues=date(2025, 7, 1)),
        lambda: publish("central", scope_unit_id=None, effective_on=date(2026, 1, 1), continues=date(2025, 7, 2)),
    ),
)
