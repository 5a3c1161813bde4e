"""What a movement does to a place, component by component, so that it can be stated again from another place."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from shared.contracts.data import replaced
from shared.contracts.movement import Attributes, Kind, Movement, Place, Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """From one place to another: what is named changes, everything else is kept."""

    unit_id: str | None = None
    standing: Standing | None = None
    attributes: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Entry:
    """From the outside into a place."""

    place: Place


@dataclass(frozen=True, slots=True)
class Exit:
    """From wherever the person is to the outside."""


Effect = Change | Entry | Exit
EXIT = Exit()


def effect_of(movement: Movement) -> Effect:
    """What a movement did, apart from where it started (a movement between outside and outside is no movement)."""
    if movement.to is None:
        return EXIT
    if movement.from_ is None:
        return Entry(movement.to)
    before, after = movement.from_, movement.to
    # Who is accepted in a new cell is not away from it, also when it is heard later that they were away before.
    ends = {"away": None} if movement.kind is Kind.TRANSFERRED else {}
    return Change(
        unit_id=None if after.unit_id == before.unit_id else after.unit_id,
        standing=None if after.standing == before.standing else after.standing,
        attributes=ends
        | {
            name: getattr(after.attributes, name)
            for name in Attributes.__struct_fields__
            if getattr(after.attributes, name) != getattr(before.attributes, name)
        },
    )


def applied(effect: Effect, place: Place | None) -> Place | None:
    """Where someone at `place` is afterwards. Entry needs None, the others a place; see rules/order.py."""
    match effect:
        case Entry(place=entered):
            assert place is None
            return entered
        case Exit():
            return None
        case Change():
            assert place is not None
            return Place(
                unit_id=effect.unit_id or place.unit_id,
                standing=effect.standing or place.standing,
                attributes=replaced(place.attributes, **effect.attributes),
            )
