"""Signing in by page: password, second step, phone; being locked out; what must be done first; sessions."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pyotp
import pytest
from django.test import Client
from django.utils import timezone

from factories.accounts import PASSWORD, account, learner
from factories.identities import phone
from jineng.platform.audit.models import AuditEvent
from jineng.platform.identity.models import AccountSession, PhoneCode
from jineng.platform.identity.operations.administration import change_role, close_account
from jineng.platform.identity.operations.factors import begin_authenticator, confirm_authenticator
from jineng.platform.identity.operations.phone_codes import send_code
from jineng.platform.identity.roles import Role
from jineng.platform.messages.shown import ShownGateway

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.django_db


def sign_in(client: Client, username: str, password: str = PASSWORD, **more: str) -> Any:
    return client.post("/sign-in/", {"username": username, "password": password, **more})


def test_five_wrong_passwords_lock_the_account_and_tell_nobody_whether_it_exists(client: Client) -> None:
    account("somebody")
    said = {}
    for username in ("somebody", "nobody-at-all"):
        for _ in range(5):
            assert "用户名或密码不对" in sign_in(client, username, "a-wrong-one").content.decode()
        page = sign_in(client, username, PASSWORD).content.decode()
        said[username] = re.findall(r'<div class="notice-box.*?</div>\s*</div>', page, re.DOTALL)
        assert "已暂时锁定" in page

    assert said["somebody"] == said["nobody-at-all"]
    actions = list(AuditEvent.objects.filter(action__startswith="sign_in").values_list("action", flat=True))
    assert actions == ["sign_in_refused"] * 5 + ["sign_in_locked"]


def test_administrator_unlocks(client: Client) -> None:
    user = account("somebody")
    for _ in range(6):
        sign_in(client, "somebody", "a-wrong-one")
    admin = Client()
    admin.force_login(account("admin", Role.ADMINISTRATOR))

    assert "已锁定" in admin.get(f"/accounts/{user.pk}/").content.decode()
    admin.post(f"/accounts/{user.pk}/unlock/")

    assert sign_in(client, "somebody").status_code == 302


def test_one_address_that_tries_many_names_is_locked(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from jineng.platform.identity.models import TallyKind
    from jineng.platform.identity.operations import signing_in

    monkeypatch.setitem(signing_in._LIMITS, TallyKind.ADDRESS, 3)
    account("somebody")
    for number in range(3):
        sign_in(client, f"name-{number}", "a-wrong-one")

    assert "已暂时锁定" in sign_in(client, "somebody").content.decode()


def test_right_passwords_do_not_count_against_the_address(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from jineng.platform.identity.models import TallyKind
    from jineng.platform.identity.operations import signing_in

    monkeypatch.setitem(signing_in._LIMITS, TallyKind.ADDRESS, 2)
    account("somebody")
    for _ in range(4):
        assert sign_in(Client(), "somebody").status_code == 302


def test_leads_to_where_somebody_wanted_to_go(client: Client) -> None:
    account("somebody")
    client.get("/sign-in/?next=/account/")

    assert sign_in(client, "somebody").headers["Location"] == "/account/"


@pytest.mark.parametrize(
    ("role", "address"),
    [(Role.OFFICER, "/"), (Role.ADMINISTRATOR, "/"), (Role.TEACHER, "/")],
)
def test_each_role_begins_on_a_page_that_is_open_to_it(client: Client, role: Role, address: str) -> None:
    account("somebody", role)

    answer = sign_in(client, "somebody")

    assert answer.headers["Location"] == address
    assert client.get(address).status_code == 200


class TestSecondStep:
    @pytest.fixture(autouse=True)
    def _required(self, settings: Any) -> None:
        settings.TOTP = "required"

    def test_is_set_up_before_anything_else(self, client: Client) -> None:
        account("somebody")
        sign_in(client, "somebody")

        assert client.get("/settlements/").headers["Location"] == "/account/second-step/"
        page = client.get("/account/second-step/").content.decode()
        assert "data:image/svg+xml" in page
        secret = re.search(r'<code class="digits">([A-Z2-7 ]+)</code>', page)
        assert secret
        totp = pyotp.TOTP(secret[1].replace(" ", ""))
        assert "数字不对" in client.post("/account/second-step/", {"code": "000000"}).content.decode()
        bound = client.post("/account/second-step/", {"code": totp.now()})
        assert len(re.findall(r"<code>[0-9a-f]{8}-[0-9a-f]{8}</code>", bound.content.decode())) == 8
        assert client.get("/settlements/").status_code == 200
        assert client.get("/account/second-step/").headers["Location"] == "/account/"

    def test_is_asked_for_from_then_on(self, client: Client) -> None:
        user = account("somebody")
        earlier = timezone.now() - timedelta(minutes=5)
        totp = pyotp.TOTP(begin_authenticator(actor=user, at=earlier).secret.open())
        codes = confirm_authenticator(actor=user, at=earlier, code=totp.at(earlier))

        assert sign_in(client, "somebody").headers["Location"] == "/sign-in/code/"
        assert client.get("/settlements/").headers["Location"].startswith("/sign-in/?next=")
        assert "不对或已用过" in client.post("/sign-in/code/", {"code": "000000"}).content.decode()
        assert client.post("/sign-in/code/", {"code": totp.now()}).headers["Location"] == "/"
        assert client.get("/settlements/").status_code == 200
        detail = AuditEvent.objects.get(action="signed_in").detail
        assert detail == {"how": "password+authenticator"}

        other = Client()
        sign_in(other, "somebody")
        assert other.post("/sign-in/code/", {"code": totp.now()}).status_code == 200, "the code was used"
        assert other.post("/sign-in/code/", {"code": codes[0]}).status_code == 302

    def test_wrong_codes_lock_it(self, client: Client) -> None:
        user = account("somebody")
        earlier = timezone.now() - timedelta(minutes=5)
        totp = pyotp.TOTP(begin_authenticator(actor=user, at=earlier).secret.open())
        confirm_authenticator(actor=user, at=earlier, code=totp.at(earlier))
        sign_in(client, "somebody")
        for _ in range(5):
            client.post("/sign-in/code/", {"code": "000000"})

        assert "次数过多" in client.post("/sign-in/code/", {"code": totp.now()}).content.decode()

    def test_page_of_the_second_step_needs_the_first(self, client: Client) -> None:
        assert client.get("/sign-in/code/").headers["Location"] == "/sign-in/"

    def test_session_from_before_the_code_was_required_ends(self, client: Client) -> None:
        user = account("somebody")
        earlier = timezone.now() - timedelta(minutes=5)
        totp = pyotp.TOTP(begin_authenticator(actor=user, at=earlier).secret.open())
        confirm_authenticator(actor=user, at=earlier, code=totp.at(earlier))
        client.force_login(user)

        assert client.get("/settlements/").headers["Location"] == "/account/second-step/"
        assert client.get("/account/second-step/").headers["Location"] == "/sign-in/"
        assert client.get("/account/").status_code == 302


def test_temporary_password_is_changed_before_anything_else(client: Client) -> None:
    account("somebody", must_change_password=True)
    sign_in(client, "somebody")
    elsewhere = Client()
    sign_in(elsewhere, "somebody")

    for address in ("/settlements/", "/account/", "/plans/"):
        assert client.get(address).headers["Location"] == "/account/password/"
    assert client.post("/language/", {"language": "en"}).status_code == 302
    assert "临时密码" in Client.get(elsewhere, "/account/password/").content.decode()
    wrong = client.post("/account/password/", {"old": "not-it", "new": "a-brand-new-one", "again": "another-one"})
    assert "两遍新密码不一样" in wrong.content.decode() or "The two new" in wrong.content.decode()
    changed = client.post("/account/password/", {"old": PASSWORD, "new": "a-brand-new-one", "again": "a-brand-new-one"})
    assert changed.headers["Location"] == "/"
    assert client.get("/settlements/").status_code == 200
    assert elsewhere.get("/settlements/").headers["Location"].startswith("/sign-in/")


class TestPhone:
    @pytest.fixture(autouse=True)
    def _state(self, settings: Any, tmp_path: Path) -> None:
        settings.STATE_DIR = tmp_path

    def ask(self, client: Client, number: str) -> Any:
        return client.post("/sign-in/phone/", {"phone": number})

    def test_learner_signs_in(self, client: Client, settings: Any) -> None:
        learner(phone(1))
        assert self.ask(client, phone(1)).headers["Location"] == "/sign-in/phone/code/"
        send_code(at=timezone.now(), key=PhoneCode.objects.get().pk)
        (shown,) = ShownGateway(settings.STATE_DIR / "shown-messages").shown()
        assert shown.code in client.get("/sign-in/messages/").content.decode()

        assert "不对或已失效" in client.post("/sign-in/phone/code/", {"code": "nonsense"}).content.decode()
        assert client.post("/sign-in/phone/code/", {"code": shown.code}).headers["Location"] == "/me/"
        page = client.get("/account/").content.decode()
        assert "兰**" in page
        assert "修改密码" not in page
        assert client.get("/account/password/").status_code == 403

    def test_unknown_phone_gets_the_same_answer(self, client: Client) -> None:
        learner(phone(1))
        pages = []
        for number in (phone(1), phone(2)):
            visitor = Client()
            assert self.ask(visitor, number).headers["Location"] == "/sign-in/phone/code/"
            page = visitor.get("/sign-in/phone/code/").content.decode()
            pages.append(
                re.sub(r'1\d\d\*{4}\d{4}|name="csrfmiddlewaretoken" value="\w+"|"X-CSRFToken": "\w+"', "", page)
            )
        assert pages[0] == pages[1]
        assert "60 秒后再试" in self.ask(client, phone(2)).content.decode()
        assert "60 秒后再试" in self.ask(client, phone(1)).content.decode()

    def test_staff_do_not_sign_in_by_phone(self, client: Client) -> None:
        account("somebody")
        self.ask(client, phone(3))

        assert PhoneCode.objects.get().is_decoy

    @pytest.mark.parametrize("number", ["", "123", "2990000123", "19900001234567"])
    def test_no_phone(self, client: Client, number: str) -> None:
        assert self.ask(client, number).status_code == 200
        assert not PhoneCode.objects.exists()

    def test_without_a_gateway(self, client: Client, settings: Any) -> None:
        settings.SMS = {**settings.SMS, "gateway": ""}

        assert "还没有开通短信" in client.get("/sign-in/phone/").content.decode()
        assert client.get("/sign-in/messages/").status_code == 404
        assert "用手机号登录" not in client.get("/sign-in/").content.decode()

    def test_code_page_needs_a_request(self, client: Client) -> None:
        assert client.get("/sign-in/phone/code/").headers["Location"] == "/sign-in/phone/"


class TestSessions:
    def test_list_and_end(self, client: Client) -> None:
        account("somebody")
        sign_in(client, "somebody")
        other, third = Client(headers={"user-agent": "X (Windows NT 10.0) Firefox/140"}), Client()
        for visitor in (other, third):
            sign_in(visitor, "somebody")
            visitor.get("/account/")

        page = client.get("/account/").content.decode()
        assert "Firefox · Windows" in page
        key = AccountSession.objects.get(device="Firefox · Windows").pk
        client.post(f"/account/sessions/{key}/end/")
        assert other.get("/account/").status_code == 302
        assert third.get("/account/").status_code == 200
        client.post("/account/sessions/end/")
        assert third.get("/account/").status_code == 302
        assert client.get("/account/").status_code == 200

    def test_not_those_of_others(self, client: Client) -> None:
        client.force_login(account("somebody"))
        other = Client()
        other.force_login(account("other"))
        other.get("/account/")

        client.post(f"/account/sessions/{AccountSession.objects.get(user__username='other').pk}/end/")

        assert other.get("/account/").status_code == 200

    def test_signing_out_ends_it(self, client: Client) -> None:
        account("somebody")
        sign_in(client, "somebody")
        client.get("/account/")
        client.post("/sign-out/")

        assert AccountSession.objects.get().end_reason == "signed_out"

    def test_ends_with_account_and_role(self, client: Client) -> None:
        one, other = account("one"), account("other")
        clients = Client(), Client()
        for visitor, user in zip(clients, (one, other), strict=True):
            visitor.force_login(user)
            assert visitor.get("/account/").status_code == 200
        close_account(actor=None, at=timezone.now(), user=one)
        change_role(actor=None, at=timezone.now(), user=other, role=Role.REVIEWER, region_code="141127")

        for visitor in clients:
            assert visitor.get("/account/").headers["Location"].startswith("/sign-in/")
