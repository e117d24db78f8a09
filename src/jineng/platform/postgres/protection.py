"""Give the tables their privileges, policies and audit triggers, as the models declare them. Run by the owner."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.apps import apps
from django.db import connection, transaction

from jineng.platform.audit.functions import audit_function_sql
from jineng.platform.audit.triggers import audit_trigger_sql
from jineng.platform.postgres.policies import protecting_sql, table_of
from jineng.platform.postgres.roles import READERS

if TYPE_CHECKING:
    from django.db.models import Model

_ALL: Final = ", ".join(READERS)

_FROM_NOTHING: Final = (
    f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM PUBLIC, {_ALL}",
    f"GRANT USAGE ON SCHEMA public TO {_ALL}",
    f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {_ALL}",
)
_POLICIES: Final = "SELECT policyname, tablename FROM pg_policies WHERE schemaname = 'public'"
_TABLES: Final = "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')"
_READ_ONLY: Final = frozenset({"django_migrations"})


def own_models() -> list[type[Model]]:
    """Return every model of this system that has a table; a many-to-many table of Django's own making is one too."""
    return [model for model in apps.get_models(include_auto_created=True) if model.__module__.startswith("jineng.")]


def protect() -> None:
    """Leave exactly the declared protection on all tables, all or nothing; it may be run again at any time.

    Raises:
        TypeError: a model says nothing of its visibility.
    """
    models = own_models()
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in (*_FROM_NOTHING, *audit_function_sql()):
            cursor.execute(statement)
        cursor.execute(_POLICIES)
        for policy, table in cursor.fetchall():
            cursor.execute(f"DROP POLICY {policy} ON {table}")
        cursor.execute(_TABLES)
        for table in sorted({table for (table,) in cursor.fetchall()} - {table_of(model) for model in models}):
            granted = "SELECT" if table in _READ_ONLY else "SELECT, INSERT, UPDATE, DELETE"
            cursor.execute(f"GRANT {granted} ON {table} TO {_ALL}")
        for model in models:
            for statement in (
                *protecting_sql(model),
                *audit_trigger_sql(model),
                *getattr(model, "owner_functions", ()),
            ):
                cursor.execute(statement)
