"""Which decision takes which command: the one list of what can happen to a person."""

from typing import assert_never

from services.admissions.domain.person import commands as asked
from services.admissions.domain.person import commands_dossier as asked_beside
from services.admissions.domain.person import commands_leaving as left
from services.admissions.domain.person import dossier, leaving, membership, pipeline, procedure, returning, transfer
from services.admissions.domain.person.commands_rating import AssignTask, Rate, Suspend
from services.admissions.domain.person.commands_transfer import TransferFact
from services.admissions.domain.person.context import Context
from services.admissions.domain.person.draft import Draft, checked
from services.admissions.domain.person.state import PersonState
from services.admissions.domain.rating import member


def drafted(state: PersonState, fact: asked.Fact, context: Context) -> Draft:
    """The event that a fact becomes, but for its movements. Raises a Refusal with its rule's id."""
    checked(fact, context)
    match fact:
        case asked.Enrol() | asked.Nominate() | asked.Delist():
            return _listed(state, fact, context)
        case asked.Train() | asked.OpenDossier() | asked.CloseDossier():
            return _of_dossier(state, fact, context)
        case asked.RecordStep():
            return procedure.record_step(state, fact, context)
        case asked_beside.CheckDossier() | asked_beside.AssignMentor() | asked_beside.ReviewList():
            return dossier.beside(state, fact, context)
        case asked_beside.GrantExtension() | asked_beside.GiveConsent() | asked_beside.SettleReferral():
            return dossier.beside(state, fact, context)
        case left.Remove() | left.OpenReview() | left.CloseReview() | left.RecordReviewStep() | left.RecordDiscipline():
            return leaving.leave(state, fact, context)
        case left.Restore():
            return returning.restore(state, fact, context)
        case left.ConsentReadmission():
            return returning.consent(state, fact, context)
        case Rate() | AssignTask() | Suspend():
            return member.of_year(state, fact, context)
        case _:
            return _of_member(state, fact, context)


def _listed(state: PersonState, fact: asked.Enrol | asked.Nominate | asked.Delist, context: Context) -> Draft:
    match fact:
        case asked.Enrol():
            return pipeline.enrol(state, fact, context)
        case asked.Nominate():
            return pipeline.nominate(state, fact, context)
        case asked.Delist():
            return pipeline.delist(state, fact, context)
        case _:
            assert_never(fact)


def _of_dossier(
    state: PersonState, fact: asked.Train | asked.OpenDossier | asked.CloseDossier, context: Context
) -> Draft:
    match fact:
        case asked.Train():
            return pipeline.train(state, fact, context)
        case asked.OpenDossier():
            return pipeline.open_dossier(state, fact, context)
        case asked.CloseDossier():
            return pipeline.close_dossier(state, fact, context)
        case _:
            assert_never(fact)


def _of_member(
    state: PersonState,
    fact: TransferFact | asked.ChangeProfile | asked.Restructure,
    context: Context,
) -> Draft:
    match fact:
        case asked.ChangeProfile():
            return membership.change_profile(state, fact, context)
        case asked.Restructure():
            return membership.restructure(state, fact, context)
        case _:
            return transfer.drafted(state, fact, context)
