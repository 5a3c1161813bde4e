"""Errors, typed by what the caller must do next (style guide 6). They know no HTTP.

SocaiError
├── Refusal      a business rule says no: show it; nothing was written
├── Conflict     the stream moved on, or the key was used for something else: read again, decide again
├── Unavailable  a dependency is down or full: wait and try again
├── Forbidden    not signed in (Unauthenticated) or not allowed
├── NotFound     no such id
└── Malformed    the bytes cannot be read: mend them (TooLarge when they exceed a limit)
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from shared.core.text import Text


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong in a body or a file: where (a JSON pointer, or file:line:column) and what."""

    where: str
    what: Text


class SocaiError(Exception):
    """Where, what and how to mend it, in both languages.

    `code` is stable and listed in docs/problems.md; `source` is the regulation that says so, where one does; `where` is
    a JSON pointer, file:line or a name; `values` are the values that were compared; `faults` lists the single findings
    when there are several.
    """

    def __init__(
        self,
        code: str,
        what: Text,
        *,
        source: str | None = None,
        mend: Text | None = None,
        where: str | None = None,
        values: Mapping[str, object] | None = None,
        faults: Sequence[Fault] = (),
    ) -> None:
        super().__init__(f"{code}: {what.en}" + (f" (at {where})" if where else ""))
        self.code = code
        self.what = what
        self.source = source
        self.mend = mend
        self.where = where
        self.values: Mapping[str, object] = dict(values or {})
        self.faults = tuple(faults)


class Refusal(SocaiError):
    """A business rule says no. `code` is the rule's id.

    `content` is true when the command itself makes no sense (422), false when the state forbids it (409).
    """

    def __init__(
        self,
        code: str,
        what: Text,
        *,
        source: str | None = None,
        mend: Text | None = None,
        where: str | None = None,
        values: Mapping[str, object] | None = None,
        faults: Sequence[Fault] = (),
        content: bool = False,
    ) -> None:
        super().__init__(code, what, source=source, mend=mend, where=where, values=values, faults=faults)
        self.content = content


class Conflict(SocaiError):
    """The stream moved on since it was read, or an idempotency key came back with another body."""


class Unavailable(SocaiError):
    """A dependency is down or full; trying again later is right. `retry_after_s` says when, in seconds."""

    def __init__(
        self, code: str, what: Text, *, mend: Text | None = None, where: str | None = None, retry_after_s: int = 1
    ) -> None:
        super().__init__(code, what, mend=mend, where=where)
        self.retry_after_s = retry_after_s


class Forbidden(SocaiError):
    """The caller is known and may not do this."""


class Unauthenticated(Forbidden):
    """The caller is not signed in, or the token cannot be trusted."""


class NotFound(SocaiError):
    """No such id."""


class NotAllowed(SocaiError):
    """The path is known, the method is not one that it takes."""


class Malformed(SocaiError):
    """The bytes cannot be read. In a consumer: as not arrived, a gap."""


class TooLarge(Malformed):
    """The bytes exceed a limit; the limit stands in `values`."""
