"""An nginx of our own in a folder: the gateway of the cluster."""

import urllib.error
import urllib.request
from pathlib import Path

from deploy.parts.process import Process
from deploy.parts.programs import require

_START_TIMEOUT_S = 20.0


class LocalNginx:
    """One nginx in the foreground, with a configuration that is given whole."""

    def __init__(self, folder: Path, *, host: str, port: int) -> None:
        self.folder = folder
        self._address = f"{host}:{port}"
        # Not "nginx": nginx writes a pid file of that name itself, without the start time that says whose pid it is.
        self._process = Process(folder, "gateway")

    @property
    def running(self) -> bool:
        """Whether the process lives."""
        return self._process.pid is not None

    def start(self, configuration: str) -> None:
        """Write the configuration and start; returns when it answers. Raises Unavailable."""
        self.folder.mkdir(parents=True, exist_ok=True)
        file = self.folder / "nginx.conf"
        file.write_text(configuration, encoding="utf-8")
        self._process.start(
            [str(require("nginx")), "-c", str(file.resolve()), "-e", str(self.folder / "nginx.error.log")]
        )
        self._process.wait_until(self._answers, timeout_s=_START_TIMEOUT_S)

    def stop(self) -> None:
        """End it in order. Nothing happens when it is not running."""
        self._process.stop()

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://{self._address}/healthz", timeout=1) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False
