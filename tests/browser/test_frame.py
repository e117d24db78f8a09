"""The frame of the site as people meet it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.browser.conftest import Visitor

    from jineng.platform.identity.models import User


@pytest.mark.parametrize("address", ["/", "/sign-in/", "/no-such-page/"])
def test_page_keeps_nobody_out(visitor: Visitor, address: str) -> None:
    visitor.open(address)

    visitor.require_accessible()


def test_signed_in_page_keeps_nobody_out(visitor: Visitor, officer: User) -> None:
    visitor.sign_in(officer)
    visitor.open("/")

    if visitor.width == "phone":
        visitor.page.locator(".site-menu summary").click()
        visitor.keep_picture("menu")
    visitor.require_accessible()


def test_wrong_password_is_told_beside_the_form(visitor: Visitor, officer: User) -> None:
    page = visitor.open("/sign-in/")
    page.fill("#id_username", "officer")
    page.fill("#id_password", "not-the-password")
    page.click("main button[type=submit]")

    alert = page.locator("main [role=alert]")
    expected = {"zh-hans": "用户名或密码不对", "en": "The user name or the password is wrong"}
    assert expected[visitor.language] in alert.inner_text()
    visitor.keep_picture("wrong-password")
    visitor.require_accessible()


def test_language_switch_keeps_the_page(visitor: Visitor) -> None:
    page = visitor.open("/sign-in/")
    page.click(".language button")
    page.wait_for_load_state()

    assert page.url == f"{visitor.site}/sign-in/"
    assert page.locator("html").get_attribute("lang") == {"zh-hans": "en", "en": "zh-CN"}[visitor.language]


def test_keyboard_reaches_content_first(visitor: Visitor) -> None:
    page = visitor.open("/")
    page.keyboard.press("Tab")

    assert page.evaluate("document.activeElement.getAttribute('href')") == "#content"
