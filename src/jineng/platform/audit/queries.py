"""Reads of the audit record. The database shows each region its own events, and a person only who looked at them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from django.db import connection
from django.db.models import Q

from jineng.platform.audit.models import AuditEvent, AuditSeal
from jineng.platform.audit.verification import PublishedRoot

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from django.db.models import QuerySet

_CHUNK: Final = 2000
_ROW_KEY: Final = re.compile(r"[0-9]{1,18}")


@dataclass(frozen=True, slots=True)
class EventFilter:
    """What to look for; what is None or empty does not narrow. ``from_at`` ≤ at < ``until_at``."""

    from_at: datetime | None = None
    until_at: datetime | None = None
    actor_key: int | None = None
    subject_kind: str = ""
    subject_key: str = ""

    def apply(self, events: QuerySet[AuditEvent]) -> QuerySet[AuditEvent]:
        """Return the events that it leaves."""
        wanted = {
            "at__gte": self.from_at,
            "at__lt": self.until_at,
            "actor_key": self.actor_key,
            "subject_kind": self.subject_kind or None,
        }
        events = events.filter(**{name: value for name, value in wanted.items() if value is not None})
        if not self.subject_key:
            return events
        among = Q(subject_keys__contains=[int(self.subject_key)]) if _ROW_KEY.fullmatch(self.subject_key) else Q()
        return events.filter(Q(subject_key=self.subject_key) | among)


class Look(NamedTuple):
    """That somebody looked at a person's record."""

    at: datetime
    actor_key: int | None
    actor_name: str
    action: str
    reason: str


def list_events(chosen: EventFilter, *, before: int | None, limit: int) -> list[AuditEvent]:
    """Return the events of the reader's region, the newest first, of those numbered below ``before`` if it is given."""
    events = chosen.apply(AuditEvent.objects.order_by("-pk"))
    return list((events if before is None else events.filter(pk__lt=before))[:limit])


def every_event(chosen: EventFilter) -> Iterator[AuditEvent]:
    """Yield all of them, the newest first, a chunk at a time."""
    before: int | None = None
    while chunk := list_events(chosen, before=before, limit=_CHUNK):
        yield from chunk
        before = chunk[-1].pk


def who_looked() -> list[Look]:
    """Return who opened or revealed the record of the person whose scope this is, the newest first; others get none."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT at, actor_key, actor_name, action, reason FROM jineng_who_looked()")
        return [Look(*row) for row in cursor.fetchall()]


def list_roots(*, before: int | None, limit: int) -> list[PublishedRoot]:
    """Return roots, the newest first, of seals numbered below ``before`` if it is given."""
    seals = AuditSeal.objects.order_by("-number")
    if before is not None:
        seals = seals.filter(number__lt=before)
    return [PublishedRoot(*row) for row in seals.values_list("number", "sealed_at", "root")[:limit]]


def every_root() -> Iterator[PublishedRoot]:
    """Yield the roots of all seals, the newest first."""
    before: int | None = None
    while chunk := list_roots(before=before, limit=_CHUNK):
        yield from chunk
        before = chunk[-1].number
