"""An example of every HTTP body, by the name of its class: what stands in the OpenAPI document beside the schema."""

from typing import Any

from pydantic.config import JsonDict

Example = dict[str, Any]

PERSON, OTHER = "5f2f1c1e-3c55-4d6e-8a0e-0a1b2c3d4e5f", "1f792968-7274-4ed6-8e8a-e4235cb451be"
OFFICE = "1b8a6a8e-7c0b-5c06-9a55-0c4a1f6f7d21"
PAPER = {"body_unit_id": "nam-giang", "number": "15-QĐ/HU", "date": "2025-09-10"}
RESOLVED = {"body_unit_id": "cb-pa-dau", "number": "07-NQ/CB", "date": "2025-09-03"}
PEM = "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VuAyEA…\n-----END PUBLIC KEY-----\n"
VOTES = {"base": 21, "present": 19, "for": 18, "against": 1}
ATTRIBUTES = {"sex": "f", "origin": "youth_union", "education": "thpt", "expertise": "intermediate"}
PARTICULARS = {"full_name": "Nguyễn Văn Ví Dụ", "birth_date": "1996-04-30"}
DAY = "2025-09-03"


def _act(act: str, on: str = DAY, **more: Any) -> Example:
    return {"act": act, "effective_on": on, **more}


def _item(act: str, **more: Any) -> Example:
    return {"act": act, "person_id": PERSON, **more}


NOMINATED = _act("nominated", "2025-01-10", unit_id="cb-pa-dau", attributes=ATTRIBUTES)

_DOSSIER: dict[str, Example] = {
    "NominatedBody": NOMINATED,
    "EnrolledBody": _act("enrolled", "2015-01-01", unit_id="cb-pa-dau", standing="OFFICIAL", attributes=ATTRIBUTES),
    "TrainedBody": _act("trained", "2025-05-20", class_id="nhan-thuc-2025-1"),
    "DossierOpenedBody": _act("dossier_opened", "2025-07-03"),
    "DossierClosedBody": _act("dossier_closed", reason="withdrawn"),
    "DelistedBody": _act("delisted", reason="moved_away"),
    "ProfileChangedBody": _act("profile_changed", changes={"education": "thpt"}),
    "StepBody": _act("step", step="C1", votes=VOTES),
    "IntroducerBody": {"person_id": OTHER, "together_since": "2020-01-01"},
    "DossierCheckedBody": _act("dossier_checked", outcome="returned", codes=["B3", "seal_missing"]),
    "MentorAssignedBody": _act("mentor_assigned", mentor_id=OTHER),
    "ListReviewedBody": _act("list_reviewed", decision=RESOLVED),
    "ExtensionGrantedBody": _act("extension_granted", "2025-10-20", extends="C4", decision=PAPER),
    "ConsentGivenBody": _act("consent_given", "2025-10-20", kind="late_ceremony", decision=PAPER),
    "ReferralSettledBody": _act("referral_settled", "2025-09-10", outcome="returned", decision=PAPER),
    "CorrectedBody": {
        "act": "corrected",
        "position": 1234,
        "ground": "clerical_error",
        "instead": _act("trained", "2025-05-21"),
        "decision": PAPER,
    },
    "MergedBody": _act("merged", into=OTHER, ground="same_person", decision=PAPER),
    "UnmergedBody": _act("unmerged", ground="same_person", decision=PAPER),
    "AlteredParticularsBody": {
        "birth_date": "1996-04-30",
        "effective_on": DAY,
        "ground": "court_or_registry_document",
        "decision": PAPER,
    },
}
_LEAVING: dict[str, Example] = {
    "EvidenceBody": {"months": ["2025-05", "2025-06", "2025-07"]},
    "ReviewOpenedBody": _act(
        "review_opened",
        review="strike_off",
        reason="R1_ABSENCE",
        evidence={"months": ["2025-05", "2025-06", "2025-07"]},
    ),
    "ReviewClosedBody": _act("review_closed", review="strike_off", outcome="kept"),
    "ReviewStepBody": _act("review_step", step="X2", outcome="approved", votes=VOTES),
    "RemovedBody": _act("removed", kind="struck_off", reason="R1_ABSENCE", decision=PAPER),
    "DisciplineRecordedBody": _act("discipline_recorded", discipline="warning", decision=PAPER),
    "RestoredBody": _act("restored", decision=PAPER),
    "ReadmissionConsentedBody": _act("readmission_consented", decision=PAPER),
    "TransferIssuedBody": _act(
        "transfer_issued", to_unit_id="cb-prao", codes=["letter", "old_cell_remarks"], decision=PAPER
    ),
    "TransferPresentedBody": _act("transfer_presented", to_unit_id="cb-prao"),
    "TransferredBody": _act("transferred", to_unit_id="cb-prao"),
    "TransferReturnedBody": _act("transfer_returned", to_unit_id="cb-prao", reason="wrong_cell"),
    "TransferLapsedBody": _act("transfer_lapsed"),
    "ArrivedBody": _act("arrived", unit_id="cb-pa-dau", standing="OFFICIAL", attributes=ATTRIBUTES),
    "AwayRecordedBody": _act("away_recorded", away="temporary", purpose="study", until="2026-06-30", decision=PAPER),
    "AwayExtendedBody": _act("away_extended", until="2026-12-31", decision=PAPER),
    "AwayEndedBody": _act("away_ended"),
    "RatedBody": _act("rated", "2025-12-31", grade="GOOD", period="2025"),
    "TaskedBody": _act("tasked", decision=RESOLVED),
    "UntaskedBody": _act("untasked", decision=RESOLVED),
    "SuspensionBody": _act("suspension_recorded", decision=PAPER),
}
_MEETING: dict[str, Example] = {
    "StepItem": _item("step", step="C1", **{"for": 18, "against": 1}),
    "ListReviewedItem": _item("list_reviewed", outcome="kept"),
    "NominatedItem": _item("nominated"),
    "DossierOpenedItem": _item("dossier_opened"),
    "MentorAssignedItem": _item("mentor_assigned", mentor_id=OTHER),
    "ReviewStepItem": _item("review_step", step="X2", **{"for": 18, "against": 1}),
    "TaskedItem": _item("tasked"),
    "RatedItem": _item("rated", grade="GOOD", period="2025"),
}
_PARTS: dict[str, Example] = {
    "LineBody": {"position": 1234, "line": 0},
    "DecisionBody": PAPER,
    "AttributesBody": ATTRIBUTES,
    "ParticularsBody": PARTICULARS,
    "NewPersonBody": {"particulars": PARTICULARS, "first": NOMINATED},
    "CertificateBody": {"person_id": PERSON},
    "RatedPersonBody": {"person_id": PERSON, "grade": "GOOD"},
}
_UNITS: dict[str, Example] = {
    "CreateUnitBody": {
        "unit_id": "cb-pa-dau",
        "kind": "subordinate_cell",
        "name_vi": "Chi bộ thôn Pà Dấu 2",
        "effective_on": "2000-01-01",
        "parent_id": "dang-bo-ta-bhing",
        "cell_kind": "village",
    },
    "RenameUnitBody": {"name_vi": "Chi bộ thôn Pà Dấu", "effective_on": DAY},
    "MoveUnitBody": {"parent_id": "dang-bo-ta-bhing", "effective_on": DAY},
    "CloseUnitBody": {"effective_on": DAY, "successor_id": "cb-prao"},
    "UnitFactBody": {"fact": "has_committee", "value": "true", "effective_on": DAY},
    "TargetBody": {
        "unit_id": "nam-giang",
        "indicator": "NG2",
        "period_from": "2015-01-01",
        "period_to": "2019-12-31",
        "low": "90",
    },
    "ExpectArrivalBody": {"unit_id": "cb-pa-dau", "number": "07-PB/ĐU", "effective_on": DAY},
    "SettleArrivalBody": {"outcome": "arrived", "effective_on": DAY},
    "OfficerBody": {"officer_id": "can-bo-xa-01", "effective_on": "2026-01-05"},
    "GrantBody": {
        "officer_id": "can-bo-xa-01",
        "role": "cell_secretary",
        "unit_id": "cb-pa-dau",
        "from": "2026-01-05",
        "until": "2030-12-31",
    },
    "EndBody": {"effective_on": "2027-03-01", "ground": "retired"},
    "DelegationBody": {
        "office_id": OFFICE,
        "officer_id": "can-bo-xa-02",
        "from": "2026-02-02",
        "until": "2026-02-13",
    },
    "RecipientBody": {"recipient": PEM},
    "KeysBody": {"keys": "eyJ2ZXJzaW9uIjoxfQ=="},
    "ResendBody": {"topic": "socai.lifecycle", "partition": 3, "first": 1},
}

EXAMPLES: dict[str, Example] = {**_DOSSIER, **_LEAVING, **_MEETING, **_PARTS, **_UNITS}


def with_example(schema: JsonDict, model: type[Any]) -> None:
    """Puts the example of a body into its schema, where its class has none of its own."""
    example = EXAMPLES.get(model.__name__)
    if example is not None:
        schema.setdefault("examples", [example])
