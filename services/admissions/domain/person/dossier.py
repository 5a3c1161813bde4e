"""Decisions on what happens to a dossier beside its steps: none of it moves anybody (domain 3, 4, 5)."""

from typing import assert_never

from services.admissions.domain.person.act import Act
from services.admissions.domain.person.commands import Step
from services.admissions.domain.person.commands_dossier import (
    AssignMentor,
    CheckDossier,
    DossierFact,
    GiveConsent,
    GrantExtension,
    ReviewList,
    SettleReferral,
)
from services.admissions.domain.person.context import Context
from services.admissions.domain.person.demands import Setting, last_day, running, setting
from services.admissions.domain.person.draft import Draft, common, place_of
from services.admissions.domain.person.papers import not_renewed
from services.admissions.domain.person.procedure import standing_of
from services.admissions.domain.person.state import PersonState
from services.admissions.domain.rules import consents, introduction, papers, steps
from services.admissions.domain.rules.bodies import body_of
from services.admissions.domain.rules.crossing import refuse_order
from services.admissions.domain.rules.labels import standing as called
from services.admissions.domain.rules.labels import standings
from services.admissions.domain.rules.refusals import Rule, refusal
from services.admissions.domain.rules.step_names import named
from shared.contracts.dossiers import (
    ConsentGiven,
    DossierChecked,
    ExtensionGranted,
    ListReviewed,
    MentorAssigned,
    ReferralSettled,
)
from shared.contracts.movement import Kind, Place, Standing
from shared.core.errors import Refusal
from shared.core.text import Text
from shared.tree.organisation import END_OF_LOG

MENTOR = Rule("mentor-not-official", "khoản 1 Điều 5 Điều lệ Đảng; điểm 3.2 QĐ 24-QĐ/TW; domain 3")
HELPED = steps.LISTED | {Standing.APPLICANT, Standing.PROBATIONARY}
_NAMES: dict[type[Act], str] = {
    CheckDossier: "dossier_checked",
    AssignMentor: "mentor_assigned",
    ReviewList: "list_reviewed",
    GrantExtension: "extension_granted",
    GiveConsent: "consent_given",
    SettleReferral: "referral_settled",
}
"""What each act is called where its body is refused: the name of its event."""
DECIDED = {Step.ADMISSION_DECISION: Standing.APPLICANT, Step.RECOGNITION_DECISION: Standing.PROBATIONARY}


def beside(state: PersonState, act: DossierFact, context: Context) -> Draft:
    """One act about a dossier. Raises a Refusal with its rule's id."""
    match act:
        case CheckDossier():
            return check(state, act, context)
        case AssignMentor():
            return assign_mentor(state, act, context)
        case ReviewList():
            return review_list(state, act, context)
        case GrantExtension():
            return extend(state, act, context)
        case GiveConsent():
            return consent(state, act, context)
        case SettleReferral():
            return settle(state, act, context)
        case _:
            assert_never(act)


def check(state: PersonState, act: CheckDossier, context: Context) -> Draft:
    """Staff of the competent committee look the dossier through before the decision. Source: domain 5 (C4)."""
    place = _place(state, act, context, frozenset({Standing.APPLICANT}))
    papers.check_codes(act.outcome, act.codes)
    at = _at(state, act, context, place, Step.ADMISSION_DECISION)
    known = (*at.policies.codes("dossier_faults"), *(step.value for step in Step))
    papers.codes_known(act.codes, known, at.policies, "dossier_faults")
    consents.not_referred(Step.ADMISSION_DECISION.value, at.papers.referral, at.policies.source)
    resolved = [] if Step.CELL_REVIEW.value in at.papers.standing else [Step.CELL_REVIEW.value]
    steps.in_order(_NAMES[CheckDossier], resolved, act.effective_on, at.policies.source)
    decision = Step.ADMISSION_DECISION
    steps.not_taken(decision, at.papers.approved, at.papers.taken_on(decision))
    if act.outcome == "complete":
        papers.renewed(not_renewed(state, (act.effective_on, END_OF_LOG)))
    body = _body("competent", act, context, place)
    fields = common(act, place.unit_id, body_unit_id=body, policies=at.policies)
    return Draft(data=DossierChecked(**fields, outcome=act.outcome, codes=act.codes, form=act.form))


def assign_mentor(state: PersonState, act: AssignMentor, context: Context) -> Draft:
    """The cell names an official member, not the person. Source: domain 3, 5 (A1, C6)."""
    place = _place(state, act, context, HELPED)
    if act.mentor_id == context.person_id:
        raise _own_mentor(act.mentor_id)
    standing = standing_of(act.mentor_id, act, context)
    introduction.require_official(standing, act.mentor_id, act.effective_on, rule=MENTOR, where="/mentor_id")
    body = _body("cell", act, context, place)
    return Draft(data=MentorAssigned(**common(act, place.unit_id, body_unit_id=body), mentor_id=act.mentor_id))


def _own_mentor(person_id: str) -> Refusal:
    return refusal(
        MENTOR,
        Text(
            vi="Người được nêu chính là người cần được giúp đỡ; không ai tự giúp đỡ mình.",
            en="The mentor named is the very person to be helped; nobody is their own mentor.",
        ),
        Text(vi="Phân công một đảng viên chính thức khác.", en="Assign another person, an official member."),
        where="/mentor_id",
        values={"mentor_id": person_id, "person_id": person_id},
    )


def review_list(state: PersonState, act: ReviewList, context: Context) -> Draft:
    """The prospect is kept on the list by resolution. Source: domain 5 (A1: reviewed at regular meetings)."""
    place = _place(state, act, context, steps.LISTED)
    consents.in_writing(act.decision, act.effective_on)
    body = _body("cell", act, context, place)
    return Draft(data=ListReviewed(**common(act, place.unit_id, body_unit_id=body), codes=act.codes))


def extend(state: PersonState, act: GrantExtension, context: Context) -> Draft:
    """Once, while the first time limit runs; counted from its due day. Source: item 4.3.1; contracts 4."""
    step = next((each for each in DECIDED if each.value == act.extends), None)
    if step is None:
        raise consents.not_extended(act.extends, "")
    place = _place(state, act, context, frozenset({DECIDED[step]}))
    at = _at(state, act, context, place, step)
    limit = running(at, step.value)
    regulation = at.policies.source_of("deadlines") if limit is None else limit.regulation
    rule = at.rule.deadline if limit is None else limit.rule
    if rule is None or rule.extension_working_days == 0:
        raise consents.not_extended(act.extends, regulation)
    consents.in_writing(act.decision, act.effective_on)
    started_on, last = (None, None) if limit is None else (limit.started_on, last_day(at, limit))
    consents.extension_in_time(act.extends, started_on, last, act.effective_on, regulation)
    earlier = [
        fact.effective_on
        for fact in state.facts
        if fact.name == "extension_granted"
        and fact.about == act.extends
        and started_on is not None
        and fact.effective_on >= started_on
    ]
    consents.extension_once(act.extends, min(earlier, default=None), regulation)
    body = _body("competent", act, context, place)
    fields = common(act, place.unit_id, body_unit_id=body, policies=at.policies)
    return Draft(data=ExtensionGranted(**fields, extends=act.extends))


def consent(state: PersonState, act: GiveConsent, context: Context) -> Draft:
    """A body above agrees in writing to what the rules forbid without it. Source: domain 4.1, 4.2, 5 (C6)."""
    place = _place(state, act, context, HELPED)
    actor = consents.consent_kind(act.kind)
    consents.in_writing(act.decision, act.effective_on)
    body = _body(actor, act, context, place)
    return Draft(data=ConsentGiven(**common(act, place.unit_id, body_unit_id=body), kind=act.kind))


def settle(state: PersonState, act: SettleReferral, context: Context) -> Draft:
    """The competent committee decides on a vote short of two thirds. Source: HD 01 item 3.6c; domain 3 (REFERRED_UP).

    Approved, the dossier goes to the decision without the cell's two thirds; returned, the cell votes again.
    """
    place = _place(state, act, context, frozenset({Standing.APPLICANT}))
    consents.settlement(act.outcome)
    consents.in_writing(act.decision, act.effective_on)
    at = _at(state, act, context, place, Step.ADMISSION_DECISION)
    consents.something_short(at.papers.referral, act.effective_on)
    body = _body("competent", act, context, place)
    fields = common(act, place.unit_id, body_unit_id=body, policies=at.policies)
    return Draft(data=ReferralSettled(**fields, outcome=act.outcome))


def _place(state: PersonState, act: Act, context: Context, allowed: frozenset[Standing]) -> Place:
    place = place_of(state, act, context, Kind.CHANGED)
    if place.standing in allowed:
        return place
    needed, found, name = standings(allowed), called(place.standing), named(_NAMES[type(act)])
    why = Text(
        vi=f"{name.vi} chỉ ghi cho {needed.vi}; khi đó người này là {found.vi}.",
        en=f"{name.en} is recorded only of {needed.en}; the person was then {found.en}.",
    )
    raise refuse_order(Kind.CHANGED, act.effective_on, why)


def _at(state: PersonState, act: Act, context: Context, place: Place, step: Step) -> Setting:
    return setting(state, step, act.effective_on, place.unit_id, organisation=context.organisation)


def _body(actor: str, act: Act, context: Context, place: Place) -> str:
    asked = act.body_unit_id or (None if act.decision is None or actor == "cell" else act.decision.body_unit_id)
    body = body_of(context.organisation, actor, place.unit_id, act.effective_on, asked, step=_NAMES[type(act)])
    return body.unit_id
