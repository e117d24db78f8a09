"""The only door for writing audit events, and for sealing them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, transaction

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

_RECORD: Final = "SELECT jineng_record(%s, %s, %s, %s, %s, %s, %s::jsonb, %s, %s)"
_SEALED_AT_ONCE: Final = 10_000


class Actor(Protocol):
    """A person as far as the record needs to know them."""

    pk: int
    display_name: str


class Subject(NamedTuple):
    """What an action was done to: the kind of thing and its key."""

    kind: str
    key: str


def record(
    *,
    actor: Actor | None,
    action: str,
    subject: Subject,
    at: datetime,
    detail: Mapping[str, object] | None = None,
    reason: str = "",
    region_code: str = "",
) -> int:
    """Write an audit event in the transaction that makes the change; return its number.

    Args:
        actor: whoever did it; None for the machine.
        action: what was done, as one word.
        subject: what it was done to.
        at: when.
        detail: what else is worth knowing; nothing personal.
        reason: why, in the person's words; without it the one that ``scope.because`` gave.
        region_code: whose log it belongs in; without it that of the actor's region.

    Raises:
        RuntimeError: there is no open transaction, so that the change and its record could part.
    """
    if not connection.in_atomic_block:
        raise RuntimeError(f"audit event {action!r} outside a transaction; open one around the change and its record")
    told = json.dumps(dict(detail or {}), cls=DjangoJSONEncoder, ensure_ascii=False)
    region = region_code or str(getattr(actor, "region_code", ""))
    with connection.cursor() as cursor:
        cursor.execute(
            _RECORD,
            [
                *(at, actor.pk if actor else None, actor.display_name if actor else "", action),
                *(subject.kind, subject.key, told, reason, region),
            ],
        )
        (number,) = cursor.fetchone()
    return int(number)


def seal_events() -> int:
    """Seal every event that is committed and not sealed yet; return how many there were.

    Events of transactions that are still open are sealed after them, whatever their numbers.
    """
    sealed = 0
    while True:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT jineng_seal(%s)", [_SEALED_AT_ONCE])
            count = int(cursor.fetchone()[0])
        sealed += count
        if count < _SEALED_AT_ONCE:
            return sealed


@transaction.atomic
def note_look_at_record(*, actor: Actor, at: datetime, is_export: bool, asked: Mapping[str, object]) -> None:
    """Write down that somebody read the record itself, or took it out; ``asked`` is what it was narrowed to."""
    record(
        actor=actor,
        action="audit_exported" if is_export else "audit_viewed",
        subject=Subject("audit", ""),
        at=at,
        detail=asked,
    )
