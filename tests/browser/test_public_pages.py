"""The public pages as people meet them: plans and the calculator."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from tests.browser.conftest import Visitor

CALCULATOR = "/plans/lanxian-2022/calculator/"
BELOW_THE_LINE = {"zh-hans": "就业再多 2 人即达 80%", "en": "2 more employed trainees reach 80 %"}
AMOUNT = {"zh-hans": "1,000 元", "en": "¥1,000"}


@pytest.mark.parametrize(
    "address",
    [
        "/plans/",
        "/plans/lanxian-2022/",
        "/plans/changzhixian-2018/",
        CALCULATOR,
        f"{CALCULATOR}?kind=order&days=abc&certified=yes&unit_certified=5&unit_employed=6",
        "/plans/changzhixian-2018/calculator/?item=hire&size=small&contract_months=5",
    ],
)
def test_page_keeps_nobody_out(visitor: Visitor, address: str) -> None:
    page = visitor.open(address)
    if page.locator(".example").count():
        page.locator(".example summary").first.click()

    visitor.require_accessible()


def _state(page: Page) -> dict[str, object]:
    """What a person sees and what would be sent."""
    return {
        "result": page.locator("#result").inner_html(),
        "announced": page.locator("#announce").inner_text(),
        "faults": page.locator(".field-error").all_inner_texts(),
        "answers": page.evaluate("[...new FormData(document.querySelector('.calculator-questions'))]"),
        "language returns to": page.locator("#language-next").get_attribute("value"),
    }


def _tell(page: Page) -> None:
    with page.expect_response(lambda response: "kind=order" in response.url):
        page.select_option("[name=kind]", "order")
    page.locator("label", has_text=re.compile("^(整单取证人数|People certified in the whole order)$")).wait_for()
    page.fill("[name=days]", "26")
    page.locator("[name=certified][value=yes]").check()
    page.fill("[name=unit_certified]", "40")
    page.fill("[name=unit_employed]", "30")
    page.keyboard.press("Tab")


def test_result_follows_the_answers_and_a_reload_shows_the_same(visitor: Visitor) -> None:
    page = visitor.open(CALCULATOR)
    _tell(page)
    page.locator("#result", has_text=BELOW_THE_LINE[visitor.language]).wait_for()
    page.locator(".htmx-request, .htmx-settling, .htmx-swapping").first.wait_for(state="detached")
    visitor.keep_picture("calculator-told")
    visitor.require_accessible()

    swapped = _state(page)
    assert parse_qs(urlsplit(page.url).query)["unit_employed"] == ["30"]
    page.reload()
    assert _state(page) == swapped
    assert AMOUNT[visitor.language] in str(swapped["announced"])


def test_a_bad_answer_is_told_beside_its_field_and_goes_when_mended(visitor: Visitor) -> None:
    page = visitor.open(f"{CALCULATOR}?kind=universal&certified=yes")
    page.fill("[name=days]", "很多")
    page.keyboard.press("Tab")
    page.locator("#fault-days", has_text="很多").wait_for()
    assert page.locator("#fault-days").is_visible()

    page.fill("[name=days]", "5")
    page.keyboard.press("Tab")
    page.locator("#result", has_text="750").wait_for()
    assert page.locator("#fault-days").inner_text() == ""


def test_what_is_being_typed_survives_the_answer_to_the_last_field(visitor: Visitor) -> None:
    page = visitor.open(f"{CALCULATOR}?kind=universal&certified=yes")
    with page.expect_response(lambda response: "days=5" in response.url):
        page.fill("[name=days]", "5")
        page.keyboard.press("Tab")
        page.keyboard.type("9")
    page.locator("#result", has_text="750").wait_for()

    assert page.locator("[name=planned_days]").input_value() == "9"
    assert page.evaluate("document.activeElement.name") == "planned_days"


def test_language_can_be_changed_in_the_middle(visitor: Visitor) -> None:
    page = visitor.open(f"{CALCULATOR}?kind=universal&certified=yes")
    with page.expect_response(lambda response: "days=5" in response.url):
        page.fill("[name=days]", "5")
        page.keyboard.press("Tab")
    page.locator("#result", has_text="750").wait_for()
    page.locator(".language button").click()
    page.wait_for_load_state()

    assert page.locator("[name=days]").input_value() == "5"
    assert "750" in page.locator("#result").inner_text()


def test_form_works_without_scripts(visitor: Visitor) -> None:
    browser = visitor.page.context.browser
    assert browser is not None
    context = browser.new_context(java_script_enabled=False, viewport=visitor.page.viewport_size)
    context.add_cookies([{"name": "django_language", "value": visitor.language, "url": visitor.site}])
    page = context.new_page()
    page.goto(f"{visitor.site}{CALCULATOR}")
    page.select_option("[name=kind]", "order")
    page.fill("[name=days]", "26")
    page.locator("[name=certified][value=yes]").check()
    page.fill("[name=unit_certified]", "40")
    page.fill("[name=unit_employed]", "30")
    page.locator(".calculator-questions button[type=submit]").click()
    page.wait_for_load_state()

    assert urlsplit(page.url).fragment == "result"
    assert page.locator(".big-amount").inner_text().strip() == AMOUNT[visitor.language]
    assert BELOW_THE_LINE[visitor.language] in page.locator("#result").inner_text()
    context.close()
