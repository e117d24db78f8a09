"""The desk as officers meet it: an original beside the plan, rules written and checked as they are typed, a second officer."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from factories import desk
from jineng.domain.drafts import operations
from jineng.domain.drafts.contents import Contents, contents_of_toml
from jineng.domain.drafts.queries import get_contents
from jineng.jobs.tasks import run as run_task
from jineng.journeys.draft_original import attach_pasted
from jineng.platform.progress.models import JobRun
from jineng.policy.loader import list_documents

if TYPE_CHECKING:
    from tests.browser.conftest import Visitor

    from jineng.domain.drafts.models import Draft
    from jineng.platform.identity.models import User

AT = datetime(2023, 1, 9, 2, tzinfo=UTC)
ORIGINAL = """关于印发2023年职业技能培训工作实施方案的通知
一、培训对象。农村转移就业劳动者、城镇登记失业人员。
二、工作任务。
(一)全年培训900人，9月底完成70%。
(三)企业职工培训。
三、补贴标准
(一)订单式培训就业率达到80%的，前10天每天150元，超过的每天100元，每人最高4000元。
(二)普惠制培训一般3-7天，每人最高1000元。
"""


@pytest.fixture
def shipped() -> Contents:
    path = list_documents()["lanxian-2022"]
    return contents_of_toml(path.read_bytes(), path.with_name("examples.toml").read_bytes())


@pytest.fixture
def draft(officer: User, shipped: Contents) -> Draft:
    started = operations.start_draft(
        actor=officer, at=AT, title="岚县 2023 年实施方案", contents=shipped, base_policy_id="lanxian-2022"
    )
    attach_pasted(actor=officer, at=AT, draft_id=started.public_id, text=ORIGINAL)
    return started


def test_pages_of_the_desk_keep_nobody_out(visitor: Visitor, officer: User, draft: Draft, shipped: Contents) -> None:
    changed = Contents({**shipped.content, "document": {**shipped.content["document"], "doc_no": ""}}, shipped.examples)
    operations.save_revision(actor=officer, at=AT, draft_id=draft.public_id, based_on=1, contents=changed)
    visitor.sign_in(officer)
    key = draft.public_id

    for address in (
        "/drafts/",
        "/drafts/new/",
        "/drafts/import/",
        f"/drafts/{key}/",
        f"/drafts/{key}/?part=clause",
        f"/drafts/{key}/?part=rule&q=150元",
        f"/drafts/{key}/?part=reading",
        f"/drafts/{key}/?part=example",
        f"/drafts/{key}/?part=checks",
        f"/drafts/{key}/original/",
        f"/drafts/{key}/edit/document/document/",
        f"/drafts/{key}/edit/clause/L3.7a/",
        f"/drafts/{key}/edit/reading/day/",
        f"/drafts/{key}/edit/rule/universal/",
        f"/drafts/{key}/edit/rule/certificates/",
        f"/drafts/{key}/edit/rule/employment_gate/",
        f"/drafts/{key}/add/rule/?original=6",
        f"/drafts/{key}/add/rule/?original=6&kind=rate",
        f"/drafts/{key}/revisions/",
        f"/drafts/{key}/compare/",
        f"/drafts/{key}/calculator/?number=1",
        f"/drafts/{key}/calculator/",
        f"/drafts/{key}/trial/",
        f"/drafts/{key}/withdraw/",
    ):
        visitor.open(address)
        visitor.require_accessible()


def test_rule_is_checked_while_it_is_typed(visitor: Visitor, officer: User, draft: Draft) -> None:
    visitor.sign_in(officer)
    page = visitor.open(f"/drafts/{draft.public_id}/edit/rule/universal/")
    page.fill("#input-tiers-0-price", "一百五")
    page.wait_for_selector("#fault-tiers-0-price:not(:empty)")
    visitor.keep_picture("rule-faulty")
    visitor.require_accessible()

    page.click("#field-tiers-0-price .chip[data-value='150']")
    page.wait_for_selector("#verdict .all-good")
    assert page.input_value("#input-tiers-0-price") == "150"
    assert page.inner_text("#fault-tiers-0-price") == ""
    page.fill("#input-caps-0-amount", "1,200")
    page.wait_for_selector("#fault-caps-0-amount:not(:empty)")
    assert "1,200" in page.inner_text("#verdict .described")
    page.click("button[value=save].btn-primary")

    page.wait_for_selector("#entry-universal")
    rule = next(r for r in get_contents(officer, draft.public_id)[1].content["rule"] if r["id"] == "universal")
    assert rule["caps"] == ["1200"]


def test_row_is_added_in_place_and_what_was_typed_stays(visitor: Visitor, officer: User, draft: Draft) -> None:
    visitor.sign_in(officer)
    page = visitor.open(f"/drafts/{draft.public_id}/edit/rule/ladder/")
    page.fill("#input-caps-0-amount", "3900")
    page.click("button[name=_add][value=tiers]")
    page.wait_for_selector("#input-tiers-2-price")
    visitor.require_accessible()

    assert page.input_value("#input-caps-0-amount") == "3900"
    page.click("button[name=_remove][value=tiers-2]")
    page.wait_for_selector("#input-tiers-2-price", state="detached")


def test_example_says_at_once_whether_it_holds(visitor: Visitor, officer: User, draft: Draft) -> None:
    visitor.sign_in(officer)
    page = visitor.open(f"/drafts/{draft.public_id}/edit/example/order_10_days/")
    page.wait_for_selector("#verdict .all-good")
    visitor.require_accessible()
    page.fill("#answer-days", "12")
    page.wait_for_selector("#verdict .field-error")

    assert "1700" in page.inner_text("#verdict")
    visitor.keep_picture("example-fails")


def test_second_officer_reviews_and_approves(visitor: Visitor, officer: User, draft: Draft) -> None:
    second = desk.person("desk-second", name="梁复明")
    operations.send(actor=officer, at=AT, draft_id=draft.public_id, number=1)
    visitor.sign_in(officer)
    visitor.open(f"/drafts/{draft.public_id}/review/")
    visitor.keep_picture("review-own")
    visitor.sign_in(second)
    page = visitor.open(f"/drafts/{draft.public_id}/review/")
    visitor.require_accessible()
    page.click("form:has(input[value=approve]) button")
    page.wait_for_selector(".notice-box.tone-good")
    visitor.keep_picture("approved")

    draft.refresh_from_db()
    assert draft.state == "APPROVED"


def test_trial_shows_what_changes(visitor: Visitor, officer: User, draft: Draft) -> None:
    desk.judged(officer)
    visitor.sign_in(officer)
    page = visitor.open(f"/drafts/{draft.public_id}/trial/")
    visitor.require_accessible()
    page.click("main form button[type=submit], main form button")
    page.wait_for_selector("progress")
    run = JobRun.objects.order_by("-id")[0]
    visitor.open(f"/drafts/{draft.public_id}/trial/{run.pk}/")

    run_task(run.pk)

    page.wait_for_selector("#trial table")
    visitor.keep_picture("trial-result")
    visitor.require_accessible()


def test_everything_is_there_on_a_phone_by_two_tabs(visitor: Visitor, officer: User, draft: Draft) -> None:
    visitor.sign_in(officer)
    page = visitor.open(f"/drafts/{draft.public_id}/?part=rule")
    if visitor.width == "desk":
        assert page.is_visible(".pane-original")
        assert page.is_visible(".pane-plan")
        return
    assert not page.is_visible(".pane-original")
    page.check("#pane-original")
    assert page.is_visible(".pane-original")
    assert not page.is_visible(".pane-plan")
    visitor.keep_picture("phone-original")
    visitor.require_accessible()
