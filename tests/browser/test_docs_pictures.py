"""The pictures of the documentation come from the site itself: DOCS_PICTURES=1 takes them anew."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

from factories import desk

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from tests.browser.conftest import Visitor

    from jineng.platform.identity.models import User

ROOT = Path(__file__).parents[2]
PICTURES = ROOT / "docs" / "screenshots"
TAKEN = {"settlement-line.png", "calculator.png"}


def test_documents_show_the_pictures_taken_here_and_no_others() -> None:
    documents = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    shown = {
        name for path in documents for name in re.findall(r"docs/screenshots/([\w-]+\.png)", path.read_text("utf-8"))
    }

    assert shown == TAKEN == {path.name for path in PICTURES.glob("*.png")}


def test_picture_of_a_settlement_line(visitor: Visitor, officer: User) -> None:
    settlement = desk.judged(officer)
    line = settlement.lines.filter(item="training", status="payable", standard="ladder").order_by("ordinal")[2]
    visitor.sign_in(officer)

    page = visitor.open(f"/settlements/{settlement.pk}/?class_id={line.class_id}&open={line.ordinal}")

    assert page.locator("#lines ol li").count() >= 4
    take(page, visitor, "settlement-line.png", top="#lines", height_px=760)


def test_picture_of_the_calculator(visitor: Visitor) -> None:
    told = "item=training&kind=order&days=26&certified=yes&unit_certified=40&unit_employed=30"

    page = visitor.open(f"/plans/lanxian-2022/calculator/?{told}")

    assert "1,000" in page.inner_text("main")
    take(page, visitor, "calculator.png", top="main", height_px=1180)


def take(page: Page, visitor: Visitor, name: str, *, top: str, height_px: int) -> None:
    """Keep the page from ``top`` on, on a desk in Chinese, the language of record, if pictures are wanted."""
    if os.environ.get("DOCS_PICTURES") and (visitor.width, visitor.language) == ("desk", "zh-hans"):
        PICTURES.mkdir(parents=True, exist_ok=True)
        box = page.locator(top).first.bounding_box()
        assert box is not None
        clip = {"x": 0, "y": max(box["y"] - 20, 0), "width": 1280, "height": height_px}
        page.screenshot(path=PICTURES / name, full_page=True, clip=clip)
