"""The base of every service's Settings: read once from the environment, frozen, passed on as a value."""

from pathlib import Path
from typing import Self

from pydantic import Field, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from shared.core.clock import Clock, parse_instant, system_clock
from shared.core.errors import Malformed


class ServiceSettings(BaseSettings):
    """What every role of every service needs. A service adds its own and sets its prefix; no secret has a default."""

    model_config = SettingsConfigDict(frozen=True, extra="ignore")

    database_url: str
    keystore_url: str | None = None
    master_key_file: Path | None = None
    kafka_bootstrap: str | None = None
    issuer_keys_file: Path
    """JSON Web Key Set of the issuer whose tokens are trusted: public keys only."""
    issuer: str = "socai"
    audience: str = "socai"
    host: str = "127.0.0.1"
    port: int = Field(default=8080, ge=0, le=65_535)
    body_bytes_max: int = Field(default=1_048_576, ge=1)
    """Largest HTTP body, in bytes; imports and log loads have limits of their own."""
    min_position_wait_ms: int = Field(default=5_000, ge=0)
    """How long a read given Socai-Min-Position waits, in milliseconds."""
    poll_timeout_ms: int = Field(default=200, ge=1)
    """How long a reader waits for the first record of a poll, in milliseconds."""
    batch_events_max: int = Field(default=5_000, ge=1)
    """Most events that a reader applies in one transaction."""
    test_clock: str | None = None
    """An RFC 3339 instant at which the clock stands still; for tests only, refused when `production` is set."""
    production: bool = False

    @model_validator(mode="after")
    def _clock_as_the_place_allows(self) -> Self:
        if self.test_clock is not None:
            if self.production:
                raise ValueError("test_clock is set, and production settings refuse it (design 8)")
            try:
                parse_instant(self.test_clock)
            except Malformed as fault:
                raise ValueError(f"test_clock: {fault.what.en}") from None
        return self

    def clock(self) -> Clock:
        """The machine's clock, or the test clock, which stands still."""
        if self.test_clock is None:
            return system_clock
        instant = parse_instant(self.test_clock)
        return lambda: instant
