"""Age at the cell's review: the same months on both sides of a month's end, and a refusal that helps its reader."""

from datetime import date

import pytest

from services.admissions.domain.policy.in_force import Policies, policies_on
from services.admissions.domain.rules.eligibility import entry_age
from shared.core.errors import Refusal
from tests.support import given as g

CENTRAL: Policies = policies_on(g.organisation(), "prao", date(2020, 1, 31))
LOCAL: Policies = policies_on(g.organisation(), "pa-du", date(2020, 1, 31))


@pytest.mark.parametrize(
    ("born", "first", "last"),
    [
        (date(1960, 2, 29), date(1978, 2, 28), date(2020, 3, 28)),
        (date(1959, 12, 31), date(1977, 12, 31), date(2020, 1, 30)),
        (date(1960, 1, 31), date(1978, 1, 31), date(2020, 2, 28)),
    ],
)
def test_whoever_is_born_at_a_months_end_can_be_reviewed_from_the_first_day_to_the_last(
    born: date, first: date, last: date
) -> None:
    for day in (first, last):
        entry_age(born, day, CENTRAL)
    for day in (first.replace(day=first.day - 1), last.replace(day=last.day + 1)):
        with pytest.raises(Refusal) as refused:
            entry_age(born, day, CENTRAL)
        assert refused.value.code == "entry-age"


def test_whoever_is_too_young_is_told_the_first_day_and_not_of_a_consent_for_the_old() -> None:
    with pytest.raises(Refusal) as refused:
        entry_age(date(2004, 2, 29), date(2022, 2, 27), CENTRAL)
    assert refused.value.mend is not None
    assert "28/02/2022" in refused.value.mend.vi
    assert "28/02/2022" in refused.value.mend.en
    assert "written consent" not in refused.value.mend.en


def test_a_consent_is_spoken_of_only_where_it_would_help() -> None:
    for policies, helps in ((CENTRAL, True), (LOCAL, False)):
        with pytest.raises(Refusal) as refused:
            entry_age(date(1950, 1, 1), date(2020, 1, 31), policies)
        assert refused.value.mend is not None
        assert ("văn bản đồng ý" in refused.value.mend.vi) is helps
        assert ("written consent" in refused.value.mend.en) is helps
