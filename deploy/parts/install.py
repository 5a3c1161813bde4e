"""Puts the real parts on this machine: Debian's packages through apt-get, Kafka's jars through Maven.

Needs nothing but the standard library. What is there already is left alone, so a second call takes no time.
"""

import contextlib
import fcntl
import hashlib
import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

from deploy.parts.programs import KAFKA_LIBS, ROOT, find, missing

_PACKAGE_OF = {
    "initdb": "postgresql",
    "nginx": "nginx-light",
    "prometheus": "prometheus",
    "promtool": "prometheus",
    "java": "openjdk-17-jre-headless",
    "mvn": "maven",
}
_POM = ROOT / "deploy" / "kafka" / "pom.xml"
_STAMP = KAFKA_LIBS.parent / "installed"
_POLICY = Path("/usr/sbin/policy-rc.d")


def install() -> None:
    """Install what is missing. Raises Unavailable where that takes rights or programs that we do not have."""
    KAFKA_LIBS.parent.mkdir(parents=True, exist_ok=True)
    with (KAFKA_LIBS.parent / "install.lock").open("w", encoding="ascii") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # two calls at once wait for one another
        jars_are_there = _kafka_is_current()
        install_programs(
            {name: package for name, package in _PACKAGE_OF.items() if name != "mvn" or not jars_are_there}
        )
        if not jars_are_there:
            _fetch_kafka()


def install_programs(package_of: Mapping[str, str]) -> None:
    """Install the packages of those programs that are not there. Raises Unavailable where that cannot be done."""
    absent = [name for name in package_of if find(name) is None]
    if not absent:
        return
    packages = sorted({package_of[name] for name in absent})
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        raise missing(", ".join(packages))
    print(f"parts: installing {' '.join(packages)}")
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    with _no_services_started():
        subprocess.run(["apt-get", "update", "-qq"], check=True, env=env)
        subprocess.run(
            ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages],
            check=True,
            env=env,
            stdout=subprocess.DEVNULL,
        )
    for name in absent:
        if find(name) is None:
            raise missing(name)


@contextlib.contextmanager
def _no_services_started() -> Iterator[None]:
    """Debian starts a service when it is installed unless this file forbids it; ours are started by us, elsewhere."""
    if _POLICY.exists():
        yield
        return
    _POLICY.write_text("#!/bin/sh\nexit 101\n", encoding="ascii")
    _POLICY.chmod(0o755)
    try:
        yield
    finally:
        _POLICY.unlink()


def _pom_hash() -> str:
    return hashlib.sha256(_POM.read_bytes()).hexdigest()


def _kafka_is_current() -> bool:
    return _STAMP.is_file() and _STAMP.read_text(encoding="ascii") == _pom_hash()


def _fetch_kafka() -> None:
    print("parts: fetching the jars of Apache Kafka")
    if KAFKA_LIBS.exists():
        shutil.rmtree(KAFKA_LIBS)
    subprocess.run(
        [
            *("mvn", "-q", "-B", "--color", "never", "-f", str(_POM), "dependency:copy-dependencies"),
            *("-DincludeScope=runtime", f"-DoutputDirectory={KAFKA_LIBS}"),
        ],
        check=True,
    )
    _STAMP.write_text(_pom_hash(), encoding="ascii")
