"""Images built where none can be pulled: a Debian base, the system's own image on it, and stand-ins for the parts."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from deploy.containers.engine import Engine
from deploy.parts.programs import KAFKA_LIBS, ROOT, require

RELEASE = "bookworm"
BASE = f"socai-base:{RELEASE}"
CERTIFICATES = Path("/etc/ssl/certs/ca-certificates.crt")
PARTS = ROOT / "deploy" / "containers" / "parts"
IMAGES = {
    "SOCAI_IMAGE": "socai:here",
    "KAFKA_IMAGE": "socai-kafka:here",
    "POSTGRES_IMAGE": "socai-postgres:here",
    "NGINX_IMAGE": "socai-nginx:here",
    "PROMETHEUS_IMAGE": "socai-prometheus:here",
}
"""The compose file's variables and what stands in. Grafana is in no package of Debian: nothing stands in for it."""


def build(engine: Engine) -> Iterator[str]:
    """Build every image; yields each name when it is there. Raises CalledProcessError."""
    _build_base(engine)
    yield BASE
    engine.docker("build", "-q", "-f", "deploy/Dockerfile", *_tag(IMAGES["SOCAI_IMAGE"]), ".", cwd=ROOT)
    yield IMAGES["SOCAI_IMAGE"]
    for variable in ("KAFKA_IMAGE", "POSTGRES_IMAGE", "NGINX_IMAGE", "PROMETHEUS_IMAGE"):
        part = variable.removesuffix("_IMAGE").lower()
        context = engine.folder / part
        shutil.copytree(PARTS, context)
        if part == "kafka":
            shutil.copytree(KAFKA_LIBS, context / "libs")
            shutil.copy(ROOT / "deploy" / "kafka" / "log4j.properties", context)
        engine.docker("build", "-q", "-f", f"{part}.Dockerfile", *_tag(IMAGES[variable]), ".", cwd=context)
        yield IMAGES[variable]


def _tag(name: str) -> tuple[str, ...]:
    return ("--build-arg", f"BASE={BASE}", "-t", name)


def _build_base(engine: Engine) -> None:
    """A minimal Debian from the mirror that this machine's own apt uses, trusting whom this machine trusts."""
    root = engine.folder / "base"
    subprocess.run(
        [str(require("debootstrap")), "--variant=minbase", RELEASE, str(root), _mirror()],
        check=True,
        capture_output=True,
        text=True,
    )
    changes = []
    if CERTIFICATES.exists():
        # Not at its usual place: the package ca-certificates, once installed, writes its own there.
        shutil.copy(CERTIFICATES, root / "etc/trusted.crt")
        changes.append("ENV PIP_CERT=/etc/trusted.crt")
    engine.import_image(root, BASE, *changes)
    shutil.rmtree(root)


def _mirror() -> str:
    listed = subprocess.run(
        [
            *(str(require("apt-get")), "indextargets", "--format", "$(CODENAME) $(COMPONENT) $(REPO_URI)"),
            "Created-By: Packages",
        ],
        check=True,
        capture_output=True,
        text=True,
    ).stdout.split("\n")
    wanted = f"{RELEASE} main "
    return next((line.removeprefix(wanted) for line in listed if line.startswith(wanted)), "")
