"""Made-up people of Lan and Shangdang, registered by the real operations, and accounts that look at them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from factories.identities import account, identity_number, phone
from jineng.domain.registry.operations.many_people import register_people
from jineng.domain.registry.operations.people import register_person
from jineng.domain.registry.people_facts import PersonRow, canonical
from jineng.platform.identity.models import User
from jineng.platform.identity.roles import Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jineng.domain.registry.models import Person

AT = datetime(2022, 3, 1, 2, tzinfo=UTC)
LAN = "141127"
SHANGDANG = "140404"
DONGCUN = "141127100"
PUMING = "141127102"

_FAMILY = "李王张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
_GIVEN = "秀兰建国桂英志强春梅海燕文华丽娟永胜晓东玉珍小平红霞俊杰"


def row(n: int = 1, **told: Any) -> PersonRow:
    """Return the ``n``-th made-up person as a roster tells them."""
    name = _FAMILY[n % len(_FAMILY)] + _GIVEN[(n * 7) % len(_GIVEN)] + _GIVEN[(n // 3) % len(_GIVEN)]
    values = {
        "name": name,
        "id_number": identity_number(n),
        "phone": phone(n % 10_000),
        "ethnic_group": "01",
        "education": "71",
        "household_kind": "rural",
        "employment_status": "farming",
        "township_code": DONGCUN,
        "address": f"山西省吕梁市岚县东村镇第{n % 30 + 1}村{n}号",
        **told,
    }
    return canonical(PersonRow(**values))


def rows(count: int, first: int = 1, **told: Any) -> list[PersonRow]:
    """Return made-up people ``first`` and following."""
    return [row(n, **told) for n in range(first, first + count)]


def person(actor: User, n: int = 1, *, at: datetime = AT, **told: Any) -> Person:
    """Register the ``n``-th made-up person by the form's operation."""
    return register_person(actor=actor, at=at, row=row(n, **told))


def people(actor: User, count: int, first: int = 1, **told: Any) -> list[int]:
    """Register many made-up people by the list's operation; return their keys."""
    done = register_people(actor=actor, at=AT, rows=rows(count, first, **told), source_key="test")
    return [key for key in done.person_keys if key is not None]


def staff(
    role: Role = Role.OFFICER, region_code: str = LAN, *, name: str = "", organisation_key: int | None = None
) -> User:
    """Make an account that needs no signing in."""
    username = name or f"{role}-{region_code}-{organisation_key or ''}"
    return User.objects.create(
        username=username,
        display_name=name or f"{role}{region_code[-3:]}",
        role=role,
        region_code=region_code,
        organisation_key=organisation_key,
        created_at=AT,
        password="!",
    )


def born(on: date, n: int = 1, **told: Any) -> PersonRow:
    """Return somebody born on a day."""
    return row(n, id_number=identity_number(n, on), **told)


def account_number(n: int = 1) -> str:
    """Return a made-up account of the run."""
    return account(n)


def names(found: Sequence[Any]) -> list[str]:
    """Return the names of rows."""
    return [each.name for each in found]
