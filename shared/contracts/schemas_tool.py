"""`python -m shared.contracts.schemas_tool`: JSON Schemas of the published language, generated from its classes.

Without arguments it writes `schemas/` and adds types that are new to `schemas/released/`; `--check` only compares.
"""

import json
import sys
from pathlib import Path
from typing import Any

import msgspec

from shared.contracts.compatibility import breaches
from shared.contracts.envelope import Envelope
from shared.contracts.registry import CLASS_OF
from shared.contracts.watermark import Watermark

SCHEMAS = Path(__file__).parent / "schemas"
RELEASED = SCHEMAS / "released"
EXAMPLES = Path(__file__).parent / "examples"


def generate() -> dict[str, dict[str, Any]]:
    """Name to schema: the envelope, the watermark, and the data of every event type."""
    classes: dict[str, type] = {"envelope": Envelope, "watermark": Watermark, **CLASS_OF}
    # Through JSON and back, so that what is compared is what a file can hold.
    return {name: json.loads(json.dumps(msgspec.json.schema(cls))) for name, cls in classes.items()}


def problems(schemas: dict[str, dict[str, Any]]) -> list[str]:
    """How the committed files differ from the classes, and how the classes break what was released."""
    found = [f"schemas/{name}.json is not what the class says" for name in _stale(schemas)]
    known = {path.stem for path in SCHEMAS.glob("*.json")} | {path.stem for path in RELEASED.glob("*.json")}
    found += [f"{name}: its class is gone" for name in sorted(known - schemas.keys())]
    for name, schema in schemas.items():
        path = RELEASED / f"{name}.json"
        if not path.exists():
            found.append(f"schemas/released/{name}.json is missing")
        else:
            found += [f"{name}{breach}" for breach in breaches(json.loads(path.read_text("utf-8")), schema)]
        if name in CLASS_OF and not (EXAMPLES / f"{name}.json").exists():
            found.append(f"examples/{name}.json is missing")
    return found


def main(arguments: list[str]) -> int:
    """0 when all is as it should be, 1 when not, 2 when used wrongly."""
    if arguments not in ([], ["--check"]):
        sys.stderr.write("usage: python -m shared.contracts.schemas_tool [--check]\n")
        return 2
    schemas = generate()
    if not arguments:
        _write(schemas)
    found = problems(schemas)
    for problem in found:
        sys.stderr.write(f"{problem}\n")
    if found and arguments:
        sys.stderr.write("mend: `python -m shared.contracts.schemas_tool`; a broken promise needs a new version\n")
    return 1 if found else 0


def _text(schema: dict[str, Any]) -> str:
    return json.dumps(schema, indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def _stale(schemas: dict[str, dict[str, Any]]) -> list[str]:
    paths = {name: SCHEMAS / f"{name}.json" for name in schemas}
    return [
        name for name, path in paths.items() if not path.exists() or path.read_text("utf-8") != _text(schemas[name])
    ]


def _write(schemas: dict[str, dict[str, Any]]) -> None:
    RELEASED.mkdir(parents=True, exist_ok=True)
    for name, schema in schemas.items():
        (SCHEMAS / f"{name}.json").write_text(_text(schema), "utf-8")
        if not (RELEASED / f"{name}.json").exists():
            (RELEASED / f"{name}.json").write_text(_text(schema), "utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
