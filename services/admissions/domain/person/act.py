"""What every command about a person has in common; the commands themselves stand in commands*.py."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from shared.contracts.facts import Actor, Decision, Votes


class LineRef(NamedTuple):
    """A movement in the log: the position of its event, and its line in it from 0."""

    position: int
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """The common part of every command about a person.

    `effective_on`: the date of the fact; a past one is a late fact and goes the same road. `unit_id`: the cell in which
    it happened, checked against where the person was on that date. `body_unit_id`: who acted, by default who must.
    `drop`: crossed movements that this late fact makes impossible, named so that they fall away.
    """

    actor: Actor
    effective_on: date
    unit_id: str | None = None
    body_unit_id: str | None = None
    decision: Decision | None = None
    votes: Votes | None = None
    drop: tuple[LineRef, ...] = ()
