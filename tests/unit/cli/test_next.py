"""`socai next`: the steps and what each lacks, with the rule and what would mend it, in the language asked for."""

import pytest

from services.cli import next as shown
from services.cli.output import console

BODY = {
    "person_id": "p",
    "steps": [
        {
            "step": "C1",
            "name": {"vi": "nghị quyết của chi bộ", "en": "the cell's resolution"},
            "actor": "cell",
            "body_unit_ids": ["cell-1"],
            "form": "6-KNĐ",
            "ready": False,
            "missing": [
                {
                    "rule": "step-before-missing",
                    "source": "QĐ 294-QĐ/TW",
                    "what": {"vi": "Chưa có B6.", "en": "B6 is missing."},
                    "mend": {"vi": "Ghi B6 trước.", "en": "Record B6 first."},
                }
            ],
        }
    ],
    "due": [],
}
DUE = {
    "until": "2026-06-26",
    "overdue": False,
    "provisional": True,
    "starts_on": "2026-04-01",
    "extension": None,
    "extendable": 30,
    "why": {"vi": "Chờ quyết định.", "en": "Waits for the decision."},
    "rule": "due-admission-decision",
    "source": "QĐ 294-QĐ/TW",
}


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("vi", "C1: Chưa có B6. Ghi B6 trước. [step-before-missing; QĐ 294-QĐ/TW]"),
        ("en", "C1: B6 is missing. Record B6 first. [step-before-missing; QĐ 294-QĐ/TW]"),
    ],
)
def test_what_is_missing_stands_below_the_steps_with_rule_and_mend(language: str, line: str) -> None:
    with console.capture() as told:
        shown.print_next(BODY, "vi" if language == "vi" else "en")
    assert line in told.get()
    assert "cell-1" in told.get()


def test_who_has_no_steps_left_is_told_so() -> None:
    with console.capture() as told:
        shown.print_next({"person_id": "p", "steps": [], "due": []}, "en")
    assert "What comes next for p: no step is left." in told.get()


@pytest.mark.parametrize(
    ("task", "line"),
    [
        (DUE, "Hạn 26/06/2026 (tạm tính): Chờ quyết định. Tính từ 01/04/2026."),
        (DUE, "Còn được gia hạn một lần 30 ngày làm việc. [due-admission-decision; QĐ 294-QĐ/TW]"),
        ({**DUE, "extension": 30, "extendable": None}, "Đã gia hạn 30 ngày làm việc. [due-admission-decision;"),
        ({**DUE, "until": None, "starts_on": None, "extendable": None}, "Hạn — (tạm tính): Chờ quyết định. [due-"),
    ],
)
def test_what_is_due_is_told_with_its_first_day_and_what_may_still_be_extended(
    task: dict[str, object], line: str
) -> None:
    with console.capture() as told:
        shown.print_next({**BODY, "due": [task]}, "vi")
    assert line in " ".join(told.get().split())
