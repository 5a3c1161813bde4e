"""Examples of the rules on officers and offices, and on the duties that are kept apart."""

from collections.abc import Sequence
from datetime import date

from services.admissions.domain.rules import offices as rules
from services.admissions.domain.rules import separation
from services.admissions.domain.rules.separation import ALWAYS, Capacity, Hand
from shared.contracts.facts import Actor
from shared.contracts.offices import DelegationGranted, OfficeGranted, OfficerRegistered
from shared.core.stream import Position
from shared.tree.offices import Office, OfficeFact, Offices
from tests.unit.admissions.rule_examples.example import Example

FIRST, LAST, TODAY = date(2026, 1, 5), date(2026, 12, 31), date(2026, 3, 2)
PERSON, OTHER = "5f2f1c1e-3c55-4d6e-8a0e-0a1b2c3d4e5f", "9a1e40b4-5815-4a99-99e2-d15364c7a500"


def actor(officer_id: str, *chain: str, office: str = "province_officer") -> Actor:
    """An officer of the province, or who stands in for one."""
    return Actor(officer_id=officer_id, office=office, unit_id="*", chain=chain)


def offices(*facts: OfficeFact) -> Offices:
    """`an` and `binh` of the genesis act; `chi`, bound to a member, and her second account; an office of hers."""
    found = Offices()
    told: Sequence[OfficeFact] = (
        _officer("an", founder=True),
        _officer("binh", founder=True),
        _officer("chi", PERSON),
        _officer("chi-2", PERSON),
        _officer("dung"),
        OfficeGranted(
            actor=actor("an"), effective_on=FIRST, office_id="o", officer_id="chi", role="cell_secretary",
            unit_id="pa-du", granted_on=FIRST, until=LAST,
        ),
        *facts,
    )  # fmt: skip
    for position, fact in enumerate(told, start=1):
        found.apply(Position(position), fact)
    return found


def _officer(officer_id: str, person_id: str | None = None, *, founder: bool = False) -> OfficerRegistered:
    return OfficerRegistered(
        actor=actor("system"), effective_on=FIRST, officer_id=officer_id, person_id=person_id, founder=founder
    )


def delegation(given_id: str, office_id: str, officer_id: str) -> DelegationGranted:
    """An office handed on."""
    return DelegationGranted(
        actor=actor("chi"), effective_on=FIRST, delegation_id=given_id, office_id=office_id, officer_id=officer_id,
        until=LAST,
    )  # fmt: skip


def held(office_id: str = "o", *facts: OfficeFact) -> Office:
    """An office of the examples, as it stands."""
    found = KNOWN.office(office_id) if not facts else offices(*facts).office(office_id)
    assert found is not None
    return found


def hand(capacity: Capacity, *identities: str) -> Hand:
    """Someone's part in a dossier."""
    return Hand(capacity=capacity, identities=frozenset(identities))


KNOWN = offices()
CHAIN = offices(delegation("d1", "o", "dung"), delegation("d2", "d1", "an"), delegation("d3", "d2", "binh"))

EXAMPLES = (
    Example(rules.OFFICER, lambda: rules.registered(KNOWN, "dung"), lambda: rules.registered(KNOWN, "dũng")),
    Example(
        rules.REGISTERED,
        lambda: rules.not_registered_so(KNOWN, "dung", PERSON),
        lambda: rules.not_registered_so(KNOWN, "dung", None),
    ),
    Example(
        rules.BOUND,
        lambda: rules.not_registered_so(KNOWN, "dung", OTHER),
        lambda: rules.not_registered_so(KNOWN, "chi", OTHER),
    ),
    Example(rules.ROLE, lambda: rules.grantable("auditor"), lambda: rules.grantable("operator")),
    Example(rules.LASTS, lambda: rules.lasts(TODAY, TODAY), lambda: rules.lasts(TODAY, date(2026, 3, 1))),
    Example(rules.GIVEN, lambda: rules.not_given(KNOWN, "o2"), lambda: rules.not_given(KNOWN, "o")),
    Example(
        rules.IN_OWN_RIGHT, lambda: rules.in_own_right(actor("an")), lambda: rules.in_own_right(actor("dung", "an"))
    ),
    Example(
        rules.BEYOND,
        lambda: rules.within_own("decision_signer", "committee_officer"),
        lambda: rules.within_own("province_officer", "committee_officer"),
    ),
    Example(
        rules.ONESELF,
        lambda: rules.not_to_oneself(KNOWN, actor("chi"), "dung"),
        lambda: rules.not_to_oneself(KNOWN, actor("chi"), "chi-2"),
    ),
    Example(
        rules.FIRST,
        lambda: rules.one_of_the_first(KNOWN, actor("binh")),
        lambda: rules.one_of_the_first(KNOWN, actor("chi")),
    ),
    Example(
        rules.OTHER,
        lambda: rules.confirmed_by_the_other(KNOWN, actor("chi"), actor("an")),
        lambda: rules.confirmed_by_the_other(KNOWN, actor("chi"), actor("chi-2")),
    ),
    Example(
        rules.ENDED,
        lambda: rules.ends_earlier(held(), LAST),
        lambda: rules.ends_earlier(held(), date(2027, 1, 1)),
    ),
    Example(rules.HOLDER, lambda: rules.holds(held(), "chi", LAST), lambda: rules.holds(held(), "chi-2", LAST)),
    Example(
        rules.TERM,
        lambda: rules.within_the_term(held(), FIRST, LAST),
        lambda: rules.within_the_term(held(), FIRST, date(2027, 1, 1)),
    ),
    Example(
        rules.LOOP,
        lambda: rules.chain_without_loop(KNOWN, held(), "dung"),
        lambda: rules.chain_without_loop(KNOWN, held(), "chi-2"),
    ),
    Example(
        rules.CHAIN,
        lambda: rules.chain_without_loop(CHAIN, CHAIN.office("d2") or held(), "nga"),
        lambda: rules.chain_without_loop(CHAIN, CHAIN.office("d3") or held(), "nga"),
    ),
    Example(
        separation.APART,
        lambda: separation.require_apart(
            [hand(Capacity.SIGNED, "officer:an")], [hand(Capacity.CHECKED, "officer:binh")], PERSON, ALWAYS
        ),
        lambda: separation.require_apart(
            [hand(Capacity.SIGNED, "officer:an", "officer:binh")],
            [hand(Capacity.CHECKED, "officer:binh")],
            PERSON,
            ALWAYS,
        ),
    ),
)
