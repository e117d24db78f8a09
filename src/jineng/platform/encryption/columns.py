"""Which columns of which tables are sealed or hold blind indexes, found by the types of the models' fields."""

from __future__ import annotations

from dataclasses import dataclass
from string import Formatter
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import connection

from jineng.platform.encryption.fields import BlindIndexField, SealedField

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import Field, Model


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table, and the key of its rows."""

    table: str
    name: str
    key: str
    key_type: str
    """The SQL type of the key."""

    def __str__(self) -> str:
        """Return table and column, as an administrator reads them."""
        return f"{self.table}.{self.name}"


@dataclass(frozen=True, slots=True)
class SealedColumn(Column):
    """A column of sealed messages."""

    context: str
    beside: tuple[str, ...]
    """The columns that the context names in braces."""


@dataclass(frozen=True, slots=True)
class IndexColumn(Column):
    """A column of blind indexes."""

    purpose: str


def sealed_columns(models: Iterable[type[Model]] | None = None) -> list[SealedColumn]:
    """Return every sealed column of these models, of all without any, by table and column."""
    return sorted(
        (
            SealedColumn(*_place(model, field), field.context, _named_in(field.context))
            for model, field in _own_fields(models)
            if isinstance(field, SealedField)
        ),
        key=str,
    )


def index_columns(models: Iterable[type[Model]] | None = None) -> list[IndexColumn]:
    """Return every column of blind indexes of these models, of all without any, by table and column."""
    return sorted(
        (
            IndexColumn(*_place(model, field), field.purpose)
            for model, field in _own_fields(models)
            if isinstance(field, BlindIndexField)
        ),
        key=str,
    )


def _own_fields(models: Iterable[type[Model]] | None) -> Iterable[tuple[type[Model], Field[Any, Any]]]:
    for model in apps.get_models(include_auto_created=True) if models is None else models:
        meta = model._meta
        if meta.managed and not meta.proxy:
            yield from ((model, field) for field in meta.local_concrete_fields)


def _place(model: type[Model], field: Field[Any, Any]) -> tuple[str, str, str, str]:
    meta = model._meta
    key = meta.pk
    return meta.db_table, str(field.column), str(key.column), str(key.rel_db_type(connection))


def _named_in(context: str) -> tuple[str, ...]:
    return tuple(name for _text, name, _format, _conversion in Formatter().parse(context) if name)
