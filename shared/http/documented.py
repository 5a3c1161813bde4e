"""How an answer's Struct stands in a service's OpenAPI: its JSON Schema, with nothing to look up elsewhere."""

from typing import Any

import msgspec


def documented(answer: type, description: str, status: int = 200) -> dict[int | str, dict[str, Any]]:
    """FastAPI's `responses` for an answer that a route renders itself."""
    schema = msgspec.json.schema(answer)
    definitions = schema.pop("$defs", {})
    whole = _inlined(schema, definitions)
    return {
        status: {
            "description": description,
            "content": {"application/json": {"schema": whole, "example": sample(whole)}},
        }
    }


def shown(example: dict[str, Any], description: str, status: int = 200) -> dict[int | str, dict[str, Any]]:
    """The same for a small answer of which an example says enough."""
    return {status: {"description": description, "content": {"application/json": {"example": example}}}}


def sample(schema: dict[str, Any], name: str = "") -> Any:
    """A value that fits an answer's schema: one item in each list, what the name suggests in each text."""
    if "enum" in schema:
        return schema["enum"][0]
    if "anyOf" in schema:
        return sample(schema["anyOf"][0], name)
    match schema.get("type"):
        case "object":
            found = {key: sample(value, key) for key, value in schema.get("properties", {}).items()}
            more = schema.get("additionalProperties")
            return {"code": sample(more, name)} if not found and isinstance(more, dict) else found
        case "array":
            return [sample(schema["items"], name)] if schema.get("items") else []
        case "integer" | "number":
            return max(1, schema.get("minimum", 1))
        case "boolean":
            return False
        case "string":
            return _text(schema.get("format", ""), name)
        case _:
            return None


_WORDS: dict[str, str] = {
    "unit": "nam-giang",
    "units": "nam-giang",
    "unit_id": "nam-giang",
    "kind": "admitted",
    "standing": "PROSPECT",
    "vi": "chi bộ cho mở hồ sơ",
    "en": "the cell allows a dossier",
    "step": "C1",
    "rule": "certificate-missing",
    "source": "QĐ 294-QĐ/TW (26/05/2025)",
    "number": "07-NQ/CB",
    "root": "9f" * 32,
    "hash": "9f" * 32,
}


def _text(form: str, name: str) -> str:
    if form == "date":
        return "2026-03-31"
    if form == "date-time" or name in {"time", "at"}:
        return "2026-03-31T02:00:00.000001Z"
    if name.endswith(("_unit_id", "unit_ids")):
        return "nam-giang"
    if (name.endswith("_id") and name != "officer_id") or form == "uuid":
        return "5f2f1c1e-3c55-4d6e-8a0e-0a1b2c3d4e5f"
    return _WORDS.get(name, name or "code")


def _inlined(node: Any, definitions: dict[str, Any]) -> Any:
    """References replaced by what they name; answers hold no type that holds itself."""
    if isinstance(node, list):
        return [_inlined(one, definitions) for one in node]
    if not isinstance(node, dict):
        return node
    if "$ref" in node:
        return _inlined(definitions[str(node["$ref"]).rsplit("/", 1)[-1]], definitions)
    return {name: _inlined(value, definitions) for name, value in node.items()}
