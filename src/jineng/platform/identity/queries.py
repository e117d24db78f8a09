"""Reads of accounts."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Q

from jineng.platform.blind_index import blind_index
from jineng.platform.identity.errors import AccountNotFoundError
from jineng.platform.identity.models import (
    AccountSession,
    Authenticator,
    Deputy,
    Handover,
    SignInTally,
    SingleSignOnLink,
    TallyKind,
    User,
)
from jineng.platform.identity.operations.accounts import PHONE_PURPOSE
from jineng.platform.identity.operations.signing_in import key_of
from jineng.platform.identity.permissions import can_list_accounts, can_replace, region_prefix
from jineng.platform.identity.roles import Role

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet


def find_user(username: str) -> User | None:
    """Return the account of this user name, or None."""
    return User.objects.filter(username=username).first()


def find_learner(phone: str) -> User | None:
    """Return the open account of the learner with this phone, or None."""
    index = blind_index(settings.KEY_RING, PHONE_PURPOSE, phone)
    return User.objects.filter(phone_index=index, role=Role.LEARNER, is_active=True).first()


def find_linked(issuer: str, subject: str) -> User | None:
    """Return the open account that is linked with this person of a sign-on service, or None."""
    link = (
        SingleSignOnLink.objects.filter(issuer=issuer, subject=subject, ended_at__isnull=True, user__is_active=True)
        .select_related("user")
        .first()
    )
    return link.user if link else None


def has_link(user: User) -> bool:
    """Say whether an account is linked with a sign-on service."""
    return SingleSignOnLink.objects.filter(user_id=user.pk, ended_at__isnull=True).exists()


def has_authenticator(user: User) -> bool:
    """Say whether an account has a confirmed authenticator app."""
    return Authenticator.objects.filter(user_id=user.pk, ended_at__isnull=True, confirmed_at__isnull=False).exists()


def accounts_seen_by(actor: User) -> QuerySet[User]:
    """Return the accounts of staff and organisations in somebody's region; none to who does not administer or audit."""
    if not can_list_accounts(actor):
        return User.objects.none()
    return (
        User.objects.filter(region_code__startswith=region_prefix(actor.region_code))
        .exclude(role=Role.LEARNER)
        .order_by("-is_active", "username")
    )


def get_account(actor: User, key: int) -> User:
    """Return an account that somebody administers or audits.

    Raises:
        AccountNotFoundError: there is none, or it is elsewhere.
    """
    user = accounts_seen_by(actor).filter(pk=key).first()
    if user is None:
        raise AccountNotFoundError
    return user


def locked_until(user: User, at: datetime) -> datetime | None:
    """Return until when failed attempts keep an account out, or None."""
    keys = [
        (TallyKind.ACCOUNT, key_of(TallyKind.ACCOUNT, user.username)),
        (TallyKind.SECOND_STEP, key_of(TallyKind.SECOND_STEP, str(user.pk))),
    ]
    asked = Q()
    for kind, index in keys:
        asked |= Q(kind=kind, key_index=index)
    tally = SignInTally.objects.filter(asked, locked_until__gt=at).order_by("-locked_until").first()
    return tally.locked_until if tally else None


def find_session(session_key: str) -> AccountSession | None:
    """Return the session with a key, open or ended; None for one that nobody signed in to."""
    return AccountSession.objects.filter(session_key=session_key).first()


def sessions_of(user: User, at: datetime) -> QuerySet[AccountSession]:
    """Return the open sessions of an account, the last used first; those that nobody used for long have run out."""
    oldest = at - timedelta(seconds=settings.SESSION_COOKIE_AGE)
    return AccountSession.objects.filter(user_id=user.pk, ended_at__isnull=True, seen_at__gt=oldest).order_by(
        "-seen_at"
    )


def stand_ins_for(user: User, at: datetime) -> QuerySet[Deputy]:
    """Return who stands in for an account now or later."""
    return _under_way(at).filter(absent_id=user.pk)


def stand_ins_by(user: User, at: datetime) -> QuerySet[Deputy]:
    """Return for whom an account stands in now or later."""
    return _under_way(at).filter(stand_in_id=user.pk)


def acting_deputy(key: object, user: User, at: datetime) -> Deputy | None:
    """Return the stand-in with this key that an account may act under now, or None."""
    if not isinstance(key, int):
        return None
    deputy = _under_way(at).filter(pk=key, stand_in_id=user.pk, starts_at__lte=at).first()
    return deputy if deputy and deputy.absent.is_active and can_replace(deputy.absent, user) else None


def replacements_for(user: User) -> list[User]:
    """Return who can do an account's work: open accounts of the same house, county and organisation."""
    near = User.objects.filter(
        is_active=True, region_code__startswith=user.region_code[:6], organisation_key=user.organisation_key
    ).exclude(role=Role.LEARNER)
    return [other for other in near.order_by("display_name", "pk") if can_replace(user, other)]


def predecessors(user: User) -> list[User]:
    """Return whose open work an account took over, at first or second hand: what they made stays in its sight."""
    found: dict[int, User] = {}
    open_ends = {user.pk}
    while open_ends:
        handed = Handover.objects.filter(successor_id__in=open_ends).select_related("leaver")
        leavers = {each.leaver_id: each.leaver for each in handed if each.leaver_id not in found}
        found |= leavers
        open_ends = set(leavers)
    return list(found.values())


def successor_of(user: User) -> User | None:
    """Return who took over somebody's work, or None."""
    handed = Handover.objects.filter(leaver_id=user.pk).select_related("successor").first()
    return handed.successor if handed else None


def effective_account(user: User, deputy: Deputy) -> User:
    """Return the account as which a stand-in acts: the absent person's role, region and organisation, their own key and name.

    What they made stays theirs under both roles, so nobody approves it by standing in.
    """
    acting = User(
        pk=user.pk,
        username=user.username,
        display_name=user.display_name,
        role=deputy.absent.role,
        region_code=deputy.absent.region_code,
        organisation_key=deputy.absent.organisation_key,
        is_active=user.is_active,
        created_at=user.created_at,
        password=user.password,
    )
    acting._state.adding = False  # noqa: SLF001 -- Django's own mark of a row that is there
    acting._state.db = user._state.db  # noqa: SLF001
    return acting


def _under_way(at: datetime) -> QuerySet[Deputy]:
    return (
        Deputy.objects.filter(ended_at__isnull=True, ends_at__gt=at)
        .select_related("absent", "stand_in")
        .order_by("starts_at", "pk")
    )
