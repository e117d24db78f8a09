"""A database with all migrations in it, copied for each run of tests: migrating takes half a minute, copying a second."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Final

import psycopg
from psycopg import sql

import jineng

if TYPE_CHECKING:
    from jineng.platform.postgres.layout import Layout

_PREFIX: Final = "jineng_template_"


def template_name() -> str:
    """Return the name of the template for the migrations as they are now."""
    digest = hashlib.sha256()
    for path in sorted(Path(jineng.__file__).parent.glob("*/*/migrations/*.py")):
        digest.update(str(path).encode() + path.read_bytes())
    return f"{_PREFIX}{digest.hexdigest()[:16]}"


def has_template(layout: Layout) -> bool:
    """Say whether there is one for the migrations as they are now."""
    with psycopg.connect(layout.url(), autocommit=True) as connection:
        found = connection.execute("SELECT FROM pg_database WHERE datname = %s", [template_name()]).fetchone()
    return found is not None


def keep_template(layout: Layout, database: str) -> None:
    """Keep a copy of a migrated database, to which nobody may be connected, and drop those of other migrations."""
    with psycopg.connect(layout.url(), autocommit=True) as connection:
        found = connection.execute("SELECT datname FROM pg_database WHERE datname ^@ %s", [_PREFIX]).fetchall()
        for (name,) in found:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))
        connection.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(template_name()), sql.Identifier(database))
        )
