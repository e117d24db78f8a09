"""The auditor's log and the published roots, on a desk and a phone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from factories.people import staff
from jineng.domain.drafts.models import Draft
from jineng.platform.audit.operations import seal_events
from jineng.platform.identity.roles import Role

if TYPE_CHECKING:
    from conftest import Visitor


def test_log(visitor: Visitor) -> None:
    auditor = staff(Role.AUDITOR, "141127", name="稽核员")
    Draft.objects.create(region_code="141127", title="方案", made_by=auditor, made_at=auditor.created_at)
    visitor.sign_in(auditor)
    page = visitor.open("/audit/")
    visitor.require_accessible()

    page.locator("main summary").first.click()
    visitor.keep_picture("audit-opened")
    visitor.require_accessible()
    page.locator("select[name=kind]").select_option("drafts_draft")
    page.locator("form[method=get] button").click()
    page.wait_for_url("**kind=drafts_draft**")
    assert page.locator("tbody tr").count() == 1


def test_roots(visitor: Visitor) -> None:
    visitor.open("/audit/roots/")
    visitor.require_accessible()
    staff(Role.AUDITOR, "141127", name="稽核员")
    seal_events()

    page = visitor.open("/audit/roots/")

    assert page.locator("code").count() == 1
    visitor.require_accessible()
