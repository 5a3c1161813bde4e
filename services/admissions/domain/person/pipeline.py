"""Decisions on coming in and on the way to a dossier: enrol, nominate, delist, train, open and close a dossier."""

from services.admissions.domain.person.act import Act
from services.admissions.domain.person.change import EXIT, Change, Entry
from services.admissions.domain.person.commands import CloseDossier, Delist, Enrol, Nominate, OpenDossier, Step, Train
from services.admissions.domain.person.context import Context
from services.admissions.domain.person.demands import demands, setting
from services.admissions.domain.person.draft import Draft, common, entering, place_of
from services.admissions.domain.person.returning import require_consent
from services.admissions.domain.person.state import PersonState
from services.admissions.domain.person.timeline import Line
from services.admissions.domain.person.whole import kept_whole, listed_whole
from services.admissions.domain.policy.in_force import policies_on
from services.admissions.domain.rules import acts, dates, papers, steps
from services.admissions.domain.rules.crossing import refuse_order
from services.admissions.domain.rules.units import open_cell
from services.admissions.domain.training.certificates import certifiable
from shared.contracts.lifecycle import Delisted, DossierClosed, DossierOpened, Enrolled, Nominated, Trained
from shared.contracts.movement import Kind, Place, Standing
from shared.contracts.organisation import ClassKind
from shared.core.text import Text

_BEFORE_DECISION = frozenset({"withdrawn", "expired"})
_DECIDED = Text(
    vi="đã có quyết định kết nạp; rút hồ sơ hay hết hạn chỉ có trước đó. Nếu không kết nạp, nêu lý do khác.",
    en="the admission has been decided; a dossier is withdrawn or expires before that. Close it for another reason.",
)


def enrol(state: PersonState, act: Enrol, context: Context) -> Draft:
    """Taken over from the register kept before, at the cut-over date. Source: contracts 4."""
    unit_id = acts.unit_needed(act.unit_id)
    open_cell(context.organisation, unit_id, act.effective_on)
    on_probation = act.standing is Standing.PROBATIONARY
    dates.ceremony_before(act.ceremony_on, act.effective_on, needed=on_probation)
    held = entering(state, act.attributes, context)
    place = Place(unit_id=unit_id, standing=act.standing, attributes=held)
    return Draft(
        data=Enrolled(**common(act, unit_id), ceremony_on=act.ceremony_on if on_probation else None),
        lines=(Line(kind=Kind.ENROLLED, effective_on=act.effective_on, effect=Entry(place)),),
    )


def nominate(state: PersonState, act: Nominate, context: Context) -> Draft:
    """Listed as a prospect. Source: domain 3, 5 (A1)."""
    unit_id = acts.unit_needed(act.unit_id)
    open_cell(context.organisation, unit_id, act.effective_on)
    require_consent(state, act.effective_on)
    held = entering(state, act.attributes, context)
    place = Place(unit_id=unit_id, standing=Standing.PROSPECT, attributes=held)
    return Draft(
        data=Nominated(**common(act, unit_id)),
        lines=(Line(kind=Kind.NOMINATED, effective_on=act.effective_on, effect=Entry(place)),),
    )


def delist(state: PersonState, act: Delist, context: Context) -> Draft:
    """Taken off the list of prospects. Source: domain 3."""
    place = place_of(state, act, context, Kind.DELISTED)
    if listed_whole(state, act.effective_on, context.organisation):
        _reason(act.reason, "delisting_reasons", place, act, context)
    return Draft(
        data=Delisted(**common(act, place.unit_id), reason=act.reason),
        lines=(Line(kind=Kind.DELISTED, effective_on=act.effective_on, effect=EXIT),),
    )


def train(state: PersonState, act: Train, context: Context) -> Draft:
    """The awareness certificate; who has one, or an open dossier, renews it and moves nowhere. Domain 4.2, 5.

    A prospect whose list is kept whole here was approved and sent to class before (A2).
    """
    place = place_of(state, act, context, Kind.TRAINED)
    certifiable(state, act.class_id, ClassKind.AWARENESS, act.effective_on, context.organisation)
    if place.standing in steps.LISTED:
        at = setting(state, Step.AWARENESS_CLASS, act.effective_on, place.unit_id, organisation=context.organisation)
        for demand in demands(at):
            demand()
    data = Trained(**common(act, place.unit_id), class_id=act.class_id)
    if place.standing in {Standing.TRAINED, Standing.APPLICANT}:
        return Draft(data=data)
    line = Line(kind=Kind.TRAINED, effective_on=act.effective_on, effect=Change(standing=Standing.TRAINED))
    return Draft(data=data, lines=(line,))


def open_dossier(state: PersonState, act: OpenDossier, context: Context) -> Draft:
    """The cell allows a dossier; the certificate must be good that day. Source: domain 3, 4.2; contracts 4.

    A prospect whose earlier dossier was closed may still hold a good certificate, and needs no other.
    """
    place = place_of(state, act, context, Kind.DOSSIER_OPENED)
    policies = policies_on(context.organisation, place.unit_id, act.effective_on)
    if place.standing in {Standing.PROSPECT, Standing.TRAINED}:
        dates.certificate_good(state.certificate_on(act.effective_on), act.effective_on, policies)
    effect = Change(standing=Standing.APPLICANT)
    return Draft(
        data=DossierOpened(**common(act, place.unit_id, policies=policies)),
        lines=(Line(kind=Kind.DOSSIER_OPENED, effective_on=act.effective_on, effect=effect),),
    )


def close_dossier(state: PersonState, act: CloseDossier, context: Context) -> Draft:
    """Withdrawn or expired, before the decision: a prospect again, or off the list. Source: domain 3."""
    place = place_of(state, act, context, Kind.DOSSIER_CLOSED)
    if kept_whole(state, act.effective_on, context.organisation):
        _reason(act.reason, "closing_reasons", place, act, context)
        at = setting(state, Step.CEREMONY, act.effective_on, place.unit_id, organisation=context.organisation)
        if act.reason in _BEFORE_DECISION and Step.ADMISSION_DECISION in at.papers.approved:
            raise refuse_order(Kind.DOSSIER_CLOSED, act.effective_on, _DECIDED)
    effect = EXIT if act.off_list else Change(standing=Standing.PROSPECT)
    return Draft(
        data=DossierClosed(**common(act, place.unit_id), reason=act.reason),
        lines=(Line(kind=Kind.DOSSIER_CLOSED, effective_on=act.effective_on, effect=effect),),
    )


def _reason(reason: str | None, name: str, place: Place, act: Act, context: Context) -> None:
    """Why someone leaves the list, or a dossier ends, is a code of the policy. Source: domain 3."""
    policies = policies_on(context.organisation, place.unit_id, act.effective_on)
    papers.codes_known([reason or ""], policies.codes(name), policies, name)
