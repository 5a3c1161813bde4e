"""Settings of the audit service, read once from the environment (prefix AUDIT_), passed on as a value."""

from pathlib import Path

from pydantic import Field
from pydantic_settings import SettingsConfigDict

from shared.ops.settings import ServiceSettings


class Settings(ServiceSettings):
    """What the roles of this service need besides what every service needs."""

    model_config = SettingsConfigDict(frozen=True, extra="ignore", env_prefix="AUDIT_")

    members_counts_url: str | None = None
    """Where members gives its total, for instance http://members:8080/members/counts; None in embedded mode."""
    indicators_counts_url: str | None = None
    """Where indicators gives its total; None in embedded mode."""
    token_file: Path | None = None
    """The token of the office `system` that the monitor asks with."""
    monitor_interval_ms: int = Field(default=5_000, ge=50)
    """How often the two totals are compared, in milliseconds."""
    behind_after_ms: int = Field(default=5_000, ge=0)
    """After how long without progress a partition that watermarks name more of is a problem, in milliseconds."""
