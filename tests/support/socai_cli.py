"""`socai` as a person types it: a process of its own, whose exit code and words are judged."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

COMMAND_S_MAX = 240


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """How a command ended, and what it printed."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """What `--json` printed."""
        return json.loads(self.out)

    @property
    def all(self) -> str:
        """Both streams."""
        return f"{self.out}\n{self.err}"


def socai(*arguments: str | Path, var: Path, url: str | None = None, token: str | None = None) -> Said:
    """Run one command, in English, on the system in `var`, or on the one at `url`."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("SOCAI_")}
    environment |= {"SOCAI_VAR": str(var), "SOCAI_LANG": "en"}
    environment |= {"SOCAI_URL": url} if url else {}
    environment |= {"SOCAI_TOKEN": token} if token else {}
    done = subprocess.run(
        [sys.executable, "-m", "services", *map(str, arguments)],
        env=environment,
        capture_output=True,
        timeout=COMMAND_S_MAX,
        check=False,
    )
    return Said(code=done.returncode, out=done.stdout.decode(), err=done.stderr.decode())


def must(*arguments: str | Path, var: Path, url: str | None = None) -> Said:
    """The same, of a command that has to end well."""
    said = socai(*arguments, var=var, url=url)
    assert said.code == 0, f"{arguments}: {said.code}\n{said.all}"
    return said
