from __future__ import annotations

import pytest

from jineng.domain.drafts.errors import NotAllowedError
from jineng.domain.drafts.permissions import can_edit, can_read, can_review, check_edit, check_review
from jineng.platform.identity.models import User
from jineng.platform.identity.roles import Role

LAN, CHANGZHI = "141127", "140421"


def person(role: str, *, is_active: bool = True) -> User:
    return User(role=role, region_code=LAN, is_active=is_active)


@pytest.mark.parametrize(
    ("role", "may_edit", "may_review"),
    [
        (Role.OFFICER, True, True),
        (Role.REVIEWER, False, True),
        (Role.LEADER, False, False),
        (Role.FINANCE, False, False),
        (Role.AUDITOR, False, False),
    ],
)
def test_roles(role: str, *, may_edit: bool, may_review: bool) -> None:
    actor = person(role)

    assert (can_read(actor, LAN), can_edit(actor, LAN), can_review(actor, LAN)) == (True, may_edit, may_review)
    for may, check in ((may_edit, check_edit), (may_review, check_review)):
        if may:
            check(actor, LAN)
        else:
            with pytest.raises(NotAllowedError, match=r"region \(141127\)"):
                check(actor, LAN)


@pytest.mark.parametrize("role", Role.values)
def test_other_regions_and_closed_accounts_do_nothing(role: str) -> None:
    for actor, region in ((person(role), CHANGZHI), (person(role, is_active=False), LAN)):
        assert [may(actor, region) for may in (can_read, can_edit, can_review)] == [False] * 3
