"""The first page: what waits for whom, and what stands in the header."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from factories import organisations, registry_forms
from factories.identities import phone
from factories.imports import read_now, uploaded
from factories.people import AT, DONGCUN, LAN, account_number, people, person, staff
from jineng.domain.registry.models import Organisation, Person
from jineng.domain.registry.operations.facts_requests import propose_facts
from jineng.domain.registry.operations.leading_group import add_member, form_group, set_task
from jineng.domain.registry.operations.payout import propose_account
from jineng.domain.registry.operations.requests import ask_correction
from jineng.domain.tasks.operations import set_quota
from jineng.journeys.waiting import COUNTED_UP_TO, waiting_for
from jineng.platform.identity.models import User
from jineng.platform.identity.operations import open_learner_account
from jineng.platform.identity.roles import OF_ORGANISATION, Role
from jineng.platform.regions.operations import load_regions
from jineng.platform.scope import acting, scope_of

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)


@pytest.fixture
def accounts(db: None) -> dict[str, User]:
    """Somebody of every role who works for Lan County, and a colleague who begins things."""
    load_regions(actor=None, at=AT)
    school = organisations.registered(staff(Role.OFFICER, LAN, name="begins"), 1)
    made = {}
    for role in sorted(set(Role) - {Role.LEARNER}):
        region = DONGCUN if role == Role.TOWNSHIP_CLERK else LAN
        made[str(role)] = staff(role, region, organisation_key=school.pk if role in OF_ORGANISATION else None)
    return made


def begin_things(accounts: dict[str, User], n: int = 1) -> None:
    """Leave one of each kind of work lying about."""
    colleague = User.objects.get(username="begins")
    manager = accounts["institution_manager"]
    someone = person(colleague, n)
    propose_account(actor=colleague, at=AT, uid=someone.uid, kind="bank_card", bank="信用社", number=account_number(n))
    ask_correction(actor=colleague, at=AT, uid=someone.uid, said="学历写错了")
    for owner in (colleague, manager):
        rows = registry_forms.people(2, 100 * n + owner.pk)
        read_now(uploaded(owner, registry_forms.filled("roster", rows), filename="甲.xlsx"))
        rows[0]["education"] = "秀才"
        read_now(uploaded(owner, registry_forms.filled("roster", rows), filename="乙.xlsx"))
    if n == 1:
        own = Organisation.objects.get(pk=manager.organisation_key)
        propose_facts(actor=manager, at=AT, uid=own.uid, facts={"address": "岚县新街 1 号"})
        group = form_group(actor=colleague, at=AT, county_code=LAN, name="领导小组", formed_on=date(2022, 1, 1))
        member = add_member(
            actor=colleague, at=AT, group_key=group.pk, unit_name="某局", duty="member", organisation_uid=own.uid
        )
        set_task(actor=colleague, at=AT, member_key=member.pk, title="组织培训", due_on=date(2022, 6, 30))
    set_quota(
        actor=colleague, at=AT, township_code=DONGCUN, year=2022, policy_id="lanxian-2022",
        group=("veteran", "rural_labour")[n - 1], quota=10, overrun="warn", due_on=date(2022, 6, 30),
    )  # fmt: skip


WAITS = {
    "officer": {"imports_ready": 2, "imports_faulty": 2, "accounts": 1, "requests": 1, "facts": 1, "late_lists": 1, "late_tasks": 1},
    "reviewer": {"accounts": 1, "requests": 1, "facts": 1},
    "leader": {"late_lists": 1, "late_tasks": 1},
    "finance": {"accounts": 1},
    "auditor": {},
    "administrator": {},
    "township_clerk": {"late_lists": 1},
    "department": {"own_tasks": 1},
    "institution_manager": {"imports_ready": 1, "imports_faulty": 1, "own_facts": 1},
    "teacher": {},
    "evaluator": {"own_facts": 1},
    "enterprise": {"own_facts": 1},
}  # fmt: skip


def test_what_waits_for_each_role(accounts: dict[str, User]) -> None:
    begin_things(accounts)
    seen = {}
    for role, account in accounts.items():
        with acting(account, scope_of(account)):
            seen[role] = {each.code: each.count for each in waiting_for(account, TODAY)}

    assert seen == WAITS


def test_who_began_something_does_not_wait_for_it(accounts: dict[str, User]) -> None:
    begin_things(accounts)
    colleague = User.objects.get(username="begins")
    with acting(colleague, scope_of(colleague)):
        codes = {each.code for each in waiting_for(colleague, TODAY)}

    assert codes == {"imports_ready", "imports_faulty", "facts", "late_lists", "late_tasks"}


def test_counting_stops(accounts: dict[str, User]) -> None:
    colleague = User.objects.get(username="begins")
    keys = people(colleague, COUNTED_UP_TO + 1, first=200)
    for each in Person.objects.filter(pk__in=keys):
        ask_correction(actor=colleague, at=AT, uid=each.uid, said="有误")

    (waiting,) = waiting_for(accounts["reviewer"], TODAY)
    assert (waiting.code, waiting.count, waiting.is_more) == ("requests", COUNTED_UP_TO, True)


@pytest.mark.parametrize("role", sorted(WAITS))
def test_the_page_shows_it_in_as_many_queries_however_much_there_is(
    client: Client, accounts: dict[str, User], role: str
) -> None:
    client.force_login(accounts[role])
    client.get("/")
    begin_things(accounts)
    counts = []
    for n in (1, 2):
        if n == 2:
            begin_things(accounts, 2)
        cache.clear()
        with CaptureQueriesContext(connection) as captured:
            page = client.get("/")
        counts.append(len(captured))
        shown = page.content.decode()
        assert shown.count('class="sheet waiting-item"') == len(WAITS[role])
        assert ("没有等您办的事" in shown) == (not WAITS[role])

    assert counts[0] == counts[1]
    assert counts[0] < 30


@pytest.mark.parametrize("role", sorted(WAITS))
def test_every_link_of_the_page_opens(client: Client, accounts: dict[str, User], role: str) -> None:
    begin_things(accounts)
    client.force_login(accounts[role])
    page = client.get("/").content.decode()
    links = set(re.findall(r"<main.*</main>", page, re.DOTALL)[0].split('href="')[1:])

    opened = {link.split('"')[0]: client.get(link.split('"')[0]).status_code for link in links}
    assert set(opened.values()) <= {200}, opened


def test_a_townships_clerk_sees_the_lists_and_a_leader_the_townships(client: Client, accounts: dict[str, User]) -> None:
    begin_things(accounts)
    shown = {}
    for role in ("township_clerk", "leader", "teacher"):
        client.force_login(accounts[role])
        shown[role] = client.get("/").content.decode()

    assert "我乡镇的选送名单" in shown["township_clerk"]
    assert "2022 年各乡镇选送进度" in shown["leader"]
    assert "选送" not in shown["teacher"]


def test_a_learner_is_led_to_their_own(client: Client, accounts: dict[str, User]) -> None:
    someone = people(accounts["officer"], 1, first=50)[0]
    learner = open_learner_account(
        actor=None, at=timezone.now(), person_key=someone, name="某某", phone=phone(50), region_code=LAN
    )
    client.force_login(learner)
    page = client.get("/").content.decode()

    assert 'href="/me/"' in page
    assert "待办" not in page


def header(client: Client, address: str) -> dict[str, Any]:
    context = client.get(address).context
    return {"labels": [str(group["label"]) for group in context["navigation"]], "section": context["navigation_group"]}


def test_the_header_is_short_and_opens_to_a_group(client: Client, accounts: dict[str, User]) -> None:
    client.force_login(accounts["officer"])
    assert header(client, "/")["labels"] == ["首页", "政策", "补贴结算", "人员", "单位"]
    assert header(client, "/")["section"] is None
    section = header(client, "/imports/")["section"]
    assert [str(entry["label"]) for entry in section["entries"]] == ["人员", "表册导入", "分类选送", "资格比对"]
    assert [entry["is_current"] for entry in section["entries"]] == [False, True, False, False]


def test_a_group_of_one_is_called_by_its_page(client: Client, accounts: dict[str, User]) -> None:
    client.force_login(accounts["administrator"])

    assert header(client, "/") == {"labels": ["首页", "政策方案", "账号管理"], "section": None}
