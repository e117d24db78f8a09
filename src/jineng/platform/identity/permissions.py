"""Who may administer which account: roles of the administration itself, which know no domain word.

An administrator (账号管理员) takes no part in the business: they see accounts and no person, make nothing and approve
nothing, and cannot change their own account nor make another administrator beside themself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from jineng.kernel.text import Text
from jineng.platform.identity.errors import NotAllowedError
from jineng.platform.identity.roles import Role
from jineng.platform.identity.rules import COUNTY_DIGITS, HOUSES

if TYPE_CHECKING:
    from jineng.platform.identity.models import User

_READERS: Final = frozenset({Role.ADMINISTRATOR, Role.AUDITOR})


def region_prefix(code: str) -> str:
    """Return what the codes within a region begin with (GB/T 2260).

    >>> [region_prefix(code) for code in ("140000", "141100", "141127", "141127100")]
    ['14', '1411', '141127', '141127100']
    """
    if len(code) != COUNTY_DIGITS:
        return code
    return code.removesuffix("0000") if code.endswith("0000") else code.removesuffix("00")


def can_list_accounts(actor: User) -> bool:
    """Say whether somebody sees the accounts of their region."""
    return actor.is_active and actor.role in _READERS


def can_administer(actor: User, role: str, region_code: str, *, key: int | None = None) -> bool:
    """Say whether somebody may open, change or close an account of this role and region; ``key`` is the account's own."""
    if not actor.is_active or actor.role != Role.ADMINISTRATOR or actor.pk == key:
        return False
    prefix = region_prefix(actor.region_code)
    if not region_code.startswith(prefix):
        return False
    return role != Role.ADMINISTRATOR or (region_code != actor.region_code and len(prefix) < COUNTY_DIGITS)


def require_administers(actor: User | None, role: str, region_code: str, *, key: int | None = None) -> None:
    """Refuse whoever may not administer such an account; None is the machine's own administrator, who may.

    Raises:
        NotAllowedError: says who may.
    """
    if actor is None or can_administer(actor, role, region_code, key=key):
        return
    if actor.pk == key:
        raise NotAllowedError(
            Text(
                "不能办理自己的账号；请由另一名账号管理员办理",
                "nobody administers their own account; ask another administrator",
            )
        )
    if role == Role.ADMINISTRATOR:
        raise NotAllowedError(
            Text(
                "账号管理员的账号由上一级地区的账号管理员办理，或由系统管理员在服务器上办理",
                "accounts of administrators are for the administrator of the region above, or for the machine's own",
            )
        )
    raise NotAllowedError(
        Text("只有本地区的账号管理员可以办理账号", "only an administrator of the region administers its accounts")
    )


def can_replace(absent: User, present: User) -> bool:
    """Say whether somebody can do a colleague's work: the same house, county and organisation, and another person."""
    house = HOUSES.get(Role(absent.role))
    return (
        house is not None
        and house == HOUSES.get(Role(present.role))
        and absent.pk != present.pk
        and present.is_active
        and absent.region_code[:COUNTY_DIGITS] == present.region_code[:COUNTY_DIGITS]
        and absent.organisation_key == present.organisation_key
    )
