"""Organisations and the leading group as officers and institutions meet them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from factories.identities import account as bank_account
from factories.identities import identity_number, phone
from factories.organisations import AT, account, facts, registered
from jineng.domain.registry.operations import equipment, facts_requests, holds, leading_group, organisations
from jineng.platform.identity.roles import Role
from jineng.platform.regions.operations import load_regions

if TYPE_CHECKING:
    from tests.browser.conftest import Visitor

    from jineng.domain.registry.models import GroupTask, Organisation
    from jineng.platform.identity.models import User


@pytest.fixture(autouse=True)
def _regions(db: None) -> None:
    load_regions(actor=None, at=AT)


@pytest.fixture
def school(officer: User) -> Organisation:
    """An institution with everything that its page can show."""
    school = registered(
        officer,
        name="岚县新时代职业培训学校",
        legal_representative="张学礼",
        representative_id=identity_number(1),
        bank_name="岚县农村商业银行",
        bank_account=bank_account(1),
    )
    by = {"actor": officer, "at": AT}
    registered(officer, 2, name="岚县新时代职业培训学校岚城分校", parent_uid=school.uid, township_code="141127101")
    organisations.add_contact(**by, uid=school.uid, name="李敏", phone=phone(1), post="教务主任", is_main=True)
    venue = equipment.add_venue(**by, uid=school.uid, name="本部", address="东村镇新建路1号", region_code="141127100")
    equipment.add_room(**by, venue_key=venue.pk, name="101 教室", kind="theory", seats=50)
    equipment.add_room(**by, venue_key=venue.pk, name="面点实训室", kind="practice", seats=20)
    teacher = equipment.engage_teacher(
        **by, uid=school.uid, name="赵老师", title="高级讲师", engaged_on=date(2021, 9, 1)
    )
    certificate = {"certificate_no": "Y000014000001", "valid_from": date(2020, 1, 1), "valid_to": date(2021, 1, 1)}
    equipment.add_qualification(**by, teacher_key=teacher.pk, occupation="中式面点师", level=3, **certificate)
    holds.hold_organisation(
        **by, uid=school.uid, reason="supervision", note="整改通知书第3号", from_on=date(2022, 2, 1)
    )
    return school


@pytest.fixture
def task(officer: User) -> GroupTask:
    """The first task of the group that the plan of 2018 names."""
    by = {"actor": officer, "at": AT}
    group = leading_group.form_group(
        **by,
        county_code="141127",
        name="岚县全民技能提升工程领导小组",
        formed_on=date(2022, 1, 10),
        document_no="岚技能办发〔2022〕2号",
    )
    units = [("县人力资源和社会保障局", "office"), ("县财政局", "member"), ("县教育科技局", "member")]
    members = [leading_group.add_member(**by, group_key=group.pk, unit_name=name, duty=duty) for name, duty in units]
    first, *_rest = [
        leading_group.set_task(**by, member_key=member.pk, title=title, due_on=date(2022, 2, 1), clause="五（一）")
        for member, title in zip(members, ["制定年度培训计划", "落实培训补贴资金", "组织院校开展培训"], strict=True)
    ]
    leading_group.report_task(**by, task_key=first.pk, report="计划已印发各乡镇")
    return first


def test_pages_of_organisations_keep_nobody_out(visitor: Visitor, officer: User, school: Organisation) -> None:
    asked = facts_requests.propose_facts(
        actor=officer, at=AT, uid=school.uid, facts={"name": "岚县未来学校", "bank_account": bank_account(2)}
    )
    firm = registered(officer, 3, kind="enterprise", name="岚县铸造有限公司")
    visitor.sign_in(officer)
    contact, hold = school.contacts.get().pk, school.holds.get().pk

    for address in (
        "/organisations/",
        "/organisations/?kind=bank",
        "/organisations/new/",
        "/organisations/requests/",
        f"/organisations/requests/{asked.pk}/",
        f"/organisations/{school.uid}/",
        f"/organisations/{firm.uid}/",
        f"/organisations/{school.uid}/edit/",
        f"/organisations/{school.uid}/propose/",
        f"/organisations/{school.uid}/close/",
        f"/organisations/{firm.uid}/size/",
        f"/organisations/{school.uid}/add/hold/",
        f"/organisations/{school.uid}/end/hold/{hold}/",
        f"/organisations/{school.uid}/contacts/{contact}/",
    ):
        visitor.open(address)
        visitor.require_accessible()


def test_pages_of_the_leading_group_keep_nobody_out(visitor: Visitor, officer: User, task: GroupTask) -> None:
    visitor.sign_in(officer)

    for address in (
        "/leading-group/",
        f"/leading-group/add/task/?of={task.member_id}",
        f"/leading-group/tasks/{task.pk}/report/",
    ):
        visitor.open(address)
        visitor.require_accessible()


def test_officer_registers_and_finds_again(visitor: Visitor, officer: User) -> None:
    wanted = facts(7)
    visitor.sign_in(officer)
    page = visitor.open("/organisations/")
    page.click("text=/登记单位|Register/ >> nth=0")
    page.fill("#id_name", wanted.name)
    page.fill("#id_credit_code", "52")
    page.select_option("#id_kind", "institution")
    page.click("main form button[type=submit]")
    page.wait_for_selector(".field-error")
    visitor.keep_picture("organisation-refused")
    visitor.require_accessible()
    page.fill("#id_credit_code", wanted.credit_code)
    page.click("main form button[type=submit]")
    page.wait_for_selector("dl.facts")
    assert wanted.name in page.content()

    page = visitor.open("/organisations/")
    page.fill("#typed", "lanxian")
    page.locator("#typed").press("Enter")
    page.wait_for_load_state()
    assert wanted.name in page.content()
    assert "lanxian" not in page.url


def test_second_officer_confirms_what_the_school_asks(visitor: Visitor, officer: User, school: Organisation) -> None:
    manager = account(Role.INSTITUTION_MANAGER, organisation_key=school.pk)
    visitor.sign_in(manager)
    page = visitor.open(f"/organisations/{school.uid}/propose/")
    page.fill("#id_name", "岚县未来学校")
    page.click("main form button[type=submit]")
    page.wait_for_selector("dl.facts")
    visitor.require_accessible()

    page.context.clear_cookies()
    visitor.sign_in(officer)
    page = visitor.open("/organisations/requests/")
    page.click("main table a")
    page.click("button[value=confirm]")
    page.wait_for_selector("dl.facts")
    assert "岚县未来学校" in page.content()
