"""The administrator's pages, standing in by page, and who may open which of these addresses."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from django.utils import timezone

from factories.accounts import account, learner
from factories.identities import phone
from jineng.platform.audit.models import AuditEvent
from jineng.platform.identity.models import Deputy, Handover, User
from jineng.platform.identity.operations.factors import begin_authenticator
from jineng.platform.identity.operations.stand_ins import give_deputy
from jineng.platform.identity.roles import Role
from jineng.platform.regions.operations import load_regions
from jineng.web.account.administration import ACTIONS

if TYPE_CHECKING:
    from collections.abc import Mapping

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _regions(db: None) -> None:
    load_regions(actor=None, at=timezone.now())


@pytest.fixture
def admin() -> User:
    return account("admin", Role.ADMINISTRATOR)


@pytest.fixture
def at_admin(client: Client, admin: User) -> Client:
    client.force_login(admin)
    return client


def fresh(**given: str) -> Mapping[str, str]:
    asked = {"display_name": "新来的", "username": "lan-new", "role": "officer", "region_code": "141127"}
    return {**asked, "credit_code": "", **given}


class TestOpening:
    def test_password_is_shown_once_and_must_be_changed(self, at_admin: Client) -> None:
        page = at_admin.post("/accounts/new/", fresh())

        user = User.objects.get(username="lan-new")
        password = re.search(r"<code>([a-z2-9]{12})</code>", page.content.decode())
        assert password
        assert user.check_password(password[1])
        assert user.must_change_password
        assert password[1] not in at_admin.get(f"/accounts/{user.pk}/").content.decode()
        assert AuditEvent.objects.get(action="account_opened", subject_key=str(user.pk)).actor_name == "甲admin"

    def test_clerk_of_a_township(self, at_admin: Client) -> None:
        assert "东村镇" in at_admin.get("/accounts/new/").content.decode()
        at_admin.post("/accounts/new/", fresh(role="township_clerk", region_code="141127100"))

        assert User.objects.get(username="lan-new").region_code == "141127100"

    @pytest.mark.parametrize(
        ("given", "said"),
        [
            ({"role": "township_clerk"}, "乡镇经办要选乡镇"),
            ({"region_code": "141127100"}, "乡镇经办要选乡镇"),
            ({"region_code": "140421"}, "请从列表中选择地区"),
            ({"role": "learner"}, "请从列表中选择岗位"),
            ({"role": "administrator"}, "上一级地区"),
            ({"username": "admin"}, "已有这个用户名"),
            ({"username": "有字"}, "小写字母"),
            ({"role": "teacher"}, "要填所属单位"),
            ({"credit_code": "52141127MJ00000018"}, "不填单位"),
            ({"role": "teacher", "credit_code": "52141127MJ00000018"}, "没有登记这个代码"),
        ],
    )
    def test_refusals_stand_on_the_form(self, at_admin: Client, given: dict[str, str], said: str) -> None:
        before = User.objects.count()

        assert said in at_admin.post("/accounts/new/", fresh(**given)).content.decode()
        assert User.objects.count() == before


class TestList:
    def test_own_region_without_learners(self, at_admin: Client) -> None:
        account("here-one")
        account("clerk-one", Role.TOWNSHIP_CLERK)
        account("elsewhere", region_code="140421")
        learner(phone(1))

        page = at_admin.get("/accounts/").content.decode()
        assert "here-one" in page
        assert "clerk-one" in page
        assert "elsewhere" not in page
        assert "兰**" not in page

    def test_search_goes_by_post(self, at_admin: Client) -> None:
        account("here-one")
        account("other-two")

        page = at_admin.post("/accounts/", {"sought": "HERE"}).content.decode()
        assert "here-one" in page
        assert "other-two" not in page
        assert "没有找到账号" in at_admin.post("/accounts/", {"sought": "不在"}).content.decode()

    def test_auditor_reads_and_does_nothing(self, client: Client) -> None:
        user = account("here-one")
        client.force_login(account("auditor", Role.AUDITOR))

        assert "新开账号" not in client.get("/accounts/").content.decode()
        assert "重设密码" not in client.get(f"/accounts/{user.pk}/").content.decode()
        for action in ACTIONS:
            assert client.post(f"/accounts/{user.pk}/{action}/").status_code == 403
        assert client.get("/accounts/new/").status_code == 403


class TestActions:
    def test_reset_password(self, at_admin: Client) -> None:
        user = account("somebody")
        page = at_admin.post(f"/accounts/{user.pk}/password/").content.decode()

        user.refresh_from_db()
        password = re.search(r"<code>([a-z2-9]{12})</code>", page)
        assert password
        assert user.check_password(password[1])

    def test_change_role(self, at_admin: Client) -> None:
        user = account("somebody")
        at_admin.post(f"/accounts/{user.pk}/role/", {"role": "finance", "region_code": "141127"})
        user.refresh_from_db()
        assert user.role == Role.FINANCE
        refused = at_admin.post(
            f"/accounts/{user.pk}/role/", {"role": "township_clerk", "region_code": "141127"}, follow=True
        )
        assert "乡镇经办要选乡镇" in refused.content.decode()

    def test_close_with_handover(self, at_admin: Client) -> None:
        leaver, successor = account("leaver"), account("successor")
        at_admin.post(f"/accounts/{leaver.pk}/close/", {"successor": str(successor.pk)})

        assert Handover.objects.get().successor == successor
        page = at_admin.get(f"/accounts/{leaver.pk}/").content.decode()
        assert "已关闭" in page
        assert "重设密码" not in page
        other = Client()
        other.force_login(successor)
        assert leaver.display_name in other.get("/account/").content.decode()

    def test_second_step_and_sessions(self, at_admin: Client) -> None:
        user = account("somebody")
        secret = begin_authenticator(actor=user, at=timezone.now()).secret.open()
        other = Client()
        other.force_login(user)
        other.get("/account/")
        at_admin.post(f"/accounts/{user.pk}/second-step/")
        at_admin.post(f"/accounts/{user.pk}/sessions/")

        assert other.get("/account/").status_code == 302
        assert begin_authenticator(actor=user, at=timezone.now()).secret.open() != secret

    def test_not_elsewhere_nor_oneself(self, at_admin: Client, admin: User) -> None:
        far = account("elsewhere", region_code="140421")
        assert at_admin.get(f"/accounts/{far.pk}/").status_code == 404
        for action in ACTIONS:
            assert at_admin.post(f"/accounts/{far.pk}/{action}/").status_code == 404
        assert at_admin.get(f"/accounts/{learner(phone(1)).pk}/").status_code == 404
        refused = at_admin.post(f"/accounts/{admin.pk}/unlock/", follow=True).content.decode()
        assert "不能办理自己的账号" in refused
        assert "重设密码" not in at_admin.get(f"/accounts/{admin.pk}/").content.decode()

    def test_actions_need_post(self, at_admin: Client) -> None:
        user = account("somebody")
        for action in ACTIONS:
            assert at_admin.get(f"/accounts/{user.pk}/{action}/").status_code == 405


class TestStandingIn:
    def period(self) -> dict[str, str]:
        today = timezone.localdate()
        return {"starts_on": today.isoformat(), "ends_on": (today + timedelta(days=2)).isoformat(), "reason": "休假"}

    def test_arranged_begun_and_stopped(self, client: Client) -> None:
        absent, present = account("absent", Role.REVIEWER), account("present", Role.FINANCE)
        client.force_login(absent)
        assert present.display_name in client.get("/account/stand-ins/new/").content.decode()
        client.post("/account/stand-ins/new/", {"stand_in": str(present.pk), **self.period()})
        deputy = Deputy.objects.get()

        client.force_login(present)
        assert client.post(f"/account/stand-ins/{deputy.pk}/begin/").headers["Location"] == "/"
        page = client.get("/account/").content.decode()
        assert "您正在代" in page
        assert f"代{absent.display_name} · 复核" in page
        acting: Any = client.get("/settlements/").context["user"]
        assert (acting.pk, acting.role) == (present.pk, Role.REVIEWER)
        client.post("/account/stand-ins/stop/")
        assert client.get("/settlements/").context["user"].role == Role.FINANCE
        told = AuditEvent.objects.filter(actor_key=present.pk).order_by("id").values_list("action", flat=True)
        assert [action for action in told if action.startswith("deputy")] == ["deputy_began", "deputy_stopped"]

    def test_ends_while_somebody_acts(self, client: Client) -> None:
        absent, present = account("absent", Role.REVIEWER), account("present", Role.FINANCE)
        now = timezone.now()
        deputy = give_deputy(
            actor=absent,
            at=now,
            absent=absent,
            stand_in=present,
            starts_at=now,
            ends_at=now + timedelta(days=1),
            reason="休假",
        )
        client.force_login(present)
        client.post(f"/account/stand-ins/{deputy.pk}/begin/")
        other = Client()
        other.force_login(absent)
        other.post(f"/account/stand-ins/{deputy.pk}/end/")

        assert client.get("/settlements/").context["user"].role == Role.FINANCE
        assert client.post(f"/account/stand-ins/{deputy.pk}/begin/").status_code == 404

    def test_not_as_somebody_elses_stand_in(self, client: Client) -> None:
        absent, present, third = account("absent", Role.REVIEWER), account("present"), account("third")
        now = timezone.now()
        deputy = give_deputy(
            actor=absent,
            at=now,
            absent=absent,
            stand_in=present,
            starts_at=now,
            ends_at=now + timedelta(days=1),
            reason="休假",
        )
        client.force_login(third)

        assert client.post(f"/account/stand-ins/{deputy.pk}/begin/").status_code == 404
        assert "由本人" in client.post(f"/account/stand-ins/{deputy.pk}/end/", follow=True).content.decode()

    def test_administrator_arranges(self, at_admin: Client) -> None:
        absent, present = account("absent", Role.REVIEWER), account("present")
        at_admin.post(f"/accounts/{absent.pk}/stand-in/", {"stand_in": str(present.pk), **self.period()})

        deputy = Deputy.objects.get()
        assert present.display_name in at_admin.get(f"/accounts/{absent.pk}/").content.decode()
        ended = at_admin.post(f"/account/stand-ins/{deputy.pk}/end/")
        assert ended.headers["Location"] == f"/accounts/{absent.pk}/"

    def test_wrong_periods_stand_on_the_form(self, client: Client) -> None:
        absent, present = account("absent", Role.REVIEWER), account("present")
        client.force_login(absent)
        wrong = {**self.period(), "ends_on": "2020-01-01", "stand_in": str(present.pk)}

        assert "结束日不能早于" in client.post("/account/stand-ins/new/", wrong).content.decode()
        assert "请选择代理人" in client.post("/account/stand-ins/new/", {"reason": ""}).content.decode()
        assert not Deputy.objects.exists()
