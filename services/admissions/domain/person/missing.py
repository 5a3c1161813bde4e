"""What is missing for the next steps of a person: the same rules that would refuse them, asked beforehand. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial

from services.admissions.domain.person.commands import Step
from services.admissions.domain.person.context import Context
from services.admissions.domain.person.demands import Demand, Setting, content, demands, of_applicant, setting
from services.admissions.domain.person.papers import not_renewed, returns
from services.admissions.domain.person.procedure import acting
from services.admissions.domain.person.state import PersonState
from services.admissions.domain.person.whole import SEVEN, kept_whole, listed_whole
from services.admissions.domain.policy.in_force import policies_on
from services.admissions.domain.rules import dates, introduction, papers, steps
from services.admissions.domain.rules.bodies import DECISIONS, OUTSIDE, bodies_able
from services.admissions.domain.rules.step_names import ACTS, CHECK, NAMES
from shared.contracts.movement import Place, Standing
from shared.core.errors import Refusal
from shared.core.text import Text
from shared.tree.organisation import END_OF_LOG
from shared.tree.unit import Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Next:
    """One thing that can come next. `step`: an id of domain 5, or the name of an act.

    `bodies`: the units that may take it, the usual one first; empty where no unit acts. `missing`: what would refuse.
    """

    step: str
    name: Text
    actor: str
    bodies: tuple[str, ...]
    form: str | None
    source: str
    missing: tuple[Refusal, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """Where a person stands on the way, and what comes next. `returned`: how often staff returned the dossier."""

    place: Place | None
    whole: bool
    referral: str | None
    returned: int
    steps: tuple[Next, ...]


def outlook(state: PersonState, context: Context) -> Outlook:
    """The next steps of someone on the context's today; none for official members and those outside. Domain 5."""
    on = context.today
    place = state.place_at(on)
    if place is None or place.standing is Standing.OFFICIAL or state.erased:
        return Outlook(place=place, whole=False, referral=None, returned=0, steps=())
    early = place.standing in steps.LISTED
    whole = (listed_whole if early else kept_whole)(state, on, context.organisation)
    decision = _at(state, Step.ADMISSION_DECISION, place, context)
    referral = decision.papers.referral if whole and place.standing is Standing.APPLICANT else None
    return Outlook(
        place=place,
        whole=whole,
        referral=referral,
        returned=returns(state, on) if place.standing is Standing.APPLICANT else 0,
        steps=tuple(_next(state, place, context, whole=whole, referral=referral)),
    )


def _next(state: PersonState, place: Place, context: Context, *, whole: bool, referral: str | None) -> Iterator[Next]:
    if referral == "open":
        yield _act("referral_settled", "competent", (), place, context)
        return
    if referral == "closed":
        yield _act("dossier_closed", "cell", (), place, context)
        return
    for step in Step:
        if place.standing not in steps.STANDINGS[step] or step is Step.LISTING:
            continue
        if whole or step.value in SEVEN or (step is Step.AWARENESS_CLASS and place.standing is Standing.PROSPECT):
            yield from _step(state, step, place, context)
    if place.standing in steps.LISTED:
        certificate = partial(_certificate, state, place, context)
        yield _act("dossier_opened", "cell", _refusals([certificate]), place, context)
    if whole and place.standing is Standing.APPLICANT:
        yield from _check(state, place, context)


def _step(state: PersonState, step: Step, place: Place, context: Context) -> Iterator[Next]:
    """The step, unless it stands already or the person's road and organisation have no such step."""
    at = _at(state, step, place, context)
    if step.value in at.absent or _stands(at, state, context.today):
        return
    needed = introduction.UNION_ORIGIN.get(step.value)
    if needed is not None and place.attributes.origin != needed:
        return
    actor = acting(step, at.rule.actor)
    applicant = of_applicant(at, context.birth_date, place.attributes)
    yield Next(
        step=step.value,
        name=NAMES[step],
        actor=at.rule.actor,
        bodies=_bodies(actor, place, context),
        form=at.rule.form,
        source=at.policies.source,
        missing=_refusals([*demands(at), *applicant, *content(at)]),
    )


def _stands(at: Setting, state: PersonState, on: date) -> bool:
    """Done already; a renewable paper counts as done while nothing that comes after it calls for a newer one."""
    if at.step is Step.AWARENESS_CLASS:
        try:
            dates.certificate_good(state.certificate_on(on), on, at.policies)
        except Refusal:
            return False
        return True
    if at.step.value not in at.papers.standing or at.step.value in not_renewed(state, (on, END_OF_LOG)):
        return False
    return at.step.value not in _stale(at, state, on)


def _stale(at: Setting, state: PersonState, on: date) -> set[str]:
    if at.step not in steps.RENEWED or Step.CELL_REVIEW.value in at.papers.standing:
        return set()
    review = setting(state, Step.CELL_REVIEW, on, at.unit_id, organisation=at.organisation)
    found: set[str] = set()
    for refusal in _refusals(content(review)):
        renew = refusal.values.get("renew", ())
        found.update(renew if isinstance(renew, list) else ())
    return found


def _check(state: PersonState, place: Place, context: Context) -> Iterator[Next]:
    at = _at(state, Step.ADMISSION_DECISION, place, context)
    if CHECK in at.papers.standing or Step.ADMISSION_DECISION.value in at.papers.standing:
        return
    missing = [] if Step.CELL_REVIEW.value in at.papers.standing else [Step.CELL_REVIEW.value]
    order = partial(steps.in_order, "dossier_checked", missing, at.on, at.policies.source)
    renewed = partial(papers.renewed, not_renewed(state, (context.today, END_OF_LOG)))
    yield _act(CHECK, "competent", _refusals([order, renewed]), place, context)


def _act(name: str, actor: str, missing: tuple[Refusal, ...], place: Place, context: Context) -> Next:
    policies = policies_on(context.organisation, place.unit_id, context.today)
    return Next(
        step=name,
        name=ACTS[name],
        actor=actor,
        bodies=_bodies(actor, place, context),
        form=None,
        source=policies.source,
        missing=missing,
    )


def _certificate(state: PersonState, place: Place, context: Context) -> None:
    policies = policies_on(context.organisation, place.unit_id, context.today)
    dates.certificate_good(state.certificate_on(context.today), context.today, policies)


def _at(state: PersonState, step: Step, place: Place, context: Context) -> Setting:
    body: Unit | None = None
    if step in DECISIONS:
        body = next(iter(bodies_able(context.organisation, "competent", place.unit_id, context.today)), None)
    return setting(state, step, context.today, place.unit_id, organisation=context.organisation, body=body)


def _bodies(actor: str, place: Place, context: Context) -> tuple[str, ...]:
    if actor in OUTSIDE | {"training_centre"}:
        return ()
    return tuple(unit.unit_id for unit in bodies_able(context.organisation, actor, place.unit_id, context.today))


def _refusals(asked: Iterable[Demand]) -> tuple[Refusal, ...]:
    """What would refuse, in the order in which it would."""
    found: list[Refusal] = []
    for demand in asked:
        try:
            demand()
        except Refusal as refusal:
            found.append(refusal)
    return tuple(found)
