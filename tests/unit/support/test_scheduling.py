"""Which worker a test goes to."""

from tests.support.scheduling import SHARED_SYSTEMS, rank_of, scope_of


def test_acceptance_files_that_share_systems_share_a_worker() -> None:
    assert scope_of("tests/acceptance/test_main_job.py::test_a") == SHARED_SYSTEMS
    assert scope_of("tests/acceptance/test_monitor.py::test_b[x@y]") == SHARED_SYSTEMS


def test_a_file_that_builds_its_own_systems_is_its_own_scope() -> None:
    assert scope_of("tests/acceptance/test_imports.py::test_a") == "tests/acceptance/test_imports.py"
    assert scope_of("tests/unit/cli/test_x.py::test_a[a::b]") == "tests/unit/cli/test_x.py"


def test_the_hunt_begins_before_the_systems_and_they_before_the_rest() -> None:
    ids = ["tests/unit/cli/test_x.py::a", "tests/acceptance/test_monitor.py::b", "tests/fault/test_kills.py::c"]
    assert sorted(ids, key=rank_of) == ids[::-1]
