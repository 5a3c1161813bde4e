"""How a command ends when it does not end well: 1 refused or found wrong, 2 used wrongly, 3 a dependency down."""

import json
from typing import Any

import httpx2

from shared.core.errors import Malformed, NotFound, SocaiError, Unavailable
from shared.core.text import Language, Text

REFUSED = 1
USED_WRONGLY = 2
DEPENDENCY_DOWN = 3


class CommandError(Exception):
    """Ends the command with `exit_code` after printing `text`."""

    exit_code = REFUSED

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text

    def lines(self, language: Language) -> list[str]:
        """What to print on stderr."""
        return [self.text.of(language)]


class FoundWrong(CommandError):
    """A check found something wrong; each finding is printed."""


class UsedWrongly(CommandError):
    """The command line does not make sense."""

    exit_code = USED_WRONGLY


class DependencyDown(CommandError):
    """The system, or something that it needs, does not answer."""

    exit_code = DEPENDENCY_DOWN

    def __init__(self, where: str, fault: Exception) -> None:
        super().__init__(
            Text(
                vi=f"Không liên lạc được với {where}: {fault}. Kiểm tra hệ thống có đang chạy không.",
                en=f"{where} does not answer: {fault}. Check that the system is running.",
            )
        )


class CommandFailed(CommandError):
    """The system answered with a problem document."""

    def __init__(self, response: httpx2.Response) -> None:
        self.status = response.status_code
        self.problem = _problem(response)
        texts = self.problem.get("texts") or {}
        detail = str(self.problem.get("detail") or response.reason_phrase)
        super().__init__(Text(vi=texts.get("vi", detail), en=texts.get("en", detail)))
        self.exit_code = {400: USED_WRONGLY, 413: USED_WRONGLY, 503: DEPENDENCY_DOWN}.get(self.status, REFUSED)

    def lines(self, language: Language) -> list[str]:
        """The sentence, the rule and its source, then every single finding with its place."""
        head = f"{self.text.of(language)} [{self.problem.get('rule', self.status)}]"
        if self.problem.get("source"):
            head += f" ({self.problem['source']})"
        if self.problem.get("where"):
            head += f" — {self.problem['where']}"
        errors = self.problem.get("errors") or []
        return [head, *(f"  {e.get('pointer', '')}: {e.get(language) or e.get('detail', '')}" for e in errors)]


def _problem(response: httpx2.Response) -> dict[str, Any]:
    try:
        body = response.json()
    except (json.JSONDecodeError, UnicodeDecodeError):
        return {"detail": f"HTTP {response.status_code}"}
    return body if isinstance(body, dict) else {}


def ended_by(error: SocaiError) -> CommandError:
    """How a command ends when an error of ours was raised in this process: what is wrong, then how to mend it."""
    mend = error.mend
    text = error.what if mend is None else Text(vi=f"{error.what.vi} {mend.vi}", en=f"{error.what.en} {mend.en}")
    ended = UsedWrongly(text) if isinstance(error, Malformed | NotFound) else CommandError(text)
    if isinstance(error, Unavailable):
        ended.exit_code = DEPENDENCY_DOWN
    return ended
