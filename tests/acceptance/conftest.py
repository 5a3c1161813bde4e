"""The systems that the acceptance tests share: nam-giang, told by one demo; its log, loaded into both modes.

They share a worker (tests/support/scheduling.py), so that each system is built once in a run.
"""

from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.support import parts
from tests.support.scheduling import SHARED_SYSTEMS, scope_of
from tests.support.socai_cli import Said, must, socai
from tests.support.systems import ClusterSystem, ServedSystem, clustered, served

SPELLED_NAME, SPELLED_BIRTH = "Ating Thị Hươl Zơ", "1991-11-17"
"""Someone whom tests add to a system by HTTP."""
STANDING = ExitStack()
"""The systems that run now. They stop after the last test that asks them, not at the end of the whole run: even idle,
they take half a core from the tests that follow on this machine."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoRun:
    """What the demo left, and what it said."""

    var: Path
    said: Said


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """The log in a file, and the instant of its last event."""

    file: Path
    head: int
    time: str


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Who writes to the cluster comes after those who ask what was loaded."""
    items.sort(key=lambda item: "written_cluster" in _fixtures(item))


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown(nextitem: pytest.Item | None) -> None:
    """Stop what stands when this worker leaves the folder."""
    if nextitem is None or scope_of(nextitem.nodeid) != SHARED_SYSTEMS:
        STANDING.close()


def _fixtures(item: pytest.Item) -> set[str]:
    return set(getattr(item, "fixturenames", ()))


@pytest.fixture(scope="session")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for whole systems."""
    return tmp_path_factory.mktemp("acceptance")


@pytest.fixture(scope="session")
def nam_giang(scratch: Path) -> Path:
    """The import folder of nam-giang."""
    folder = scratch / "nam-giang"
    must("scenario", "nam-giang", "--out", folder, var=scratch / "none")
    return folder


@pytest.fixture(scope="session")
def demo_run(scratch: Path) -> DemoRun:
    """The main job, once, on an empty system."""
    var = scratch / "demo"
    return DemoRun(var=var, said=socai("demo", var=var))


@pytest.fixture(scope="session")
def embedded(demo_run: DemoRun) -> ServedSystem:
    """The system that the demo left, served. Tests may add to it from 2020 on."""
    assert demo_run.said.code == 0, demo_run.said.all
    return STANDING.enter_context(served(demo_run.var))


@pytest.fixture(scope="session")
def exported(embedded: ServedSystem, scratch: Path) -> Exported:
    """The log as it is when first asked for."""
    file = scratch / "log.ndjson"
    said = embedded.socai("log", "export", file)
    assert said.code == 0, said.all
    head = embedded.http.get("/admissions/head", headers=embedded.headers()).json()
    return Exported(file=file, head=head["position"], time=head["time"])


@pytest.fixture(scope="session")
def copy(exported: Exported, scratch: Path) -> ServedSystem:
    """An empty embedded system into which the log was loaded."""
    var = scratch / "copy"
    must("log", "load", exported.file, var=var)
    return STANDING.enter_context(served(var))


@pytest.fixture
def written_cluster(cluster: ClusterSystem) -> ClusterSystem:
    """The same, for tests that add to it: they come last."""
    return cluster


@pytest.fixture(scope="session")
def cluster(exported: Exported) -> ClusterSystem:
    """An empty distributed system into which the log was loaded."""
    system = STANDING.enter_context(clustered(parts.run_folder() / "acceptance"))
    said = system.socai("log", "load", exported.file)
    assert said.code == 0, said.all
    return system
