"""Where the programs of the real parts are on this machine. A missing one is an error that says how to get it."""

import shutil
from pathlib import Path

from shared.core.errors import Unavailable
from shared.core.text import Text

ROOT = Path(__file__).resolve().parents[2]
KAFKA_LIBS = ROOT / "var" / "parts" / "kafka" / "libs"


def find(name: str) -> Path | None:
    """The program `name`: PostgreSQL's from the newest version that Debian put under /usr/lib, others from the path."""
    versions = Path("/usr/lib/postgresql")
    if versions.is_dir():
        for version in sorted(versions.iterdir(), key=_version, reverse=True):
            if (version / "bin" / name).exists():
                return version / "bin" / name
    found = shutil.which(name)
    return Path(found) if found else None


def require(name: str) -> Path:
    """As `find`; raises Unavailable when the program is missing."""
    found = find(name)
    if found is None:
        raise missing(name)
    return found


def missing(what: str) -> Unavailable:
    """The error for a part that is not on this machine."""
    return Unavailable(
        "parts.missing",
        Text(f"Thiếu {what} trên máy này.", f"{what} is missing on this machine."),
        mend=Text("Chạy `make parts` (cần quyền root để cài gói).", "Run `make parts` (as root, to install packages)."),
        where=what,
    )


def _version(folder: Path) -> int:
    return int(folder.name) if folder.name.isdigit() else 0
