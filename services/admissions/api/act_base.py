"""What every act has in common as an HTTP body; the bodies themselves stand in acts*.py."""

from typing import Annotated, Any

from pydantic import Field

from services.admissions.api.schemas import Body, Day, DecisionBody, Identifier, VotesBody
from services.admissions.domain.person.act import LineRef
from shared.contracts.facts import Actor


class LineBody(Body):
    """A movement in the log that falls away: the position of its event, and its line in it from 0."""

    position: Annotated[int, Field(ge=1)]
    line: Annotated[int, Field(ge=0)]


class ActBody(Body):
    """What every act carries. `drop`: crossed movements that a late fact makes impossible."""

    effective_on: Day
    unit_id: Identifier | None = None
    body_unit_id: Identifier | None = None
    decision: DecisionBody | None = None
    votes: VotesBody | None = None
    drop: Annotated[tuple[LineBody, ...], Field(max_length=100)] = ()

    def common(self, actor: Actor) -> dict[str, Any]:
        """The common part of the command."""
        return {
            "actor": actor,
            "effective_on": self.effective_on,
            "unit_id": self.unit_id,
            "body_unit_id": self.body_unit_id,
            "decision": None if self.decision is None else self.decision.value(),
            "votes": None if self.votes is None else self.votes.value(),
            "drop": tuple(LineRef(line.position, line.line) for line in self.drop),
        }
