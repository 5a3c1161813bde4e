"""A recorded event told again as the command that it came from, so that it can be judged once more under other rules.

What an event does not carry (names, reasons) is taken from the person's particulars in clear, given by the caller.
"""

from collections.abc import Callable, Mapping
from typing import Any

from services.admissions.domain.person import commands as asked
from services.admissions.domain.person import commands_dossier as dossier
from services.admissions.domain.person import commands_identity as identity
from services.admissions.domain.person import commands_leaving as left
from services.admissions.domain.person import commands_rating as rating
from services.admissions.domain.person import commands_transfer as moved
from services.admissions.domain.person.act import Act, LineRef
from services.admissions.domain.person.change import Change, effect_of
from services.admissions.domain.person.leaving import REMOVAL_REASON
from services.admissions.domain.person.procedure import BY_SECRETARY
from services.admissions.domain.person.returning import READMISSION
from services.admissions.domain.person.state import PersonState
from shared.contracts import dossiers, lifecycle
from shared.contracts.facts import PersonFact
from shared.contracts.movement import Movement
from shared.contracts.registry import CLASS_OF, event_name

Clear = Mapping[str, str]
Fields = dict[str, Any]
_CLASS_NAMED = {event_name(name): cls for name, cls in CLASS_OF.items() if issubclass(cls, PersonFact)}


def command_of(data: PersonFact, state: PersonState, clear: Clear) -> asked.PersonCommand | None:
    """The command that `data` came from, on the state before it; None for what no command about a person records.

    A vote that fell short is asked for as approved again: whether it suffices is worked out anew.
    """
    if isinstance(data, lifecycle.Corrected):
        return _correction(data, state, clear)
    command: asked.Fact | None = _fact(data, _own(data), clear, drop=_dropped(data, state, None))
    return command


def _correction(data: lifecycle.Corrected, state: PersonState, clear: Clear) -> asked.Correct | None:
    drop = _dropped(data, state, data.corrects.position)
    instead: Any = None
    if data.states is not None:
        instead = _stated(data, clear)
        if instead is None:
            return None
    return asked.Correct(
        actor=data.actor,
        position=data.corrects.position,
        ground=data.corrects.ground,
        instead=instead,
        decision=data.decision,
        drop=drop,
    )


def _stated(data: lifecycle.Corrected, clear: Clear) -> asked.Fact | None:
    """The fact that a correction states, as the event that would have stated it carries it."""
    cls = _CLASS_NAMED.get(data.states or "")
    if cls is None:
        return None
    about = {"kind", "extends", "mentor_id"} & set(cls.__struct_fields__)
    fields = {name: getattr(data, name) for name in cls.__struct_fields__ if hasattr(data, name)}
    event = cls(**fields, **dict.fromkeys(about, data.about))
    fact: asked.Fact | None = _fact(event, _own(data), clear, drop=())
    return fact


def _own(data: PersonFact) -> tuple[Movement, ...]:
    """The movements that are the fact's own: neither undone nor stated again for an earlier fact."""
    restates = data.restates or (0,) * len(data.movements)
    return tuple(move for move, fact in zip(data.movements, restates, strict=True) if move.undo is None and fact == 0)


def _dropped(data: PersonFact, state: PersonState, corrected: int | None) -> tuple[LineRef, ...]:
    """The movements that fell away: undone, and not stated again."""
    undone = {LineRef(move.undo.position, move.undo.line) for move in data.movements if move.undo is not None}
    again = set(data.restates) | {corrected}
    return tuple(held.ref for held in state.in_force if held.ref in undone and held.fact not in again)


def _fact(data: PersonFact, own: tuple[Movement, ...], clear: Clear, *, drop: tuple[LineRef, ...]) -> Any:
    tell = _TELL.get(type(data))
    if tell is None:
        return None
    common: Fields = {
        "actor": data.actor,
        "effective_on": data.effective_on,
        "unit_id": data.unit_id,
        "body_unit_id": data.body_unit_id,
        "decision": data.decision,
        "votes": data.votes,
        "drop": drop,
    }
    return tell(data, own, common, clear)


def _same(command: type[Act], *names: str) -> Callable[..., Any]:
    """An event whose fields are those of its command."""

    def tell(data: PersonFact, _own: tuple[Movement, ...], common: Fields, _clear: Clear) -> Act:
        return command(**common, **{name: getattr(data, name) for name in names})

    return tell


def _entry(command: type[Act], *names: str) -> Callable[..., Any]:
    """Someone comes in, with a place."""

    def tell(data: PersonFact, own: tuple[Movement, ...], common: Fields, _clear: Clear) -> Act | None:
        place = own[0].to if own else None
        if place is None:
            return None
        fields: Fields = {name: getattr(data, name) for name in names} | {"attributes": place.attributes}
        if command is not asked.Nominate:
            fields["standing"] = place.standing
        return command(**common, **fields)

    return tell


def _closed(data: lifecycle.DossierClosed, own: tuple[Movement, ...], common: Fields, _clear: Clear) -> Any:
    return asked.CloseDossier(**common, reason=data.reason, off_list=bool(own) and own[0].to is None)


def _step(data: PersonFact, _own: tuple[Movement, ...], common: Fields, _clear: Clear) -> Any:
    if data.step not in set(asked.Step):
        return None
    fields: Fields = {"step": asked.Step(data.step)}
    if isinstance(data, dossiers.StepRecorded):
        refused = data.outcome == asked.Outcome.REFUSED
        fields |= {
            "outcome": asked.Outcome.REFUSED if refused else asked.Outcome.APPROVED,
            "codes": tuple(code for code in data.codes if code != BY_SECRETARY),
            "introducers": data.introducers,
            "class_id": data.class_id,
        }
    if isinstance(data, lifecycle.ProbationPassed) and data.decision is not None:
        # It counts from before the decision; the act itself was dated with its paper.
        common = {**common, "effective_on": data.decision.date}
    return asked.RecordStep(**common, **fields)


def _transferred(data: lifecycle.Transferred, own: tuple[Movement, ...], common: Fields, clear: Clear) -> Any:
    if own and own[0].from_ is None:
        return _entry(moved.Arrive, "ceremony_on", "official_on")(data, own, common, clear)
    gone = bool(own) and own[0].to is None
    common = {**common, "unit_id": None}  # the event names the new cell, the act is judged in the old one
    return moved.AcceptTransfer(**common, to_unit_id=None if gone else data.unit_id, reason=data.reason)


def _away(data: lifecycle.AwayRecorded, _own: tuple[Movement, ...], common: Fields, _clear: Clear) -> Any:
    return moved.RecordAway(
        **common,
        away=moved.Away(data.away),
        host_unit_id=data.host_unit_id,
        purpose=None if data.purpose is None else moved.Purpose(data.purpose),
        until=data.until,
    )


def _removed(data: lifecycle.Removed, own: tuple[Movement, ...], common: Fields, clear: Clear) -> Any:
    if data.step is not None:
        return left.RecordReviewStep(**common, step=left.ReviewStep(data.step))
    return left.Remove(**common, kind=own[0].kind, reason=clear.get(REMOVAL_REASON) or None) if own else None


def _review_step(data: dossiers.ReviewStepRecorded, _own: tuple[Movement, ...], common: Fields, _clear: Clear) -> Any:
    short = data.outcome == left.ReviewOutcome.SHORT
    outcome = left.ReviewOutcome.APPROVED if short else left.ReviewOutcome(data.outcome)
    return left.RecordReviewStep(**common, step=left.ReviewStep(data.step or ""), outcome=outcome)


def _changed(data: lifecycle.ProfileChanged, own: tuple[Movement, ...], common: Fields, _clear: Clear) -> Any:
    effect = effect_of(own[0]) if own else None
    if not isinstance(effect, Change):
        return None
    if data.decision is not None and set(effect.attributes) == {"tasked"}:
        return rating.AssignTask(**common, assigned=bool(effect.attributes["tasked"]))
    return asked.ChangeProfile(**common, changes=dict(effect.attributes))


def _rated(_data: lifecycle.Rated, own: tuple[Movement, ...], common: Fields, _clear: Clear) -> Any:
    held = own[0].to.attributes.rating if own and own[0].to is not None else None
    return None if held is None else rating.Rate(**common, grade=held.grade, period=held.period)


def _suspended(data: dossiers.SuspensionRecorded, _own: tuple[Movement, ...], common: Fields, _clear: Clear) -> Any:
    return rating.Suspend(**common, lifted=data.outcome != "suspended")


def _restructured(_data: lifecycle.Restructured, own: tuple[Movement, ...], common: Fields, _clear: Clear) -> Any:
    to = own[0].to if own else None
    return None if to is None else asked.Restructure(**common, to_unit_id=to.unit_id)


def _consent(data: dossiers.ConsentGiven, _own: tuple[Movement, ...], common: Fields, _clear: Clear) -> Any:
    # A consent to come back rests on why the person left, which is sealed: it is carried over as recorded.
    return None if data.kind == READMISSION else dossier.GiveConsent(**common, kind=data.kind)


_TELL: Mapping[type[PersonFact], Callable[..., Any]] = {
    lifecycle.Enrolled: _entry(asked.Enrol, "ceremony_on"),
    lifecycle.Nominated: _entry(asked.Nominate),
    lifecycle.Delisted: _same(asked.Delist, "reason"),
    lifecycle.Trained: _same(asked.Train, "class_id"),
    lifecycle.DossierOpened: _same(asked.OpenDossier),
    lifecycle.DossierClosed: _closed,
    lifecycle.Admitted: _step,
    lifecycle.Readmitted: _step,
    lifecycle.ProbationPassed: _step,
    dossiers.StepRecorded: _step,
    lifecycle.TransferIssued: _same(moved.IssueTransfer, "to_unit_id", "moved_on", "codes"),
    lifecycle.TransferPresented: _same(moved.PresentTransfer, "to_unit_id", "reason"),
    lifecycle.TransferReturned: _same(moved.ReturnTransfer, "to_unit_id", "reason"),
    lifecycle.TransferLapsed: _same(moved.LapseTransfer, "reason"),
    lifecycle.Transferred: _transferred,
    lifecycle.AwayRecorded: _away,
    lifecycle.AwayExtended: _same(moved.ExtendAway, "until"),
    lifecycle.AwayEnded: _same(moved.EndAway, "reason"),
    lifecycle.Removed: _removed,
    lifecycle.Restored: _same(left.Restore),
    lifecycle.ProfileChanged: _changed,
    lifecycle.Rated: _rated,
    lifecycle.Restructured: _restructured,
    lifecycle.Merged: _same(identity.Merge, "into", "ground"),
    lifecycle.Unmerged: _same(identity.Unmerge, "ground"),
    dossiers.DossierChecked: _same(dossier.CheckDossier, "outcome", "codes", "form"),
    dossiers.MentorAssigned: _same(dossier.AssignMentor, "mentor_id"),
    dossiers.ListReviewed: _same(dossier.ReviewList, "codes"),
    dossiers.ExtensionGranted: _same(dossier.GrantExtension, "extends"),
    dossiers.ConsentGiven: _consent,
    dossiers.ReferralSettled: _same(dossier.SettleReferral, "outcome"),
    dossiers.ReviewStepRecorded: _review_step,
    dossiers.SuspensionRecorded: _suspended,
}
"""Not told again, because what they rest on is sealed: reviews opened and closed, discipline. They move nobody."""
