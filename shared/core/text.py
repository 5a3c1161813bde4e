"""One user-facing sentence in the two languages that every such sentence has."""

from dataclasses import dataclass
from typing import Literal

Language = Literal["vi", "en"]


@dataclass(frozen=True, slots=True)
class Text:
    """The same sentence in Vietnamese and in English."""

    vi: str
    en: str

    def of(self, language: Language) -> str:
        """The sentence in the language asked for."""
        return self.vi if language == "vi" else self.en
