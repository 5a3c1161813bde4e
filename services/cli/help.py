"""The help of commands in the user's language: the English stands in the code, the Vietnamese in help_vi.toml."""

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from shared.core.text import Language

_FILE = Path(__file__).with_name("help_vi.toml")


def speak(root: Any, language: Language) -> None:
    """Let a command of the library (typer has its own kinds) and all below it explain themselves in a language."""
    if language == "en":
        return
    known = vietnamese()
    for part in explained(root):
        part.help = known.get(said(part), part.help)


def explained(root: Any) -> Iterator[Any]:
    """Every command, option and argument that has a help text of ours."""
    if root.help:
        yield root
    yield from (each for each in root.params if getattr(each, "help", None))
    for command in getattr(root, "commands", {}).values():
        yield from explained(command)


def said(part: Any) -> str:
    """The help text in one line."""
    return " ".join(part.help.split())


def vietnamese() -> Mapping[str, str]:
    """English to Vietnamese."""
    return tomllib.loads(_FILE.read_text("utf-8"))
