"""The rules as the sources hold them: for each id its one function, what that says, and the policy values it reads."""

import ast
import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from types import ModuleType

from services.admissions import app, domain
from services.admissions.domain.policy.values import VALUES
from services.admissions.domain.rules.refusals import Rule

_TABLES = {"vote": "votes", "step": "steps", "deadline": "deadlines", "ranks": "ranks"}
"""Methods of Policies that read one value; also what takes a VoteRule or a DeadlineRule reads it."""
_GETTERS = frozenset({"number", "ratio", "day", "flag", "code", "codes"})
_RULES = {"VoteRule": "votes", "DeadlineRule": "deadlines"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One rule. `says`: the docstring of its function. `reads`: the policy values that decide it, by name."""

    rule: Rule
    module: str
    function: str
    says: str
    reads: tuple[str, ...]


@cache
def rules_found() -> tuple[Found, ...]:
    """Every rule of the service, by id."""
    found: dict[str, Found] = {}
    for package in (domain, app):
        for info in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not info.ispkg:
                found |= {each.rule.id: each for each in _of_module(importlib.import_module(info.name))}
    return tuple(found[name] for name in sorted(found))


def _of_module(module: ModuleType) -> Iterator[Found]:
    tree = ast.parse(inspect.getsource(module))
    functions = {node.name: node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}
    uses = {name: _names(node) for name, node in functions.items()}
    for constant in _constants(tree):
        rule = getattr(module, constant, None)
        if not isinstance(rule, Rule):
            continue
        function = _function_of(constant, functions, uses)
        node = None if function is None else functions[function]
        yield Found(
            rule=rule,
            module=module.__name__,
            function=function or "",
            says="" if node is None else " ".join((ast.get_docstring(node) or "").split()),
            reads=() if function is None else tuple(sorted(_reads(function, functions, uses, set()))),
        )


def _constants(tree: ast.Module) -> Iterator[str]:
    for node in tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call):
            yield from (target.id for target in node.targets if isinstance(target, ast.Name))


def _function_of(
    constant: str, functions: dict[str, ast.FunctionDef | ast.AsyncFunctionDef], uses: dict[str, set[str]]
) -> str | None:
    """The function that refuses by a rule; of a private one, the public one that asks it and says what it is."""
    asking = [name for name in functions if constant in uses[name]]
    for _ in range(3):
        told = [name for name in asking if ast.get_docstring(functions[name])]
        if told:
            return told[0]
        asking = [name for name in functions if uses[name] & set(asking)]
    return asking[0] if asking else None


def _reads(
    name: str,
    functions: dict[str, ast.FunctionDef | ast.AsyncFunctionDef],
    uses: dict[str, set[str]],
    seen: set[str],
) -> set[str]:
    """The policy values that a function reads, and those that it asks of the same module."""
    seen.add(name)
    found: set[str] = set()
    for node in ast.walk(functions[name]):
        match node:
            case ast.Call() if _of_policies(node):
                found |= {each.value for each in node.args if isinstance(each, ast.Constant) and each.value in VALUES}
            case ast.Attribute(attr=method) if method in _TABLES:
                found.add(_TABLES[method])
            case ast.Name(id=kind) if kind in _RULES:
                found.add(_RULES[kind])
            case _:
                pass
    for other in uses[name] & functions.keys():
        if other not in seen:
            found |= _reads(other, functions, uses, seen)
    return found


def _of_policies(call: ast.Call) -> bool:
    """Whether a call asks the policies for a value, itself or by handing them on."""
    if isinstance(call.func, ast.Attribute) and call.func.attr in _GETTERS:
        return True
    given = [*call.args, *(each.value for each in call.keywords)]
    return any(getattr(each, "id", getattr(each, "attr", None)) == "policies" for each in given)


def _names(node: ast.AST) -> set[str]:
    return {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}
