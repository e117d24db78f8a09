"""Plans that are settled from claim lines as people meet them: the plan, and its calculator."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest

from jineng.domain.drafts import operations
from jineng.domain.drafts.contents import contents_of_toml

if TYPE_CHECKING:
    from tests.browser.conftest import Visitor

    from jineng.platform.identity.models import User

WORKED = Path(__file__).parents[1] / "engine/worked"
CALCULATOR = "/plans/shanxi-2018/calculator/"
PAID = {"zh-hans": "可以补贴 1,700 元", "en": "1,700 yuan are due"}
GROUNDS = {"zh-hans": "全部依据", "en": "All the grounds"}


@pytest.fixture(autouse=True)
def _policies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(WORKED, tmp_path / "worked")
    monkeypatch.setenv("JINENG_POLICIES", str(tmp_path))


@pytest.mark.parametrize(
    "address",
    [
        "/plans/",
        "/plans/guilin-2018/",
        "/plans/nanping-2023/",
        "/plans/jining-2020/calculator/",
        "/plans/wujin-2023/calculator/?item=certificate&certified_on=x&level=9&as_of=soon",
        "/plans/ningbo-2018/calculator/?programme=studio&exam_on=2018-10-01",
        f"{CALCULATOR}?absent=attended_days&kind=project",
    ],
)
def test_page_keeps_nobody_out(visitor: Visitor, address: str) -> None:
    page = visitor.open(address)
    for place in (".example summary", ".grounds summary"):
        if page.locator(place).count():
            page.locator(place).first.click()
    visitor.keep_picture(f"{address}-opened")

    visitor.require_accessible()


def test_result_follows_the_facts_and_is_told_to_all_three_readers(visitor: Visitor) -> None:
    page = visitor.open(CALCULATOR)
    page.select_option("[name=kind]", "project")
    page.select_option("[name=group]", "poor_family")
    page.fill("[name=attended_days]", "12")
    page.fill("[name=class_start_on]", "2018-09-01")
    page.keyboard.press("Tab")
    page.locator("#result .sentence", has_text=PAID[visitor.language]).wait_for()
    page.locator(".htmx-request, .htmx-settling, .htmx-swapping").first.wait_for(state="detached")
    assert parse_qs(urlsplit(page.url).query)["class_start_on"] == ["2018-09-01"]
    assert page.locator("#result .steps-list .clause a").count() > 0

    page.locator("#result summary", has_text=GROUNDS[visitor.language]).click()
    assert page.locator("#result .ground-list code").first.is_visible()
    visitor.keep_picture("claims-calculator-told")
    visitor.require_accessible()
    page.reload()
    assert PAID[visitor.language] in page.locator("#result .sentence").inner_text()


def test_what_is_not_there_is_ticked_and_what_is_not_known_is_named(visitor: Visitor) -> None:
    page = visitor.open(f"{CALCULATOR}?kind=project&group=poor_family&class_start_on=2018-09-01")
    days = page.locator("label[for=answer-attended_days]").inner_text()
    assert days in page.locator("#result .bulleted").inner_text()

    page.locator("#absent-attended_days").check()
    page.locator("#result .bulleted").wait_for(state="detached")
    assert parse_qs(urlsplit(page.url).query)["absent"] == ["attended_days"]


def test_a_bad_fact_is_told_beside_its_field_and_goes_when_mended(visitor: Visitor) -> None:
    page = visitor.open(CALCULATOR)
    page.fill("[name=attended_days]", "很多")
    page.keyboard.press("Tab")
    page.locator("#fault-attended_days", has_text="很多").wait_for()

    page.fill("[name=attended_days]", "5")
    page.keyboard.press("Tab")
    page.locator("#result .big-amount").wait_for()
    assert page.locator("#fault-attended_days").inner_text() == ""


def test_draft_is_tried_and_its_examples_told_at_the_desk(visitor: Visitor, officer: User) -> None:
    folder = WORKED / "wujin-2023"
    contents = contents_of_toml((folder / "policy.toml").read_bytes(), (folder / "examples.toml").read_bytes())
    at = datetime(2023, 1, 9, 2, tzinfo=UTC)
    draft = operations.start_draft(actor=officer, at=at, title="武进 2023 年", contents=contents)
    visitor.sign_in(officer)

    visitor.open(f"/drafts/{draft.public_id}/calculator/?item=certificate&certified_on=2023-01-10")
    visitor.require_accessible()
    page = visitor.open(f"/drafts/{draft.public_id}/?part=example")
    page.locator(".example summary").first.click()
    page.locator(".example .grounds summary").first.click()
    visitor.keep_picture("claims-desk-examples")
    visitor.require_accessible()
