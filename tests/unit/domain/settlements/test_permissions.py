from __future__ import annotations

import pytest

from jineng.domain.settlements.errors import NotAllowedError
from jineng.domain.settlements.permissions import can_read, can_upload, check_upload
from jineng.platform.identity.models import User
from jineng.platform.identity.roles import Role

LAN, CHANGZHI = "141127", "140421"
READERS = {Role.OFFICER, Role.REVIEWER, Role.LEADER, Role.FINANCE, Role.AUDITOR}


def person(role: str, *, is_active: bool = True) -> User:
    return User(role=role, region_code=LAN, is_active=is_active)


@pytest.mark.parametrize(
    ("role", "region", "may"),
    [
        (Role.OFFICER, LAN, True),
        (Role.OFFICER, CHANGZHI, False),
        (Role.REVIEWER, LAN, False),
        (Role.AUDITOR, LAN, False),
    ],
)
def test_only_officers_of_the_region_upload(role: str, region: str, *, may: bool) -> None:
    actor = person(role)

    assert can_upload(actor, region) is may
    if not may:
        with pytest.raises(NotAllowedError):
            check_upload(actor, region)


@pytest.mark.parametrize("role", Role.values)
def test_the_bureau_and_auditors_of_the_region_read_and_nobody_else(role: str) -> None:
    assert can_read(person(role), LAN) is (role in READERS)
    assert not can_read(person(role), CHANGZHI)


def test_closed_accounts_do_nothing() -> None:
    assert not can_read(person(Role.OFFICER, is_active=False), LAN)
    assert not can_upload(person(Role.OFFICER, is_active=False), LAN)
