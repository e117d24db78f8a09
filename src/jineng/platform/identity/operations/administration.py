"""What an administrator does to accounts: another role, a fresh password, closing with handover of the work."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q

from jineng.kernel.text import Text
from jineng.platform.audit.operations import Subject, record
from jineng.platform.identity.errors import RuleError
from jineng.platform.identity.models import Deputy, Handover, User
from jineng.platform.identity.operations.accounts import set_password
from jineng.platform.identity.permissions import can_replace, require_administers
from jineng.platform.identity.roles import OF_ORGANISATION, Role
from jineng.platform.identity.rules import TEMPORARY_PASSWORD_LENGTH, TEMPORARY_PASSWORD_LETTERS

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

_FIXED = frozenset({Role.ADMINISTRATOR, Role.LEARNER})


def temporary_password() -> str:
    """Return a password to tell somebody once: letters and digits that are not mistaken for each other."""
    while True:
        text = "".join(secrets.choice(TEMPORARY_PASSWORD_LETTERS) for _ in range(TEMPORARY_PASSWORD_LENGTH))
        if not text.isdigit() and not text.isalpha():
            return text


@transaction.atomic
def reset_password(*, actor: User | None, at: datetime, user: User) -> str:
    """Give an account a temporary password, which its person changes at the next sign-in; return it, to be shown once.

    Raises:
        NotAllowedError: the actor administers no such account.
        RuleError: the account is closed or signs in without password.
    """
    require_administers(actor, user.role, user.region_code, key=user.pk)
    _require_open(user)
    if user.role == Role.LEARNER:
        raise RuleError(
            Text("学员用手机验证码登录，没有密码", "learners sign in with a code to their phone and have no password")
        )
    password = temporary_password()
    set_password(actor=actor, at=at, user=user, password=password, must_change_password=True)
    return password


@transaction.atomic
def change_role(*, actor: User | None, at: datetime, user: User, role: Role, region_code: str) -> User:
    """Give an account another role, and region; its sessions end, so that no session spans two roles.

    Raises:
        NotAllowedError: the actor administers no such account.
        RuleError: the account is closed, administers, learns, would need another organisation, or takes part in a
            stand-in that is under way.
    """
    locked = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    require_administers(actor, locked.role, locked.region_code, key=locked.pk)
    require_administers(actor, role, region_code, key=locked.pk)
    _require_open(locked)
    if locked.role != role and {Role(locked.role), role} & _FIXED:
        raise RuleError(
            Text(
                "账号管理员和学员的岗位不能改，其他岗位也不能改成这两种；请关闭本账号，另开一个",
                "no account becomes or ceases to be an administrator or a learner; close it and open another",
            )
        )
    if (role in OF_ORGANISATION) != (locked.role in OF_ORGANISATION):
        raise RuleError(
            Text(
                "单位的账号和人社部门的账号不能互改；请关闭本账号，另开一个",
                "an account of an organisation does not become one of the bureau, nor the reverse; open another",
            )
        )
    if _stand_ins_of(locked).filter(ended_at__isnull=True, ends_at__gt=at).exists():
        raise RuleError(
            Text(
                "该账号正在代理或被代理，请先结束代理再改岗位",
                "a stand-in of this account is under way; end it before changing the role",
            )
        )
    before = {"role": locked.role, "region_code": locked.region_code}
    locked.role, locked.region_code = role, region_code
    locked.full_clean()
    locked.save(update_fields=["role", "region_code"])
    record(
        actor=actor,
        action="account_role_changed",
        subject=Subject("user", str(locked.pk)),
        at=at,
        region_code=locked.region_code,
        detail={"before": before, "after": {"role": str(role), "region_code": region_code}},
    )
    return locked


@transaction.atomic
def close_account(*, actor: User | None, at: datetime, user: User, successor: User | None = None) -> User:
    """Close the account of somebody who leaves; a successor takes over their open work. Sessions and stand-ins end.

    Raises:
        NotAllowedError: the actor administers no such account.
        RuleError: it is closed already, or the successor cannot do this work.
    """
    keys = sorted({user.pk, successor.pk} if successor else {user.pk})
    locked = {each.pk: each for each in User.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk")}
    leaver = locked[user.pk]
    require_administers(actor, leaver.role, leaver.region_code, key=leaver.pk)
    _require_open(leaver)
    if successor is not None:
        _hand_over(actor, at, leaver, locked[successor.pk])
    _stand_ins_of(leaver).filter(ended_at__isnull=True, ends_at__gt=at).update(ended_at=at)
    leaver.is_active, leaver.closed_at = False, at
    leaver.set_unusable_password()
    leaver.save(update_fields=["is_active", "closed_at", "password"])
    record(
        actor=actor,
        action="account_closed",
        subject=Subject("user", str(leaver.pk)),
        at=at,
        region_code=leaver.region_code,
        detail={"successor": successor.pk} if successor else {},
    )
    return leaver


def _hand_over(actor: User | None, at: datetime, leaver: User, successor: User) -> None:
    if not can_replace(leaver, successor):
        raise RuleError(
            Text(
                "接手人必须是同县、同单位、同类岗位的另一名在用账号",
                "the successor is another open account of the same county, organisation and kind of role",
            )
        )
    Handover.objects.create(
        leaver=leaver, successor=successor, handed_at=at, arranged_by_id=actor.pk if actor else None
    )
    record(
        actor=actor,
        action="work_handed_over",
        subject=Subject("user", str(leaver.pk)),
        at=at,
        region_code=leaver.region_code,
        detail={"successor": successor.pk},
    )


def _stand_ins_of(user: User) -> QuerySet[Deputy]:
    return Deputy.objects.filter(Q(absent=user) | Q(stand_in=user))


def _require_open(user: User) -> None:
    if not user.is_active:
        raise RuleError(Text("该账号已经关闭", "this account is closed"))
