"""Pages of organisations and the leading group through the site."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse

from factories.identities import account as bank_account
from factories.identities import identity_number, phone
from factories.organisations import account, credit_code, registered
from jineng.domain.registry.models import (
    Contact,
    FactsRequest,
    GroupMember,
    GroupTask,
    Hold,
    LeadingGroup,
    Organisation,
    Qualification,
    Room,
    Teacher,
)
from jineng.platform.audit.models import AuditEvent
from jineng.platform.identity.roles import Role

if TYPE_CHECKING:
    from django.test import Client

    from jineng.platform.identity.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("regions")]


def at(name: str, *args: Any) -> str:
    return reverse(name, args=args)


def text(response: Any) -> str:
    return response.content.decode()


def test_register_search_and_change(client: Client, officer: User) -> None:
    client.force_login(officer)
    filled = {
        "kind": "institution",
        "name": "岚县明天职业培训学校",
        "credit_code": credit_code(1),
        "township_code": "141127100",
        "legal_representative": "张学礼",
        "representative_id": identity_number(1),
        "bank_name": "岚县农商行",
        "bank_account": bank_account(1),
        "contact_name": "李敏",
        "contact_phone": phone(1),
    }

    done = client.post(at("organisation_new"), filled, follow=True)
    again = client.post(at("organisation_new"), filled, follow=True)

    page = text(done)
    assert "岚县明天职业培训学校" in page
    assert "没有变化" in text(again)
    for number in (identity_number(1), bank_account(1), phone(1)):
        assert number not in page
    assert Organisation.objects.count() == 1
    uid = Organisation.objects.get().uid
    for typed in ("明天", credit_code(1), "lanxianmingtian"):
        assert str(uid) in text(client.post(at("organisation_search"), {"typed": typed}))
    assert str(uid) not in text(client.post(at("organisation_search"), {"typed": "昨天"}))
    client.post(at("organisation_edit", uid), {"name": "岚县后天学校", "credit_code": credit_code(1)}, follow=True)
    assert "岚县后天学校" in text(client.get(at("organisations")))
    assert Organisation.objects.get().bank_account.open() == bank_account(1)


def test_faults_stand_beside_their_fields(client: Client, officer: User) -> None:
    client.force_login(officer)

    answer = client.post(at("organisation_new"), {"kind": "institution", "name": "岚县某校", "credit_code": "52"})

    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == {"credit_code"}


def test_filters_narrow(client: Client, officer: User) -> None:
    registered(officer, 1)
    registered(officer, 2, kind="enterprise", name="岚县某企业", township_code="141127101")
    client.force_login(officer)

    def names(query: str) -> list[str]:
        return [row.name for row in client.get(at("organisations") + query).context["page"].rows]

    assert names("") == ["岚县第1职业培训学校", "岚县某企业"]
    assert names("?kind=enterprise") == ["岚县某企业"]
    assert names("?township=141127100") == ["岚县第1职业培训学校"]
    assert names("?after=nonsense&kind=nonsense") == ["岚县第1职业培训学校", "岚县某企业"]


def test_managers_see_and_equip_their_own_only(
    client: Client, officer: User, manager: User, school: Organisation
) -> None:
    other = registered(officer, 2)
    client.force_login(manager)

    listed = client.get(at("organisations"))
    assert [row.uid for row in listed.context["page"].rows] == [school.uid]
    assert client.get(at("organisation", other.uid)).status_code == 404
    assert client.post(at("organisation_search"), {"typed": other.credit_code}).context["page"].rows == ()
    assert client.get(at("organisation_edit", school.uid)).status_code == 403
    assert client.get(at("organisation_add", school.uid, "hold")).status_code == 403

    def add(part: str, of: int | str = "", **values: Any) -> None:
        url = at("organisation_add", school.uid, part)
        assert client.get(url).status_code == 200 if of == "" else True
        assert client.post(f"{url}?of={of}", values).status_code == 302, part

    add("contact", name="李敏", phone=phone(1), is_main="on")
    add("venue", name="本部", region_code="141127100", address="新建路1号")
    add("room", of=school.venues.get().pk, name="101", kind="theory", seats="50")
    add("teacher", name="赵老师", engaged_on="2022-01-01", is_full_time="on")
    add(
        "qualification",
        of=school.teachers.get().pk,
        occupation="养老护理员",
        level="3",
        certificate_no="Y1",
        valid_from="2020-01-01",
        valid_to="2021-01-01",
    )
    page = text(client.get(at("organisation", school.uid)))
    assert "已过期" in page
    assert phone(1) not in page

    for part, key, values in (
        ("qualification", Qualification.objects.get().pk, {}),
        ("teacher", Teacher.objects.get().pk, {"on": "2022-02-01"}),
        ("room", Room.objects.get().pk, {"on": "2022-02-01"}),
        ("contact", Contact.objects.get().pk, {}),
    ):
        url = at("organisation_end", school.uid, part, key)
        assert client.get(url).status_code == 200
        assert client.post(url, values).status_code == 302, part
    assert Contact.objects.get().removed_at is not None


def test_request_goes_to_a_second_person(client: Client, officer: User, manager: User, school: Organisation) -> None:
    client.force_login(manager)
    asked = {"name": "岚县新时代学校", "credit_code": school.credit_code, "bank_name": "农商行"}
    client.post(at("organisation_propose", school.uid), asked | {"bank_account": bank_account(1)})
    key = FactsRequest.objects.get().pk
    assert bank_account(1) in text(client.get(at("organisation_request", key)))
    assert client.post(at("organisation_decide", key), {"decision": "confirm"}).status_code == 403

    client.force_login(officer)
    assert "岚县第1职业培训学校" in text(client.get(at("organisation_requests")))
    refused = client.post(at("organisation_decide", key), {"decision": "refuse", "why": ""})
    assert refused.status_code == 422
    client.post(at("organisation_decide", key), {"decision": "confirm"})

    school.refresh_from_db()
    assert (school.name, school.bank_account.open()) == ("岚县新时代学校", bank_account(1))
    assert AuditEvent.objects.filter(action="facts_request_opened").count() == 2


def test_officers_hold_size_and_close(client: Client, officer: User) -> None:
    firm = registered(officer, kind="enterprise", name="岚县铸造有限公司")
    other = registered(officer, 2, kind="enterprise", name="岚县铸造二厂")
    client.force_login(officer)

    stated = {"as_of": "2021-12-31", "industry": "manufacturing", "staff_count": "20"}
    client.post(at("organisation_size", firm.uid), stated | {"revenue_wan": "300", "assets_wan": "0"})
    assert "小型" in text(client.get(at("organisation", firm.uid)))
    hold = {"reason": "supervision", "note": "整改通知书", "from_on": "2022-01-01"}
    client.post(at("organisation_add", firm.uid, "hold"), hold)
    assert "冻结中" in text(client.get(at("organisation", firm.uid)))
    client.post(at("organisation_end", firm.uid, "hold", Hold.objects.get().pk), {"why": "已整改"})
    assert "冻结中" not in text(client.get(at("organisation", firm.uid)))
    ended = {"closed_on": "2022-06-01", "why": "合并", "into_code": other.credit_code}
    assert client.post(at("organisation_close", firm.uid), ended | {"into_code": "52"}).status_code == 422
    client.post(at("organisation_close", firm.uid), ended)
    assert "岚县铸造二厂" in text(client.get(at("organisation", firm.uid)))


def test_phone_is_shown_with_a_reason_that_is_kept(client: Client, officer: User, school: Organisation) -> None:
    client.force_login(officer)
    client.post(at("organisation_add", school.uid, "contact"), {"name": "李敏", "phone": phone(1)})
    url = at("organisation_contact", school.uid, Contact.objects.get().pk)

    assert phone(1) not in text(client.get(url))
    assert client.post(url, {"why": ""}).status_code == 422
    assert phone(1) in text(client.post(url, {"why": "通知开班"}))
    event = AuditEvent.objects.get(action="contact_revealed")
    assert (event.reason, event.actor_key) == ("通知开班", officer.pk)


def test_leading_group_from_forming_to_done(client: Client, officer: User) -> None:
    bureau = registered(officer, 5, kind="department", name="岚县教育科技局")
    clerk = account(Role.DEPARTMENT, organisation_key=bureau.pk)
    leader = account(Role.LEADER)
    client.force_login(leader)

    def add(part: str, of: int = 0, **values: Any) -> None:
        assert client.post(f"{at('leading_group_add', part)}?of={of}", values).status_code == 302, part

    add("group", name="岚县领导小组", formed_on="2022-01-01")
    group = LeadingGroup.objects.get()
    add("member", group.pk, unit_name="岚县教育科技局", duty="member", credit_code=bureau.credit_code)
    add("member", group.pk, unit_name="岚县财政局", duty="member")
    for member in GroupMember.objects.all():
        add("task", member.pk, title=f"{member.unit_name}任务", due_on="2022-06-30", clause="五（一）")
    own, others = GroupTask.objects.order_by("id")

    client.force_login(clerk)
    assert client.get(at("leading_group")).context["groups"][0].members[1].tasks[0].can_report is False
    assert client.post(at("leading_group_report", own.pk), {"report": "已开两个班"}).status_code == 302
    assert client.post(at("leading_group_report", others.pk), {"report": "替人上报"}).status_code == 403
    assert client.post(at("leading_group_decide", own.pk), {"decision": "accept"}).status_code == 403

    client.force_login(leader)
    client.post(at("leading_group_decide", own.pk), {"decision": "accept"})
    client.post(at("leading_group_decide", others.pk), {"decision": "drop"})
    assert list(GroupTask.objects.order_by("id").values_list("state", flat=True)) == ["done", "dropped"]
    page = text(client.get(at("leading_group")))
    assert "已开两个班" in page
    assert "逾期" in page


def test_other_counties_see_nothing(client: Client, school: Organisation) -> None:
    client.force_login(account(Role.OFFICER, region_code="140404"))

    assert client.get(at("organisations")).context["page"].rows == ()
    for name in ("organisation", "organisation_edit", "organisation_close", "organisation_size"):
        assert client.get(at(name, school.uid)).status_code == 404
    assert client.post(at("organisation_add", school.uid, "contact"), {"name": "李", "phone": "1"}).status_code == 404


def test_wrong_parts_and_numbers_are_no_pages(client: Client, officer: User, school: Organisation) -> None:
    client.force_login(officer)

    assert client.get(at("organisation_add", school.uid, "wing")).status_code == 404
    assert client.get(at("organisation_end", school.uid, "wing", 1)).status_code == 404
    assert client.get(at("organisation_add", school.uid, "room") + "?of=x").status_code == 404
    assert client.post(at("organisation_end", school.uid, "room", 10**17), {"on": "2022-01-01"}).status_code == 404
    assert client.get(at("leading_group_add", "wing")).status_code == 404
    assert client.post(at("organisation_decide", 7), {"decision": "confirm"}).status_code == 404
