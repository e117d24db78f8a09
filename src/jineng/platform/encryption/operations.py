"""The only door for sealing rows anew and for laying index keys. All of it is done as the owner of the tables."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

import pgtrigger
from django.conf import settings
from django.db import connection, transaction
from psycopg import sql

from jineng.platform.audit.operations import Subject, record
from jineng.platform.encryption.columns import index_columns
from jineng.platform.encryption.errors import KeyRingError, SealError
from jineng.platform.encryption.models import IndexKey
from jineng.platform.encryption.queries import fingerprint, laid_index_keys, require_all_rows, rows_of
from jineng.platform.encryption.ring import index_step

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import datetime

    from jineng.platform.encryption.columns import IndexColumn, SealedColumn
    from jineng.platform.encryption.ring import KeyRing

BATCH_ROWS: Final = 1000


def reseal_column(*, column: SealedColumn, at: datetime, progress: Callable[[int], None]) -> int:
    """Seal every row of a column anew that is not sealed with the present key and cipher; return how many there were.

    Each batch is a transaction with its audit event, so that a killed run has done a part and the next one goes on.
    ``progress`` is told how many rows are done.

    Raises:
        KeyRingError: the database hides rows from this role.
        SealError: a row does not open; the batches before it are done. The message names table and row.
    """
    require_all_rows(column)
    done, after = 0, None
    while batch := reseal_batch(column=column, at=at, after=after):
        done, after = done + len(batch), batch[-1]
        progress(done)
    return done


@transaction.atomic
def reseal_batch(*, column: SealedColumn, at: datetime, after: object = None) -> list[Any]:
    """Seal the next rows of a column anew, those after the key ``after``; return their keys, none when all is done."""
    ring: KeyRing = settings.KEY_RING.now()
    stale = rows_of(_stale_rows(column, ring, after))
    keys, messages = [], []
    for key, sealed, *beside in stale:
        context = column.context.format(**dict(zip(column.beside, beside, strict=True))).encode()
        keys.append(key)
        messages.append(ring.seal(_opened(ring, bytes(sealed), context, f"{column}, row {key}"), context))
    if keys:
        with _past_the_triggers():
            _set_column(column, keys, messages, "bytea")
        detail = {"rows": len(keys), "key": ring.current, "cipher": ring.cipher}
        record(actor=None, action="column_resealed", subject=Subject("column", str(column)), at=at, detail=detail)
    return keys


@transaction.atomic
def note_index_keys(*, at: datetime) -> None:
    """Note the ring's index keys as the database's own where none is noted yet: right after the tables are made.

    Raises:
        KeyRingError: the noted ones are not the ring's.
    """
    ring: KeyRing = settings.KEY_RING.now()
    if laid_index_keys(ring) == 0:
        _note(ring.index_keys, 0, at)


@transaction.atomic
def lay_index_keys(*, ring: KeyRing, at: datetime, progress: Callable[[str, int], None]) -> int:
    """Lay those index keys of the ring over every blind index that are not laid yet; return how many keys that were.

    All tables in one transaction: searches and uniqueness never see two kinds of index. ``progress`` is told the column
    and how many of its rows are done.

    Raises:
        KeyRingError: the site is not stopped, or the indexes in the database are not of this ring.
    """
    laid = laid_index_keys(ring)
    following = ring.index_keys[laid:]
    if not laid:
        raise KeyRingError("no index key is noted in this database; run jineng migrate first")
    if not following:
        return 0
    _require_stopped()
    for column in index_columns():
        require_all_rows(column)
        rows_changed = _lay_over(column, following, progress)
        detail = {"rows": rows_changed, "place": len(ring.index_keys)}
        record(actor=None, action="column_indexed", subject=Subject("column", str(column)), at=at, detail=detail)
    _note(following, laid, at)
    return len(following)


def _lay_over(column: IndexColumn, following: Sequence[bytes], progress: Callable[[str, int], None]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("LOCK TABLE {} IN ACCESS EXCLUSIVE MODE").format(sql.Identifier(column.table)))
    steps = [index_step(key, column.purpose) for key in following]
    done, after = 0, None
    while batch := rows_of(_indexed_rows(column, after)):
        keys, indexes = [], []
        for key, index in batch:
            digest = bytes.fromhex(index)
            for keyed in steps:
                step = keyed.copy()
                step.update(digest)
                digest = step.finalize()
            keys.append(key)
            indexes.append(digest.hex())
        with _past_the_triggers():
            _set_column(column, keys, indexes, "text")
        done, after = done + len(keys), keys[-1]
        progress(str(column), done)
    return done


def _note(index_keys: Sequence[bytes], laid: int, at: datetime) -> None:
    for place, key in enumerate(index_keys, start=laid + 1):
        IndexKey.objects.create(place=place, fingerprint=fingerprint(key), since_at=at)
        record(actor=None, action="index_key_laid", subject=Subject("index_key", str(place)), at=at)


@contextmanager
def _past_the_triggers() -> Iterator[None]:
    """Let the owner write the same values in other ciphertext where rows are fixed; the audit event stands for the rows."""
    with pgtrigger.ignore(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('jineng.resealing', 'on', true)")
        yield
        cursor.execute("SELECT set_config('jineng.resealing', '', true)")


def _set_column(column: SealedColumn | IndexColumn, keys: list[Any], values: list[Any], kind: str) -> None:
    statement = sql.SQL(
        "UPDATE {table} AS t SET {c} = new.value FROM unnest(%s::{key_type}[], %s::{kind}[]) AS new(key, value) "
        "WHERE t.{key} = new.key"
    ).format(
        table=sql.Identifier(column.table),
        c=sql.Identifier(column.name),
        key=sql.Identifier(column.key),
        key_type=sql.SQL(column.key_type),
        kind=sql.SQL(kind),
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [keys, values])


def _stale_rows(column: SealedColumn, ring: KeyRing, after: object) -> sql.Composed:
    return sql.SQL(
        "SELECT {columns} FROM {table} WHERE substring({c} FROM 1 FOR {length}) <> {prefix} AND {further} "
        "ORDER BY {key} LIMIT {limit} FOR UPDATE"
    ).format(
        columns=sql.SQL(", ").join(map(sql.Identifier, (column.key, column.name, *column.beside))),
        table=sql.Identifier(column.table),
        c=sql.Identifier(column.name),
        length=sql.Literal(len(ring.prefix)),
        prefix=sql.Literal(ring.prefix),
        further=_further(column.key, after),
        key=sql.Identifier(column.key),
        limit=sql.Literal(BATCH_ROWS),
    )


def _indexed_rows(column: IndexColumn, after: object) -> sql.Composed:
    return sql.SQL("SELECT {key}, {c} FROM {table} WHERE {c} <> '' AND {further} ORDER BY {key} LIMIT {limit}").format(
        key=sql.Identifier(column.key),
        c=sql.Identifier(column.name),
        table=sql.Identifier(column.table),
        further=_further(column.key, after),
        limit=sql.Literal(BATCH_ROWS),
    )


def _further(key: str, after: object) -> sql.Composable:
    return sql.SQL("true") if after is None else sql.SQL("{} > {}").format(sql.Identifier(key), sql.Literal(after))


def _opened(ring: KeyRing, sealed: bytes, context: bytes, where: str) -> bytes:
    try:
        return ring.open(sealed, context)
    except SealError as fault:
        raise SealError(f"{where}: {fault}") from None


def _require_stopped() -> None:
    ((others,),) = rows_of(
        sql.SQL(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND usename IS NOT NULL "
            "AND pid <> pg_backend_pid()"
        ).format()
    )
    if others:
        raise KeyRingError(
            f"{others} other connection(s) to the database: stop the site and its background work, then try again"
        )
