"""A process of its own that imports a folder: `python -m tests.integration.admissions.import_process URL FOLDER`."""

import sys
from pathlib import Path

from services.scenarios.catalogue import SEED_DEFAULT, find
from services.scenarios.folder import generate
from tests.integration.admissions.writer import open_writer

SCALE = "0.02"
CHUNK_EVENTS = 20


def scenario_files() -> dict[str, bytes]:
    """A small scenario as an import folder."""
    from decimal import Decimal

    return generate(find("nam-giang", Decimal(SCALE)), SEED_DEFAULT).files()


def main(url: str, folder: str) -> int:
    """Import, and end when the batch is closed."""
    with open_writer(url, Path(folder), import_chunk_events_max=CHUNK_EVENTS) as writer:
        answer = writer.import_folder(scenario_files())
        sys.stdout.write(answer.text)
        return 0 if answer.status_code in {200, 202} else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
