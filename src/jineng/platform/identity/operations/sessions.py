"""Sessions: from signing in until they end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.sessions.models import Session
from django.db import transaction

from jineng.platform.audit.operations import Subject, record
from jineng.platform.identity.models import AccountSession, SessionEnd, User
from jineng.platform.identity.permissions import require_administers

if TYPE_CHECKING:
    from datetime import datetime


def note_session(*, user: User, at: datetime, session_key: str, address: str | None, device: str) -> AccountSession:
    """Write down a session when it begins; one that is not written down is nobody's."""
    return AccountSession.objects.create(
        user=user, session_key=session_key, opened_at=at, seen_at=at, address=address, device=device
    )


def note_seen(*, session: AccountSession, at: datetime) -> None:
    """Write down that a session is still used."""
    AccountSession.objects.filter(pk=session.pk, ended_at__isnull=True).update(seen_at=at)


def end_sessions(*, user: User, at: datetime, reason: str, besides: str = "") -> int:
    """End the sessions of an account, all but the one with the key ``besides``; return how many there were.

    The sessions themselves go at once: whoever holds one is a stranger on the next page.
    """
    found = AccountSession.objects.filter(user=user, ended_at__isnull=True).exclude(session_key=besides)
    keys = list(found.values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    return AccountSession.objects.filter(session_key__in=keys, ended_at__isnull=True).update(
        ended_at=at, end_reason=reason
    )


@transaction.atomic
def end_session(*, actor: User, at: datetime, key: int) -> bool:
    """End one of one's own sessions; say whether there was one."""
    session = AccountSession.objects.filter(user_id=actor.pk, pk=key, ended_at__isnull=True).first()
    if session is None:
        return False
    Session.objects.filter(session_key=session.session_key).delete()
    ended = AccountSession.objects.filter(pk=key, ended_at__isnull=True).update(
        ended_at=at, end_reason=SessionEnd.ENDED_BY_SELF
    )
    record(
        actor=actor,
        action="session_ended",
        subject=Subject("user", str(actor.pk)),
        at=at,
        region_code=actor.region_code,
    )
    return bool(ended)


@transaction.atomic
def end_own_sessions(*, actor: User, at: datetime, besides: str) -> int:
    """End all of one's own sessions but the present one; return how many there were."""
    ended = end_sessions(user=actor, at=at, reason=SessionEnd.ENDED_BY_SELF, besides=besides)
    record(
        actor=actor,
        action="session_ended",
        subject=Subject("user", str(actor.pk)),
        at=at,
        region_code=actor.region_code,
        detail={"count": ended},
    )
    return ended


@transaction.atomic
def end_sessions_of(*, actor: User | None, at: datetime, user: User) -> int:
    """End all sessions of an account as its administrator; return how many there were.

    Raises:
        NotAllowedError: the actor administers no such account.
    """
    require_administers(actor, user.role, user.region_code, key=user.pk)
    ended = end_sessions(user=user, at=at, reason=SessionEnd.ENDED_BY_ADMINISTRATOR)
    record(
        actor=actor,
        action="session_ended",
        subject=Subject("user", str(user.pk)),
        at=at,
        region_code=user.region_code,
        detail={"count": ended},
    )
    return ended
