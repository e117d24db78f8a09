"""The desk in a browser that runs no scripts: a rule is written from its clause, checked, saved, moved, and the draft sent."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from tests.browser.conftest import LANGUAGES, WIDTHS, Visitor

from jineng.domain.drafts import operations
from jineng.domain.drafts.contents import contents_of_toml
from jineng.domain.drafts.queries import get_contents
from jineng.journeys.draft_original import attach_pasted
from jineng.policy.loader import list_documents

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser
    from pytest_django.live_server_helper import LiveServer

    from jineng.domain.drafts.models import Draft
    from jineng.platform.identity.models import User

AT = datetime(2023, 1, 9, 2, tzinfo=UTC)
ORIGINAL = """一、培训对象。农村转移就业劳动者。
二、师徒结对。全年结对 40 人。
三、补贴标准。按省里的规定执行。
"""


@pytest.fixture
def draft(officer: User) -> Draft:
    path = list_documents()["lanxian-2022"]
    contents = contents_of_toml(path.read_bytes(), path.with_name("examples.toml").read_bytes())
    for clause in contents.content["clause"]:  # so that no clause of the original is one of the plan's already
        clause["number"] = f"旧{clause['number']}"
    started = operations.start_draft(actor=officer, at=AT, title="岚县 2023 年实施方案", contents=contents)
    attach_pasted(actor=officer, at=AT, draft_id=started.public_id, text=ORIGINAL)
    return started


@pytest.fixture(params=[(width, language) for width in WIDTHS for language in LANGUAGES], ids="-".join)
def plain(request: pytest.FixtureRequest, browser: Browser, live_server: LiveServer) -> Iterator[Visitor]:
    """A visitor whose browser runs no scripts."""
    width, language = request.param
    across_px, down_px = WIDTHS[width]
    context = browser.new_context(viewport={"width": across_px, "height": down_px}, java_script_enabled=False)
    context.add_cookies([{"name": "django_language", "value": language, "url": live_server.url}])
    page = context.new_page()
    page.set_default_timeout(10_000)
    yield Visitor(page, live_server.url, width, language)
    context.close()


def test_rule_is_written_checked_saved_moved_and_the_draft_sent(plain: Visitor, officer: User, draft: Draft) -> None:
    plain.sign_in(officer)
    page = plain.open(f"/drafts/{draft.public_id}/?part=rule")
    if plain.width == "phone":
        page.check("#pane-original")
    page.click("#original-1 a[href*='add/rule/']")
    page.click(".kind a[href*='kind=target']")

    page.fill("[name=title-zh]", "师徒结对")
    if page.locator("[name=goals-0-people]").count() == 0:
        page.click("button[name=_add][value=goals]")
    page.fill("[name=goals-0-what-zh]", "结对")
    page.fill("[name=goals-0-people]", "四十")
    page.click("button[value=check].btn")
    assert page.locator("#fault-goals-0-people").inner_text()
    plain.keep_picture("plain-faulty")
    page.fill("[name=goals-0-people]", "40")
    page.click("button[value=check].btn")
    assert page.locator("#verdict .all-good").count() == 1

    if plain.width == "phone":
        page.check("#pane-fold")
    page.fill("#search-original", "农村")
    page.click("button[value=find]")
    assert page.locator(".original-clause").count() == 1
    assert page.input_value("[name=goals-0-people]") == "40"
    plain.keep_picture("plain-searched")

    page.click("button[value=save].btn-primary")
    assert page.locator("#entry-target").is_visible()
    page.click("#entry-target button[value=up]")
    rules = [rule["id"] for rule in get_contents(officer, draft.public_id)[1].content["rule"]]
    assert rules[-2] == "target"
    page.click("nav a[href='?part=checks']")
    page.click("form[action$='/send/'] button")

    draft.refresh_from_db()
    assert draft.state == "SENT"
    assert page.locator(".notice-box.tone-waiting").count() == 1
