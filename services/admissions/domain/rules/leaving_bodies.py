"""Which body takes which step of a removal, and which steps this cell and this member have at all (domain 8.1)."""

from datetime import date

from services.admissions.domain.person.commands_leaving import ReviewKind, ReviewStep
from services.admissions.domain.rules import bodies
from services.admissions.domain.rules.leaving import refuse_not_here
from services.admissions.domain.rules.units import grassroots_committee, known_unit, sub_committee
from shared.contracts.movement import Place, Standing
from shared.contracts.organisation import GRASSROOTS
from shared.tree.organisation import Organisation
from shared.tree.unit import Unit

ACTORS = {
    ReviewStep.SELF_REVIEW: "cell",
    ReviewStep.CELL_VOTE: "cell",
    ReviewStep.APPRAISAL: "sub_committee",
    ReviewStep.GRASSROOTS_VOTE: "grassroots",
    ReviewStep.DECISION: "competent",
}
"""Who takes each step, as policies name actors."""


def body_of(organisation: Organisation, step: ReviewStep, cell_id: str, on: date, asked: str | None) -> Unit:
    """X1, X2: the cell. X3: its sub-committee. X4: its grassroots committee. X5: a competent committee. Domain 8.1."""
    if step in _absent(organisation, cell_id, on):
        raise refuse_not_here(step, known_unit(organisation, cell_id, on))
    return bodies.body_of(organisation, ACTORS[step], cell_id, on, asked, step=step.value)


def due_before(organisation: Organisation, review: ReviewKind, place: Place, on: date, body: Unit) -> list[ReviewStep]:
    """The steps that a removal of this sort has, for this member and cell, up to the decision. Source: domain 8.1.

    The self-review (X1) is asked of official members whom a strike-off concerns; a probationer's strike-off begins with
    the cell's vote. A sub-committee appraises resignations. An authorised grassroots committee that is the deciding
    `body` votes once (domain 5, item 4.3.2).
    """
    absent = _absent(organisation, place.unit_id, on)
    if review is not ReviewKind.STRIKE_OFF or place.standing is not Standing.OFFICIAL:
        absent.add(ReviewStep.SELF_REVIEW)
    if review is not ReviewKind.RESIGNATION:
        absent.add(ReviewStep.APPRAISAL)
    if body.kind in GRASSROOTS:
        # Before the committee's own vote this changes nothing: only what precedes a step is asked for.
        absent.add(ReviewStep.GRASSROOTS_VOTE)
    return [step for step in ReviewStep if step not in {*absent, ReviewStep.DECISION}]


def _absent(organisation: Organisation, cell_id: str, on: date) -> set[ReviewStep]:
    absent: set[ReviewStep] = set()
    if sub_committee(organisation, cell_id, on) is None:
        absent.add(ReviewStep.APPRAISAL)
    if grassroots_committee(organisation, cell_id, on) is None:
        absent.add(ReviewStep.GRASSROOTS_VOTE)
    return absent
