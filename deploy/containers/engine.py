"""A container engine of our own in a folder: dockerd as root on a private socket, beside any engine of the machine.

Its images, containers and volumes go with the folder; the packages and the firewall chains that dockerd makes stay.
"""

import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from deploy.parts.install import install_programs
from deploy.parts.process import Process
from deploy.parts.programs import ROOT, missing, require

_PACKAGE_OF = {
    "dockerd": "docker.io",
    "docker": "docker.io",
    "docker-compose": "docker-compose",
    "debootstrap": "debootstrap",
    "iptables": "iptables",
}
_START_TIMEOUT_S = 60.0
_COMMAND_TIMEOUT_S = 1800.0


class Engine:
    """One dockerd; `folder`, whose path must be short because sockets lie there, holds its data and goes with it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._socket = f"unix://{folder / 'docker.sock'}"
        self._process = Process(folder, "dockerd")

    @classmethod
    @contextmanager
    def running(cls) -> Iterator["Engine"]:
        """An engine for the time of the block; installs what it takes. Raises Unavailable."""
        if os.geteuid() != 0:
            raise missing("root, for a container engine of our own")
        install_programs(_PACKAGE_OF)
        engine = cls(Path(tempfile.mkdtemp(prefix="socai-engine-")))
        try:
            engine.start()
            yield engine
        finally:
            engine.remove()

    def start(self) -> None:
        """Start it; returns when it answers. vfs needs nothing of the file system below."""
        self._process.start(
            [
                *(str(require("dockerd")), "-H", self._socket, "--storage-driver", "vfs"),
                *("--data-root", str(self.folder / "data"), "--exec-root", str(self.folder / "exec")),
                *("--pidfile", str(self.folder / "docker.pid"), "--log-level", "warn"),
            ]
        )
        self._process.wait_until(self._answers, timeout_s=_START_TIMEOUT_S)

    def remove(self) -> None:
        """Stop it and remove every image, container and volume with its folder."""
        self._process.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def docker(self, *arguments: str, cwd: Path | None = None) -> str:
        """Run the client; its output. Raises CalledProcessError."""
        return self._run([str(require("docker")), *arguments], cwd=cwd)

    def compose(self, *arguments: str, project: str, env_file: Path) -> str:
        """Run docker-compose on the repository's file with these variables."""
        return self._run(
            [
                *(str(require("docker-compose")), "--project-directory", str(ROOT), "-p", project),
                *("--env-file", str(env_file), "-f", str(ROOT / "docker-compose.yml"), *arguments),
            ],
            cwd=ROOT,
        )

    def inspect(self, container: str) -> dict[str, Any]:
        """What the engine knows of a container."""
        found: list[dict[str, Any]] = json.loads(self.docker("inspect", container))
        return found[0]

    def import_image(self, root: Path, name: str, *changes: str) -> None:
        """Make an image of a folder's files."""
        with subprocess.Popen(["tar", "-C", str(root), "-c", "."], stdout=subprocess.PIPE) as tar:
            options = [part for change in changes for part in ("--change", change)]
            command = [str(require("docker")), "import", *options, "-", name]
            subprocess.run(command, stdin=tar.stdout, check=True, capture_output=True, env=self._environment)

    @property
    def _environment(self) -> dict[str, str]:
        return {**os.environ, "DOCKER_HOST": self._socket, "DOCKER_BUILDKIT": "0", "COMPOSE_DOCKER_CLI_BUILD": "0"}

    def _run(self, command: list[str], cwd: Path | None) -> str:
        return subprocess.run(
            command,
            check=True,
            capture_output=True,
            text=True,
            env=self._environment,
            cwd=cwd,
            timeout=_COMMAND_TIMEOUT_S,
        ).stdout

    def _answers(self) -> bool:
        return subprocess.run(
            [str(require("docker")), "info"], check=False, capture_output=True, env=self._environment
        ).returncode == 0  # fmt: skip
