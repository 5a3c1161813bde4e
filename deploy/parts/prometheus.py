"""A Prometheus server of our own in a folder, reading a configuration that the caller writes."""

import shutil
import urllib.error
import urllib.request
from pathlib import Path

from deploy.parts.ports import free_port
from deploy.parts.process import Process
from deploy.parts.programs import require

_START_TIMEOUT_S = 60.0


class LocalPrometheus:
    """One server on 127.0.0.1; `configuration` is its prometheus.yml, whose rule files are found beside it."""

    def __init__(self, folder: Path, port: int | None = None, *, configuration: Path) -> None:
        self.folder = folder
        self.port = port or free_port()
        self._configuration = configuration
        self._process = Process(folder, "prometheus")

    @property
    def url(self) -> str:
        """Where its HTTP interface is."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def running(self) -> bool:
        """Whether the server process lives."""
        return self._process.pid is not None

    def start(self) -> None:
        """Start it; returns when it answers. Raises Unavailable."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self._process.start(
            [
                *(str(require("prometheus")), f"--config.file={self._configuration}"),
                f"--storage.tsdb.path={self.folder / 'prometheus.data'}",
                *(f"--web.listen-address=127.0.0.1:{self.port}", "--log.level=warn"),
            ]
        )
        self._process.wait_until(self._answers, timeout_s=_START_TIMEOUT_S)

    def stop(self) -> None:
        """End it in order. Nothing happens when it is not running."""
        self._process.stop()

    def kill(self) -> None:
        """End it at once."""
        self._process.kill()

    def remove(self) -> None:
        """Stop it and remove its data and its folder."""
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/-/ready", timeout=2) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False
