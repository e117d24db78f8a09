"""From what a model declares to the SQL that holds it: privileges and policies. Text only; nothing is run here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from django.apps import apps

from jineng.platform.postgres.roles import APPLICATION, READERS, ScopeRole
from jineng.platform.postgres.visibility import ByCounty, ByRegion, Open, Through

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import Model

    from jineng.platform.postgres.visibility import Visibility

_EVERYBODY: Final = ", ".join(READERS)
_ORGANISATION: Final = "NULLIF(current_setting('jineng.organisation', true), '')::bigint"
_PERSON: Final = "NULLIF(current_setting('jineng.person', true), '')::bigint"


def table_of(model: type[Model]) -> str:
    """Return the name of a model's table."""
    return model._meta.db_table


def key_of(model: type[Model]) -> str:
    """Return the column of a model's primary key."""
    return cast("str", model._meta.pk.column)


def visibility_of(model: type[Model]) -> Visibility:
    """Return what a model declares.

    Raises:
        TypeError: it declares nothing; a table without a word would be open or lost.
    """
    declared = model.__dict__.get("visibility")
    if not isinstance(declared, ByCounty | ByRegion | Through | Open):
        raise TypeError(f"{model.__qualname__}: expected a visibility, found {declared!r}")
    return declared


def protecting_sql(model: type[Model]) -> Iterator[str]:
    """Yield the statements that leave exactly the declared privileges and policies on the model's table."""
    table = table_of(model)
    visibility = visibility_of(model)
    yield f"REVOKE ALL ON {table} FROM PUBLIC, {_EVERYBODY}"
    yield f"GRANT {_privileges(model)} ON {table} TO {_EVERYBODY}"
    if isinstance(visibility, Open):
        yield f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY"
        return
    yield f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"
    for name, roles, command, condition in _policies(table, visibility):
        check = "" if command == "SELECT" else f" WITH CHECK ({condition})"
        yield f"CREATE POLICY {name} ON {table} FOR {command} TO {roles} USING ({condition}){check}"


def region_expression(model: type[Model], row: str) -> str:
    """Return SQL for the region code that a row is logged under: its own, its parent's, or NULL; ``row`` is its alias."""
    visibility = visibility_of(model)
    if isinstance(visibility, ByCounty):
        return f"{row}.{visibility.county}"
    if isinstance(visibility, ByRegion):
        return f"{row}.{visibility.column}"
    if isinstance(visibility, Open):
        return f"{row}.{visibility.region}" if visibility.region else "NULL"
    parent = apps.get_model(visibility.parent)
    above = f"{row}_p"
    return (
        f"(SELECT {region_expression(parent, above)} FROM {table_of(parent)} {above} "  # noqa: S608 -- the models' own words
        f"WHERE {above}.{key_of(parent)} = {row}.{visibility.column})"
    )


def _privileges(model: type[Model]) -> str:
    if getattr(model, "read_only", False):
        return "SELECT"
    return "SELECT, INSERT" if getattr(model, "append_only", False) else "SELECT, INSERT, UPDATE, DELETE"


def _policies(table: str, visibility: ByCounty | ByRegion | Through) -> Iterator[tuple[str, str, str, str]]:
    """Yield name, roles, command and condition of each policy."""
    yield "everything", ScopeRole.ALL, "ALL", "true"
    if isinstance(visibility, Through):
        scoped = ", ".join(role for role in READERS if role != ScopeRole.ALL)
        yield "through", scoped, "ALL", _seen_parent(table, visibility)
        return
    if isinstance(visibility, ByCounty):
        yield from _by_county(visibility)
    else:
        yield from _by_region(visibility)
    if visibility.organisation is not None:
        condition = visibility.organisation.replace("{organisation}", _ORGANISATION)
        yield "organisation", ScopeRole.ORGANISATION, "ALL", condition
    if visibility.person is not None:
        yield "person", ScopeRole.PERSON, "ALL", f"{visibility.person} = {_PERSON}"


def _seen_parent(table: str, visibility: Through) -> str:
    parent = apps.get_model(visibility.parent)
    above = table_of(parent)
    return f"EXISTS (SELECT FROM {above} AS parent WHERE parent.{key_of(parent)} = {table}.{visibility.column})"


def _by_county(visibility: ByCounty) -> Iterator[tuple[str, str, str, str]]:
    county = f"{visibility.county} = current_setting('jineng.county', true)"
    yield "county", ScopeRole.COUNTY, "ALL", county
    yield "region", ScopeRole.REGION, "ALL", _in_range(visibility.county)
    if visibility.township is not None:
        township = f"{visibility.township} = current_setting('jineng.township', true)"
        yield "township", ScopeRole.TOWNSHIP, "ALL", f"{county} AND {township}"


def _by_region(visibility: ByRegion) -> Iterator[tuple[str, str, str, str]]:
    column = visibility.column
    borne = f"{column} = ANY (string_to_array(current_setting('jineng.codes', true), ','))"
    yield "county", f"{ScopeRole.COUNTY}, {ScopeRole.TOWNSHIP}", "ALL", borne
    yield "region", ScopeRole.REGION, "ALL", f"{_in_range(column)} OR {borne}"
    if visibility.public is not None:
        yield "public", f"{APPLICATION}, {', '.join(ScopeRole)}", "SELECT", visibility.public


def _in_range(column: str) -> str:
    return (
        f"{column} >= current_setting('jineng.region_from', true) AND "
        f"{column} < current_setting('jineng.region_to', true)"
    )
