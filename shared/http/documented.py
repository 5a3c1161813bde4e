"""How an answer's Struct stands in a service's OpenAPI: its JSON Schema, with nothing to look up elsewhere."""

from typing import Any

import msgspec


def documented(answer: type, description: str, status: int = 200) -> dict[int | str, dict[str, Any]]:
    """FastAPI's `responses` for an answer that a route renders itself."""
    schema = msgspec.json.schema(answer)
    definitions = schema.pop("$defs", {})
    return {
        status: {
            "description": description,
            "content": {"application/json": {"schema": _inlined(schema, definitions)}},
        }
    }


def _inlined(node: Any, definitions: dict[str, Any]) -> Any:
    """References replaced by what they name; answers hold no type that holds itself."""
    if isinstance(node, list):
        return [_inlined(one, definitions) for one in node]
    if not isinstance(node, dict):
        return node
    if "$ref" in node:
        return _inlined(definitions[str(node["$ref"]).rsplit("/", 1)[-1]], definitions)
    return {name: _inlined(value, definitions) for name, value in node.items()}
