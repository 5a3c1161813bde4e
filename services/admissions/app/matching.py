"""Keyed tokens of name and birth date: equal ones mean that someone may be recorded twice. The key is in no table."""

import hashlib
import hmac
from dataclasses import dataclass
from enum import IntEnum

from shared.core.fold import fold

MATCH_SECRET = "match-token"  # noqa: S105 - the secret's name, not the secret


class Likeness(IntEnum):
    """What two records agree in; the place of its token in the event. The strongest first."""

    NAME_AND_DATE = 0
    SHORT_NAME_AND_DATE = 1
    NAME_AND_YEAR = 2


STRONG = (Likeness.NAME_AND_DATE, Likeness.SHORT_NAME_AND_DATE)
"""Of whom a notice is given. Name and year alone are shared by many who are not the same person."""


@dataclass(frozen=True, slots=True)
class Matcher:
    """Makes the tokens under the system's secret."""

    secret: bytes

    def tokens(self, full_name: str | None, birth_date: str | None) -> tuple[str, ...]:
        """HMAC-SHA-256 in hex, by Likeness; none without both name and birth date.

        Names are compared without accents and case. The short name is the first and the last word: middle names are
        often left out.
        """
        if not full_name or not birth_date:
            return ()
        name, born = fold(full_name), birth_date
        words = name.split()
        compared = {
            Likeness.NAME_AND_DATE: f"{name}|{born}",
            Likeness.SHORT_NAME_AND_DATE: f"{words[0]} {words[-1]}|{born}" if words else born,
            Likeness.NAME_AND_YEAR: f"{name}|{born[:4]}",
        }
        return tuple(self._token(likeness, compared[likeness]) for likeness in Likeness)

    def _token(self, likeness: Likeness, text: str) -> str:
        return hmac.new(self.secret, f"{likeness.value}|{text}".encode(), hashlib.sha256).hexdigest()
