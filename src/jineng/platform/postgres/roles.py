"""The roles of the database: who owns the tables, who signs in, and as whom the rows are read."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from jineng.platform.postgres.layout import ROLE

OWNER: Final = ROLE
"""Owns all tables and functions; used by ``jineng migrate`` and nothing else."""

APPLICATION: Final = "jineng_app"
"""Signs in for pages, commands and jobs; owns nothing, and sees no scoped row until it acts in a scope."""


class ScopeRole(StrEnum):
    """The roles without sign-in that the application changes to; each has policies of its own, simple enough for an index."""

    COUNTY = "jineng_county"
    TOWNSHIP = "jineng_township"
    REGION = "jineng_region"
    ORGANISATION = "jineng_organisation"
    PERSON = "jineng_person"
    ALL = "jineng_all"


READERS: Final = (APPLICATION, *ScopeRole)
"""Every role that the application works as."""


def roles_sql() -> str:
    """Return the SQL that makes the roles, for a superuser; it may be run again.

    Passwords are not in it: whoever runs the server gives them.
    """
    made = [
        _make(OWNER, "LOGIN NOSUPERUSER NOBYPASSRLS"),
        _make(APPLICATION, "LOGIN NOINHERIT NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS"),
        *(_make(role, "NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS") for role in ScopeRole),
        f"GRANT {', '.join(ScopeRole)} TO {APPLICATION};",
    ]
    return "\n".join(made) + "\n"


def _make(role: str, attributes: str) -> str:
    return (
        f"DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{role}') "
        f"THEN CREATE ROLE {role}; END IF; END $$;\n"
        f"ALTER ROLE {role} {attributes};"
    )
