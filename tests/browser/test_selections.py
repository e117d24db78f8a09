"""Townships' lists in the browser: quotas are set, people put on lists and sent, progress read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from factories.identities import identity_number
from factories.imports import AT
from factories.people import DONGCUN, LAN, PUMING, people, staff
from jineng.domain.tasks.operations import enter_people, send_people, set_quota
from jineng.platform.identity.roles import Role
from jineng.platform.regions.operations import load_regions

if TYPE_CHECKING:
    from tests.browser.conftest import Visitor

    from jineng.domain.tasks.models import SelectionList
    from jineng.platform.identity.models import User


@pytest.fixture
def clerk(db: None) -> User:
    load_regions(actor=None, at=AT)
    return staff(region_code=LAN)


def given(clerk: User, township: str = DONGCUN, group: str = "poverty_lifted", quota: int = 60) -> SelectionList:
    return set_quota(
        actor=clerk,
        at=AT,
        township_code=township,
        year=2022,
        policy_id="lanxian-2022",
        group=group,
        quota=quota,
        overrun="refuse",
    )


def test_nothing_is_there_before_a_quota_is_set(visitor: Visitor, clerk: User) -> None:
    visitor.sign_in(clerk)
    page = visitor.open("/selections/")

    expect(page.locator(".empty-state")).to_be_visible()
    visitor.require_accessible()


def test_a_quota_is_set_and_the_list_opens(visitor: Visitor, clerk: User) -> None:
    visitor.sign_in(clerk)
    page = visitor.open("/selections/quota/")
    visitor.require_accessible()
    page.locator("select[name=township_code]").select_option(DONGCUN)
    page.locator("input[name=year]").fill("2022")
    page.locator("select[name=group]").select_option("poverty_lifted")
    page.locator("input[name=quota]").fill("60")
    page.locator("main form button[type=submit]").first.click()

    expect(page.locator(".empty-state")).to_be_visible()
    assert "/selections/" in page.url


def test_progress_of_townships_is_ranked(visitor: Visitor, clerk: User) -> None:
    first, second = given(clerk), given(clerk, PUMING)
    keys = people(clerk, 40, groups=("poverty_lifted",))
    enter_people(actor=clerk, at=AT, list_uid=first.uid, person_keys=keys[:30])
    enter_people(actor=clerk, at=AT, list_uid=second.uid, person_keys=keys[30:])
    send_people(actor=clerk, at=AT, list_uid=second.uid)
    visitor.sign_in(clerk)
    page = visitor.open("/selections/?year=2022")

    expect(page.locator("table").first.locator("tbody tr")).to_have_count(2)
    visitor.require_accessible()


def test_a_township_puts_on_sends_and_withdraws(visitor: Visitor, clerk: User) -> None:
    chosen = given(clerk)
    keys = people(clerk, 56, groups=("poverty_lifted",))
    enter_people(actor=clerk, at=AT, list_uid=chosen.uid, person_keys=keys[:55])
    visitor.sign_in(staff(Role.TOWNSHIP_CLERK, DONGCUN))
    page = visitor.open(f"/selections/{chosen.uid}/")
    expect(page.locator("tbody tr")).to_have_count(50)
    visitor.require_accessible()

    page.locator("input[name=number]").fill(identity_number(56))
    page.locator("form[action$='/add/'] button").click()
    expect(page.locator(".notice-box")).to_be_visible()
    page.locator("input[name=number]").fill(identity_number(57))
    page.locator("form[action$='/add/'] button").click()
    expect(page.locator(".field-error")).to_be_visible()
    visitor.require_accessible()

    visitor.open(f"/selections/{chosen.uid}/")
    page.locator("tbody tr").first.locator("summary").click()
    page.locator("tbody tr").first.locator("input[name=why]").fill("外出务工")
    page.locator("tbody tr").first.locator("form button").click()
    expect(page.locator(".notice-box")).to_be_visible()
    page.locator("form[action$='/send/'] button").click()
    expect(page.locator(".notice-box")).to_be_visible()
    visitor.open(f"/selections/{chosen.uid}/?state=WITHDRAWN")
    visitor.keep_picture("selection withdrawn")
    expect(page.locator("tbody tr")).to_have_count(1)
