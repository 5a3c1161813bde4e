"""The rules of the style guide that a tool can hold. Each takes a source and answers what is wrong in it."""

import ast
from collections.abc import Iterator

from tests.architecture.sources import Source

MODULE_LINES_MAX = 400
FUNCTION_LINES_MAX = 60
POSITIONAL_MAX = 5
FUNCTION_LINES_WITHOUT_DOCSTRING_MAX = 6
FORBIDDEN_NAMES = frozenset({"utils", "util", "helpers", "helper", "common", "manager", "managers", "misc"})

_IMPURE_CALLS = frozenset({"now", "today", "utcnow", "uuid1", "uuid4", "urandom"})
_IMPURE_MODULES = frozenset({
    "random", "secrets", "time", "os", "socket", "subprocess", "threading", "logging", "pathlib", "urllib", "http",
    "sqlite3", "asyncio", "io", "sys",
})  # fmt: skip
_IMPURE_BUILTINS = frozenset({"print", "open", "input"})


def size(source: Source) -> Iterator[str]:
    """Modules, functions and parameter lists that are too long."""
    if source.lines > MODULE_LINES_MAX:
        yield f"{source.name}: {source.lines} lines"
    for function in source.functions():
        length = (function.end_lineno or function.lineno) - function.lineno + 1
        if length > FUNCTION_LINES_MAX:
            yield f"{source.name}:{function.lineno}: {function.name} has {length} lines"
        names = [each.arg for each in (*function.args.posonlyargs, *function.args.args)]
        positional = len(names) - (names[:1] in (["self"], ["cls"]))
        if positional > POSITIONAL_MAX:
            yield f"{source.name}:{function.lineno}: {function.name} takes {positional} positional parameters"


def docstrings(source: Source) -> Iterator[str]:
    """Modules without a docstring, and public functions of more than a few lines without one (tests excepted)."""
    if not ast.get_docstring(source.tree):
        yield f"{source.name}: no docstring"
    if source.name.startswith("tests/"):
        return
    for function in _public_functions(source.tree):
        length = (function.end_lineno or function.lineno) - function.lineno + 1
        if length > FUNCTION_LINES_WITHOUT_DOCSTRING_MAX and not ast.get_docstring(function):
            yield f"{source.name}:{function.lineno}: {function.name} has no docstring"


def names(source: Source) -> Iterator[str]:
    """Files and folders that say nothing about what is in them."""
    for part in (*source.name.split("/")[:-1], source.path.stem):
        if FORBIDDEN_NAMES & set(part.split("_")):
            yield f"{source.name}: {part} is no name"


def purity(source: Source) -> Iterator[str]:
    """Clocks, randomness and I/O, none of which a domain may touch."""
    for node in ast.walk(source.tree):
        match node:
            case ast.Import(names=imported):
                touched = {each.name.partition(".")[0] for each in imported} & _IMPURE_MODULES
            case ast.ImportFrom(module=str(module)):
                touched = {module.partition(".")[0]} & _IMPURE_MODULES
            case ast.Call(func=ast.Attribute(attr=attribute)):
                touched = {attribute} & _IMPURE_CALLS
            case ast.Call(func=ast.Name(id=name)):
                touched = {name} & (_IMPURE_BUILTINS | _IMPURE_CALLS)
            case _:
                continue
        yield from (f"{source.name}:{node.lineno}: {each}" for each in sorted(touched))


def _public_functions(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Functions of the module and methods of its classes; what stands inside a function is its own affair."""
    for node in tree.body:
        within = node.body if isinstance(node, ast.ClassDef) else [node]
        for each in within:
            if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef) and not each.name.startswith("_"):
                yield each
