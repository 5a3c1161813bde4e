"""The command line explains itself in both languages."""

import typer

from services.cli.help import explained, said, speak, vietnamese
from services.cli.main import app


def test_every_command_option_and_argument_is_explained_in_vietnamese_too() -> None:
    english = {said(part) for part in explained(typer.main.get_command(app))}
    assert english == set(vietnamese())


def test_help_is_given_in_the_language_that_was_asked_for() -> None:
    root = typer.main.get_command(app)
    speak(root, "en")
    assert root.help is not None
    assert root.help.startswith("Sổ Cái, the member ledger")
    speak(root, "vi")
    assert root.help.startswith("Sổ Cái đảng viên")
