"""What person events carry besides movements: who acted, what was decided, how the body voted (contracts 3)."""

from datetime import date

from msgspec import Struct

from shared.contracts.movement import Movement


class Actor(Struct, frozen=True, kw_only=True):
    """Who did it, in which office, for which unit, by which chain of delegation (officer ids, nearest first)."""

    officer_id: str
    office: str
    unit_id: str
    chain: tuple[str, ...] = ()


class Decision(Struct, frozen=True, kw_only=True):
    """The paper behind a fact: which body, its number, its date."""

    body_unit_id: str
    number: str
    date: date


class Votes(Struct, frozen=True, kw_only=True, rename={"for_": "for"}):
    """Counts only, never who voted how. `base` is the number that two thirds are taken of."""

    base: int
    present: int
    for_: int
    against: int


class PersonFact(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The common part of every event about a person.

    `effective_on`: when the fact holds. `unit_id`: the unit it happened in. `body_unit_id`: the body that acted, also
    where there was no numbered decision. `step`: the id in the list of dossier steps, where it is one. `policy`: the
    position of the policy that the guards used (contracts 4). `restates`: only where movements of earlier facts are
    stated again; for each line, the position of the event that stated it first, or 0 for the event's own.
    """

    actor: Actor
    effective_on: date
    movements: tuple[Movement, ...]
    decision: Decision | None
    votes: Votes | None
    unit_id: str | None = None
    body_unit_id: str | None = None
    step: str | None = None
    policy: int | None = None
    restates: tuple[int, ...] = ()
