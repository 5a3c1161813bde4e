"""decide_class(organisation, command): the event of a class, or a Refusal with its rule's id. Pure."""

from collections.abc import Sequence

from services.admissions.domain.rules import training
from services.admissions.domain.rules.units import open_unit
from services.admissions.domain.training.commands import OpenClass
from shared.contracts.organisation import ClassOpened
from shared.tree.organisation import Organisation


def decide_class(organisation: Organisation, command: OpenClass) -> Sequence[ClassOpened]:
    """The one event of a class that is opened, by a unit open on its first day. Source: domain 5 (A3, D1)."""
    training.new_class(organisation, command.class_id)
    training.ends_after_start(command.starts_on, command.ends_on)
    open_unit(organisation, command.unit_id, command.starts_on)
    return [
        ClassOpened(
            actor=command.actor,
            effective_on=command.starts_on,
            class_id=command.class_id,
            kind=command.kind,
            unit_id=command.unit_id,
            ends_on=command.ends_on,
        )
    ]
