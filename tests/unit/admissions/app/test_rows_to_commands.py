"""Rows of events.csv as commands: each type, its synonyms, its code, and where it is unclear."""

from dataclasses import replace
from datetime import date
from inspect import signature
from typing import Any

import pytest

from services.admissions.app.folder.rows import EventRow
from services.admissions.app.person_rows import ROW_TYPES, RowContext, command_of
from services.admissions.domain.person.commands import ChangeProfile, CloseDossier, Enrol, Outcome, RecordStep, Step
from services.admissions.domain.person.commands_dossier import CheckDossier
from services.admissions.domain.person.commands_leaving import Remove
from services.admissions.domain.person.commands_transfer import AcceptTransfer, Arrive
from shared.contracts.dossiers import Introducer
from shared.contracts.facts import Actor
from shared.contracts.movement import Attributes, Kind, Standing
from shared.core.errors import Malformed

ACTOR = Actor(officer_id="o", office="province_officer", unit_id="*")
ATTRIBUTES = Attributes(sex="f", birth_year=1990)


def row(kind: str, **more: Any) -> EventRow:
    """A row of this type on 1 March 2016."""
    empty: dict[str, Any] = dict.fromkeys(signature(EventRow).parameters)
    given = {"line": 7, "person_ref": "p", "type": kind, "effective_on": date(2016, 3, 1), "unit_id": "cell-1"}
    return EventRow(**{**empty, **given, **more})


def context(home: str | None = "cell-1") -> RowContext:
    """Someone who stands in cell-1, or outside."""
    return RowContext(actor=ACTOR, home=home, attributes=ATTRIBUTES)


def test_every_type_makes_a_command_that_names_actor_and_date() -> None:
    codes = {
        "removed": "deceased",
        "away_recorded": "untransferred",
        "away_extended": "2016-12-31",
        "profile_changed": "education=thpt",
        "review_opened": "strike_off:R1_ABSENCE:2016-01;2016-02",
        "review_closed": "strike_off:kept",
        "B4": "p-7@2014-01-01",
        "mentor_assigned": "p-7",
        "extension_granted": "C4",
        "consent_given": "late_ceremony",
        "referral_settled": "returned",
        "rated": "GOOD",
    }
    for kind in ROW_TYPES:
        command = command_of(row(kind, code=codes.get(kind)), context())
        assert command.actor == ACTOR
        assert getattr(command, "effective_on", None) == date(2016, 3, 1)


def test_admitted_and_probation_passed_mean_the_steps_c6_and_d8() -> None:
    for kind, step in (("admitted", Step.CEREMONY), ("probation_passed", Step.RECOGNITION_DECISION)):
        command = command_of(row(kind), context())
        assert isinstance(command, RecordStep)
        assert command.step is step
    refused = command_of(row("C4", code="refused"), context())
    assert isinstance(refused, RecordStep)
    assert refused.outcome is Outcome.REFUSED


def test_codes_of_a_step_stand_after_its_outcome_and_a_class_before_them() -> None:
    checked = command_of(row("B3", code="approved:own_side_member;spouse_side_member"), context())
    assert isinstance(checked, RecordStep)
    assert (checked.outcome, checked.codes) == (Outcome.APPROVED, ("own_side_member", "spouse_side_member"))
    sent = command_of(row("A2", code="approved:lop-2025-1"), context())
    assert isinstance(sent, RecordStep)
    assert (sent.class_id, sent.codes) == ("lop-2025-1", ())
    returned = command_of(row("dossier_checked", code="returned:B3;seal_missing"), context())
    assert returned == CheckDossier(
        actor=ACTOR,
        effective_on=date(2016, 3, 1),
        unit_id="cell-1",
        outcome="returned",
        codes=("B3", "seal_missing"),
    )


def test_introducers_stand_with_the_day_since_when_they_are_together_and_a_replacement_without() -> None:
    ids = {"p-7": "id-7", "p-8": "id-8"}
    named = replace(context(), id_of=ids.__getitem__)
    command = command_of(row("B4", code="p-7@2014-01-01; p-8@"), named)
    assert isinstance(command, RecordStep)
    assert command.introducers == (
        Introducer(person_id="id-7", together_since=date(2014, 1, 1)),
        Introducer(person_id="id-8", replacement=True),
    )


@pytest.mark.parametrize("code", [None, "p-7", "p-7@yesterday", "@2014-01-01"])
def test_introducers_that_cannot_be_read_are_refused_at_the_code(code: str | None) -> None:
    with pytest.raises(Malformed) as refused:
        command_of(row("B4", code=code), context())
    assert refused.value.where == "events.csv:7:code"


def test_a_dossier_is_closed_with_its_reason_and_may_end_the_listing() -> None:
    command = command_of(row("dossier_closed", code="withdrawn:off_list"), context())
    assert isinstance(command, CloseDossier)
    assert (command.reason, command.off_list) == ("withdrawn", True)


def test_a_probationer_is_enrolled_with_the_ceremony_in_decision_date() -> None:
    command = command_of(row("enrolled", code="PROBATIONARY", decision_date=date(2014, 5, 1)), context(None))
    assert isinstance(command, Enrol)
    assert (command.standing, command.ceremony_on) == (Standing.PROBATIONARY, date(2014, 5, 1))
    assert command.attributes == ATTRIBUTES
    official = command_of(row("enrolled"), context(None))
    assert isinstance(official, Enrol)
    assert (official.standing, official.ceremony_on) == (Standing.OFFICIAL, None)


def test_a_transfer_row_is_an_arrival_for_someone_who_stands_nowhere() -> None:
    arrived = command_of(row("transferred", unit_id=None, to_unit_id="cell-2"), context(None))
    assert isinstance(arrived, Arrive)
    assert arrived.unit_id == "cell-2"
    moved = command_of(row("transferred", to_unit_id="cell-2"), context())
    assert isinstance(moved, AcceptTransfer)
    assert (moved.unit_id, moved.to_unit_id) == ("cell-1", "cell-2")
    gone = command_of(row("transferred"), context())
    assert isinstance(gone, AcceptTransfer)
    assert gone.to_unit_id is None


def test_a_removal_carries_its_kind_and_a_reason_that_is_told_apart() -> None:
    removal = row("removed", code="struck_off:R1_ABSENCE")
    command = command_of(removal, context())
    assert isinstance(command, Remove)
    assert (command.kind, command.reason) == (Kind.STRUCK_OFF, "R1_ABSENCE")


@pytest.mark.parametrize(
    ("code", "changes"),
    [
        ("education=thpt", {"education": "thpt"}),
        ("groups=teacher;militia", {"groups": ("militia", "teacher")}),
        ("tasked=true", {"tasked": True}),
        ("tasked=", {"tasked": None}),
        ("birth_year=1980", {"birth_year": 1980}),
        ("theory_level=", {"theory_level": None}),
    ],
)
def test_a_profile_row_changes_one_attribute(code: str, changes: dict[str, object]) -> None:
    command = command_of(row("profile_changed", code=code), context())
    assert isinstance(command, ChangeProfile)
    assert command.changes == changes


@pytest.mark.parametrize(
    ("unclear", "column"),
    [
        (row("erased"), "type"),
        (row("enrolled", code="MINISTER"), "code"),
        (row("C1", code="maybe"), "code"),
        (row("removed", code="promoted"), "code"),
        (row("profile_changed", code="education"), "code"),
        (row("profile_changed", code="nickname=x"), "code"),
        (row("profile_changed", code="tasked=yes"), "code"),
        (row("profile_changed", code="birth_year=old"), "code"),
    ],
)
def test_an_unclear_row_is_placed_by_line_and_column(unclear: EventRow, column: str) -> None:
    with pytest.raises(Malformed) as caught:
        command_of(unclear, context())
    assert caught.value.where == f"events.csv:7:{column}"


def test_a_decision_falls_to_the_unit_where_no_body_is_named() -> None:
    numbered = row("trained", unit_id=None, decision_number="CN-7")
    command = command_of(numbered, context())
    assert not isinstance(command, RecordStep)
    assert command.decision is not None
    assert command.decision.body_unit_id == "cell-1"
    with pytest.raises(Malformed):
        command_of(numbered, context(None))
