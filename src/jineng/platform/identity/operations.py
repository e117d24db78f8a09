"""The only door for writing accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.password_validation import validate_password
from django.db import transaction

from jineng.platform.audit.operations import Subject, record
from jineng.platform.identity.models import User

if TYPE_CHECKING:
    from datetime import datetime

    from jineng.platform.identity.roles import Role


@transaction.atomic
def open_account(
    *, actor: User | None, at: datetime, username: str, password: str, display_name: str, role: Role, region_code: str
) -> User:
    """Open an account. ``actor`` is None when the machine's own administrator does it on the command line.

    Raises:
        ValidationError: a field or the password is not acceptable, or the user name is taken.
    """
    user = User(
        username=username, display_name=display_name, role=role, region_code=region_code, created_at=at, is_active=True
    )
    validate_password(password, user)
    user.set_password(password)
    user.full_clean()
    user.save(force_insert=True)
    record(
        actor=actor,
        action="account_opened",
        subject=Subject("user", str(user.pk)),
        at=at,
        detail={"username": username, "role": str(role), "region_code": region_code},
    )
    return user


@transaction.atomic
def set_password(*, actor: User | None, at: datetime, user: User, password: str) -> User:
    """Set a new password; sessions opened with the old one end.

    Raises:
        ValidationError: the password is too weak.
    """
    locked = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    validate_password(password, locked)
    locked.set_password(password)
    locked.save(update_fields=["password"])
    record(actor=actor, action="password_set", subject=Subject("user", str(locked.pk)), at=at)
    return locked


@transaction.atomic
def note_sign_in(*, actor: User, at: datetime) -> None:
    """Write down that a person signed in."""
    record(actor=actor, action="signed_in", subject=Subject("user", str(actor.pk)), at=at)


@transaction.atomic
def note_sign_out(*, actor: User, at: datetime) -> None:
    """Write down that a person signed out."""
    record(actor=actor, action="signed_out", subject=Subject("user", str(actor.pk)), at=at)
