"""People's records as clerks and the people themselves meet them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from factories.identities import account, identity_number, phone
from factories.people import AT, DONGCUN, LAN, people, row, staff
from jineng.domain.registry.models import AssistedEntry, PayoutAccount, Person, PersonRequest, TargetGroupTag
from jineng.domain.registry.operations import payout, requests
from jineng.domain.registry.operations.people import Help, register_person
from jineng.domain.registry.operations.standing import give_declaration, tag_person
from jineng.platform.identity.models import PhoneCode, User
from jineng.platform.identity.roles import Role
from jineng.platform.regions.operations import load_regions

if TYPE_CHECKING:
    from tests.browser.conftest import Visitor

LONG = "阿卜杜热合曼·买买提托合提·努尔买买提·阿不都克里木江"


@pytest.fixture
def clerk(db: None) -> User:
    load_regions(actor=None, at=AT)
    return staff(Role.OFFICER, LAN, name="兰小雨")


def told_person(clerk: User) -> Person:
    """Register somebody of whom everything is told, entered by another than themself."""
    made = register_person(
        actor=clerk, at=AT, row=row(1, name=LONG, groups=("rural_labour", "entrepreneur")), help_given=Help("elderly")
    )
    tag_person(
        actor=clerk, at=AT, uid=made.uid, group="poverty_lifted", from_on=date(2022, 1, 1), evidence="register",
        evidence_note="晋乡振〔2022〕7号", source="县乡村振兴局 2022 年 1 月名单",
    )  # fmt: skip
    give_declaration(actor=clerk, at=AT, uid=made.uid, kind="consent", way="paper")
    payout.propose_account(
        actor=clerk, at=AT, uid=made.uid, kind="social_security_card", bank="山西农信社", number=account(1)
    )
    return made


def test_pages_about_people_keep_nobody_out(visitor: Visitor, clerk: User) -> None:
    people(clerk, 60, 2, groups=("rural_labour",))
    made = told_person(clerk)
    child = register_person(actor=clerk, at=AT, row=row(300, id_number=identity_number(1, date(2005, 1, 1))))
    learner = User.objects.get(person_key=child.pk)
    asked = requests.ask_erasure(actor=learner, at=AT, uid=child.uid, said="不想再留信息")
    tag = TargetGroupTag.objects.filter(person=made).first()
    entry = AssistedEntry.objects.get(person=made)
    money = PayoutAccount.objects.get(person=made)
    assert tag is not None
    visitor.sign_in(clerk)

    for address in (
        "/people/",
        "/people/new/",
        f"/people/{made.uid}/",
        f"/people/{child.uid}/",
        f"/people/{made.uid}/edit/",
        f"/people/{made.uid}/guardian/",
        f"/people/{made.uid}/groups/",
        f"/people/{made.uid}/groups/{tag.pk}/end/",
        f"/people/{made.uid}/organisations/",
        f"/people/{made.uid}/assistance/{entry.pk}/",
        f"/people/{made.uid}/accounts/",
        f"/people/{made.uid}/accounts/{money.pk}/",
        f"/people/{made.uid}/merge/",
        "/people/requests/",
        f"/people/requests/{asked.pk}/",
    ):
        visitor.open(address)
        visitor.require_accessible()


def test_learners_see_what_is_held_and_answer(visitor: Visitor, clerk: User) -> None:
    made = told_person(clerk)
    learner = User.objects.get(person_key=made.pk)
    money = PayoutAccount.objects.get(person=made)
    visitor.sign_in(learner)

    for address in (
        "/me/",
        "/me/ask/",
        "/me/erase/",
        "/me/declarations/commitment/",
        "/me/accounts/",
        f"/me/accounts/{money.pk}/",
    ):
        visitor.open(address)
        visitor.require_accessible()
    page = visitor.open("/me/declarations/commitment/")
    page.click("main form button")
    page.wait_for_url("**/me/")
    page.click("main button[value=right]")
    page.wait_for_url("**/me/")

    assert AssistedEntry.objects.get(person=made).state == "CONFIRMED"
    assert made.declarations.count() == 2
    assert row(1).id_number not in page.content()


def test_a_clerk_registers_finds_and_looks_with_a_reason(visitor: Visitor, clerk: User) -> None:
    visitor.sign_in(clerk)
    page = visitor.open("/people/new/")
    page.fill("#id_id_number", identity_number(5)[:-1] + "0")
    page.fill("#id_name", "王?")
    page.click("main form button[type=submit]")
    page.wait_for_selector(".field-faulty")
    visitor.keep_picture("person-new-faulty")
    visitor.require_accessible()
    page.fill("#id_id_number", identity_number(5))
    page.fill("#id_name", "尉迟䶮")
    page.fill("#id_phone", phone(5))
    page.select_option("#id_township_code", DONGCUN)
    page.click("main form button[type=submit]")
    page.wait_for_url("**/people/*-*/")

    assert identity_number(5) not in page.content()
    page.click("summary:has-text('号码')" if visitor.language != "en" else "details.disclosure summary >> nth=0")
    page.select_option("#id_reason", "contact")
    page.click("form[action$='/reveal/'] button")
    page.wait_for_selector(f"text={identity_number(5)}")
    visitor.keep_picture("person-revealed")
    visitor.require_accessible()
    page = visitor.open("/people/")
    page.fill("#typed", "yuchi")
    page.click(".filters button")
    page.wait_for_selector("tbody tr")

    assert page.locator("tbody th a").all_inner_texts() == ["尉迟䶮"]
    assert "yuchi" not in page.url


def test_an_account_is_confirmed_by_two(visitor: Visitor, clerk: User) -> None:
    made = register_person(actor=clerk, at=timezone.now(), row=row(1))
    visitor.sign_in(clerk)
    page = visitor.open(f"/people/{made.uid}/accounts/")
    page.fill("#id_bank", "山西农信社")
    page.fill("#id_number", account(3))
    page.fill("#id_number_again", account(3))
    page.click("main form button[type=submit]")
    page.click("button[value=send]")
    page.wait_for_selector("#id_code")
    page.fill("#id_code", PhoneCode.objects.get().code.open())
    page.click("button[value=code]")
    page.wait_for_selector(".tone-good")
    visitor.keep_picture("account-after-code")
    visitor.require_accessible()
    assert page.locator("button[value=accept]").count() == 0
    visitor.sign_in(staff(Role.REVIEWER, LAN, name="复核员"))
    page.goto(page.url)
    page.click("button[value=accept]")
    page.wait_for_url(f"**/people/{made.uid}/")

    assert PayoutAccount.objects.get().state == "LIVE"


def test_a_request_is_answered_and_a_double_is_merged(visitor: Visitor, clerk: User) -> None:
    made = register_person(actor=clerk, at=AT, row=row(1))
    register_person(actor=clerk, at=AT, row=row(2))
    learner = User.objects.get(person_key=made.pk)
    requests.ask_correction(actor=learner, at=AT, uid=made.uid, said="学历是大专", proposed={"education": "31"})
    visitor.sign_in(clerk)
    page = visitor.open("/people/requests/")
    page.click("tbody th a")
    page.click("button[value=accept]")
    page.wait_for_url("**/people/requests/")
    page = visitor.open(f"/people/{made.uid}/merge/")
    page.fill("#id_other", row(2).id_number)
    page.fill("#id_evidence", "公安证明〔2022〕3号")
    page.click("button[value=find]")
    page.wait_for_selector("button[value=merge]")
    visitor.keep_picture("merge-found")
    visitor.require_accessible()
    page.click("button[value=merge]")
    page.wait_for_url(f"**/people/{made.uid}/")

    assert PersonRequest.objects.get().state == "ACCEPTED"
    assert Person.objects.filter(state="MERGED").count() == 1
