"""The only door for writing audit events."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

from django.db import connection

from jineng.platform.audit.models import AuditEvent

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime


class Actor(Protocol):
    """A person as far as the record needs to know them."""

    pk: int
    display_name: str


class Subject(NamedTuple):
    """What an action was done to: the kind of thing and its key."""

    kind: str
    key: str


def record(
    *, actor: Actor | None, action: str, subject: Subject, at: datetime, detail: Mapping[str, object] | None = None
) -> AuditEvent:
    """Write an audit event in the transaction that makes the change.

    Raises:
        RuntimeError: there is no open transaction, so that the change and its record could part.
    """
    if not connection.in_atomic_block:
        raise RuntimeError(f"audit event {action!r} outside a transaction; open one around the change and its record")
    return AuditEvent.objects.create(
        at=at,
        actor_key=actor.pk if actor else None,
        actor_name=actor.display_name if actor else "",
        action=action,
        subject_kind=subject.kind,
        subject_key=subject.key,
        detail=dict(detail or {}),
    )
