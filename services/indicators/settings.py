"""Settings of the indicators service, read once from the environment (prefix INDICATORS_), passed on as a value."""

from pydantic import Field
from pydantic_settings import SettingsConfigDict

from shared.ops.settings import ServiceSettings


class Settings(ServiceSettings):
    """What the roles of this service need besides what every service needs."""

    model_config = SettingsConfigDict(frozen=True, extra="ignore", env_prefix="INDICATORS_")

    consumer_group: str = "indicators.read"
    """The live tail's consumer group on Kafka."""
    session_timeout_ms: int = Field(default=45_000, ge=6_000)
    """After this the broker gives a dead live tail's partitions away, in milliseconds; 6,000 is the broker's least."""
    stall_ms: int = Field(default=30_000, ge=1_000)
    """How long the live tail may stay behind the writer's word without applying anything, in milliseconds."""
    members_metric_interval_ms: int = Field(default=15_000, ge=100)
    """How often the reader measures how many members there are, in milliseconds: about as often as it is scraped."""
