"""Who is admitted, on both sides of each boundary of domain 4, 5: ages, certificates, introducers, votes, consents."""

from dataclasses import replace
from datetime import date, timedelta
from math import ceil
from typing import Any

import pytest

from services.admissions.domain.person.commands import CloseDossier, PersonCommand, RecordStep
from services.admissions.domain.person.commands_dossier import CheckDossier, GiveConsent
from shared.contracts.dossiers import ConsentGiven, DossierChecked, StepRecorded
from shared.contracts.facts import Votes
from shared.contracts.organisation import UnitFactRecorded
from shared.core.dates import add_months
from shared.core.stream import Position
from tests.support.given import FIT, OFFICER, TO_OFFICIAL, Life, given, nominate, open_dossier, paper, step, train
from tests.support.whole import INTRODUCER_1, OPEN_ON, introducers, life, listed, papers, refused, road
from tests.support.whole import step as whole_step

REVIEWED = date(2020, 2, 28)
GRASSROOTS = road("grassroots cell")


def reviewed(born: date, on: date, cell: str = "prao") -> Any:
    """A cell's review of someone with a good certificate, on a day."""
    before = (nominate(date(2017, 1, 3), cell), train(date(2017, 2, 1)), open_dossier(date(2017, 3, 1)))
    return given(*before, birth_date=born).when(step("C1", on))


@pytest.mark.parametrize(
    ("born", "on", "cell", "accepted"),
    [
        # 18: add_months(birth, 216) clamps to the month's end.
        (date(2000, 2, 29), date(2018, 2, 27), "prao", False),
        (date(2000, 2, 29), date(2018, 2, 28), "prao", True),
        (date(2000, 3, 31), date(2018, 3, 30), "prao", False),
        (date(2001, 12, 31), date(2019, 12, 31), "prao", True),
        # 60: 720 full months last until the day before the 721st.
        (date(1960, 1, 29), date(2020, 2, 28), "prao", True),
        (date(1960, 1, 29), date(2020, 2, 29), "prao", False),
        (date(1960, 1, 31), date(2020, 2, 29), "prao", False),
        (date(1958, 12, 31), date(2019, 1, 30), "prao", True),
        (date(1958, 12, 31), date(2019, 1, 31), "prao", False),
        # Under 35 in Nam Giang: 419 full months and a day less than the 420th.
        (date(1984, 2, 29), date(2019, 2, 27), "pa-du", True),
        (date(1984, 2, 29), date(2019, 2, 28), "pa-du", False),
        (date(1985, 2, 28), date(2020, 2, 27), "pa-du", True),
        (date(1985, 2, 28), date(2020, 2, 28), "pa-du", False),
        (date(1985, 2, 28), date(2020, 2, 28), "prao", True),
        (date(2000, 2, 29), date(2018, 2, 28), "pa-du", True),
    ],
)
def test_age_is_counted_in_full_months_on_the_day_of_the_review(
    born: date, on: date, cell: str, *, accepted: bool
) -> None:
    told = reviewed(born, on, cell)
    if accepted:
        told.then(StepRecorded, outcome="approved")
    else:
        told.refused("entry-age")


def test_only_the_cells_review_asks_for_the_age() -> None:
    """The dossier opens at 17 years 11 months; the decision comes at 60 years 1 month: neither is the review."""
    young = given(nominate(date(2017, 1, 3), "prao"), train(date(2017, 2, 1)), birth_date=date(1999, 6, 15))
    opened = young.after(open_dossier(date(2017, 6, 14)))
    opened.when(step("C1", date(2017, 6, 14))).refused("entry-age")
    opened.when(step("C1", date(2017, 6, 15))).then(StepRecorded)
    old = reviewed(date(1960, 1, 29), REVIEWED).life
    decided_on = date(2020, 3, 30)
    old.when(step("C4", decided_on, decision=paper("dong-giang", decided_on))).then(StepRecorded, outcome="approved")


@pytest.mark.parametrize(
    ("certified", "last"),
    [
        (date(2016, 2, 29), date(2021, 2, 28)),
        (date(2015, 8, 31), date(2020, 8, 31)),
        (date(2016, 3, 1), date(2021, 3, 1)),
    ],
)
def test_a_certificate_is_good_on_its_last_day_for_the_dossier_and_for_the_review(certified: date, last: date) -> None:
    after = last + timedelta(days=1)
    held = given(nominate(date(2015, 1, 5), "prao"), train(certified))
    held.when(open_dossier(after)).refused("certificate-expired")
    opened = held.after(open_dossier(last))
    opened.when(step("C1", last)).then(StepRecorded)
    opened.when(step("C1", after)).refused("certificate-expired")
    opened.after(train(after)).when(step("C1", after)).then(StepRecorded)
    before = given(nominate(date(2015, 1, 5), "prao"), train(certified))
    before.when(open_dossier(certified - timedelta(days=1))).refused("certificate-missing")


def applicant(shape: str = "grassroots cell", **fields: Any) -> Life:
    """A dossier kept whole with every paper, before the review."""
    return life(**fields).after(*listed(road(shape).cell), *papers())


APPLICANT = applicant()


@pytest.mark.parametrize("base", range(1, 13))
def test_two_thirds_of_every_small_base(base: int) -> None:
    enough = ceil(base * 2 / 3)
    assert [ceil(n * 2 / 3) for n in range(1, 13)] == [1, 2, 2, 3, 4, 4, 5, 6, 6, 7, 8, 8]
    for in_favour, outcome in ((enough, "approved"), (enough - 1, "short")):
        # Whoever was absent or abstained stays in the base.
        counted = Votes(base=base, present=in_favour, for_=in_favour, against=0)
        APPLICANT.when(whole_step("C1", date(2026, 4, 1), votes=counted)).then(StepRecorded, outcome=outcome)


@pytest.mark.parametrize(
    "counts",
    [(0, 0, 0, 0), (9, 10, 6, 0), (9, 6, 6, 1), (9, 6, 7, 0), (9, 9, 10, -1), (-3, -3, -3, 0), (3, 3, 3, 1)],
)
def test_counts_that_cannot_be_are_no_vote(counts: tuple[int, int, int, int]) -> None:
    base, present, in_favour, against = counts
    counted = Votes(base=base, present=present, for_=in_favour, against=against)
    APPLICANT.when(whole_step("C1", date(2026, 4, 1), votes=counted)).refused("votes-impossible")


@pytest.mark.parametrize(
    ("shape", "base", "in_favour", "outcome"),
    [
        # A standing board: more than half, so half is not enough.
        ("grassroots cell", 8, 4, "short"),
        ("grassroots cell", 8, 5, "approved"),
        ("grassroots cell", 1, 1, "approved"),
        ("grassroots cell", 7, 4, "approved"),
        # An authorised committee: two thirds of the whole committee.
        ("authorised committee", 9, 5, "short"),
        ("authorised committee", 9, 6, "approved"),
        ("authorised committee", 7, 4, "short"),
        ("authorised committee", 7, 5, "approved"),
    ],
)
def test_who_decides_says_what_share_decides(shape: str, base: int, in_favour: int, outcome: str) -> None:
    way = road(shape)
    ready = applicant(shape).after(*way.resolved(), way.checked())
    counted = Votes(base=base, present=base, for_=in_favour, against=base - in_favour)
    ready.when(way.decided(votes=counted)).then(StepRecorded, outcome=outcome)


def test_a_committee_decides_from_the_day_on_which_it_is_authorised() -> None:
    since = date(2026, 5, 1)
    ready = applicant("subordinate cell").after(*road().resolved(), road().checked())
    granted = UnitFactRecorded(actor=OFFICER, effective_on=since, unit_id="zuoih", fact="authorised", value="true")
    ready.organisation.apply(Position(ready.organisation.position + 1), "zuoih", granted)
    for on, allowed in ((since - timedelta(days=1), False), (since, True)):
        told = ready.when(whole_step("C4", on, body_unit_id="zuoih", decision=paper("zuoih", on)))
        if allowed:
            told.then(StepRecorded, outcome="approved", body_unit_id="zuoih")
        else:
            told.refused("body-not-competent")


@pytest.mark.parametrize(
    ("together_since", "first"),
    [
        (date(2025, 3, 5), date(2026, 3, 5)),
        (date(2024, 2, 29), date(2025, 2, 28)),
        (date(2025, 2, 28), date(2026, 2, 28)),
    ],
)
def test_an_introducer_has_been_together_with_the_applicant_for_twelve_full_months(
    together_since: date, first: date
) -> None:
    opened = date(2024, 7, 1) if first < OPEN_ON else OPEN_ON
    way = listed("prao") if opened == OPEN_ON else ()
    lived = life().after(*(way or _earlier(opened)), *(papers("B1", "B2") if way else ()))
    named = introducers(INTRODUCER_1, since=together_since)
    early = first - timedelta(days=1)
    told = lived.when(whole_step("B4", early, introducers=named)).refused("introducer-months")
    assert told.values["good_from"] == first
    lived.when(whole_step("B4", first, introducers=named)).then(StepRecorded)


def _earlier(opened: date) -> tuple[Any, ...]:
    return (
        nominate(date(2024, 1, 8), "prao", FIT),
        whole_step("A2", date(2024, 2, 1)),
        train(date(2024, 3, 1)),
        open_dossier(opened),
    )


def consent(kind: str, on: date, body: str, dated: date | None = None) -> GiveConsent:
    return GiveConsent(actor=OFFICER, effective_on=on, kind=kind, decision=paper(body, dated or on))


def test_over_60_the_consent_is_there_when_the_cell_reviews_and_not_after() -> None:
    on = date(2026, 4, 1)
    born = add_months(on, -721)
    old = applicant(birth_date=born)
    old.when(whole_step("C1", on)).refused("entry-age")
    old.when(consent("over_60", on, "quang-nam", on + timedelta(days=1))).refused("consent-in-writing")
    the_day_after = old.after(consent("over_60", on + timedelta(days=1), "quang-nam"))
    the_day_after.when(whole_step("C1", on)).refused("entry-age")
    agreed = old.when(consent("over_60", on, "quang-nam")).then(ConsentGiven, body_unit_id="quang-nam")
    agreed.when(whole_step("C1", on)).then(StepRecorded)
    the_day_before = applicant(birth_date=born + timedelta(days=1))
    the_day_before.when(whole_step("C1", on)).then(StepRecorded)


def test_a_consent_belongs_to_the_dossier_for_which_it_was_given() -> None:
    on = date(2026, 4, 1)
    agreed = applicant(birth_date=date(1960, 1, 1)).after(consent("over_60", on, "quang-nam"))
    closed = CloseDossier(actor=OFFICER, effective_on=date(2026, 4, 10), reason="withdrawn")
    again = agreed.after(closed, open_dossier(date(2026, 4, 20)))
    moved = [replace(each, effective_on=date(2026, 4, 21)) for each in papers() if isinstance(each, RecordStep)]
    again.after(*moved).when(whole_step("C1", date(2026, 5, 4))).refused("entry-age")


def test_a_short_vote_counts_until_it_is_settled_whatever_is_tried_meanwhile() -> None:
    on = date(2026, 4, 1)
    short = APPLICANT.after(whole_step("C1", on, votes=Votes(base=10, present=10, for_=6, against=4)))
    way = GRASSROOTS
    short.when(whole_step("C1", on + timedelta(days=7))).refused("referral-open")
    short.when(way.checked(date(2026, 4, 20))).refused("referral-open")
    short.when(way.decided()).refused("referral-open")
    short.when(refused(whole_step("C1", on + timedelta(days=7)))).refused("referral-open")


def test_a_day_that_has_not_come_is_no_time_together() -> None:
    lived = life().after(*listed("prao"), *papers("B1", "B2"))
    told = lived.when(whole_step("B4", date(2026, 3, 5), introducers=introducers(INTRODUCER_1, since=date.max)))
    assert told.refused("introducer-months").values["good_from"] is None


def test_a_vote_on_a_dossier_closed_the_same_day_does_not_count_for_the_next_one() -> None:
    on = date(2026, 4, 1)
    voted = APPLICANT.after(whole_step("C1", on), GRASSROOTS.checked(on))
    closed = CloseDossier(actor=OFFICER, effective_on=on, reason="withdrawn")
    again = voted.after(closed, open_dossier(on))
    missing = again.when(GRASSROOTS.decided()).refused("step-before-missing").values["missing"]
    assert missing == ["C1", "check"]
    made = [replace(each, effective_on=on) for each in papers() if isinstance(each, RecordStep)]
    again = again.after(*made, whole_step("C1", on))
    assert again.when(GRASSROOTS.decided()).refused("step-before-missing").values["missing"] == ["check"]


ADMITTED = applicant("subordinate cell").after(*road().resolved(), road().checked(), *road().admitted())
RETURNED = CheckDossier(actor=OFFICER, effective_on=date(2026, 4, 22), outcome="returned", codes=("seal_missing",))


@pytest.mark.parametrize(
    ("late", "broken"),
    [
        (refused(whole_step("C4", date(2026, 4, 25), decision=paper("nam-giang", date(2026, 4, 25)))), "C4"),
        (RETURNED, "C4"),
        (refused(whole_step("B3", date(2026, 3, 25))), "C1"),
        (whole_step("B4", date(2026, 3, 25), introducers=introducers(INTRODUCER_1)), "C1"),
        (refused(whole_step("A2", date(2025, 10, 5))), "trained"),
    ],
)
def test_no_late_refusal_or_return_is_put_under_a_step_that_stands(late: PersonCommand, broken: str) -> None:
    """A fact of an earlier day takes nothing from what was recorded since; whoever is right corrects that first."""
    told = ADMITTED.when(late).refused("facts-build-on-it")
    positions = told.values["positions"]
    assert isinstance(positions, list)
    facts = [ADMITTED.state.fact_at(position) for position in positions]
    assert broken in {fact.step or fact.name for fact in facts if fact is not None}
    assert told.what.en.startswith("This cannot be recorded on that day")


def test_a_late_paper_that_takes_nothing_away_is_recorded() -> None:
    ADMITTED.when(whole_step("B3", date(2026, 3, 25))).then(StepRecorded)
    given(*TO_OFFICIAL).when(step("B2", date(2018, 9, 20), votes=None)).then(StepRecorded)
    at_once = applicant("subordinate cell").after(*road().resolved(), road().checked())
    at_once.when(RETURNED).then(DossierChecked)
