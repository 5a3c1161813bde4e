"""Settings of the writer, read once from the environment (prefix ADMISSIONS_), passed on as a value."""

from pydantic import Field, field_validator
from pydantic_settings import SettingsConfigDict

from services.admissions.app.opening import FIRST_OFFICERS
from shared.ops.settings import ServiceSettings
from shared.ports.event_store import CHUNK_EVENTS_MAX

MEBIBYTE = 1_048_576


class Settings(ServiceSettings):
    """What the writer's roles need besides what every service needs."""

    model_config = SettingsConfigDict(frozen=True, extra="ignore", env_prefix="ADMISSIONS_")

    import_bytes_max: int = Field(default=2 * 1024 * MEBIBYTE, ge=1)
    """Largest import folder, in bytes of all its files."""
    import_rows_max: int = Field(default=10_000_000, ge=1)
    """Most rows in one file of an import folder."""
    import_line_bytes_max: int = Field(default=8_192, ge=64)
    """Longest line in a file of an import folder, in bytes."""
    import_faults_max: int = Field(default=200, ge=1)
    """How many faults of a folder are listed; the rest are counted."""
    import_chunk_events_max: int = Field(default=CHUNK_EVENTS_MAX, ge=1, le=CHUNK_EVENTS_MAX)
    """Most events of one atomic chunk."""
    log_bytes_max: int = Field(default=16 * 1024 * MEBIBYTE, ge=1)
    """Largest log that can be loaded, in bytes."""
    first_officers: tuple[str, str] = FIRST_OFFICERS
    """The two officers whom the genesis act of an empty log names: together they give the first offices."""

    @field_validator("first_officers")
    @classmethod
    def _two_people(cls, value: tuple[str, str]) -> tuple[str, str]:
        if value[0] == value[1]:
            raise ValueError("first_officers names the same officer twice")
        return value
