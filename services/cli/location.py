"""Where the system is and as whom to speak: read once from the environment."""

import os
from dataclasses import dataclass
from pathlib import Path

from services.cli.errors import UsedWrongly
from shared.core.text import Language, Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Location:
    """`url`: a running system's base URL, or None for the embedded one in `var`. `token_text`: SOCAI_TOKEN."""

    var: Path
    url: str | None
    token_text: str | None
    language: Language

    @classmethod
    def from_environment(cls) -> "Location":
        """`SOCAI_VAR` (default `var`), `SOCAI_URL`, `SOCAI_TOKEN`, `SOCAI_LANG` (`vi` or `en`, default `vi`)."""
        return cls(
            var=Path(os.environ.get("SOCAI_VAR") or "var"),
            url=os.environ.get("SOCAI_URL") or None,
            token_text=os.environ.get("SOCAI_TOKEN") or None,
            language="en" if os.environ.get("SOCAI_LANG", "vi").startswith("en") else "vi",
        )

    def token(self) -> str:
        """SOCAI_TOKEN, else `var/token` (made by the first start). Raises UsedWrongly when there is neither."""
        if self.token_text:
            return self.token_text
        file = self.var / "token"
        if self.url is None:
            from services.embedded import ensure_token

            ensure_token(self.var)
        try:
            return file.read_text("utf-8").strip()
        except OSError:
            raise UsedWrongly(
                Text(
                    vi=f"Chưa có thẻ truy cập: đặt SOCAI_TOKEN hoặc để thẻ trong {file}.",
                    en=f"There is no token: set SOCAI_TOKEN or leave one in {file}.",
                )
            ) from None
