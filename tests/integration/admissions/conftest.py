"""The writer on each of the two databases."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.integration.admissions.writer import WriterUnderTest, open_writer


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.real)])
def writer_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Address of an empty database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'admissions.db'}"
    make: Callable[[str], str] = request.getfixturevalue("fresh_database")
    return make("admissions")


@pytest.fixture
def writer(writer_url: str, tmp_path: Path) -> Iterator[WriterUnderTest]:
    """The service on an empty database."""
    with open_writer(writer_url, tmp_path) as opened:
        yield opened


@pytest.fixture
def other_writer(tmp_path: Path) -> Iterator[WriterUnderTest]:
    """A second service, on an empty SQLite database of its own."""
    folder = tmp_path / "other"
    folder.mkdir()
    with open_writer(f"sqlite:///{folder / 'admissions.db'}", folder) as opened:
        yield opened
