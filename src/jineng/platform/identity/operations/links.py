"""Linking accounts with the government's sign-on service."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction

from jineng.kernel.text import Text
from jineng.platform.audit.operations import Subject, record
from jineng.platform.identity.errors import RuleError
from jineng.platform.identity.models import SingleSignOnLink
from jineng.platform.identity.roles import Role

if TYPE_CHECKING:
    from datetime import datetime

    from jineng.platform.identity.models import User


@transaction.atomic
def link_account(*, actor: User, at: datetime, issuer: str, subject: str) -> SingleSignOnLink:
    """Link one's own account with the person that the issuer knows by ``subject``.

    Raises:
        RuleError: either is linked already, or the account is a learner's.
    """
    if actor.role == Role.LEARNER:
        raise RuleError(Text("统一身份认证只供工作人员使用", "single sign-on is for staff"))
    try:
        with transaction.atomic():
            link = SingleSignOnLink.objects.create(user_id=actor.pk, issuer=issuer, subject=subject, linked_at=at)
    except IntegrityError:
        raise RuleError(
            Text(
                "您的账号或该统一身份已经绑定过；请先解除原来的绑定",
                "your account or that identity is linked already; end that link first",
            )
        ) from None
    record(
        actor=actor,
        action="single_sign_on_linked",
        subject=Subject("user", str(actor.pk)),
        at=at,
        region_code=actor.region_code,
    )
    return link


@transaction.atomic
def unlink_account(*, actor: User, at: datetime) -> bool:
    """End the links of one's own account; say whether there was one."""
    ended = SingleSignOnLink.objects.filter(user_id=actor.pk, ended_at__isnull=True).update(ended_at=at)
    if ended:
        record(
            actor=actor,
            action="single_sign_on_unlinked",
            subject=Subject("user", str(actor.pk)),
            at=at,
            region_code=actor.region_code,
        )
    return bool(ended)
