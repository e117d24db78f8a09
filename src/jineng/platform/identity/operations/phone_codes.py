"""Codes to phones: asked for, sent by a job, checked."""

from __future__ import annotations

import hmac
import secrets
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F
from procrastinate.contrib.django import app

from jineng.kernel.text import Text
from jineng.platform.audit.operations import Subject, record
from jineng.platform.blind_index import blind_index
from jineng.platform.identity.errors import TooManyError
from jineng.platform.identity.models import PhoneCode
from jineng.platform.identity.rules import (
    CODE_DIGITS,
    CODE_LIVES,
    CODE_PAUSE,
    CODES_PER_DAY_OF_ADDRESS,
    CODES_PER_DAY_OF_PHONE,
)
from jineng.platform.messages.configured import configured_gateway
from jineng.platform.messages.gateways import CodeMessage, GatewayError, UnreachableError

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from jineng.platform.identity.models import CodePurpose

TASK: Final = "jineng.phone_code"
"""The queued task that sends a code: it carries the number of the row and nothing else."""

_DAY: Final = timedelta(days=1)
_KEPT: Final = timedelta(days=30)


@transaction.atomic
def ask_code(
    *, at: datetime, purpose: CodePurpose, phone: str, address: str | None = None, is_known: bool = True
) -> PhoneCode:
    """Ask for a code to a phone; a job sends it after the caller's transaction is committed.

    A phone that nobody is known by gets a row and no message, so that the answer and its time are the same.

    Args:
        at: when.
        purpose: what the code will be for.
        phone: a mobile number, 11 digits.
        address: the network address that asks, if somebody asks from outside.
        is_known: whether anybody may use a code for this purpose with this phone.

    Raises:
        TooManyError: the phone had one a moment ago, or phone or address had as many today as they get.
    """
    phone_index = blind_index(settings.KEY_RING, "identity.phone_code.phone", phone)
    address_index = blind_index(settings.KEY_RING, "identity.phone_code.address", address) if address else ""
    _lock(phone_index, address_index)
    _require_moderation(at, phone_index, address_index)
    PhoneCode.objects.filter(asked_at__lt=at - _KEPT).delete()
    code = "".join(str(secrets.randbelow(10)) for _ in range(CODE_DIGITS))
    asked = PhoneCode(
        purpose=purpose,
        phone=phone,
        phone_index=phone_index,
        address_index=address_index,
        code=code,
        is_decoy=not is_known,
        asked_at=at,
        quiet_until=at + CODE_PAUSE,
        expires_at=at + CODE_LIVES,
    )
    asked.code_hash = _hash_of(asked, code)
    asked.save(force_insert=True)
    app.configure_task(TASK).defer(key=asked.pk)
    return asked


def send_code(*, at: datetime, key: int) -> None:
    """Send the code of this row, unless it was sent, is too old or goes to nobody; then forget the code itself.

    Raises:
        UnreachableError: the gateway did not answer; the same code may be tried again while it lives.
    """
    row = PhoneCode.objects.filter(pk=key).first()
    if row is None or row.code is None:
        return
    gateway = configured_gateway()
    if row.is_decoy or at >= row.expires_at or gateway is None:
        PhoneCode.objects.filter(pk=key).update(code=None, failed_at=at)
        return
    try:
        gateway.send(CodeMessage(phone=row.phone.open(), code=row.code.open(), purpose=row.purpose, key=row.uid.hex))
    except UnreachableError:
        raise
    except GatewayError as refusal:
        _note_sent(key, at, failed=refusal.reason)
    else:
        _note_sent(key, at, failed="")


@transaction.atomic
def check_code(*, at: datetime, uid: UUID, purpose: CodePurpose, code: str, phone: str | None = None) -> bool:
    """Say whether this is the code of that row, for that purpose and phone; each question uses up a try, success the code.

    Exactly the allowed number of tries is looked at, also if they come at once.
    """
    found = PhoneCode.objects.filter(
        uid=uid, purpose=purpose, used_at__isnull=True, expires_at__gt=at, tries_left__gt=0
    )
    if phone is not None:
        found = found.filter(phone_index=blind_index(settings.KEY_RING, "identity.phone_code.phone", phone))
    if not found.update(tries_left=F("tries_left") - 1):
        return False
    row = PhoneCode.objects.get(uid=uid)
    fits = hmac.compare_digest(row.code_hash, _hash_of(row, code.strip()))
    if row.is_decoy or not fits:
        return False
    return bool(PhoneCode.objects.filter(pk=row.pk, used_at__isnull=True).update(used_at=at))


@transaction.atomic
def _note_sent(key: int, at: datetime, *, failed: str) -> None:
    PhoneCode.objects.filter(pk=key).update(code=None, **{"failed_at" if failed else "sent_at": at})
    record(
        actor=None,
        action="code_not_sent" if failed else "code_sent",
        subject=Subject("phone_code", str(key)),
        at=at,
        detail={"reason": failed} if failed else {},
    )


def _lock(*indexes: str) -> None:
    """Let requests for the same phone or address come one after the other, in one order for all."""
    with connection.cursor() as cursor:
        for index in sorted(filter(None, indexes)):
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [index])


def _require_moderation(at: datetime, phone_index: str, address_index: str) -> None:
    today = PhoneCode.objects.filter(asked_at__gt=at - _DAY)
    of_phone = today.filter(phone_index=phone_index)
    if of_phone.filter(quiet_until__gt=at).exists():
        seconds = int(CODE_PAUSE.total_seconds())
        raise TooManyError(
            Text(
                f"验证码刚刚发过，请 {seconds} 秒后再试",
                f"a code was sent a moment ago; try again in {seconds} seconds",
            )
        )
    if of_phone.count() >= CODES_PER_DAY_OF_PHONE:
        raise TooManyError(
            Text(
                "该手机号今天获取验证码的次数已满，请明天再试",
                "this phone has had all its codes of today; try tomorrow",
            )
        )
    if address_index and today.filter(address_index=address_index).count() >= CODES_PER_DAY_OF_ADDRESS:
        raise TooManyError(
            Text(
                "本网络今天获取验证码的次数已满，请明天再试",
                "this network has had all its codes of today; try tomorrow",
            )
        )


def _hash_of(row: PhoneCode, code: str) -> str:
    return blind_index(settings.KEY_RING, "identity.phone_code.code", f"{row.uid.hex}:{code}")
