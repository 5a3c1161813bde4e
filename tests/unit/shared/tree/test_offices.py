"""The fold of offices: who holds what on which day, as known when; and where work lies when an officer leaves."""

from datetime import date, timedelta

import pytest

from shared.contracts.facts import Actor
from shared.contracts.offices import (
    DelegationEnded,
    DelegationGranted,
    OfficeEnded,
    OfficeGranted,
    OfficerRegistered,
)
from shared.contracts.organisation import UnitCreated, UnitKind
from shared.core.errors import Forbidden
from shared.core.stream import Position
from shared.http.caller import Caller, backed
from shared.tree.offices import OfficeFact
from shared.tree.organisation import Organisation

ACTOR = Actor(officer_id="an", office="province_officer", unit_id="*")
DAY = date(2026, 3, 2)
EVE, MORROW = DAY - timedelta(days=1), DAY + timedelta(days=1)
UNITS = (("qn", UnitKind.PROVINCE, None), ("ward", UnitKind.WARD, "qn"), ("cell", UnitKind.GRASSROOTS_CELL, "ward"))


def granted(
    office_id: str, officer_id: str, role: str = "cell_secretary", unit_id: str = "cell", *,
    first: date = DAY, until: date | None = None, on: date | None = None,
) -> OfficeGranted:  # fmt: skip
    """An office."""
    return OfficeGranted(
        actor=ACTOR, effective_on=first, office_id=office_id, officer_id=officer_id, role=role, unit_id=unit_id,
        granted_on=on or first, until=until,
    )  # fmt: skip


def delegated(given_id: str, of: str, officer_id: str, *, until: date = MORROW) -> DelegationGranted:
    """An office handed on."""
    return DelegationGranted(
        actor=ACTOR, effective_on=DAY, delegation_id=given_id, office_id=of, officer_id=officer_id, until=until
    )


def organisation(*facts: OfficeFact) -> Organisation:
    """A province, a ward, a cell; then the facts, from position 11 on."""
    found = Organisation()
    for position, (unit_id, kind, parent_id) in enumerate(UNITS, start=1):
        name = f"Tổ chức {unit_id.upper()}"
        unit = UnitCreated(
            actor=ACTOR, effective_on=date(2000, 1, 1), unit_id=unit_id, kind=kind, name_vi=name, parent_id=parent_id
        )
        found.apply(Position(position), unit_id, unit)
    for position, fact in enumerate(facts, start=11):
        found.apply(Position(position), "x", fact)
    return found


def holders(known: Organisation, role: str, on: date) -> list[str]:
    """On whose desks a cell's work of a role lies, nearest first."""
    return [each.officer_id for each in known.offices.offices_for("cell", role, on, known.tree(on))]


@pytest.mark.parametrize(("on", "held"), [(EVE, False), (DAY, True), (MORROW, True), (MORROW + timedelta(1), False)])
def test_both_ends_of_an_office_belong_to_it(on: date, held: bool) -> None:
    known = organisation(granted("o", "chi", until=MORROW))
    assert (holders(known, "cell_secretary", on) == ["chi"]) is held


def test_an_end_is_the_first_day_without_the_office_and_only_known_from_its_position_on() -> None:
    known = organisation(granted("o", "chi"), OfficeEnded(actor=ACTOR, effective_on=MORROW, office_id="o"))
    office, before = known.offices.office("o"), known.offices.office("o", Position(11))
    assert office is not None
    assert before is not None
    assert (office.last, before.last) == (DAY, None)


def test_queues_follow_the_office_not_the_person() -> None:
    facts: list[OfficeFact] = [
        granted("o1", "chi", first=EVE),
        granted("o2", "duc", "committee_officer", "ward", first=EVE),
        OfficeEnded(actor=ACTOR, effective_on=DAY, office_id="o1"),
        granted("o3", "nga"),
    ]
    known = organisation(*facts)
    assert holders(known, "cell_secretary", EVE) == ["chi"]
    # She left, her successor has the desk; and had nobody come, the work would stand there as nobody's, not be lost.
    assert holders(known, "cell_secretary", DAY) == ["nga"]
    assert holders(organisation(*facts[:3]), "cell_secretary", DAY) == []
    assert holders(known, "committee_officer", DAY) == ["duc"]


def test_a_delegation_holds_as_long_as_all_that_it_rests_on() -> None:
    facts: list[OfficeFact] = [
        granted("o", "chi", until=MORROW),
        delegated("d1", "o", "duc", until=date(2027, 1, 1)),
        delegated("d2", "d1", "nga"),
    ]
    held = organisation(*facts).offices.office("d2")
    assert held is not None
    assert (held.chain, held.rests_on, held.last) == (("duc", "chi"), ("d2", "d1", "o"), MORROW)
    for end in (
        OfficeEnded(actor=ACTOR, effective_on=DAY, office_id="o"),
        DelegationEnded(actor=ACTOR, effective_on=DAY, delegation_id="d1"),
    ):
        ended = organisation(*facts, end).offices.office("d2")
        assert ended is not None
        assert not ended.in_force(DAY)


def test_a_ring_of_delegations_in_a_foreign_log_is_nobodys_office() -> None:
    known = organisation(delegated("d1", "d2", "duc"), delegated("d2", "d1", "chi"), delegated("d3", "d3", "nga"))
    assert [known.offices.office(each) for each in ("d1", "d2", "d3")] == [None, None, None]
    assert list(known.offices.all(DAY)) == []


def test_two_accounts_of_a_person_are_one_identity_from_when_it_is_known() -> None:
    def registered(officer_id: str, person_id: str | None = None) -> OfficerRegistered:
        return OfficerRegistered(actor=ACTOR, effective_on=DAY, officer_id=officer_id, person_id=person_id)

    known = organisation(registered("k"), registered("k-2", "p"), registered("k", "p")).offices
    assert known.identity("k") == known.identity("k-2") == "person:p"
    assert known.identity("k", Position(12)) == "officer:k"
    assert known.identity("never-seen") == "officer:never-seen"


def test_offices_count_from_the_day_of_the_act_that_gave_the_first() -> None:
    assert organisation().offices.established_on() is None
    known = organisation(granted("o", "chi", first=MORROW), granted("p", "duc", first=date(2020, 1, 1), on=DAY)).offices
    assert known.established_on() == DAY
    assert known.established_on(Position(11)) == MORROW
    assert not known.established(DAY, Position(11))


def caller(officer_id: str, unit_id: str = "cell", office: str = "cell_secretary") -> Caller:
    """What a token claims."""
    return Caller(officer_id=officer_id, office=office, unit_id=unit_id)


def test_claims_count_until_an_office_is_in_force_and_then_only_with_one_behind_them() -> None:
    claims = caller("anyone")
    assert backed(claims, organisation(), DAY) == claims
    assert backed(claims, organisation(granted("o", "chi", first=MORROW)), DAY) == claims
    known = organisation(granted("o", "chi", unit_id="ward"), delegated("d", "o", "duc"))
    assert backed(caller("chi"), known, DAY).rests_on == ("o",)
    assert backed(caller("duc"), known, DAY).actor.chain == ("chi",)
    for refused in (claims, caller("chi", office="auditor"), caller("chi", "qn"), caller("chi", "*")):
        with pytest.raises(Forbidden, match="office-not-in-force"):
            backed(refused, known, DAY)
    late = organisation(granted("o", "chi", until=EVE), granted("p", "duc", first=MORROW), granted("q", "an"))
    for officer, told in (
        ("chi", "không còn giữ vai trò bí thư chi bộ tại Tổ chức CELL (cell): ngày cuối là 01/03/2026"),
        ("duc", "chưa giữ vai trò bí thư chi bộ tại Tổ chức CELL (cell): vai trò này bắt đầu từ ngày 03/03/2026"),
        ("nga", "chưa được giao vai trò bí thư chi bộ tại Tổ chức CELL (cell)"),
    ):
        with pytest.raises(Forbidden) as ended:
            backed(caller(officer), late, DAY)
        assert ended.value.what.vi == f"Hôm nay, 02/03/2026, cán bộ “{officer}” {told}."
        assert ended.value.source
    system = caller("monitor", "*", "system")
    assert backed(system, known, DAY) == system


def test_a_founder_without_an_office_gives_offices_until_two_hold_the_provinces() -> None:
    founder = OfficerRegistered(actor=ACTOR, effective_on=EVE, officer_id="an", founder=True)
    one: list[OfficeFact] = [founder, granted("o", "binh", "province_officer", "*")]
    assert backed(caller("an", "*", "province_officer"), organisation(*one), DAY).office == "founder"
    two = organisation(*one, granted("p", "chi", "province_officer", "*"))
    with pytest.raises(Forbidden, match="office-not-in-force"):
        backed(caller("an", "*", "province_officer"), two, DAY)
