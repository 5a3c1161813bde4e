"""Members away from home: temporary transfers with a host, away without a transfer; home counts them throughout."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from services.admissions.domain.person.commands import ChangeProfile, Correct
from services.admissions.domain.person.commands_transfer import (
    AcceptTransfer,
    Away,
    EndAway,
    ExtendAway,
    IssueTransfer,
    Purpose,
    RecordAway,
)
from services.admissions.domain.person.letters import stay
from services.admissions.domain.person.waiting import Matter, of_person
from services.admissions.domain.rules.ageing import Age
from shared.contracts.lifecycle import AwayEnded, AwayExtended, AwayRecorded, Corrected, Transferred
from shared.contracts.organisation import UnitClosed
from tests.support.given import FIT, OFFICER, TO_DOSSIER, Life, closing, enrol, given, paper

LEFT, BACK = date(2025, 8, 1), date(2026, 3, 1)
NOW = date(2026, 12, 31)


def member(*closings: UnitClosed) -> Life:
    """An official member in pa-du, in 2026."""
    return replace(given(closings=closings), today=NOW).after(enrol(attributes=FIT))


def leave(on: date = LEFT, host: str | None = "prao", **fields: Any) -> RecordAway:
    told: dict[str, Any] = {"purpose": Purpose.MOVE, "until": BACK, **fields}
    return RecordAway(
        actor=OFFICER,
        effective_on=on,
        away=Away.TEMPORARY,
        host_unit_id=host,
        **told,
    )


def vanish(on: date = LEFT, **fields: Any) -> RecordAway:
    return RecordAway(actor=OFFICER, effective_on=on, away=Away.UNTRANSFERRED, **fields)


def extend(until: date, on: date = date(2026, 2, 1), body: str | None = "prao") -> ExtendAway:
    answer = None if body is None else paper(body, on)
    return ExtendAway(actor=OFFICER, effective_on=on, until=until, decision=answer)


def come_back(on: date = BACK) -> EndAway:
    return EndAway(actor=OFFICER, effective_on=on, reason="returned")


def away(life: Life, on: date) -> tuple[str, str | None]:
    place = life.place(on)
    assert place is not None
    return place.unit_id, place.attributes.away


def test_home_counts_a_member_throughout_a_temporary_stay_and_the_host_never() -> None:
    life = member().when(leave()).then(AwayRecorded, unit_id="pa-du", host_unit_id="prao", until=BACK, purpose="move")
    back = life.when(come_back()).then(AwayEnded, reason="returned")
    assert [away(back, on) for on in (LEFT, date(2026, 2, 28), BACK)] == [
        ("pa-du", "temporary"),
        ("pa-du", "temporary"),
        ("pa-du", None),
    ]
    places = [place for _, event in back.events for line in event.movements for place in (line.from_, line.to)]
    assert {place.unit_id for place in places if place is not None} == {"pa-du"}


@pytest.mark.parametrize(
    ("purpose", "shortest", "longest", "too_long"),
    [
        (Purpose.MOVE, date(2025, 11, 1), date(2026, 7, 31), date(2026, 8, 1)),
        (Purpose.STUDY, date(2025, 11, 1), date(2027, 8, 1), date(2027, 8, 2)),
    ],
)
def test_a_stay_has_a_term(purpose: Purpose, shortest: date, longest: date, too_long: date) -> None:
    for until in (shortest, longest):
        member().when(leave(purpose=purpose, until=until)).then(AwayRecorded)
    for until in (shortest.replace(month=10, day=31), too_long):
        member().when(leave(purpose=purpose, until=until)).refused("away-term")


def test_three_months_from_the_end_of_a_long_month_end_with_the_short_one() -> None:
    began = date(2025, 11, 30)
    member().when(leave(began, until=date(2026, 2, 28))).then(AwayRecorded)
    member().when(leave(began, until=date(2026, 2, 27))).refused("away-term")


def test_a_stay_is_told_fully_and_away_without_a_transfer_by_its_date_alone() -> None:
    member().when(leave(purpose=None)).refused("away-content")
    member().when(leave(until=None)).refused("away-content")
    member().when(vanish(host_unit_id="prao")).refused("away-content")
    member().when(vanish(until=BACK)).refused("away-content")
    member().when(vanish()).then(AwayRecorded, away="untransferred", host_unit_id=None, body_unit_id=None)
    member().when(leave(host="pa-du")).refused("away-host")
    member().when(leave(host="dong-giang")).refused("unit-not-a-cell")
    member().when(leave(host=None)).then(AwayRecorded, host_unit_id=None, body_unit_id="nam-giang")
    given(*TO_DOSSIER).when(vanish(date(2018, 12, 1))).refused("standing-of-member")


def test_the_letter_of_a_stay_is_issued_by_who_lies_above() -> None:
    member().when(leave()).then(AwayRecorded, body_unit_id="nam-giang")
    member().when(leave(host="pa-lan")).then(AwayRecorded, body_unit_id="zuoih")
    member().when(leave(body_unit_id="zuoih")).refused("transfer-issuer")


def test_one_stay_at_a_time_and_only_who_is_away_comes_back() -> None:
    member().after(leave()).when(vanish(date(2025, 9, 1))).refused("away-already")
    member().when(come_back()).refused("away-not-recorded")
    member().after(leave(), come_back()).when(come_back(NOW)).refused("away-not-recorded")


def test_a_stay_is_extended_when_the_host_agrees_and_within_its_limits() -> None:
    life = member().after(leave())
    life.when(extend(date(2026, 6, 1))).then(AwayExtended, until=date(2026, 6, 1), unit_id="pa-du", movements=())
    life.when(extend(date(2026, 6, 1), body="dong-giang")).then(AwayExtended)
    life.when(extend(date(2026, 6, 1), body=None)).refused("away-extension")
    life.when(extend(BACK)).refused("away-extension")
    life.when(extend(date(2026, 6, 1), body="pa-lan")).refused("away-host")
    life.when(extend(date(2026, 8, 1))).refused("away-term")
    extended = life.after(extend(date(2026, 5, 1)))
    extended.when(extend(date(2026, 5, 1), date(2026, 4, 1))).refused("away-extension")
    extended.when(extend(date(2026, 7, 1), date(2026, 4, 1))).then(AwayExtended)
    member().after(vanish()).when(extend(date(2026, 6, 1))).refused("away-not-recorded")


def test_over_its_term_a_stay_is_to_be_looked_at_and_ages_from_there() -> None:
    life = member().after(leave())
    expected = {
        BACK: (Age.WITHIN_30_DAYS, False),
        date(2026, 3, 2): (Age.WITHIN_30_DAYS, True),
        date(2026, 5, 31): (Age.OVER_30_DAYS, True),
        date(2026, 6, 2): (Age.OVER_3_MONTHS, True),
    }
    for on, (age, review) in expected.items():
        (waiting,) = of_person(life.state, on, life.organisation)
        assert (waiting.matter, waiting.to_unit_id, waiting.age, waiting.review) == (
            Matter.TEMPORARY,
            "prao",
            age,
            review,
        )
    (extended,) = of_person(life.after(extend(date(2026, 6, 1))).state, date(2026, 5, 31), life.organisation)
    assert (extended.since, extended.review) == (date(2026, 6, 1), False)


def test_who_is_away_without_a_transfer_ages_from_the_first_day_and_is_always_to_be_looked_at() -> None:
    life = member().after(vanish())
    (first,) = of_person(life.state, LEFT, life.organisation)
    (later,) = of_person(life.state, date(2025, 11, 2), life.organisation)
    assert (first.matter, first.age, first.review) == (Matter.UNTRANSFERRED, Age.WITHIN_30_DAYS, True)
    assert (later.age, later.since, later.review) == (Age.OVER_3_MONTHS, LEFT, True)
    assert away(life, NOW) == ("pa-du", "untransferred")


def test_an_absence_set_by_a_change_of_profile_is_seen_with_its_day_and_can_be_ended() -> None:
    change = ChangeProfile(actor=OFFICER, effective_on=LEFT, changes={"away": "temporary"})
    life = member().after(change)
    found = stay(life.state, NOW)
    assert found is not None
    assert (found.since, found.until, found.host_unit_id) == (LEFT, None, None)
    assert away(life.after(come_back()), BACK) == ("pa-du", None)


def test_who_is_accepted_in_another_cell_is_not_away_from_it_also_when_the_absence_is_heard_of_later() -> None:
    issued, accepted = date(2025, 9, 1), date(2025, 9, 15)
    letter = IssueTransfer(actor=OFFICER, effective_on=issued, to_unit_id="pa-lan")
    acceptance = AcceptTransfer(actor=OFFICER, effective_on=accepted, to_unit_id="pa-lan")
    in_order = member().after(vanish(), letter).when(acceptance).then(Transferred)
    heard_late = member().after(letter, acceptance).when(vanish()).then(AwayRecorded)
    for life in (in_order, heard_late):
        assert [away(life, on) for on in (LEFT, issued, accepted, NOW)] == [
            ("pa-du", "untransferred"),
            ("pa-du", "untransferred"),
            ("pa-lan", None),
            ("pa-lan", None),
        ]
        assert of_person(life.state, NOW, life.organisation) == ()


def test_a_stay_outlasts_the_abolition_of_home_and_of_the_host() -> None:
    life = member(closing("pa-du", date(2025, 10, 1), "school"), closing("prao", date(2025, 11, 3), "pa-lan"))
    life = life.after(leave())
    (waiting,) = of_person(life.state, date(2025, 12, 1), life.organisation)
    assert (waiting.unit_id, waiting.to_unit_id, waiting.due and waiting.due.on) == ("school", "pa-lan", BACK)
    life.when(extend(date(2026, 6, 1), body="pa-lan")).then(AwayExtended, unit_id="school")
    assert away(life.after(come_back()), BACK) == ("school", None)


def test_a_stay_and_its_extension_can_be_corrected() -> None:
    life = member().after(leave(), extend(date(2026, 6, 1)))
    begun, extended = (fact.position for fact in life.state.facts if fact.name.startswith("away_"))

    def correct(position: int, instead: Any) -> Correct:
        return Correct(actor=OFFICER, position=position, ground="clerical_error", instead=instead)

    life.when(correct(begun, None)).refused("facts-build-on-it")
    shorter = life.when(correct(extended, extend(date(2026, 5, 1)))).then(Corrected, until=date(2026, 5, 1))
    (waiting,) = of_person(shorter.state, NOW, life.organisation)
    assert waiting.since == date(2026, 5, 1)
    elsewhere = life.when(correct(begun, leave(host="school"))).then(
        Corrected, states="away_recorded", host_unit_id="school", purpose="move", until=BACK, away="temporary"
    )
    found = stay(elsewhere.state, NOW)
    assert found is not None
    assert (found.host_unit_id, found.since, found.until) == ("school", LEFT, date(2026, 6, 1))
