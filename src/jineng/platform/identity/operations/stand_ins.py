"""Standing in for an absent colleague: arranged for a period, ended early, begun and stopped by the stand-in."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction

from jineng.kernel.text import Text
from jineng.platform.audit.operations import Subject, record
from jineng.platform.identity.errors import NotAllowedError, RuleError
from jineng.platform.identity.models import Deputy, User
from jineng.platform.identity.permissions import can_administer, can_replace
from jineng.platform.identity.rules import DEPUTY_DAYS_MAX

if TYPE_CHECKING:
    from datetime import datetime


@transaction.atomic
def give_deputy(
    *, actor: User, at: datetime, absent: User, stand_in: User, starts_at: datetime, ends_at: datetime, reason: str
) -> Deputy:
    """Arrange that somebody stands in for an absent colleague; the absent person or an administrator does it.

    Raises:
        NotAllowedError: the actor is neither.
        RuleError: the two cannot replace each other, the period is over, too long or taken.
    """
    pair = User.objects.select_for_update(of=("self",)).filter(pk__in=[absent.pk, stand_in.pk]).order_by("pk")
    locked = {user.pk: user for user in pair}
    absent, stand_in = locked[absent.pk], locked[stand_in.pk]
    if actor.pk != absent.pk and not can_administer(actor, absent.role, absent.region_code, key=absent.pk):
        raise NotAllowedError(
            Text(
                "代理由本人或本地区的账号管理员安排",
                "a stand-in is arranged by the absent person or by an administrator",
            )
        )
    if not absent.is_active or not can_replace(absent, stand_in):
        raise RuleError(
            Text(
                "代理人必须是同县、同单位、同类岗位的另一名在用账号",
                "the stand-in is another open account of the same county, organisation and kind of role",
            )
        )
    if ends_at <= max(starts_at, at) or ends_at - starts_at > timedelta(days=DEPUTY_DAYS_MAX):
        raise RuleError(
            Text(
                f"代理期的结束日不能早于开始日和今天，最长 {DEPUTY_DAYS_MAX} 天",
                f"the period ends after it begins and not before today, and is at most {DEPUTY_DAYS_MAX} days long",
            )
        )
    try:
        with transaction.atomic():
            deputy = Deputy.objects.create(
                absent=absent,
                stand_in=stand_in,
                starts_at=starts_at,
                ends_at=ends_at,
                reason=reason,
                given_by_id=actor.pk,
                given_at=at,
            )
    except IntegrityError:
        raise RuleError(
            Text("这两人在该期间已有代理安排", "these two have an arrangement for that time already")
        ) from None
    record(
        actor=actor,
        action="deputy_given",
        subject=Subject("user", str(absent.pk)),
        at=at,
        region_code=absent.region_code,
        detail={"stand_in": stand_in.pk, "starts_at": starts_at, "ends_at": ends_at},
    )
    return deputy


@transaction.atomic
def end_deputy(*, actor: User, at: datetime, key: int) -> Deputy:
    """End a stand-in early; either of the two or an administrator does it.

    Raises:
        NotAllowedError: the actor is none of them.
        RuleError: it is over.
    """
    deputy = Deputy.objects.select_for_update(of=("self",)).select_related("absent", "stand_in").filter(pk=key).first()
    if deputy is None or not (
        actor.pk in (deputy.absent_id, deputy.stand_in_id)
        or can_administer(actor, deputy.absent.role, deputy.absent.region_code, key=deputy.absent_id)
    ):
        raise NotAllowedError(
            Text(
                "代理由本人、代理人或本地区的账号管理员结束",
                "a stand-in is ended by either of the two or by an administrator",
            )
        )
    if deputy.ended_at is not None or deputy.ends_at <= at:
        raise RuleError(Text("该代理已经结束", "this stand-in is over"))
    deputy.ended_at = at
    deputy.save(update_fields=["ended_at"])
    record(
        actor=actor,
        action="deputy_ended",
        subject=Subject("user", str(deputy.absent_id)),
        at=at,
        detail={"stand_in": deputy.stand_in_id},
    )
    return deputy


@transaction.atomic
def note_acting(*, actor: User, at: datetime, deputy: Deputy, begins: bool) -> None:
    """Write down that a stand-in begins or stops to act with the absent person's role."""
    record(
        actor=actor,
        action="deputy_began" if begins else "deputy_stopped",
        subject=Subject("user", str(deputy.absent_id)),
        at=at,
    )
