"""One log gives byte-identical answers on SQLite and on real PostgreSQL."""

from collections.abc import Callable
from pathlib import Path

import pytest

from shared.core.clock import format_instant
from tests.integration.indicators.small_province import Log, Service, late_death, tell

pytestmark = pytest.mark.real
UNITS = ("p", "d", "x", "gc", "c1", "c2", "g1", "x1")


def questions(known_before: str) -> list[tuple[str, dict[str, str]]]:
    """Every unit, as of and as known, on its own tree and on another date's."""
    asked: list[dict[str, str]] = [
        {"period": "2018-01-01/2019-12-31"},
        {"period": "2018-06-01/2019-09-01", "tree": "2019-08-31"},
        {"period": "2018-01-01/2019-12-31", "as_known": known_before},
        {"as_of": "2019-02-03"},
    ]
    paths = [f"/units/{unit}/{what}" for unit in UNITS for what in ("indicators", "statistics/1-TCTW")]
    return [(path, about) for path in paths for about in asked] + [("/counts", {}), ("/counts", {"position": "40"})]


def test_both_databases_answer_with_the_same_bytes(tmp_path: Path, fresh_database: Callable[[str], str]) -> None:
    log = Log()
    tell(log)
    before = format_instant(log.clock())
    late_death(log)
    urls = (f"sqlite:///{tmp_path}/indicators.db", fresh_database("indicators"))
    services = [Service(log, url, tmp_path) for url in urls]
    for service in services:
        service.catch_up()
    for path, asked in questions(before):
        one, other = (service.ask(path, asked) for service in services)
        assert one.status_code == other.status_code == 200, path
        assert one.content == other.content, (path, asked)
    for service in services:
        service.indicators.close()
