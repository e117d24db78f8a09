"""Organisations that do not exist, and the accounts around them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from stdnum.cn import uscc

from jineng.domain.registry.operations.organisations import register_organisation
from jineng.domain.registry.organisation_rules import OrganisationFacts
from jineng.platform.identity.operations import open_account
from jineng.platform.scope import acting, scope_of

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from jineng.domain.registry.models import Organisation
    from jineng.platform.identity.models import User
    from jineng.platform.identity.roles import Role

AT = datetime(2022, 3, 1, 2, tzinfo=UTC)


def credit_code(n: int, region: str = "141127") -> str:
    """Return the ``n``-th credit code of a region (GB 32100)."""
    first = f"52{region}MJ{n:07d}"
    return first + uscc.calc_check_digit(first)


def facts(n: int = 1, **changes: Any) -> OrganisationFacts:
    """Return the facts of the ``n``-th institution of Lan County."""
    return OrganisationFacts(
        **{
            "kind": "institution",
            "name": f"岚县第{n}职业培训学校",
            "county_code": "141127",
            "credit_code": credit_code(n),
            "township_code": "141127100",
            "address": "东村镇新建路1号",
        }
        | changes
    )


def account(role: Role, *, username: str = "", region_code: str = "141127", **more: Any) -> User:
    """Open an account of a role."""
    return open_account(
        actor=None,
        at=AT,
        username=username or f"{role.value}-{region_code}",
        password="a-long-enough-one",
        display_name=str(role.label),
        role=role,
        region_code=region_code,
        **more,
    )


def signed_in(actor: User) -> AbstractContextManager[None]:
    """Return what makes the database show what it shows this person."""
    return acting(actor, scope_of(actor))


def registered(officer: User, n: int = 1, **changes: Any) -> Organisation:
    """Register the ``n``-th institution."""
    return register_organisation(actor=officer, at=AT, facts=facts(n, **changes)).organisation
