"""Recompute every seal from the events as they stand now, independently of the functions in the database.

A leaf is the SHA-256 of an event's fields, each written as its length in bytes, a colon and itself ("-" for none), in
the order of ``_FIELDS``. A root is the SHA-256 of: the previous root (32 bytes, zeros before the first), the seal's number,
its instant in microseconds since 1970 and the count of its events (8 bytes each, big-endian), then for each event, in the
order of their numbers, its number (8 bytes) and its leaf (32 bytes).
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final, NamedTuple

from django.db import connection, transaction

from jineng.kernel.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

_MICROSECONDS: Final = "(extract(epoch FROM {}) * 1000000)::bigint"
_FIELDS: Final = (
    f"{_MICROSECONDS.format('at')}::text, actor_key::text, actor_name, action, subject_kind, subject_key, "
    "subject_keys::text, region_code, reason, xid::text, detail::text"
)
_EVENTS: Final = f"SELECT id, {_FIELDS} FROM audit_auditevent WHERE id = ANY(%s)"  # noqa: S608 -- this module's own words
_SEALS: Final = (
    f"SELECT number, {_MICROSECONDS.format('sealed_at')}, event_ids, leaves, previous_root, root "  # noqa: S608 -- as above
    "FROM audit_auditseal WHERE number > %s ORDER BY number LIMIT 100"
)
_FOREIGN: Final = """
    SELECT e.id FROM audit_auditevent e
    LEFT JOIN (SELECT unnest(event_ids) AS id FROM audit_auditseal) sealed ON sealed.id = e.id
    WHERE sealed.id IS NULL AND NOT EXISTS (SELECT FROM audit_auditunsealed u WHERE u.event_id = e.id)
    ORDER BY e.id
"""
_GONE_UNSEALED: Final = """
    SELECT event_id FROM audit_auditunsealed u WHERE NOT EXISTS (SELECT FROM audit_auditevent e WHERE e.id = u.event_id)
    ORDER BY event_id
"""
_VANISHED: Final = bytes(32)
"""The leaf of an event that was gone already when its batch was sealed."""

FIRST_PREVIOUS: Final = "0" * 64


class Damage(StrEnum):
    """What can have happened to the record."""

    EDITED = "edited"
    MOVED = "moved"
    REMOVED = "removed"
    FOREIGN = "foreign"
    SEAL_EDITED = "seal_edited"
    SEAL_REMOVED = "seal_removed"
    ROOT_UNKNOWN = "root_unknown"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is not as it was sealed: an event by its number, or a seal by its."""

    damage: Damage
    number: int
    text: Text


@dataclass(frozen=True, slots=True)
class Verified:
    """What was found, with how much was looked at and the root that it all comes to."""

    faults: tuple[Fault, ...]
    event_count: int
    seal_count: int
    unsealed_count: int
    root: str


class Seal(NamedTuple):
    """A seal as the database keeps it."""

    number: int
    at_microseconds: int
    event_ids: list[int]
    leaves: bytes
    previous_root: str
    root: str


def leaf_of(fields: tuple[str | None, ...]) -> bytes:
    """Return the leaf of an event from its fields as text.

    >>> leaf_of(("1", None)).hex() == hashlib.sha256(b"1:1-").hexdigest()
    True
    """
    written = (b"-" if field is None else b"%d:%s" % (len(field.encode()), field.encode()) for field in fields)
    return hashlib.sha256(b"".join(written)).digest()


def root_of(seal: Seal) -> str:
    """Return the root that a seal should have, in hex."""
    leaves = bytes(seal.leaves)
    parts = [bytes.fromhex(seal.previous_root)]
    parts += [
        number.to_bytes(8, "big", signed=True) for number in (seal.number, seal.at_microseconds, len(seal.event_ids))
    ]
    for place, event_id in enumerate(seal.event_ids):
        parts += [event_id.to_bytes(8, "big", signed=True), leaves[place * 32 : place * 32 + 32]]
    return hashlib.sha256(b"".join(parts)).hexdigest()


def verify(published: Mapping[str, int | None]) -> Verified:
    """Look at the whole record; it is read in one snapshot, so that work may go on meanwhile.

    Args:
        published: roots known from elsewhere, in hex, with the number of their seal where that is known too.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        if not connection.savepoint_ids:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        return _verify(published)


def _verify(published: Mapping[str, int | None]) -> Verified:
    faults: list[Fault] = []
    mismatched: dict[int, tuple[bytes, bytes]] = {}
    roots: dict[str, int] = {}
    event_count, last, number = 0, FIRST_PREVIOUS, 0
    for seal in _seals():
        faults += _seal_faults(seal, number, last)
        faults += _event_faults(seal, mismatched)
        roots[seal.root] = seal.number
        event_count += len(seal.event_ids)
        number, last = seal.number, seal.root
    faults += _edited_or_moved(mismatched)
    faults += [
        _fault(Damage.FOREIGN, found, "未经系统写入", "was not written by the system") for found in _numbers(_FOREIGN)
    ]
    faults += [
        _fault(Damage.REMOVED, found, "在封存前被删除", "was removed before it was sealed")
        for found in _numbers(_GONE_UNSEALED)
    ]
    faults += [
        Fault(
            Damage.ROOT_UNKNOWN,
            expected or 0,
            Text(
                f"公布的根 {root} 不在封存链中或位置不同",
                f"the published root {root} is not in the chain, or elsewhere in it",
            ),
        )
        for root, expected in published.items()
        if root not in roots or (expected is not None and roots[root] != expected)
    ]
    (unsealed,) = _numbers("SELECT count(*) FROM audit_auditunsealed")
    return Verified(tuple(faults), event_count, len(roots), unsealed, last)


def _seal_faults(seal: Seal, before: int, last: str) -> Iterator[Fault]:
    for missing in range(before + 1, seal.number):
        said = Text(f"第 {missing} 号封存被删除", f"seal {missing} was removed")
        yield Fault(Damage.SEAL_REMOVED, missing, said)
    is_whole = len(seal.leaves) == 32 * len(seal.event_ids)
    chained = seal.number != before + 1 or seal.previous_root == last
    if not (is_whole and chained and root_of(seal) == seal.root):
        said = Text(f"第 {seal.number} 号封存被改动", f"seal {seal.number} was edited")
        yield Fault(Damage.SEAL_EDITED, seal.number, said)


def _event_faults(seal: Seal, mismatched: dict[int, tuple[bytes, bytes]]) -> Iterator[Fault]:
    """Yield the events of a seal that are gone; note those that differ: number → leaf that it has, leaf that was sealed."""
    with connection.cursor() as cursor:
        cursor.execute(_EVENTS, [seal.event_ids])
        present = {row[0]: leaf_of(row[1:]) for row in cursor.fetchall()}
    leaves = bytes(seal.leaves)
    for place, event_id in enumerate(seal.event_ids):
        sealed = leaves[place * 32 : place * 32 + 32]
        if event_id not in present:
            yield _fault(Damage.REMOVED, event_id, "被删除", "was removed")
        elif sealed != present[event_id]:
            mismatched[event_id] = (present[event_id], sealed)


def _edited_or_moved(mismatched: Mapping[int, tuple[bytes, bytes]]) -> Iterator[Fault]:
    home = {sealed: event_id for event_id, (_, sealed) in mismatched.items() if sealed != _VANISHED}
    for event_id, (present, _) in mismatched.items():
        origin = home.get(present)
        if origin is None:
            yield _fault(Damage.EDITED, event_id, "被改动", "was edited")
        else:
            yield _fault(Damage.MOVED, event_id, f"的位置上是第 {origin} 号记录", f"stands where event {origin} stood")


def _fault(damage: Damage, event_id: int, zh: str, en: str) -> Fault:
    return Fault(damage, event_id, Text(f"第 {event_id} 号记录{zh}", f"event {event_id} {en}"))


def _seals() -> Iterator[Seal]:
    after = -(2**62)
    while True:
        with connection.cursor() as cursor:
            cursor.execute(_SEALS, [after])
            batch = [Seal(*row) for row in cursor.fetchall()]
        yield from batch
        if not batch:
            return
        after = batch[-1].number


def _numbers(statement: str) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return [row[0] for row in cursor.fetchall()]


class PublishedRoot(NamedTuple):
    """A root as it is published: its seal's number, its instant, the root in hex."""

    number: int
    sealed_at: datetime
    root: str

    def line(self) -> str:
        """Return the line that the published file has for it."""
        return f"{self.number} {self.sealed_at.isoformat()} {self.root}"


def read_published(text: str) -> dict[str, int | None]:
    """Return the roots of a published file.

    >>> read_published("1 2026-01-01T00:00:00+00:00 " + "ab" * 32)["ab" * 32]
    1

    Raises:
        ValueError: a line is no published root; the message has its number.
    """
    roots: dict[str, int | None] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        parts = line.split()
        if not parts:
            continue
        if len(parts) != 3 or not parts[0].isdigit() or not is_root(parts[2]):
            raise ValueError(f"line {number}: expected number, instant and root, found something else")
        roots[parts[2]] = int(parts[0])
    return roots


def is_root(text: str) -> bool:
    """Say whether this is written like a root: 64 hex digits in lower case.

    >>> is_root("0f" * 32), is_root("0F" * 32), is_root("0f")
    (True, False, False)
    """
    return len(text) == 64 and not set(text) - set("0123456789abcdef")
