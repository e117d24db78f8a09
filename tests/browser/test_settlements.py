"""The officer's desk as officers meet it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from factories import desk
from jineng.jobs.tasks import run as run_task

if TYPE_CHECKING:
    from pathlib import Path

    from tests.browser.conftest import Visitor

    from jineng.platform.identity.models import User


def test_pages_of_a_settled_book_keep_nobody_out(visitor: Visitor, officer: User) -> None:
    settlement = desk.judged(officer)
    refused = settlement.lines.filter(status="refused").order_by("ordinal").values_list("ordinal", flat=True)[1]
    visitor.sign_in(officer)

    for address in (
        "/settlements/",
        "/settlements/new/",
        f"/settlements/{settlement.pk}/",
        f"/settlements/{settlement.pk}/?status=refused&open={refused}",
        f"/settlements/{settlement.pk}/classes/",
        f"/settlements/{settlement.pk}/institutions/",
        f"/settlements/{settlement.pk}/set-aside/",
        f"/settlements/{settlement.pk}/receipt/",
        f"/settlements/{settlement.pk}/lines/13/",
    ):
        visitor.open(address)
        visitor.require_accessible()


def test_upload_becomes_the_result_by_itself(visitor: Visitor, officer: User, tmp_path: Path) -> None:
    path = tmp_path / "2022年度台账.xlsx"
    path.write_bytes(desk.book_bytes())
    visitor.sign_in(officer)
    page = visitor.open("/settlements/new/")
    page.fill("#id_as_of", "2022-12-31")
    page.set_input_files("#id_book", path)
    visitor.keep_picture("upload-filled")
    page.click("main form button[type=submit]")
    page.wait_for_selector("progress")
    visitor.keep_picture("waiting")
    visitor.require_accessible()

    run_task(_last_run())

    page.wait_for_selector("#lines")
    assert "tabs" in page.content()


def test_problems_are_listed_with_place_and_mend(visitor: Visitor, officer: User) -> None:
    settlement = desk.judged(officer, content=desk.faulty_bytes())
    visitor.sign_in(officer)
    page = visitor.open(f"/settlements/{settlement.pk}/")
    visitor.require_accessible()

    page.click("#problems .choices a:nth-child(2)")
    page.wait_for_selector("#problems .choices a:nth-child(2)[aria-current]")

    assert page.locator("#problems tbody tr").count() == 2


def test_line_opens_to_its_explanation_and_closes_again(visitor: Visitor, officer: User) -> None:
    settlement = desk.judged(officer)
    visitor.sign_in(officer)
    page = visitor.open(f"/settlements/{settlement.pk}/")
    page.click("#toggle-1")
    page.wait_for_selector("#line-1 .steps-list")
    swapped = page.inner_html("#line-1 .explanation .steps-list")
    visitor.require_accessible()
    page.goto(page.url.split("?")[0] + "?open=1")
    assert page.inner_html("#line-1 .explanation .steps-list") == swapped

    page.click("#person-1 button")
    page.wait_for_selector("#person-1 strong")
    visitor.keep_picture("revealed")
    page.click("#toggle-1")
    page.wait_for_selector("#toggle-1[aria-expanded=false]")

    assert page.locator("#line-1 .explanation").count() == 0


def test_filter_changes_lines_and_address(visitor: Visitor, officer: User) -> None:
    settlement = desk.judged(officer)
    visitor.sign_in(officer)
    page = visitor.open(f"/settlements/{settlement.pk}/")
    page.select_option("#filter-status", "refused")
    page.wait_for_url("**status=refused**")
    swapped = page.inner_html("#lines .summary-line")
    page.reload()

    assert page.inner_html("#lines .summary-line") == swapped


def _last_run() -> int:
    from jineng.domain.settlements.models import Settlement

    return Settlement.objects.order_by("-id").values_list("run_id", flat=True)[0]
