"""The second step: enrolling an authenticator app, checking its codes and the recovery codes, starting over."""

from __future__ import annotations

import hmac
import secrets
from typing import TYPE_CHECKING

import pyotp
from django.conf import settings
from django.db import IntegrityError, transaction

from jineng.kernel.text import Text
from jineng.platform.audit.operations import Subject, record
from jineng.platform.blind_index import blind_index
from jineng.platform.identity.errors import RuleError, WrongCodeError
from jineng.platform.identity.models import Authenticator, RecoveryCode, User
from jineng.platform.identity.permissions import require_administers
from jineng.platform.identity.rules import RECOVERY_CODES, TOTP_DRIFT_STEPS, TOTP_STEP_SECONDS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

_RECOVERY_PURPOSE = "identity.recovery_code"


@transaction.atomic
def begin_authenticator(*, actor: User, at: datetime) -> Authenticator:
    """Return the secret that somebody is enrolling, a new one if there is none; it counts once it is confirmed.

    Raises:
        RuleError: they have a confirmed one.
    """
    User.objects.select_for_update(of=("self",)).get(pk=actor.pk)
    present = Authenticator.objects.filter(user_id=actor.pk, ended_at__isnull=True).first()
    if present is None:
        return Authenticator.objects.create(user_id=actor.pk, secret=pyotp.random_base32(length=32), begun_at=at)
    if present.confirmed_at is not None:
        raise RuleError(Text("身份验证器已经绑定", "an authenticator app is bound already"))
    return present


@transaction.atomic
def confirm_authenticator(*, actor: User, at: datetime, code: str) -> Sequence[str]:
    """Bind the app whose code is shown now; return the recovery codes, which are shown this once.

    Raises:
        WrongCodeError: the code does not fit.
        RuleError: nothing is being enrolled.
    """
    present = (
        Authenticator.objects.select_for_update(of=("self",))
        .filter(user_id=actor.pk, ended_at__isnull=True, confirmed_at__isnull=True)
        .first()
    )
    if present is None:
        raise RuleError(Text("请重新开始绑定身份验证器", "begin again with the authenticator app"))
    step = _fitting_step(present, at, code)
    if step is None:
        raise WrongCodeError
    present.confirmed_at, present.last_step = at, step
    present.save(update_fields=["confirmed_at", "last_step"])
    record(
        actor=actor,
        action="authenticator_bound",
        subject=Subject("user", str(actor.pk)),
        at=at,
        region_code=actor.region_code,
    )
    return _new_recovery_codes(present)


@transaction.atomic
def check_second_step(*, user: User, at: datetime, code: str) -> str:
    """Take a code of the app or a recovery code; return which it was: "authenticator" or "recovery_code".

    Raises:
        WrongCodeError: it does not fit, or was used.
    """
    present = (
        Authenticator.objects.select_for_update(of=("self",))
        .filter(user=user, ended_at__isnull=True, confirmed_at__isnull=False)
        .first()
    )
    if present is None:
        raise WrongCodeError
    step = _fitting_step(present, at, code)
    if step is not None:
        present.last_step = step
        present.save(update_fields=["last_step"])
        return "authenticator"
    digest = _hash_of(present, code)
    if not RecoveryCode.objects.filter(authenticator=present, code_hash=digest, used_at__isnull=True).update(
        used_at=at
    ):
        raise WrongCodeError
    record(
        actor=user,
        action="recovery_code_used",
        subject=Subject("user", str(user.pk)),
        at=at,
        region_code=user.region_code,
    )
    return "recovery_code"


@transaction.atomic
def reset_authenticator(*, actor: User | None, at: datetime, user: User) -> None:
    """Unbind the app of somebody who lost their phone; they enrol anew at the next sign-in.

    Raises:
        NotAllowedError: the actor administers no such account.
    """
    require_administers(actor, user.role, user.region_code, key=user.pk)
    Authenticator.objects.filter(user=user, ended_at__isnull=True).update(ended_at=at)
    record(
        actor=actor,
        action="authenticator_reset",
        subject=Subject("user", str(user.pk)),
        at=at,
        region_code=user.region_code,
    )


def _fitting_step(present: Authenticator, at: datetime, code: str) -> int | None:
    """Return the step whose code this is, if it is newer than the last one taken."""
    totp = pyotp.TOTP(present.secret.open())
    now = int(at.timestamp()) // TOTP_STEP_SECONDS
    given = code.strip().replace(" ", "")
    for step in range(now - TOTP_DRIFT_STEPS, now + TOTP_DRIFT_STEPS + 1):
        expected = totp.generate_otp(step)
        if step > present.last_step and hmac.compare_digest(expected.encode(), given.encode()):
            return step
    return None


def _new_recovery_codes(present: Authenticator) -> list[str]:
    codes = [f"{secrets.token_hex(4)}-{secrets.token_hex(4)}" for _ in range(RECOVERY_CODES)]
    try:
        RecoveryCode.objects.bulk_create(
            RecoveryCode(authenticator=present, code_hash=_hash_of(present, code)) for code in codes
        )
    except IntegrityError:
        raise RuntimeError("two equal recovery codes: the source of random numbers is broken") from None
    return codes


def _hash_of(present: Authenticator, code: str) -> str:
    written = "".join(code.split()).replace("-", "").lower()
    return blind_index(settings.KEY_RING, _RECOVERY_PURPOSE, f"{present.pk}:{written}")
