"""Policies: what holds where and when, and which drafts are refused, each with its line and how to mend it."""

from datetime import date

import pytest

from services.admissions.app.policy_file import read_policy
from services.admissions.app.policy_genesis import genesis_policies
from services.admissions.domain.policy.decide import decide_policy
from services.admissions.domain.policy.in_force import Policies, policies_on
from shared.contracts.facts import Actor
from shared.contracts.organisation import PolicyPublished, UnitClosed, UnitCreated, UnitKind
from shared.core.errors import Refusal
from shared.core.stream import Position
from shared.tree.organisation import Organisation

OFFICER = Actor(officer_id="o1", office="province_officer", unit_id="quang-nam")
UNITS = (
    ("quang-nam", UnitKind.PROVINCE, None),
    ("nam-giang", UnitKind.DISTRICT, "quang-nam"),
    ("zuoih", UnitKind.GRASSROOTS_COMMITTEE, "nam-giang"),
    ("pa-du", UnitKind.SUBORDINATE_CELL, "zuoih"),
    ("prao", UnitKind.GRASSROOTS_CELL, "quang-nam"),
)
LOCAL = """\
policy: zuoih-entry
scope: zuoih
from: 2018-01-01
values:
  source: Quy định của xã
  certificate_months_max: 48
"""


def tree() -> Organisation:
    """A province, a district, a commune and two cells; the policies of the genesis."""
    found = Organisation()
    for unit_id, kind, parent_id in UNITS:
        unit = UnitCreated(
            actor=OFFICER,
            effective_on=date(2000, 1, 1),
            unit_id=unit_id,
            kind=kind,
            name_vi=unit_id,
            parent_id=parent_id,
        )
        found.apply(Position(found.position + 1), unit_id, unit)
    for policy in genesis_policies(OFFICER):
        found.apply(Position(found.position + 1), policy.policy_id, policy)
    return found


def draft(text: str, before: Organisation) -> PolicyPublished:
    """What a file becomes."""
    (event,) = decide_policy(before, read_policy(text.encode(), OFFICER))
    return event


def published(*texts: str) -> Organisation:
    """The organisation after these files, one after the other."""
    found = tree()
    for text in texts:
        event = draft(text, found)
        found.apply(Position(found.position + 1), event.policy_id, event)
    return found


def local(*values: str, head: str = "") -> str:
    """The local file with other values, and other fields before them."""
    fields = head or LOCAL.partition("values:")[0]
    return fields + "values:\n  source: Quy định của xã\n" + "".join(f"  {value}\n" for value in values)


def on(day: str, unit_id: str = "pa-du", organisation: Organisation | None = None) -> Policies:
    return policies_on(organisation or tree(), unit_id, date.fromisoformat(day))


def test_an_override_holds_in_its_subtree_from_its_date_on() -> None:
    assert on("2018-01-01").number("entry_age_months_max") == 419
    assert on("2018-01-01", "prao").number("entry_age_months_max") == 720
    assert on("2009-12-31").number("entry_age_months_max") == 720


@pytest.mark.parametrize(
    ("day", "source"),
    [
        ("2011-10-31", "Điều lệ Đảng 2011"),
        ("2011-11-01", "QĐ 45-QĐ/TW (01/11/2011)"),
        ("2016-07-24", "QĐ 45-QĐ/TW (01/11/2011)"),
        ("2016-07-25", "QĐ 29-QĐ/TW (25/07/2016)"),
        ("2021-07-29", "QĐ 29-QĐ/TW (25/07/2016)"),
        ("2021-07-30", "QĐ 24-QĐ/TW (30/07/2021)"),
        ("2025-01-20", "QĐ 232-QĐ/TW (20/01/2025)"),
        ("2025-06-30", "QĐ 232-QĐ/TW (20/01/2025)"),
        ("2025-07-01", "QĐ 294-QĐ/TW"),
    ],
)
def test_each_day_has_the_regulation_of_its_time(day: str, source: str) -> None:
    assert on(day).source.startswith(source)


def test_a_value_cites_the_rule_that_gave_it() -> None:
    held = on("2018-01-01")
    assert "Nam Giang" in held.source_of("entry_age_months_max")
    assert held.source_of("entry_age_months_min") == "QĐ 29-QĐ/TW (25/07/2016)"


def test_every_step_has_its_rule_in_every_version() -> None:
    for day in ("1990-01-01", "2011-11-01", "2026-01-01"):
        held = on(day, "prao")
        assert held.step("C4").needs == ("C1", "C2", "C3", "check")
        assert held.step("C1").form == "6-KNĐ"
        limit = held.step("C4").deadline
        assert limit is not None
        assert (limit.starts, limit.working_days, limit.extension_working_days) == ("C1", 60, 30)
        assert held.deadline("D8").working_days == 30
        assert held.deadline("C6").starts == "C5"
    with pytest.raises(Refusal) as refused:
        on("2018-01-01").step("E1")
    assert refused.value.code == "policy-missing"


def test_overrides_are_laid_over_each_other_and_the_stricter_counts() -> None:
    organisation = published(
        LOCAL,
        local(
            "entry_age_months_max: 400",
            "votes: {C1: {share: 3/4}}",
            "deadlines: {C4: {working_days: 45}}",
            "steps: {C1: {needs: [A2]}}",
            "extra_papers: {giay-khen: B6}",
            "separation: [introduce/prepare]",
            head="policy: zuoih-more\nscope: zuoih\nfrom: 2018-06-01\n",
        ),
    )
    held = on("2018-06-01", organisation=organisation)
    assert held.number("entry_age_months_max") == 400
    assert held.number("certificate_months_max") == 48
    vote, step = held.vote("C1"), held.step("C1")
    assert (vote.met(6, 9), vote.met(7, 9), vote.needed) == (False, True, True)
    assert (held.deadline("C4").working_days, held.deadline("C4").extension_working_days) == (45, 30)
    assert step.needs[-1] == "A2"
    assert "B6" in step.needs
    assert held.step("B6").papers == ("giay-khen",)
    assert "introduce/prepare" in held.codes("separation")
    assert "check/decide" in held.codes("separation")
    assert on("2018-06-01", "prao", organisation).number("certificate_months_max") == 60
    assert on("2018-05-31", organisation=organisation).number("entry_age_months_max") == 419


def test_a_local_value_is_never_looser_even_when_the_law_above_becomes_stricter_later() -> None:
    stricter = (
        "policy: central\nfrom: 2026-01-01\ncontinues: 2025-07-01\n"
        "values:\n  source: QĐ mới\n  certificate_months_max: 36\n"
    )
    organisation = published(LOCAL, stricter)
    assert on("2025-12-31", organisation=organisation).number("certificate_months_max") == 48
    assert on("2026-01-01", organisation=organisation).number("certificate_months_max") == 36


@pytest.mark.parametrize(
    ("value", "line"),
    [
        ("entry_age_months_max: 721", 6),
        ("entry_age_months_min: 215", 6),
        ("certificate_months_max: 61", 6),
        ("education_min: primary", 6),
        ("education_min: doctorate", 6),
        ("education_exception_min: none", 6),
        ("expertise_min: elementary", 6),
        ("dossier_whole_from: 2025-07-02", 6),
        ("votes: {C1: {share: 1/2}}", 6),
        ("votes: {C4: {share: 1/2, rule: at_least}}", 6),
        ("votes: {C1: {needed: false}}", 6),
        ("deadlines: {C4: {working_days: 61}}", 6),
        ("deadlines: {C4: {extension: 31}}", 6),
        ("deadlines: {C9: {starts: C1, working_days: 1, extension: 0}}", 6),
        ("steps: {C1: {actor: grassroots}}", 6),
        ("strike_off_reasons: [R1_ABSENCE]", 6),
        ("probation_months: 13", 6),
        ("background_waivers: [own_side_member, friend]", 6),
    ],
)
def test_an_override_that_loosens_is_refused_with_its_line(value: str, line: int) -> None:
    with pytest.raises(Refusal) as refused:
        draft(local(value), tree())
    assert refused.value.code == "policy-loosens"
    assert refused.value.what.en.startswith(f"Line {line}: ")
    assert refused.value.what.vi.startswith(f"Dòng {line}: ")
    assert [fault.where.partition(":")[0] for fault in refused.value.faults] == [str(line)]
    assert not set("{}[]") & set(refused.value.what.vi + refused.value.what.en)


@pytest.mark.parametrize(
    "value",
    [
        "entry_age_months_max: 419",
        "education_min: thpt",
        "expertise_min: college",
        "votes: {C1: {share: 2/3, rule: more_than}}",
        "votes: {C4: {needed: true}}",
        "deadlines: {C4: {working_days: 60, extension: 0}}",
        "background_waivers: [own_side_member]",
        "readmission_bars: [R3_CARD]",
        'near_ratio: "0.95"',
    ],
)
def test_an_override_that_keeps_or_tightens_is_published(value: str) -> None:
    assert draft(local(value), tree()).scope_unit_id == "zuoih"


def test_an_override_is_compared_with_the_law_of_every_day_on_which_it_holds() -> None:
    stricter = (
        "policy: central\nfrom: 2026-01-01\ncontinues: 2025-07-01\n"
        "values:\n  source: QĐ mới\n  certificate_months_max: 36\n"
    )
    later = published(stricter)
    with pytest.raises(Refusal) as refused:
        draft(LOCAL, later)
    assert refused.value.code == "policy-loosens"
    assert "01/01/2026" in refused.value.what.en
    assert draft(LOCAL.replace("values:", "to: 2025-12-31\nvalues:"), later).effective_to == date(2025, 12, 31)


CHAIN = "policy: zuoih-entry\nscope: zuoih\nfrom: {}\nto: {}\n"


@pytest.mark.parametrize(
    ("first", "then", "rule", "line"),
    [
        (("2018-01-01", "2018-12-31"), ("2019-01-01", "2019-12-31"), None, 0),
        (("2018-01-01", "2018-12-31"), ("2018-12-31", "2019-12-31"), "policy-overlap", 3),
        (("2018-01-01", "2018-12-31"), ("2019-01-02", "2019-12-31"), "policy-gap", 3),
        (("2018-01-01", "2018-12-31"), ("2018-01-01", "2018-12-31"), "policy-overlap", 3),
        (("2018-01-01", "2018-12-31"), ("2017-01-01", "2017-12-31"), None, 0),
        (("2018-01-01", "2018-12-31"), ("2017-01-01", "2018-01-01"), "policy-overlap", 4),
        (("2018-01-01", "2018-12-31"), ("2017-01-01", "2017-12-30"), "policy-gap", 4),
        (("2018-01-01", "2018-12-31"), ("2019-01-01", "2018-12-31"), "policy-overlap", 4),
    ],
)
def test_versions_leave_no_gap_and_do_not_overlap(
    first: tuple[str, str], then: tuple[str, str], rule: str | None, line: int
) -> None:
    standing = published(local("certificate_months_max: 48", head=CHAIN.format(*first)))
    text = local("certificate_months_max: 40", head=CHAIN.format(*then))
    if rule is None:
        draft(text, standing)
        return
    with pytest.raises(Refusal) as refused:
        draft(text, standing)
    assert refused.value.code == rule
    assert refused.value.values["line"] == line


def test_a_version_of_a_day_is_replaced_only_by_one_that_says_so() -> None:
    again = local("certificate_months_max: 36").replace("values:", "corrects: true\nvalues:")
    organisation = published(LOCAL, again)
    assert on("2018-01-01", organisation=organisation).number("certificate_months_max") == 36
    with pytest.raises(Refusal) as refused:
        draft(again, tree())
    assert refused.value.code == "policy-version-missing"


def test_a_version_past_its_last_day_holds_no_more() -> None:
    organisation = published(LOCAL.replace("values:", "to: 2018-12-31\nvalues:"))
    assert on("2018-12-31", organisation=organisation).number("certificate_months_max") == 48
    assert on("2019-01-01", organisation=organisation).number("certificate_months_max") == 60


def test_a_central_version_may_neither_end_alone_nor_lose_a_value() -> None:
    head = "policy: central\nfrom: 2026-01-01\n"
    for text, rule in (
        (f"{head}continues: 2025-07-01\nto: 2026-12-31\nvalues:\n  source: QĐ mới\n", "policy-gap"),
        (f"{head}values:\n  source: QĐ mới\n  probation_months: 12\n", "policy-gap"),
        (f"{head}continues: 2025-07-02\nvalues:\n  source: QĐ mới\n", "policy-version-missing"),
        (f"{head}continues: 2025-07-01\nto: 9999-12-31\nvalues:\n  source: QĐ mới\n", "policy-gap"),
        (f"{head}continues: 2025-07-01\nvalues:\n  source: QĐ mới\n  education_min: x\n", "policy-value-shape"),
    ):
        with pytest.raises(Refusal) as refused:
            draft(text, tree())
        assert refused.value.code == rule
    taken = f"{head}continues: 2025-07-01\nvalues:\n  source: QĐ mới\n  education_exception_min: null\n"
    assert "education_exception_min" not in draft(taken, tree()).values


@pytest.mark.parametrize(
    ("value", "rule"),
    [
        ("steps: {E1: {actor: cell, form: 20-KNĐ, needs: []}}", "policy-form-without-step"),
        ("extra_papers: {giay-khen: B7}", "policy-form-without-step"),
        ("entry_age_months_maximum: 400", "policy-value-unknown"),
        ("entry_age_months_max: cao", "policy-value-shape"),
        ("entry_age_months_max: -1", "policy-value-shape"),
        ("entry_age_months_max: true", "policy-value-shape"),
        ("certificate_months_max: 1441", "policy-value-shape"),
        ("votes: {C1: {share: 3/2}}", "policy-value-shape"),
        ("deadlines: {C4: {working_days: 0}}", "policy-value-shape"),
        ("transfer_ageing_working_days: 0", "policy-value-shape"),
        ("steps: {C1: {needs: [C4]}}", "policy-step"),
        ("votes: {C1: {shares: 2/3}}", "policy-value-shape"),
        ("readmission_bars: [a, a]", "policy-value-shape"),
        ('rating_cap: "1.5"', "policy-value-shape"),
        ("dossier_whole_from: 2025-02-30", "policy-value-shape"),
        ("source: null", "policy-content"),
    ],
)
def test_content_that_no_rule_can_read_is_refused_with_its_line(value: str, rule: str) -> None:
    text = (
        local(value)
        if not value.startswith("source")
        else local("certificate_months_max: 48").replace("source: Quy định của xã", "source: null")
    )
    with pytest.raises(Refusal) as refused:
        draft(text, tree())
    assert refused.value.code == rule
    assert refused.value.values["line"] in {4, 6}
    assert refused.value.mend is not None


def test_a_central_step_that_names_what_is_not_there_is_refused() -> None:
    head = "policy: central\nfrom: 2026-01-01\ncontinues: 2025-07-01\nvalues:\n  source: QĐ mới\n"
    for step in (
        "C1: {actor: chairman, needs: []}",
        "C1: {actor: cell, needs: [C9]}",
        "C1: {actor: cell, needs: [C1]}",
        "C1: {actor: cell, needs: [C7]}",
        "C1: {actor: cell, needs: [], vote: C9}",
        "C1: {actor: cell, needs: [], deadline: C9}",
        "C8: {actor: cell, needs: []}",
    ):
        with pytest.raises(Refusal) as refused:
            draft(f"{head}  steps:\n    {step}\n", tree())
        assert refused.value.code == "policy-step"
        assert refused.value.values["line"] == 7


def test_every_fault_of_a_file_is_listed_with_its_line() -> None:
    text = local(
        "no_such_name: 1", "entry_age_months_max: cao", head=LOCAL.partition("values:")[0].replace("zuoih", "x")
    )
    with pytest.raises(Refusal) as refused:
        draft(text, tree())
    assert [fault.where for fault in refused.value.faults] == [
        "6:values.no_such_name",
        "7:values.entry_age_months_max",
        "2:scope",
    ]


def test_a_scope_is_a_unit_that_is_open_and_stays_with_it_or_its_successor() -> None:
    for scope in ("nowhere", "zuoih-2"):
        with pytest.raises(Refusal) as refused:
            draft(LOCAL.replace("scope: zuoih", f"scope: {scope}"), tree())
        assert refused.value.code == "policy-scope"
        assert refused.value.values["line"] == 2
    standing = published(LOCAL)
    with pytest.raises(Refusal) as refused:
        draft(LOCAL.replace("scope: zuoih", "scope: nam-giang").replace("2018", "2019"), standing)
    assert refused.value.code == "policy-scope"


def test_the_override_of_a_closed_unit_ends_unless_its_successor_adopts_it() -> None:
    organisation = published(LOCAL)
    closing = UnitClosed(actor=OFFICER, effective_on=date(2019, 7, 1), unit_id="zuoih", successor_id="nam-giang")
    organisation.apply(Position(organisation.position + 1), "zuoih", closing)
    assert on("2019-06-30", organisation=organisation).number("certificate_months_max") == 48
    assert on("2019-07-01", organisation=organisation).number("certificate_months_max") == 60
    adopted = LOCAL.replace("scope: zuoih", "scope: nam-giang").replace("2018-01-01", "2019-07-01")
    event = draft(adopted, organisation)
    organisation.apply(Position(organisation.position + 1), event.policy_id, event)
    assert on("2019-06-30", organisation=organisation).number("certificate_months_max") == 48
    assert on("2019-07-01", organisation=organisation).number("certificate_months_max") == 48


def test_a_central_value_belongs_to_one_policy() -> None:
    text = "policy: other\nfrom: 2018-01-01\nvalues:\n  source: QĐ khác\n  probation_months: 12\n"
    with pytest.raises(Refusal) as refused:
        draft(text, tree())
    assert refused.value.code == "policy-given-twice"


def test_an_open_deadline_keeps_the_policy_under_which_it_started() -> None:
    shorter = (
        "policy: central\nfrom: 2026-01-01\ncontinues: 2025-07-01\nvalues:\n  source: QĐ mới\n"
        "  deadlines: {C4: {working_days: 40}}\n"
    )
    organisation = published(shorter)
    started, later = on("2025-12-31", "prao", organisation), on("2026-01-01", "prao", organisation)
    assert (started.deadline("C4").working_days, later.deadline("C4").working_days) == (60, 40)
