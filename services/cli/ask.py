"""What every question of the command line does: one read of the system that serves here."""

import httpx2

from services.cli.client import connected
from services.cli.location import Location
from services.cli.output import say
from shared.core.text import Language


def ask(path: str, params: dict[str, str | None], *, to_head: bool = True) -> httpx2.Response:
    """One read of the system that serves here."""
    with connected() as client:
        return client.get(path, params, to_head=to_head)


def language() -> Language:
    """The language of this command line."""
    return Location.from_environment().language


def words(of: Language, vi: str, en: str) -> list[str]:
    """Column heads, separated by bars, in one of the two languages."""
    return say(vi, en).of(of).split("|")
