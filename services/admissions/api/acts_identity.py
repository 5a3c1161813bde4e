"""HTTP bodies about who someone is: one person recorded twice, merged and unmerged; particulars altered."""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from services.admissions.api.act_base import ActBody
from services.admissions.api.schemas import Body, Code, Day, DecisionBody, Line
from services.admissions.domain.person.commands_identity import AlterParticulars, Merge, Unmerge
from shared.contracts.facts import Actor
from shared.http import patterns

PersonIdentifier = Annotated[
    str,
    Field(pattern=patterns.UUID, examples=["5f2f1c1e-3c55-4d6e-8a0e-0a1b2c3d4e5f"]),
]
Ground = Annotated[Code, Field(examples=["same_person"])]


class MergedBody(ActBody):
    """The person was recorded twice: this record is taken back, that of `into` goes on."""

    act: Literal["merged"]
    into: PersonIdentifier
    ground: Ground
    decision: DecisionBody

    def command(self, actor: Actor) -> Merge:
        """The command."""
        return Merge(**self.common(actor), into=self.into, ground=self.ground)


class UnmergedBody(ActBody):
    """The merge was wrong: everything about this person stands again."""

    act: Literal["unmerged"]
    ground: Ground
    decision: DecisionBody

    def command(self, actor: Actor) -> Unmerge:
        """The command."""
        return Unmerge(**self.common(actor), ground=self.ground)


class AlteredParticularsBody(Body):
    """Name or birth date were recorded wrongly. What they should be is sealed; ground and decision stand in clear."""

    full_name: Line | None = None
    birth_date: Day | None = None
    effective_on: Day
    ground: Annotated[Code, Field(examples=["court_or_registry_document"])]
    decision: DecisionBody

    @model_validator(mode="after")
    def _something(self) -> "AlteredParticularsBody":
        if self.full_name is None and self.birth_date is None:
            raise ValueError("full_name or birth_date is needed")
        return self

    def command(self, actor: Actor) -> AlterParticulars:
        """The command; the particulars themselves go beside it."""
        return AlterParticulars(
            actor=actor,
            effective_on=self.effective_on,
            decision=self.decision.value(),
            ground=self.ground,
            birth_year=None if self.birth_date is None else self.birth_date.year,
        )
