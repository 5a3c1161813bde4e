"""Databases of a test's own on the run's PostgreSQL server."""

import re
import uuid

import psycopg
from psycopg import sql
from sqlalchemy.engine import make_url


def create_database(server_url: str, name: str) -> str:
    """Make an empty database whose name starts with `name`; answers its address."""
    unique = f"{re.sub(r'[^a-z0-9_]', '_', name.lower())[:30]}_{uuid.uuid4().hex[:12]}"
    _execute(server_url, sql.SQL("CREATE DATABASE {}").format(sql.Identifier(unique)))
    return make_url(server_url).set(database=unique).render_as_string(hide_password=False)


def drop_database(server_url: str, url: str) -> None:
    """Drop a database that `create_database` made, cutting off who is still connected."""
    database = make_url(url).database or ""
    _execute(server_url, sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(database)))


def _execute(server_url: str, statement: sql.Composed) -> None:
    address = make_url(server_url).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(statement)
