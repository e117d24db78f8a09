"""What the database holds under which key."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from django.db import connection
from psycopg import sql

from jineng.platform.encryption.columns import sealed_columns
from jineng.platform.encryption.errors import KeyRingError
from jineng.platform.encryption.models import IndexKey
from jineng.platform.encryption.ring import KEY_BYTES, MAGIC, index_step

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from jineng.platform.encryption.columns import Column, SealedColumn
    from jineng.platform.encryption.ring import KeyRing

_NAME_AT = len(MAGIC) + 3
"""Where the key's name begins in a message, counted from 1 as SQL does; its length stands before it."""


def key_uses(columns: Sequence[SealedColumn] | None = None) -> Counter[str]:
    """Return how many messages name which key, over these columns, all without any. Needs the owner of the tables.

    Raises:
        KeyRingError: the database hides rows from this role, so that the count would be wrong.
    """
    counted: Counter[str] = Counter()
    for column in sealed_columns() if columns is None else columns:
        require_all_rows(column)
        statement = sql.SQL(
            "SELECT convert_from(substring({c} FROM {at} FOR get_byte({c}, {before})), 'UTF8'), count(*) "
            "FROM {table} WHERE {c} IS NOT NULL GROUP BY 1"
        ).format(
            c=sql.Identifier(column.name),
            table=sql.Identifier(column.table),
            at=sql.Literal(_NAME_AT),
            before=sql.Literal(_NAME_AT - 2),
        )
        for name, count in rows_of(statement):
            counted[name] += count
    return counted


def count_stale(column: SealedColumn, ring: KeyRing) -> int:
    """Return how many rows of the column are sealed with another key or cipher than the ring's present ones."""
    require_all_rows(column)
    statement = sql.SQL("SELECT count(*) FROM {table} WHERE substring({c} FROM 1 FOR {length}) <> {prefix}").format(
        table=sql.Identifier(column.table),
        c=sql.Identifier(column.name),
        length=sql.Literal(len(ring.prefix)),
        prefix=sql.Literal(ring.prefix),
    )
    ((count,),) = rows_of(statement)
    return int(count)


def fingerprint(index_key: bytes) -> str:
    """Return what an index key is known by: 64 hex digits that tell nothing of it."""
    step = index_step(index_key, "fingerprint")
    step.update(bytes(KEY_BYTES))
    return step.finalize().hex()


def laid_index_keys(ring: KeyRing) -> int:
    """Return how many of the ring's index keys the database's indexes are made with; 0 where none was noted yet.

    Raises:
        KeyRingError: the indexes were made with keys that are not the ring's first ones: nobody would be found, and
            everybody could be registered twice.
    """
    noted = list(IndexKey.objects.values_list("fingerprint", flat=True))
    if noted != [fingerprint(key) for key in ring.index_keys[: len(noted)]]:
        raise KeyRingError(
            "the blind indexes in this database were made with other index keys than the ring's; "
            "restore the key ring that belongs to this database, or finish an interrupted jineng keys rotate --index"
        )
    return len(noted)


def check_index_keys(ring: KeyRing) -> None:
    """Make sure that the database's indexes are made with exactly the ring's index keys, before anything is searched.

    Raises:
        KeyRingError: they are not; says what to do.
    """
    laid = laid_index_keys(ring)
    if laid and laid < len(ring.index_keys):
        raise KeyRingError("an index key is on the ring but not laid over the indexes yet: jineng keys rotate --index")


def require_all_rows(column: Column) -> None:
    """Make sure that this role sees every row of the column's table.

    Raises:
        KeyRingError: row-level security would hide some.
    """
    ((is_narrowed,),) = rows_of(sql.SQL("SELECT row_security_active({})").format(sql.Literal(f'"{column.table}"')))
    if is_narrowed:
        raise KeyRingError(f"{column.table}: this role does not see every row; keys are changed as the tables' owner")


def rows_of(statement: sql.Composed) -> Iterable[tuple[Any, ...]]:
    """Return the rows of a composed statement."""
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return list(cursor.fetchall())
