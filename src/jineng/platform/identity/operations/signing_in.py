"""Signing in and out: what is counted before a password is looked at, and what is written down after."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F

from jineng.platform.audit.operations import Subject, record
from jineng.platform.blind_index import blind_index
from jineng.platform.identity.models import AccountSession, SessionEnd, SignInTally, TallyKind, User
from jineng.platform.identity.permissions import require_administers
from jineng.platform.identity.rules import FAILURE_WINDOW, FAILURES_MAX, FAILURES_MAX_OF_ADDRESS, LOCKED_FOR

if TYPE_CHECKING:
    from datetime import datetime

_LIMITS: Final = {
    TallyKind.ACCOUNT: FAILURES_MAX,
    TallyKind.SECOND_STEP: FAILURES_MAX,
    TallyKind.ADDRESS: FAILURES_MAX_OF_ADDRESS,
}

_TAKE: Final = """
    INSERT INTO identity_signintally AS tally (kind, key_index, attempts, since_at)
    VALUES (%(kind)s, %(key)s, 1, %(at)s)
    ON CONFLICT (kind, key_index) DO UPDATE SET
        attempts = CASE WHEN tally.since_at <= %(from)s OR tally.locked_until IS NOT NULL THEN 1
                        ELSE tally.attempts + 1 END,
        since_at = CASE WHEN tally.since_at <= %(from)s OR tally.locked_until IS NOT NULL THEN %(at)s
                        ELSE tally.since_at END,
        locked_until = CASE WHEN tally.since_at > %(from)s AND tally.locked_until IS NULL
                             AND tally.attempts + 1 >= %(limit)s THEN %(until)s END
    WHERE tally.locked_until IS NULL OR tally.locked_until <= %(at)s
    RETURNING attempts
"""
"""Counts one attempt and returns nothing where it is locked: one statement, so that no two attempts count as one."""


def key_of(kind: TallyKind, key: str) -> str:
    """Return what an account's name, a second step's account or an address is counted under."""
    return blind_index(settings.KEY_RING, f"identity.tally.{kind}", key.casefold())


@transaction.atomic
def take_attempt(*, at: datetime, kind: TallyKind, key: str) -> bool:
    """Count an attempt before it is looked at; False means that the account, step or address is locked.

    Exactly the allowed number of attempts is looked at, also if they come at once. A success clears the count.
    """
    values: dict[str, str | int | datetime] = {
        "kind": kind.value,
        "key": key_of(kind, key),
        "at": at,
        "from": at - FAILURE_WINDOW,
        "limit": _LIMITS[kind],
        "until": at + LOCKED_FOR,
    }
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, values)
        return cursor.fetchone() is not None


@transaction.atomic
def clear_attempts(*, kind: TallyKind, key: str) -> None:
    """Forget the failed attempts: somebody proved who they are."""
    SignInTally.objects.filter(kind=kind, key_index=key_of(kind, key)).delete()


@transaction.atomic
def forgive_attempt(*, kind: TallyKind, key: str) -> None:
    """Take back the last attempt: it was no failure. What others failed at stays counted."""
    counted = SignInTally.objects.filter(kind=kind, key_index=key_of(kind, key))
    if not counted.filter(attempts__gt=1).update(attempts=F("attempts") - 1, locked_until=None):
        counted.delete()


@transaction.atomic
def note_refusal(*, at: datetime, user: User, how: str, is_locked: bool) -> None:
    """Write down that somebody failed to sign in to an account that exists."""
    action = "sign_in_locked" if is_locked else "sign_in_refused"
    record(
        actor=None,
        action=action,
        subject=Subject("user", str(user.pk)),
        at=at,
        region_code=user.region_code,
        detail={"how": how},
    )


@transaction.atomic
def unlock(*, actor: User | None, at: datetime, user: User) -> None:
    """Let an account that is locked after failed attempts try again at once.

    Raises:
        NotAllowedError: the actor administers no such account.
    """
    require_administers(actor, user.role, user.region_code, key=user.pk)
    clear_attempts(kind=TallyKind.ACCOUNT, key=user.username)
    clear_attempts(kind=TallyKind.SECOND_STEP, key=str(user.pk))
    record(
        actor=actor,
        action="account_unlocked",
        subject=Subject("user", str(user.pk)),
        at=at,
        region_code=user.region_code,
    )


@transaction.atomic
def note_sign_in(*, actor: User, at: datetime, how: str = "password") -> None:
    """Write down that a person signed in, and drop the counts that no longer count."""
    SignInTally.objects.filter(since_at__lt=at - FAILURE_WINDOW - LOCKED_FOR).delete()
    record(
        actor=actor,
        action="signed_in",
        subject=Subject("user", str(actor.pk)),
        at=at,
        region_code=actor.region_code,
        detail={"how": how},
    )


@transaction.atomic
def note_sign_out(*, actor: User, at: datetime, session_key: str = "") -> None:
    """Write down that a person signed out, and end the session."""
    AccountSession.objects.filter(session_key=session_key, user_id=actor.pk, ended_at__isnull=True).update(
        ended_at=at, end_reason=SessionEnd.SIGNED_OUT
    )
    record(
        actor=actor, action="signed_out", subject=Subject("user", str(actor.pk)), at=at, region_code=actor.region_code
    )
