"""Settings of the members service, read once from the environment (prefix MEMBERS_), passed on as a value."""

from pydantic_settings import SettingsConfigDict

from shared.ops.settings import ServiceSettings


class Settings(ServiceSettings):
    """What the roles of this service need: nothing besides what every service needs."""

    model_config = SettingsConfigDict(frozen=True, extra="ignore", env_prefix="MEMBERS_")
