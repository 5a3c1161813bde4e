"""What stands in a person's dossier or probation on a day: papers, resolutions, the check, votes short."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from services.admissions.domain.person.commands import Outcome, Step
from services.admissions.domain.person.state import PersonState, Recorded
from services.admissions.domain.rules import steps
from services.admissions.domain.rules.step_names import CHECK
from shared.contracts.movement import Standing

LISTED = ("nominated", "enrolled")
BEGINS = (*LISTED, "dossier_closed", "readmitted")
OPENED = ("dossier_opened", "enrolled")
FIRST = (date.min, 0)
PAPERS = frozenset(step.value for step in Step if step.value[0] == "B")
RESOLUTIONS = frozenset(step.value for step in Step if step.value[0] in "CD")
OF_PROBATION = frozenset(
    {
        Step.MEMBER_CLASS.value,
        Step.SELF_REVIEW.value,
        Step.MENTOR_REMARKS.value,
        Step.PROBATION_OPINIONS.value,
    }
)
"""D1 to D4: what the cell's vote on recognition rests on."""
INTRODUCTION, UNIONS = Step.INTRODUCTION.value, (Step.YOUTH_UNION_RESOLUTION.value, Step.TRADE_UNION_RESOLUTION.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Papers:
    """A dossier, or the probation that it led to, as of a day.

    `approved`: step ids that stand, and `check`. `lifted`: what the body above made unnecessary. `referral`: None when
    no vote is short, open while one waits above, else how it was settled. `votes`: the deciding steps that count, in
    order. `made`: the papers B1 to B6 that stand. `shorts`: how often the cell fell short for recognition.
    """

    approved: frozenset[str]
    lifted: frozenset[str]
    referral: str | None
    votes: tuple[Recorded, ...]
    made: tuple[Recorded, ...]
    shorts: int

    @property
    def standing(self) -> frozenset[str]:
        """What counts for the steps after it."""
        return self.approved | self.lifted

    def newest(self, step: str) -> Recorded | None:
        """The newest record of a step that counts."""
        return newest((*self.made, *self.votes), step)

    def taken_on(self, step: str) -> date | None:
        """When the newest record of a step that counts was made; None where it has none of its own."""
        found = self.newest(step)
        return None if found is None else found.effective_on

    def introducers(self) -> tuple[str, ...]:
        """The members who introduce by the newest introduction."""
        held = self.newest(INTRODUCTION)
        return () if held is None else tuple(each.person_id for each in held.introducers)

    def unions(self) -> list[str]:
        """The resolutions of unions that stand."""
        return [step for step in UNIONS if step in self.approved]

    def made_on(self) -> dict[str, list[date]]:
        """For each paper the days on which it was made."""
        found: dict[str, list[date]] = {}
        for fact in self.made:
            if fact.step is not None and fact.outcome == Outcome.APPROVED:
                found.setdefault(fact.step, []).append(fact.effective_on)
        return found

    def extras(self) -> set[str]:
        """Codes of further papers filed with B2."""
        return {code for fact in self.made if fact.step == Step.PERSONAL_PROFILE for code in fact.codes}


def papers(state: PersonState, step: Step, on: date, *, shorts_max: int) -> Papers:
    """What counts for a step on a day. `shorts_max`: after so many short votes bodies above decide (policy)."""
    on_probation = steps.STANDINGS[step] & {Standing.PROBATIONARY} != frozenset()
    made = () if on_probation else _made(state, on)
    votes = _votes(state, _begin(state, on, on_probation=on_probation), on)
    referral = None if on_probation else _referral(state, votes, on)
    shorts = sum(1 for each in votes if each.step == Step.CELL_RECOGNITION and each.outcome == Outcome.SHORT)
    approved = _approved(made) | _approved(votes) | _listing(state, on)
    if on_probation and state.ceremony_on(on) is not None:
        approved.add(Step.CEREMONY.value)
    if _checked(state, votes, on):
        approved.add(CHECK)
    lifted: set[str] = set()
    if referral == "approved":
        lifted |= {Step.CELL_REVIEW.value, Step.APPRAISAL.value, Step.GRASSROOTS_REVIEW.value}
    if shorts >= shorts_max:
        lifted.add(Step.CELL_RECOGNITION.value)
    if not on_probation:
        approved = _notice(approved, votes) if step is not Step.NOTICE else _for_notice(state, approved, on)
    return Papers(
        approved=frozenset(approved),
        lifted=frozenset(lifted),
        referral=referral,
        votes=votes,
        made=made,
        shorts=shorts,
    )


def newest(facts: Iterable[Recorded], step: str) -> Recorded | None:
    """The newest record of a step among facts in order."""
    found = [fact for fact in facts if fact.step == step]
    return found[-1] if found else None


def order(fact: Recorded) -> tuple[date, int]:
    """The order of a person's facts."""
    return fact.effective_on, fact.position


def returns(state: PersonState, on: date) -> int:
    """How often staff returned the dossier that runs on a day."""
    begun = state.last_fact(on, *OPENED)
    first = FIRST if begun is None else order(begun)
    return sum(
        1 for fact in _between(state, first, on) if fact.name == "dossier_checked" and fact.outcome == "returned"
    )


def not_renewed(state: PersonState, last: tuple[date, int]) -> dict[str, date]:
    """Papers for which staff returned the dossier and which were not recorded again since, with the day of the return.

    `last`: the place in the order of facts up to which it is read. Only papers have a record of their own: of a fault
    like a missing seal, and of a resolution, the next check says. Source: domain 5 (C4: dossier check).
    """
    begun = state.last_fact(last[0], *OPENED)
    first = FIRST if begun is None else order(begun)
    found: dict[str, date] = {}
    for fact in state.facts:
        if not first <= order(fact) <= last:
            continue
        if fact.name == "dossier_checked" and fact.outcome == "returned":
            found |= {code: fact.effective_on for code in fact.codes if code in PAPERS}
        elif fact.step in found and fact.outcome == Outcome.APPROVED:
            del found[fact.step]
    return found


def consent(state: PersonState, kind: str, on: date) -> date | None:
    """Since when a consent of a kind holds on a day, in the dossier that runs then, or None."""
    begun = state.last_fact(on, *BEGINS)
    first = FIRST if begun is None else order(begun)
    given = [fact for fact in _between(state, first, on) if fact.name == "consent_given" and fact.about == kind]
    return given[-1].effective_on if given else None


def _begin(state: PersonState, on: date, *, on_probation: bool) -> date:
    """From when resolutions count: the opening of the dossier, or the ceremony. Source: domain 3, 6."""
    if on_probation:
        return state.ceremony_on(on) or date.min
    opened = state.last_fact(on, *OPENED)
    return date.min if opened is None else opened.effective_on


def _first(state: PersonState, begin: date, on: date) -> tuple[date, int]:
    """The first that counts from a day on: nothing of a dossier that was closed on the day the next one was opened."""
    closed = state.last_fact(on, "dossier_closed")
    return (begin, 0) if closed is None else max((begin, 0), order(closed))


def _votes(state: PersonState, begin: date, on: date) -> tuple[Recorded, ...]:
    """The resolutions from the beginning up to a day, after the newest one refused, or returned from above.

    What a body refuses goes back to the cell's vote; the class and papers of the probation stay.
    """
    first = _first(state, begin, on)
    counted = [fact for fact in _between(state, first, on) if _is_vote(fact)]
    back = [index for index, fact in enumerate(counted) if _puts_back(fact)]
    since = back[-1] + 1 if back else 0
    kept = [fact for fact in counted[:since] if fact.step in OF_PROBATION]
    return tuple(fact for fact in (*kept, *counted[since:]) if fact.step is not None)


def _is_vote(fact: Recorded) -> bool:
    return fact.step in RESOLUTIONS or fact.name == "referral_settled"


def _puts_back(fact: Recorded) -> bool:
    if fact.name == "referral_settled":
        return fact.outcome == "returned"
    return fact.outcome == Outcome.REFUSED and fact.step in steps.DECIDING


def _made(state: PersonState, on: date) -> tuple[Recorded, ...]:
    begun = state.last_fact(on, *BEGINS)
    first = FIRST if begun is None else order(begun)
    return tuple(fact for fact in _between(state, first, on) if fact.step in PAPERS)


def _listing(state: PersonState, on: date) -> set[str]:
    """A1 to A3: listed, approved and certified."""
    begun = state.last_fact(on, *LISTED)
    if begun is None:
        return set()
    since = [fact for fact in _between(state, order(begun), on) if fact.step == Step.LIST_APPROVAL]
    approved = {Step.LISTING.value} | _approved(since)
    return approved | {Step.AWARENESS_CLASS.value} if state.certificate_on(on) is not None else approved


def _approved(facts: Iterable[Recorded]) -> set[str]:
    """Steps that stand approved: of a paper its newest record, of a resolution any since it last went back."""
    newest_outcome = {
        fact.step: fact.outcome
        for fact in facts
        if fact.step is not None and (fact.outcome != Outcome.SHORT or fact.step not in steps.DECIDING)
    }
    return {step for step, outcome in newest_outcome.items() if outcome == Outcome.APPROVED}


def _referral(state: PersonState, votes: tuple[Recorded, ...], on: date) -> str | None:
    """Whether a vote of the cell or the grassroots committee fell short, and how that was settled. Domain 3, 5."""
    asked = (newest(votes, step) for step in (Step.CELL_REVIEW, Step.GRASSROOTS_REVIEW))
    short = [order(fact) for fact in asked if fact is not None and fact.outcome == Outcome.SHORT]
    if not short:
        return None
    settled = [fact for fact in _between(state, max(short), on) if fact.name == "referral_settled"]
    return settled[-1].outcome if settled else "open"


def _checked(state: PersonState, votes: tuple[Recorded, ...], on: date) -> bool:
    """Whether the newest check since the cell's resolution at hand found the dossier complete. Domain 5 (C4)."""
    resolved = next((fact.effective_on for fact in votes if fact.step in steps.DECIDING), None)
    if resolved is None:
        return False
    checks = [fact for fact in _between(state, _first(state, resolved, on), on) if fact.name == "dossier_checked"]
    return bool(checks) and checks[-1].outcome == "complete"


def _notice(approved: set[str], votes: tuple[Recorded, ...]) -> set[str]:
    """A notice counts for the decision that it tells of, not for one after it. Source: domain 5 (C5)."""
    decided, told = newest(votes, Step.ADMISSION_DECISION), newest(votes, Step.NOTICE)
    if decided is not None and told is not None and told.effective_on >= decided.effective_on:
        return approved
    return approved - {Step.NOTICE.value}


def _for_notice(state: PersonState, approved: set[str], on: date) -> set[str]:
    """For the notice itself the decision stands whichever way it went: the cell is told of both. Domain 5 (C5)."""
    begin = _begin(state, on, on_probation=False)
    all_steps = [fact for fact in _between(state, _first(state, begin, on), on) if fact.outcome != Outcome.SHORT]
    decided, told = newest(all_steps, Step.ADMISSION_DECISION), newest(all_steps, Step.NOTICE)
    if decided is None:
        return approved
    if told is not None and order(told) > order(decided):
        return approved | {Step.ADMISSION_DECISION.value, Step.NOTICE.value}
    return (approved | {Step.ADMISSION_DECISION.value}) - {Step.NOTICE.value}


def _between(state: PersonState, first: tuple[date, int], on: date) -> tuple[Recorded, ...]:
    return tuple(fact for fact in state.facts if first <= order(fact) and fact.effective_on <= on)
