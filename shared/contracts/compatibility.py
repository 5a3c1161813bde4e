"""What may change within a version: only optional fields may be added. Compares JSON Schemas, released and present."""

from collections.abc import Iterator, Mapping
from typing import Any

Schema = Mapping[str, Any]


def breaches(released: Schema, present: Schema) -> list[str]:
    """Each way in which the present schema breaks what was released, by JSON pointer; empty when it keeps it."""
    return list(_differences(released, present, ""))


def _differences(released: Any, present: Any, at: str) -> Iterator[str]:
    if isinstance(released, Mapping) and isinstance(present, Mapping):
        if "properties" in released or "properties" in present:
            yield from _fields(released, present, at)
            rest = {"properties", "required", "description"}
        else:
            rest = {"description"}
        for name in sorted((released.keys() | present.keys()) - rest):
            if name not in present:
                yield f"{at}/{name}: gone"
            elif name in released:
                yield from _differences(released[name], present[name], f"{at}/{name}")
            elif at != "/$defs":
                yield f"{at}/{name}: new"
    elif at.endswith("/enum") and isinstance(released, list) and isinstance(present, list):
        # A code may be added: readers take codes as they come.
        yield from (f"{at}/{code}: gone" for code in released if code not in present)
    elif released != present:
        yield f"{at}: was {released!r}, is {present!r}"


def _fields(released: Schema, present: Schema, at: str) -> Iterator[str]:
    before, after = released.get("properties", {}), present.get("properties", {})
    must_before, must_after = set(released.get("required", ())), set(present.get("required", ()))
    for name in before:
        if name not in after:
            yield f"{at}/properties/{name}: gone"
        else:
            yield from _differences(before[name], after[name], f"{at}/properties/{name}")
    for name in sorted(must_after ^ must_before):
        yield f"{at}/required/{name}: {'now required' if name in must_after else 'no longer required'}"
