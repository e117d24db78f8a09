"""The SQL by which the database itself writes down every change of an audited table. Text only; nothing is run here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from django.db.models import IntegerField

from jineng.platform.postgres.policies import key_of, region_expression, table_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import Model

PINNED: Final = "SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp"
"""Functions of the owner look names up where nobody but the owner can put any."""

ONE_BY_ONE_MAX: Final = 50
"""Rows that one statement adds with an event each; more are told together."""

TOLD_TOGETHER: Final = 500
"""Rows in one event of a statement that adds many."""

_COLUMNS: Final = "at, actor_key, actor_name, action, subject_kind, subject_key, detail, reason, region_code, xid"

_TRANSITIONS: Final = {
    "INSERT": "REFERENCING NEW TABLE AS added",
    "UPDATE": "REFERENCING OLD TABLE AS removed NEW TABLE AS added",
    "DELETE": "REFERENCING OLD TABLE AS removed",
}


def audit_trigger_sql(model: type[Model]) -> Iterator[str]:
    """Yield the statements that put the audit triggers on the model's table, or take them off if it is unaudited."""
    table = table_of(model)
    for operation in _TRANSITIONS:
        yield f"DROP TRIGGER IF EXISTS {_trigger(operation)} ON {table}"
    yield f"DROP FUNCTION IF EXISTS {_function(table)}"
    if getattr(model, "unaudited", ""):
        return
    yield _function_sql(model)
    yield f"REVOKE ALL ON FUNCTION {_function(table)} FROM PUBLIC"
    for operation, transition in _TRANSITIONS.items():
        yield (
            f"CREATE TRIGGER {_trigger(operation)} AFTER {operation} ON {table} {transition} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {_function(table)}"
        )


def _trigger(operation: str) -> str:
    # Last by name, so that a refusing trigger has spoken before anything is written.
    return f"zz_audit_{operation.lower()}"


def _function(table: str) -> str:
    return f"jineng_audit_{table}()"


def _function_sql(model: type[Model]) -> str:
    """Return the function that the triggers of a table call.

    It is silent only for the owner changing keys: sealing anew changes no content, and has an event of its own.
    """
    hidden = "'{" + ",".join(getattr(model, "unlogged_columns", ())) + "}'::text[]"
    key = key_of(model)
    table = table_of(model)
    many = _many_inserted_sql(model)

    def rows(action: str, row: str, detail: str, region: str) -> str:
        return _event_sql(action, table, f"{row}::text", detail, region)

    def whole(row: str, side: str) -> str:
        return f"jsonb_build_object('{side}', jineng_shown(to_jsonb({row}.*), {hidden}))"

    inserted = rows("'row_inserted'", f"a.{key}", whole("a", "after"), region_expression(model, "a"))
    deleted = rows("'row_deleted'", f"b.{key}", whole("b", "before"), region_expression(model, "b"))
    updated = rows("'row_updated'", "c.key", "c.detail", "c.region")
    return f"""
        CREATE FUNCTION {_function(table)} RETURNS trigger LANGUAGE plpgsql {PINNED} AS $function$
        BEGIN
            IF session_user = current_user AND current_setting('jineng.resealing', true) = 'on' THEN
                RETURN NULL;
            ELSIF TG_OP = 'DELETE' THEN
                INSERT INTO audit_auditevent ({_COLUMNS}) SELECT {deleted} FROM removed b;
            ELSIF TG_OP = 'UPDATE' THEN
                INSERT INTO audit_auditevent ({_COLUMNS})
                SELECT {updated}
                FROM (
                    SELECT COALESCE(a.{key}, b.{key}) AS key, {region_expression(model, "a")} AS region,
                        jineng_changed(to_jsonb(b.*), to_jsonb(a.*), {hidden}) AS detail
                    FROM removed b FULL JOIN added a ON a.{key} = b.{key}
                ) c
                WHERE c.detail IS NOT NULL;
            {many}
            ELSE
                INSERT INTO audit_auditevent ({_COLUMNS}) SELECT {inserted} FROM added a;
            END IF;
            RETURN NULL;
        END
        $function$
    """  # noqa: S608 -- put together from the models' own words


def _event_sql(action: str, table: str, key: str, detail: str, region: str) -> str:
    """Return the values of ``_COLUMNS``."""
    return (
        f"clock_timestamp(), NULLIF(current_setting('jineng.actor_key', true), '')::bigint, "
        f"COALESCE(current_setting('jineng.actor_name', true), ''), {action}, '{table}', {key}, {detail}, "
        f"COALESCE(current_setting('jineng.reason', true), ''), "
        f"COALESCE({region}, current_setting('jineng.actor_region', true), ''), pg_current_xact_id()::text::bigint"
    )


def _many_inserted_sql(model: type[Model]) -> str:
    """Return the branch of insertions that tells of many rows, some hundred of a region in one event; "" where keys are no numbers.

    Whole rows one by one would cost as much as adding them. Columns whose values the log does not show are left out.
    """
    if not isinstance(model._meta.pk, IntegerField):
        return ""
    hidden = getattr(model, "unlogged_columns", ())
    shown = [cast("str", field.column) for field in model._meta.concrete_fields if field.column not in hidden]
    names = ", ".join(f"'{name}'" for name in shown)
    values = ", ".join(f'a."{name}"' for name in shown)
    detail = f"jsonb_build_object('columns', jsonb_build_array({names}), 'after', jsonb_agg(c.shown))"
    event = _event_sql("'rows_inserted'", table_of(model), "min(c.key) || '–' || max(c.key)", detail, "c.region")
    return f"""
        ELSIF EXISTS (SELECT FROM added OFFSET {ONE_BY_ONE_MAX}) THEN
        INSERT INTO audit_auditevent ({_COLUMNS}, subject_keys)
        SELECT {event}, array_agg(c.key)
        FROM (
            SELECT a.{key_of(model)} AS key, {region_expression(model, "a")} AS region,
                jsonb_build_array({values}) AS shown, (row_number() OVER () - 1) / {TOLD_TOGETHER} AS lot
            FROM added a
        ) c
        GROUP BY c.region, c.lot;
    """  # noqa: S608 -- put together from the models' own words
