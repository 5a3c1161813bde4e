"""The codes of errors and findings that the sources raise, with the families that raise them; read by syntax alone."""

import ast
from collections.abc import Iterator

from tests.architecture.sources import Source

STATUSES = {
    "Refusal": {"409", "422"},
    "Rule": {"409", "422"},
    "Conflict": {"409", "412"},
    "Unavailable": {"503"},
    "Forbidden": {"403"},
    "Unauthenticated": {"401"},
    "NotFound": {"404"},
    "NotAllowed": {"405"},
    "Malformed": {"400"},
    "TooLarge": {"413"},
    "SocaiError": {"500"},
    "problem": {"200"},
    "family": {"400", "413"},
    "_unfit": {"400"},
}
"""Families of shared/core/errors.py, and the few functions that make one from a code; with their HTTP statuses."""
_CODE_AT = {"_unfit": 1}
_NOTES = frozenset({"GAP", "BEHIND", "MISMATCH"})


def raised(source: Source) -> Iterator[tuple[str, str]]:
    """(code, family) of every error or finding that is made with a code in words."""
    for node in ast.walk(source.tree):
        match node:
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name), args=arguments) if name in STATUSES:
                at = _CODE_AT.get(name, 0)
                match arguments[at : at + 1]:
                    case [ast.Constant(value=str(code))]:
                        yield code, name
            case ast.Assign(targets=[ast.Tuple(elts=names)], value=ast.Tuple(elts=values)):
                for target, value in zip(names, values, strict=False):
                    match target, value:
                        case ast.Name(id=name), ast.Constant(value=str(code)) if name in _NOTES:
                            yield code, "problem"
