"""Settings of the indicators service, read once from the environment (prefix INDICATORS_), passed on as a value."""

from pydantic import Field
from pydantic_settings import SettingsConfigDict

from shared.ops.settings import ServiceSettings


class Settings(ServiceSettings):
    """What the roles of this service need besides what every service needs."""

    model_config = SettingsConfigDict(frozen=True, extra="ignore", env_prefix="INDICATORS_")

    members_metric_interval_ms: int = Field(default=15_000, ge=100)
    """How often the reader measures how many members there are, in milliseconds: about as often as it is scraped."""
