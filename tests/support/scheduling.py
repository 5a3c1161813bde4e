"""Which tests share a worker of a parallel run: those of a file, and the acceptance files that share whole systems.

The scheduler of the xdist plugin's own `loadgroup` writes the group into a test's id, which pytest 9.2 no longer lets
it do: groups then fall apart without a word. This one reads the path.
"""

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

SHARED_SYSTEMS = "tests/acceptance/"
"""Session fixtures of this folder are whole systems: one worker builds each of them once."""

ALONE = frozenset(
    {
        "tests/acceptance/test_openapi_contract.py",
        "tests/acceptance/test_changed_lives.py",
        "tests/acceptance/test_imports.py",
    }
)
"""Files of that folder that build systems of their own."""

LONGEST = ("tests/fault/", SHARED_SYSTEMS)
"""Begun first, so that no worker is left with the longest file at the end."""


def scope_of(nodeid: str) -> str:
    """The file of a test, or the folder whose files share systems."""
    file = nodeid.partition("::")[0]
    return SHARED_SYSTEMS if file.startswith(SHARED_SYSTEMS) and file not in ALONE else file


def rank_of(nodeid: str) -> tuple[int, bool]:
    """The place of a test's scope in the queue, no scope cut in two; equal ones stay in the order collected."""
    rank = next((rank for rank, prefix in enumerate(LONGEST) if nodeid.startswith(prefix)), len(LONGEST))
    return rank, scope_of(nodeid) != SHARED_SYSTEMS


class SharedScopes(LoadScopeScheduling):  # type: ignore[misc] # the plugin has no types for its schedulers
    """A scope goes to one worker, whole and in the order collected."""

    def __init__(self, config: pytest.Config, log: Producer) -> None:
        super().__init__(config, log)
        config.option.loadscopereorder = False

    def _split_scope(self, nodeid: str) -> str:
        return scope_of(nodeid)
