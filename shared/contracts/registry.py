"""One table: type name <-> class <-> topic. A type that is not here is still read for its movements."""

from typing import Any

from msgspec import Struct

from shared.contracts import dossiers, lifecycle, offices, organisation, people
from shared.contracts.topics import DOSSIERS, LIFECYCLE, ORGANISATION, PEOPLE

_NAMES: dict[str, dict[str, type[Struct]]] = {
    LIFECYCLE: {
        "nominated.v1": lifecycle.Nominated,
        "delisted.v1": lifecycle.Delisted,
        "trained.v1": lifecycle.Trained,
        "dossier_opened.v1": lifecycle.DossierOpened,
        "dossier_closed.v1": lifecycle.DossierClosed,
        "admitted.v1": lifecycle.Admitted,
        "probation_passed.v1": lifecycle.ProbationPassed,
        "transfer_issued.v1": lifecycle.TransferIssued,
        "transfer_presented.v1": lifecycle.TransferPresented,
        "transfer_returned.v1": lifecycle.TransferReturned,
        "transfer_lapsed.v1": lifecycle.TransferLapsed,
        "transferred.v1": lifecycle.Transferred,
        "away_recorded.v1": lifecycle.AwayRecorded,
        "away_extended.v1": lifecycle.AwayExtended,
        "away_ended.v1": lifecycle.AwayEnded,
        "removed.v1": lifecycle.Removed,
        "enrolled.v1": lifecycle.Enrolled,
        "readmitted.v1": lifecycle.Readmitted,
        "restored.v1": lifecycle.Restored,
        "profile_changed.v1": lifecycle.ProfileChanged,
        "rated.v1": lifecycle.Rated,
        "restructured.v1": lifecycle.Restructured,
        "corrected.v1": lifecycle.Corrected,
        "merged.v1": lifecycle.Merged,
        "unmerged.v1": lifecycle.Unmerged,
        "erased.v1": lifecycle.Erased,
    },
    DOSSIERS: {
        "step_recorded.v1": dossiers.StepRecorded,
        "dossier_checked.v1": dossiers.DossierChecked,
        "mentor_assigned.v1": dossiers.MentorAssigned,
        "list_reviewed.v1": dossiers.ListReviewed,
        "extension_granted.v1": dossiers.ExtensionGranted,
        "consent_given.v1": dossiers.ConsentGiven,
        "referral_settled.v1": dossiers.ReferralSettled,
        "review_opened.v1": dossiers.ReviewOpened,
        "review_closed.v1": dossiers.ReviewClosed,
        "review_step_recorded.v1": dossiers.ReviewStepRecorded,
        "discipline_recorded.v1": dossiers.DisciplineRecorded,
        "suspension_recorded.v1": dossiers.SuspensionRecorded,
    },
    ORGANISATION: {
        "unit_created.v1": organisation.UnitCreated,
        "unit_renamed.v1": organisation.UnitRenamed,
        "unit_moved.v1": organisation.UnitMoved,
        "unit_closed.v1": organisation.UnitClosed,
        "unit_fact_recorded.v1": organisation.UnitFactRecorded,
        "target_set.v1": organisation.TargetSet,
        "definition_published.v1": organisation.DefinitionPublished,
        "policy_published.v1": organisation.PolicyPublished,
        "calendar_published.v1": organisation.CalendarPublished,
        "class_opened.v1": organisation.ClassOpened,
        "unit_rated.v1": organisation.UnitRated,
        "ratings_closed.v1": organisation.RatingsClosed,
        "officer_registered.v1": offices.OfficerRegistered,
        "office_proposed.v1": offices.OfficeProposed,
        "office_granted.v1": offices.OfficeGranted,
        "office_ended.v1": offices.OfficeEnded,
        "delegation_granted.v1": offices.DelegationGranted,
        "delegation_ended.v1": offices.DelegationEnded,
        "arrival_expected.v1": organisation.ArrivalExpected,
        "arrival_settled.v1": organisation.ArrivalSettled,
        "batch_opened.v1": organisation.BatchOpened,
        "batch_closed.v1": organisation.BatchClosed,
        "batch_undone.v1": organisation.BatchUndone,
    },
    PEOPLE: {"particulars_recorded.v1": people.ParticularsRecorded},
}

CLASS_OF: dict[str, type[Struct]] = {
    f"vn.{topic}.{name}": cls for topic, names in _NAMES.items() for name, cls in names.items()
}
"""Wire type name to class, for instance `vn.socai.lifecycle.admitted.v1`."""
TYPE_OF: dict[type[Struct], str] = {cls: name for name, cls in CLASS_OF.items()}
TOPIC_OF: dict[type[Struct], str] = {cls: topic for topic, names in _NAMES.items() for cls in names.values()}


def event_name(type_name: str) -> str:
    """The event's own name: `admitted` of `vn.socai.lifecycle.admitted.v1`."""
    return type_name.split(".")[-2] if type_name.count(".") >= 2 else type_name


def topic_of(type_name: str) -> str | None:
    """The topic that a type name says it is on, or None: `vn.socai.<topic>.<name>.v<n>`."""
    parts = type_name.split(".")
    return f"{parts[1]}.{parts[2]}" if len(parts) == 5 and parts[0] == "vn" else None


def class_of(type_name: str) -> Any | None:
    """The contract class of a wire type, or None when this reader does not know it."""
    return CLASS_OF.get(type_name)
