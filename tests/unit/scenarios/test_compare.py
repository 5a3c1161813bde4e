"""The comparison names each figure that differs, and only those; the folder is altered, the counting is our own."""

from collections.abc import Mapping
from typing import Any

import pytest

from services.cli.compare import Outcome, compare_scenario, number_text
from services.cli.comparison import Fraction, compare, read_published
from shared.core.errors import NotFound
from tests.unit.scenarios.register import Register, Row, bytes_of, rows_of
from tests.unit.scenarios.samples import folder, other_totals, register


def outcome_of(answer: Mapping[str, Any], lang: Any = "en") -> Outcome:
    return compare_scenario("nam-giang", lambda _unit, _period: answer, lang)


def altered(people: list[Row], events: list[Row]) -> Register:
    return Register({**folder().files(), "people.csv": bytes_of(people), "events.csv": bytes_of(events)})


def files() -> tuple[list[Row], list[Row]]:
    return rows_of(folder().files()["people.csv"]), rows_of(folder().files()["events.csv"])


def enrolled_to_the_end() -> str:
    return next(ref for ref, life in register().lives.items() if [row["type"] for row in life] == ["enrolled"])


def test_the_scenario_agrees_with_what_was_published() -> None:
    outcome = outcome_of(register().answer())
    assert (outcome.exit_code, outcome.differing) == (0, ())
    assert "All 9 figures agree." in outcome.text


def test_a_dropped_member_is_missed_in_the_members() -> None:
    gone = enrolled_to_the_end()
    people, events = files()
    found = altered([r for r in people if r["person_ref"] != gone], [r for r in events if r["person_ref"] != gone])
    outcome = outcome_of(found.answer())
    assert (outcome.exit_code, outcome.differing) == (1, ("NG1.members",))
    assert "DIFFERS NG1.members: published 2,794, computed 2,793" in outcome.text


def test_a_dropped_newcomer_is_missed_in_members_and_admissions() -> None:
    gone = next(row["person_ref"] for row in register().events if row["type"] == "C6" and row["effective_on"] > "2019")
    people, events = files()
    found = altered([r for r in people if r["person_ref"] != gone], [r for r in events if r["person_ref"] != gone])
    assert outcome_of(found.answer()).differing == ("NG1.members", "NG2", "NG3", "NG4")


def test_an_admission_moved_to_the_year_before_is_missed_in_that_year() -> None:
    people, events = files()
    moved = next(row for row in events if row["type"] == "C6" and row["effective_on"].startswith("2019"))
    moved["effective_on"] = "2018-12-28"
    outcome = outcome_of(altered(people, events).answer())
    assert (outcome.exit_code, outcome.differing) == (1, ("NG4",))
    assert "DIFFERS NG4: published 132.2% (119/90), computed 131.1% (118/90)" in outcome.text


def test_a_copy_of_a_member_is_one_member_more() -> None:
    twin = enrolled_to_the_end()
    people, events = files()
    people += [{**row, "person_ref": "NG-COPY"} for row in people if row["person_ref"] == twin]
    events += [{**row, "person_ref": "NG-COPY"} for row in events if row["person_ref"] == twin]
    outcome = outcome_of(altered(people, events).answer(), "vi")
    assert (outcome.exit_code, outcome.differing) == (1, ("NG1.members",))
    assert "KHÔNG KHỚP NG1.members: công bố 2.794, tính lại 2.795" in outcome.text


def test_a_folder_with_other_totals_differs_where_they_do() -> None:
    assert outcome_of(Register(other_totals().files()).answer()).differing == ("NG1.members",)


def test_a_figure_that_the_system_does_not_give_differs() -> None:
    answer = register().answer()
    values = [value for value in answer["values"] if value["id"] != "NG3"]
    outcome = outcome_of({"values": values})
    assert outcome.differing == ("NG3",)
    assert "DIFFERS NG3: published 130 (650/5), computed -" in outcome.text


@pytest.mark.parametrize("answer", [{}, {"values": None}, {"values": ["x"]}, {"values": [{"id": "NG2"}]}])
def test_an_answer_without_figures_makes_every_figure_differ(answer: dict[str, object]) -> None:
    assert len(outcome_of(answer).differing) == 9


def test_a_status_that_was_printed_is_compared_too() -> None:
    values = [{**value, "status": "NEAR"} for value in register().answer()["values"]]
    outcome = outcome_of({"values": values})
    assert outcome.differing == ("NG2", "NG3", "NG4")
    assert "DIFFERS NG2: published 650, met, computed 650, near" in outcome.text


def test_equal_values_agree_in_lowest_terms_or_not() -> None:
    assert Fraction(numerator=650, denominator=5).same(Fraction(numerator=130, denominator=1))
    assert not Fraction(numerator=119, denominator=90).same(Fraction(numerator=118, denominator=90))
    assert not Fraction(numerator=0, denominator=0).same(Fraction(numerator=3, denominator=1))


def test_the_system_is_asked_for_the_unit_and_period_that_were_published() -> None:
    asked: list[tuple[str, str]] = []

    def fetch(unit: str, period: str) -> Mapping[str, Any]:
        asked.append((unit, period))
        return register().answer()

    compare_scenario("nam-giang", fetch)
    assert asked == [("nam-giang", "2015-01-01/2019-12-31")]


def test_numbers_and_dates_are_written_as_the_language_writes_them() -> None:
    large, share = Fraction(numerator=2794, denominator=1), Fraction(numerator=119, denominator=90)
    assert [number_text(large, "count", "vi"), number_text(large, "count", "en")] == ["2.794", "2,794"]
    assert [number_text(share, "percent", "vi"), number_text(share, "percent", "en")] == ["132,2%", "132.2%"]
    text = outcome_of(register().answer(), "vi").text
    assert "01/01/2015 - 31/12/2019" in text
    assert "Khớp cả 9 số liệu." in text


def test_columns_stand_under_each_other() -> None:
    lines = outcome_of(register().answer(), "vi").text.splitlines()
    rule = next(line for line in lines if line.startswith("---"))
    starts = [index for index in range(len(rule)) if rule[index] == "-" and (index == 0 or rule[index - 1] == " ")]
    for line in lines[lines.index(rule) + 1 : lines.index(rule) + 10]:
        assert all(start == 0 or line[start - 1] == " " for start in starts)


def test_every_published_figure_is_compared_once() -> None:
    published = read_published("nam-giang")
    ids = [item.figure.id for item in compare(published, {})]
    assert ids == [
        "NG1.organisations",
        "NG1.members",
        "NG1.cells",
        "NG1.subordinate",
        "NG1.grassroots",
        "NG1.committees",
        "NG2",
        "NG3",
        "NG4",
    ]


def test_a_scenario_without_published_figures_is_not_found() -> None:
    with pytest.raises(NotFound, match="published-unknown"):
        read_published("../nam-giang")
