"""The test clock stands still where it is wired, and production settings refuse it."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from services.admissions.settings import Settings
from shared.core.clock import system_clock

NEEDED: dict[str, Any] = {"database_url": "sqlite://", "issuer_keys_file": Path("keys.json")}


def test_the_clock_is_the_machines_unless_a_test_clock_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    assert Settings(**NEEDED).clock() is system_clock
    monkeypatch.setenv("ADMISSIONS_TEST_CLOCK", "2026-03-02T10:00:00+07:00")
    clock = Settings(**NEEDED).clock()
    assert clock() == clock() == datetime(2026, 3, 2, 3, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "otherwise",
    [
        {"test_clock": "2026-03-02T10:00:00+07:00", "production": True},
        {"test_clock": "yesterday"},
        {"first_officers": ("an", "an")},
    ],
)
def test_what_no_registry_may_run_with_is_refused(otherwise: dict[str, Any]) -> None:
    with pytest.raises(ValidationError, match=r"production settings refuse it|RFC 3339|same officer twice"):
        Settings(**NEEDED, **otherwise)
