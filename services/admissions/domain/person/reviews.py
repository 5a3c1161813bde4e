"""Reviews of a member as their facts tell them: which is open on a day, and what was done in it so far."""

from dataclasses import dataclass, replace
from datetime import date

from services.admissions.domain.person.commands_leaving import ReviewKind, ReviewOutcome, ReviewStep
from services.admissions.domain.person.state import PersonState, Recorded

REMOVING = frozenset({ReviewKind.STRIKE_OFF, ReviewKind.RESIGNATION})
"""The reviews that go through steps of their own and may end in a removal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """An open review: the fact that opened it, and the steps recorded since, after the newest that a body refused."""

    kind: ReviewKind
    opened: Recorded
    steps: tuple[Recorded, ...]

    @property
    def approved(self) -> frozenset[str]:
        """The ids of the steps approved in it."""
        return frozenset(each.step for each in self.steps if each.step and each.outcome == ReviewOutcome.APPROVED)

    @property
    def asked(self) -> int:
        """How often the member was asked for a self-review."""
        return self._count(ReviewStep.SELF_REVIEW, ReviewOutcome.ASKED)

    @property
    def received(self) -> bool:
        """Whether a self-review was handed in."""
        return self._count(ReviewStep.SELF_REVIEW, ReviewOutcome.RECEIVED) > 0

    def short(self, step: ReviewStep) -> int:
        """How many votes of a step fell short."""
        return self._count(step, ReviewOutcome.SHORT)

    def _count(self, step: ReviewStep, outcome: ReviewOutcome) -> int:
        return sum(1 for each in self.steps if each.step == step.value and each.outcome == outcome.value)


def open_review(state: PersonState, day: date, kind: ReviewKind) -> Review | None:
    """The review of this kind that is open on a day: not closed, nor ended by a removal or, for discipline, by one."""
    found: Recorded | None = None
    steps: list[Recorded] = []
    for fact in state.facts:
        if fact.effective_on > day:
            break
        if fact.name == "review_opened" and fact.about == kind.value:
            found, steps = fact, []
        elif _ends(fact, kind):
            found = None
        elif found is not None and fact.name == "review_step_recorded":
            steps.append(fact)
    return None if found is None else Review(kind=kind, opened=found, steps=_after_refusal(steps))


def rests(fact: Recorded, state: PersonState) -> bool:
    """Whether a review was open when a step of a removal was recorded: without it the step has no ground."""
    before = tuple(
        each for each in state.facts if (each.effective_on, each.position) < (fact.effective_on, fact.position)
    )
    earlier = replace(state, facts=before)
    return any(open_review(earlier, fact.effective_on, kind) is not None for kind in REMOVING)


def _ends(fact: Recorded, kind: ReviewKind) -> bool:
    if fact.name == "review_closed":
        return fact.about == kind.value
    return fact.name == "removed" or (fact.name == "discipline_recorded" and kind is ReviewKind.DISCIPLINE)


def _after_refusal(steps: list[Recorded]) -> tuple[Recorded, ...]:
    """A body that refused ends what was approved; that the member was heard stays."""
    refused = [index for index, step in enumerate(steps) if step.outcome == ReviewOutcome.REFUSED]
    if not refused:
        return tuple(steps)
    heard = [step for step in steps[: refused[-1]] if step.step == ReviewStep.SELF_REVIEW.value]
    return (*heard, *steps[refused[-1] + 1 :])
