"""The policies that a new log begins with: genesis/policies/*.yaml as events, each judged on those before it."""

from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files

from services.admissions.app.policy_file import read_policy
from services.admissions.domain.policy.commands import PublishPolicy
from services.admissions.domain.policy.decide import decide_policy
from shared.contracts.facts import Actor
from shared.contracts.organisation import PolicyPublished
from shared.core.stream import Position
from shared.tree.organisation import Organisation


@lru_cache(maxsize=4)
def genesis_policies(actor: Actor) -> tuple[PolicyPublished, ...]:
    """The central chains first, then local overrides; each chain by date. Every event holds all of its values."""
    organisation = Organisation()
    found: list[PolicyPublished] = []
    for command in sorted(_commands(actor), key=_order):
        for data in decide_policy(organisation, command, units_known=False):
            organisation.apply(Position(organisation.position + 1), data.policy_id, data)
            found.append(data)
    return tuple(found)


def _commands(actor: Actor) -> Iterator[PublishPolicy]:
    for file in files("services.admissions").joinpath("genesis", "policies").iterdir():
        if file.name.endswith(".yaml"):
            yield read_policy(file.read_bytes(), actor)


def _order(command: PublishPolicy) -> tuple[bool, str, str]:
    return command.scope_unit_id is not None, command.policy_id, command.effective_on.isoformat()
