"""The first page as people of each role meet it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from factories.identities import account
from factories.people import AT, DONGCUN, LAN, person, staff
from jineng.domain.registry.operations.payout import propose_account
from jineng.domain.registry.operations.requests import ask_correction
from jineng.domain.tasks.operations import enter_people, send_people, set_quota
from jineng.platform.identity.roles import Role
from jineng.platform.regions.operations import load_regions

if TYPE_CHECKING:
    from tests.browser.conftest import Visitor

    from jineng.platform.identity.models import User


@pytest.fixture
def colleague(db: None) -> User:
    """Leave work for others."""
    load_regions(actor=None, at=AT)
    made = staff(Role.OFFICER, LAN, name="岚同事")
    someone = person(made, 1, groups=("veteran",))
    propose_account(actor=made, at=AT, uid=someone.uid, kind="bank_card", bank="山西农信社", number=account(1))
    ask_correction(actor=made, at=AT, uid=someone.uid, said="学历写错了")
    for township, quota in ((DONGCUN, 3), ("141127101", 5)):
        chosen = set_quota(
            actor=made, at=AT, township_code=township, year=2022, policy_id="lanxian-2022", group="veteran",
            quota=quota, overrun="warn", due_on=date(2022, 6, 30),
        )  # fmt: skip
        if township == DONGCUN:
            enter_people(actor=made, at=AT, list_uid=chosen.uid, person_keys=[someone.pk])
            send_people(actor=made, at=AT, list_uid=chosen.uid)
    return made


@pytest.mark.parametrize(
    "role", [Role.OFFICER, Role.LEADER, Role.TOWNSHIP_CLERK, Role.ADMINISTRATOR, Role.AUDITOR, Role.FINANCE]
)
def test_first_page_keeps_nobody_out(visitor: Visitor, colleague: User, role: Role) -> None:
    visitor.sign_in(staff(role, DONGCUN if role == Role.TOWNSHIP_CLERK else LAN, name="岳看山"))
    visitor.open("/")
    visitor.keep_picture(f"start-{role}")

    visitor.require_accessible()


def test_header_of_an_officer_is_one_line_and_opens_to_a_group(visitor: Visitor, colleague: User) -> None:
    visitor.sign_in(colleague)
    page = visitor.open("/people/accounts/")

    visitor.require_accessible()
    if visitor.width == "desk":
        tops = page.eval_on_selector_all(".site-nav a", "links => links.map(each => each.getBoundingClientRect().top)")
        assert len(tops) == 5
        assert len(set(tops)) == 1
        brand = page.locator(".site-header-row").bounding_box()
        assert brand is not None
        assert brand["height"] < 90
        assert page.locator(".site-section a").count() == 4
    else:
        page.locator(".site-menu summary").click()
        visitor.keep_picture("menu-of-an-officer")
        assert page.locator(".site-menu-sheet nav a:visible").count() == 10
        visitor.require_accessible()
