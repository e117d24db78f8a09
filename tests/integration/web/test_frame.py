"""What every page has: who may open it, its language, its headers, its error pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.test import Client, override_settings
from django.urls import path

from jineng.platform.audit.models import AuditEvent
from jineng.web import urls
from jineng.web.access_rules import Access
from jineng.web.routes import ACCESS

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from jineng.platform.identity.models import User

pytestmark = pytest.mark.django_db


def _break(request: HttpRequest) -> HttpResponse:
    raise ZeroDivisionError


def _refuse(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied


def _doubt(request: HttpRequest) -> HttpResponse:
    raise SuspiciousOperation


class _Faulty:
    """The site's addresses and three that go wrong."""

    urlpatterns = [
        *urls.urlpatterns,
        path("broken/", _break, name="broken"),
        path("refused/", _refuse, name="refused"),
        path("doubtful/", _doubt, name="doubtful"),
        path("unlisted/", _break, name="unlisted"),
    ]
    handler400 = "jineng.web.errors.bad_request"
    handler403 = "jineng.web.errors.permission_denied"
    handler404 = "jineng.web.errors.page_not_found"
    handler500 = "jineng.web.errors.server_error"


@pytest.fixture
def faulty(monkeypatch: pytest.MonkeyPatch) -> Client:
    for name in ("broken", "refused", "doubtful"):
        monkeypatch.setitem(ACCESS, name, Access(is_public=True))  # type: ignore[arg-type]
    with override_settings(ROOT_URLCONF=_Faulty):
        yield Client(raise_request_exception=False)  # type: ignore[misc]


def test_chinese_whatever_the_browser_prefers(client: Client) -> None:
    page = client.get("/", headers={"accept-language": "en-GB,en"})

    assert page.headers["Content-Language"] == "zh-hans"
    assert '<html lang="zh-CN"' in page.content.decode()
    assert "职业技能培训补贴" in page.content.decode()


def test_language_switch_stays(client: Client) -> None:
    answer = client.post("/language/", {"language": "en", "next": "/"})

    assert answer.status_code == 302
    page = client.get("/")
    assert page.headers["Content-Language"] == "en"
    assert '<html lang="en"' in page.content.decode()


def test_unknown_language_is_chinese(client: Client) -> None:
    client.cookies["django_language"] = "xx"

    assert client.get("/").headers["Content-Language"] == "zh-hans"


def test_browser_may_load_only_from_here(client: Client) -> None:
    page = client.get("/")

    policy = page.headers["Content-Security-Policy"]
    assert "script-src 'self';" in policy
    assert "style-src 'self';" in policy
    assert "unsafe" not in policy
    assert page.headers["X-Frame-Options"] == "DENY"
    assert page.headers["X-Content-Type-Options"] == "nosniff"


def test_health(client: Client) -> None:
    answer = client.get("/health/")

    assert (answer.status_code, answer.content) == (200, b"ok\n")


def test_sign_in_and_out_are_audited(client: Client, officer: User) -> None:
    answer = client.post("/sign-in/", {"username": "officer", "password": "a-long-enough-one"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")
    assert officer.display_name in client.get("/").content.decode()

    assert client.post("/sign-out/").status_code == 302
    assert officer.display_name not in client.get("/").content.decode()
    actions = list(AuditEvent.objects.filter(actor_key=officer.pk).order_by("id").values_list("action", flat=True))
    assert actions == ["signed_in", "signed_out"]


def test_wrong_password_tells_only_that_it_did_not_fit(client: Client, officer: User) -> None:
    wrong = client.post("/sign-in/", {"username": "officer", "password": "a-wrong-one"}).content.decode()
    unknown = client.post("/sign-in/", {"username": "nobody", "password": "a-wrong-one"}).content.decode()

    assert "用户名或密码不对" in wrong
    assert "用户名或密码不对" in unknown
    assert not AuditEvent.objects.filter(action="signed_in").exists()


def test_sign_in_leads_back_only_within_the_site(client: Client, officer: User) -> None:
    asked = {"username": "officer", "password": "a-long-enough-one", "next": "https://elsewhere.example/"}

    assert client.post("/sign-in/", asked).headers["Location"] == "/"


def test_sign_out_needs_post(client: Client, officer: User) -> None:
    client.force_login(officer)

    assert client.get("/sign-out/").status_code == 405


def test_closed_page_leads_to_sign_in(client: Client) -> None:
    answer = client.post("/sign-out/")

    assert (answer.status_code, answer.headers["Location"]) == (302, "/sign-in/?next=/sign-out/")


def test_address_without_a_row_is_closed(faulty: Client, officer: User) -> None:
    faulty.force_login(officer)

    assert faulty.get("/unlisted/").status_code == 403


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/no-such-page/", 404, "没有这个页面"),
        ("/refused/", 403, "没有权限打开此页"),
        ("/doubtful/", 400, "请求无法处理"),
        ("/broken/", 500, "错在系统，不在您"),
    ],
)
def test_error_pages(faulty: Client, address: str, status: int, words: str) -> None:
    page = faulty.get(address)

    assert page.status_code == status
    assert words in page.content.decode()
    assert "Traceback" not in page.content.decode()


def test_expired_form() -> None:
    page = Client(enforce_csrf_checks=True).post("/sign-in/", {"username": "a", "password": "b"})

    assert page.status_code == 403
    assert "页面已过期" in page.content.decode()
