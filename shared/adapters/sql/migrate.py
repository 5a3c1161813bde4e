"""Bring a database to its owner's newest schema, when a process starts; and compare it with what the code declares."""

from importlib.util import find_spec
from pathlib import Path

from sqlalchemy import Connection, MetaData, inspect, text

from shared.adapters.sql.engine import Database

_ENVIRONMENT = "shared.adapters.sql.migrations"
_STANDS_AT = "alembic_version"
_LOCK = 0x736F_6361_6901
"""PostgreSQL's advisory lock while migrating: several roles of a service start at once."""


def migrate(database: Database, owner: str) -> None:
    """Apply what is missing, in one transaction. Raises Unavailable.

    `owner`: a service's name (its `services.<name>.adapters.migrations`), or a package with a `versions` folder.
    """
    package = owner if "." in owner else f"services.{owner}.adapters.migrations"
    versions = Path(_folder(package)) / "versions"
    with database.read() as connection:
        if _revision(connection) == newest(versions):
            return
    # Almost every start ends above: importing the library and asking it costs a third of one.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("path_separator", "newline")
    config.set_main_option("script_location", _folder(_ENVIRONMENT))
    config.set_main_option("version_locations", str(versions))
    with database.write() as connection:
        if database.dialect == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def newest(versions: Path) -> str:
    """The last revision of a folder: a file is named by its revision, and revisions are numbered in their order."""
    return max(file.stem.partition("_")[0] for file in versions.glob("[0-9]*.py"))


def differences(database: Database, metadata: MetaData) -> list[str]:
    """How the schema in the database differs from what the code declares; empty when it does not."""
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    with database.read() as connection:
        found = compare_metadata(MigrationContext.configure(connection), metadata)
    return [str(difference) for difference in found]


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table(_STANDS_AT):
        return None
    return connection.execute(text(f"SELECT version_num FROM {_STANDS_AT}")).scalar()  # noqa: S608 - a constant


def _folder(package: str) -> str:
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise ValueError(f"no package {package}")
    return next(iter(spec.submodule_search_locations))
