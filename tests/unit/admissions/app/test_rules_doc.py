"""docs/rules.md is generated: every rule has one function that says what it is, and the page is not behind it."""

import re

from services.admissions.app.rules_doc import PAGE, main, page
from services.admissions.app.rules_found import rules_found
from services.admissions.domain.due.rules import DUE_RULES
from services.admissions.domain.policy.values import VALUES
from services.admissions.domain.rules.refusals import told_source


def test_the_page_is_what_the_sources_say() -> None:
    assert PAGE.read_text("utf-8") == page(), "mend: `make rules`"
    assert main(["--check"]) == 0
    assert main(["--no-such-option"]) == 2


def test_every_rule_has_a_function_that_says_what_it_is() -> None:
    assert [found.rule.id for found in rules_found() if not found.says] == []


def test_a_rule_names_the_values_that_decide_it() -> None:
    reads = {found.rule.id: found.reads for found in rules_found()}
    assert reads["entry-age"] == ("entry_age_months_max", "entry_age_months_min")
    assert reads["certificate-expired"] == ("certificate_months_max",)
    assert reads["votes-needed"] == ("votes",)


def test_every_value_of_a_policy_stands_on_the_page_with_its_history() -> None:
    text = page()
    for name in VALUES:
        assert f"\n### `{name}`\n" in text
    assert "- 01/01/2010, `nam-giang`: 419 — Quy định của huyện Nam Giang" in text


def test_the_years_of_the_calendars_are_listed() -> None:
    years = re.findall(r"^\| (20\d\d) \|", page(), re.MULTILINE)
    assert {"2016", "2025", "2026"} <= set(years)


def test_every_source_is_one_that_a_cell_secretary_knows() -> None:
    """A regulation, the Charter, a law, or that it is a convention of this register; never a chapter of ours alone."""
    known = re.compile(r"QĐ|HD |Charter|Điều lệ|Luật|Bộ luật|Law|Quy ước|Nguyên tắc|Quy định|văn bản|CV |Decree")
    assert [(f.rule.id, f.rule.source) for f in rules_found() if not known.search(f.rule.source)] == []


def test_what_a_refusal_or_a_task_cites_is_cited_as_in_vietnamese_without_pages_of_ours() -> None:
    foreign = re.compile(r"\b(items?|Art|Charter|chapter|domain|design|contracts)\b")
    sources = {f.rule.id: f.rule.source for f in rules_found()} | {rule.id: rule.source for rule in DUE_RULES}
    assert {name: source for name, source in sources.items() if foreign.search(told_source(source))} == {}
