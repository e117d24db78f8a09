"""Signing in, one's own account and the administrator's pages, as people use them."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pyotp
import pytest
from django.utils import timezone

from factories.accounts import PASSWORD, account
from factories.identities import phone
from factories.people import person, staff
from jineng.platform.identity.models import Authenticator, PhoneCode, TallyKind, User
from jineng.platform.identity.operations.administration import close_account
from jineng.platform.identity.operations.phone_codes import send_code
from jineng.platform.identity.operations.signing_in import take_attempt
from jineng.platform.identity.operations.stand_ins import give_deputy
from jineng.platform.identity.roles import Role
from jineng.platform.regions.operations import load_regions

if TYPE_CHECKING:
    from pathlib import Path

    from tests.browser.conftest import Visitor


@pytest.fixture(autouse=True)
def _regions(transactional_db: None) -> None:
    load_regions(actor=None, at=timezone.now())


def button(visitor: Visitor, zh: str, en: str) -> Any:
    name = re.compile(f"^({zh}|{en})$")
    return visitor.page.locator("#content").get_by_role("button", name=name)


def look(visitor: Visitor, name: str) -> None:
    visitor.keep_picture(name)
    visitor.require_accessible()


def test_first_sign_in_with_temporary_password_and_authenticator(visitor: Visitor, settings: Any) -> None:
    settings.TOTP = "required"
    user = account("lan-new", must_change_password=True)
    page = visitor.open("/sign-in/")
    visitor.require_accessible()
    page.fill("[name=username]", "lan-new")
    page.fill("[name=password]", "not-the-password")
    button(visitor, "登录", "Sign in").click()
    page.wait_for_selector(".notice-box, .field-error")
    look(visitor, "sign-in-refused")
    page.fill("[name=password]", PASSWORD)
    button(visitor, "登录", "Sign in").click()

    page.wait_for_url("**/account/password/")
    page.fill("[name=old]", PASSWORD)
    page.fill("[name=new]", "three plain words")
    page.fill("[name=again]", "three plain words")
    look(visitor, "password-forced")
    page.locator("#content button[type=submit]").click()

    page.wait_for_url("**/account/second-step/")
    look(visitor, "second-step")
    secret = Authenticator.objects.get(user=user).secret.open()
    page.fill("[name=code]", pyotp.TOTP(secret).now())
    page.locator("#content button[type=submit]").click()
    page.wait_for_selector("text=/恢复码|ecovery codes/")
    look(visitor, "recovery-codes")
    recovery = page.locator("#content li code").first.inner_text()
    page.locator("#content a.btn-primary").click()
    page.wait_for_url(f"{visitor.site}/")

    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    visitor.open("/sign-in/")
    page.fill("[name=username]", "lan-new")
    page.fill("[name=password]", "three plain words")
    button(visitor, "登录", "Sign in").click()
    page.wait_for_url("**/sign-in/code/")
    look(visitor, "/sign-in/code/")
    page.fill("[name=code]", recovery)
    button(visitor, "登录", "Sign in").click()
    page.wait_for_url(f"{visitor.site}/")
    visitor.open("/account/password/")
    visitor.require_accessible()


def test_learner_signs_in_by_phone(visitor: Visitor, settings: Any, tmp_path: Path) -> None:
    settings.STATE_DIR = tmp_path
    someone = person(staff(), 1, phone=phone(1))
    page = visitor.open("/sign-in/phone/")
    visitor.require_accessible()
    page.fill("[name=phone]", phone(1))
    page.locator("#content button[type=submit]").click()
    page.wait_for_url("**/sign-in/phone/code/")
    look(visitor, "/sign-in/phone/code/")
    asked = PhoneCode.objects.get()
    code = asked.code.open()
    send_code(at=timezone.now(), key=asked.pk)
    visitor.open("/sign-in/messages/")
    visitor.require_accessible()
    assert code in page.inner_text("#content")
    visitor.open("/sign-in/phone/code/")
    page.fill("[name=code]", code)
    page.locator("#content button[type=submit]").click()
    page.wait_for_url("**/me/")
    assert someone.name in page.inner_text("#content")
    visitor.open("/account/")
    look(visitor, "account-learner")


def test_no_single_sign_on_without_a_link(visitor: Visitor, settings: Any) -> None:
    """The pages that say no: the identity service is away, or what came back cannot be believed."""
    settings.SINGLE_SIGN_ON = {"issuer": "http://127.0.0.1:1", "client_id": "jineng", "client_secret": ""}
    visitor.open("/sign-in/")
    look(visitor, "sign-in-with-single-sign-on")
    visitor.open("/sign-in/single-sign-on/back/")
    visitor.require_accessible()


def test_own_account_and_stand_ins(visitor: Visitor) -> None:
    absent, present = account("lan-reviewer", Role.REVIEWER), account("lan-officer")
    gone = account("lan-gone")
    now = timezone.now()
    close_account(actor=None, at=now, user=gone, successor=present)
    visitor.sign_in(absent)
    page = visitor.open("/account/stand-ins/new/")
    visitor.require_accessible()
    page.select_option("[name=stand_in]", str(present.pk))
    page.fill("[name=reason]", "到太原参加培训")
    page.locator("#content button[type=submit]").click()
    page.wait_for_url("**/account/")

    visitor.sign_in(present)
    visitor.open("/account/")
    visitor.require_accessible()
    page.locator("form[action$='/begin/'] button").click()
    page.wait_for_url(f"{visitor.site}/")
    visitor.open("/account/")
    look(visitor, "account-acting")
    page.locator("form[action$='/stop/'] button").first.click()
    page.wait_for_url("**/account/")
    page.locator("form[action$='/end/'] button").last.click()
    page.wait_for_url("**/account/")


def test_administrator(visitor: Visitor) -> None:
    admin = account("lan-admin", Role.ADMINISTRATOR)
    absent, present = account("lan-reviewer", Role.REVIEWER), account("lan-officer")
    account("lan-clerk", Role.TOWNSHIP_CLERK)
    now = timezone.now()
    give_deputy(
        actor=admin,
        at=now,
        absent=absent,
        stand_in=present,
        starts_at=now,
        ends_at=now + timedelta(days=3),
        reason="休假",
    )
    for _ in range(5):
        take_attempt(at=now, kind=TallyKind.ACCOUNT, key="lan-reviewer")
    visitor.sign_in(admin)
    page = visitor.open("/accounts/")
    visitor.require_accessible()
    page.fill("[name=sought]", "reviewer")
    page.locator(".filters button").click()
    page.wait_for_load_state()
    assert page.locator("tbody tr").count() == 1

    visitor.open(f"/accounts/{absent.pk}/")
    visitor.require_accessible()
    for summary in page.locator("summary").all():
        if summary.is_visible():
            summary.click()
    look(visitor, "account-detail-opened")
    visitor.open(f"/accounts/{absent.pk}/stand-in/")
    visitor.require_accessible()
    visitor.open(f"/accounts/{absent.pk}/")
    page.locator("form[action$='/unlock/'] button").click()
    page.wait_for_load_state()
    look(visitor, "account-unlocked")

    visitor.open("/accounts/new/")
    visitor.require_accessible()
    page.fill("[name=display_name]", "新来的")
    page.fill("[name=username]", "lan-new")
    page.select_option("[name=role]", "finance")
    page.locator("#content button[type=submit]").click()
    page.wait_for_selector("text=/临时密码|emporary password/")
    look(visitor, "temporary-password")
    assert User.objects.get(username="lan-new").must_change_password


def test_closed_to_auditors(visitor: Visitor) -> None:
    other = account("lan-officer")
    visitor.sign_in(account("lan-auditor", Role.AUDITOR))
    visitor.open(f"/accounts/{other.pk}/")
    look(visitor, "account-detail-auditor")
    assert visitor.page.locator("#content form").count() == 0
