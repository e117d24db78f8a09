"""Opening accounts, and what a person changes of their own."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext

from jineng.kernel.identifiers import mask_name
from jineng.platform.audit.operations import Subject, record
from jineng.platform.blind_index import blind_index
from jineng.platform.identity.models import User
from jineng.platform.identity.operations.sessions import end_sessions
from jineng.platform.identity.permissions import require_administers
from jineng.platform.identity.roles import Role

if TYPE_CHECKING:
    from datetime import datetime

PHONE_PURPOSE = "identity.user.phone"


@transaction.atomic
def open_account(
    *,
    actor: User | None,
    at: datetime,
    username: str,
    password: str,
    display_name: str,
    role: Role,
    region_code: str,
    organisation_key: int | None = None,
    must_change_password: bool = False,
) -> User:
    """Open an account that signs in with a password. ``actor`` is None when it is done on the command line.

    Raises:
        NotAllowedError: the actor administers no such account.
        ValidationError: a field or the password is not acceptable, or the user name is taken.
    """
    require_administers(actor, role, region_code)
    user = User(
        username=username,
        display_name=display_name,
        role=role,
        region_code=region_code,
        organisation_key=organisation_key,
        must_change_password=must_change_password,
        created_at=at,
        opened_by_id=actor.pk if actor else None,
    )
    validate_password(password, user)
    user.set_password(password)
    user.full_clean()
    user.save(force_insert=True)
    detail = {"username": username, "role": str(role), "region_code": region_code}
    if organisation_key is not None:
        detail["organisation_key"] = str(organisation_key)
    record(
        actor=actor,
        action="account_opened",
        subject=Subject("user", str(user.pk)),
        at=at,
        region_code=user.region_code,
        detail=detail,
    )
    return user


@transaction.atomic
def open_learner_account(
    *, actor: User | None, at: datetime, person_key: int, name: str, phone: str, region_code: str
) -> User:
    """Open the account with which a registered person signs in by a code to their phone; return the one they have.

    Only the masked name is kept. The caller has checked that the actor may register the person.

    Args:
        actor: who registers the person; None for the machine.
        at: when.
        person_key: the registry's key of the person.
        name: their name.
        phone: their mobile number, 11 digits.
        region_code: the county they live in, 6 digits.

    Raises:
        ValidationError: another learner's account has this phone.
    """
    present = User.objects.filter(person_key=person_key, is_active=True).first()
    if present is not None:
        return present
    user = User(
        username=f"x{secrets.token_hex(10)}",
        display_name=mask_name(name),
        role=Role.LEARNER,
        region_code=region_code,
        person_key=person_key,
        phone=phone,
        phone_index=blind_index(settings.KEY_RING, PHONE_PURPOSE, phone),
        created_at=at,
        opened_by_id=actor.pk if actor else None,
    )
    user.set_unusable_password()
    user.full_clean()
    user.save(force_insert=True)
    record(
        actor=actor,
        action="account_opened",
        subject=Subject("user", str(user.pk)),
        at=at,
        region_code=user.region_code,
        detail={"role": "learner", "region_code": region_code},
    )
    return user


@transaction.atomic
def set_phone(*, actor: User | None, at: datetime, user: User, phone: str) -> User:
    """Change the phone that a learner's codes go to; their sessions end. The caller has checked who may.

    Raises:
        ValidationError: another learner's account has this phone.
    """
    locked = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    locked.phone = phone
    locked.phone_index = blind_index(settings.KEY_RING, PHONE_PURPOSE, phone)
    locked.full_clean()
    locked.save(update_fields=["phone", "phone_index"])
    end_sessions(user=locked, at=at, reason="ended_by_administrator")
    record(
        actor=actor,
        action="account_phone_changed",
        subject=Subject("user", str(user.pk)),
        at=at,
        region_code=user.region_code,
    )
    return locked


@transaction.atomic
def set_password(
    *, actor: User | None, at: datetime, user: User, password: str, must_change_password: bool = False
) -> User:
    """Set a new password; sessions opened with the old one end.

    Raises:
        NotAllowedError: the actor administers no such account.
        ValidationError: the password is too weak.
    """
    locked = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    if actor is None or actor.pk != user.pk:
        require_administers(actor, locked.role, locked.region_code, key=locked.pk)
    validate_password(password, locked)
    locked.set_password(password)
    locked.must_change_password = must_change_password
    locked.save(update_fields=["password", "must_change_password"])
    end_sessions(user=locked, at=at, reason="password_changed")
    record(
        actor=actor,
        action="password_set",
        subject=Subject("user", str(locked.pk)),
        at=at,
        region_code=locked.region_code,
    )
    return locked


@transaction.atomic
def change_own_password(*, actor: User, at: datetime, old: str, new: str) -> User:
    """Change one's own password, knowing the old one; all sessions end, the caller opens a new one.

    Raises:
        ValidationError: under ``old``, it is not the old one; under ``new``, the new one is too weak or the same.
    """
    locked = User.objects.select_for_update(of=("self",)).get(pk=actor.pk)
    if not locked.check_password(old):
        raise ValidationError({"old": gettext("现在的密码不对，请重新输入。")})
    if old == new:
        raise ValidationError({"new": gettext("新密码不能与现在的密码相同。")})
    try:
        return set_password(actor=actor, at=at, user=locked, password=new)
    except ValidationError as weak:
        raise ValidationError({"new": weak.messages}) from weak
