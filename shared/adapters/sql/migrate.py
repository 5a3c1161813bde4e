"""Bring a database to its owner's newest schema, when a process starts; and compare it with what the code declares."""

from importlib.util import find_spec
from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import MetaData, text

from shared.adapters.sql.engine import Database

_ENVIRONMENT = "shared.adapters.sql.migrations"
_LOCK = 0x736F_6361_6901
"""PostgreSQL's advisory lock while migrating: several roles of a service start at once."""


def migrate(database: Database, owner: str) -> None:
    """Apply what is missing, in one transaction. Raises Unavailable.

    `owner`: a service's name (its `services.<name>.adapters.migrations`), or a package with a `versions` folder.
    """
    package = owner if "." in owner else f"services.{owner}.adapters.migrations"
    config = Config()
    config.set_main_option("path_separator", "newline")
    config.set_main_option("script_location", _folder(_ENVIRONMENT))
    config.set_main_option("version_locations", str(Path(_folder(package)) / "versions"))
    with database.write() as connection:
        if database.dialect == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def differences(database: Database, metadata: MetaData) -> list[str]:
    """How the schema in the database differs from what the code declares; empty when it does not."""
    with database.read() as connection:
        found = compare_metadata(MigrationContext.configure(connection), metadata)
    return [str(difference) for difference in found]


def _folder(package: str) -> str:
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise ValueError(f"no package {package}")
    return next(iter(spec.submodule_search_locations))
