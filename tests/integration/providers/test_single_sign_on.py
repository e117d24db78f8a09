"""Signing in with an identity service in a process of its own, there and back."""

from __future__ import annotations

import urllib.error
import urllib.request
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

from factories.accounts import AT, account
from factories.providers.running import Service, running
from jineng.platform.identity.models import SingleSignOnLink
from jineng.platform.identity.operations.administration import close_account
from jineng.platform.identity.operations.links import link_account
from jineng.platform.single_sign_on.errors import ProviderUnreachableError, SignOnError
from jineng.platform.single_sign_on.flow import Begun, address_to_go, begin, finish
from jineng.platform.single_sign_on.provider import Provider

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.test import Client

    from jineng.platform.identity.models import User

CLIENT, CLIENT_SECRET = "jineng-test", "a client's secret: §1"
BACK = "http://testserver/sign-in/single-sign-on/back/"


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        return None


@pytest.fixture(scope="module")
def service() -> Iterator[Service]:
    with running("identity_service.py") as service:
        yield service


@pytest.fixture
def provider(service: Service, settings: Any) -> Provider:
    service.behave(how="ok", subject="person-1")
    settings.SINGLE_SIGN_ON = {"issuer": service.address, "client_id": CLIENT, "client_secret": CLIENT_SECRET}
    return Provider(service.address, CLIENT, CLIENT_SECRET)


def browse(address: str) -> str:
    """Open an address at the identity service as a browser does, and return where it sends back to."""
    with pytest.raises(urllib.error.HTTPError) as sent:
        urllib.request.build_opener(_Stay).open(address, timeout=10)
    with sent.value as answer:
        assert answer.code == 302
        return str(answer.headers["Location"])


def way(provider: Provider, begun: Begun) -> dict[str, str]:
    query = urlsplit(browse(address_to_go(provider, begun, BACK))).query
    return dict(part.split("=", 1) for part in query.split("&"))


def test_there_and_back(provider: Provider, service: Service) -> None:
    begun = begin()
    back = way(provider, begun)

    found = finish(provider, begun, state=back["state"], code=back["code"], redirect_uri=BACK)

    assert (found.issuer, found.subject) == (service.address, "person-1")
    with pytest.raises(SignOnError, match="HTTP 400"):
        finish(provider, begun, state=back["state"], code=back["code"], redirect_uri=BACK)


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ("expired", "ExpiredSignature"),
        ("wrong_nonce", "nonce"),
        ("wrong_audience", "InvalidAudience"),
        ("wrong_issuer", "InvalidIssuer"),
        ("foreign_key", "InvalidSignature"),
        ("unsigned", "no such key|InvalidAlgorithm|not valid"),
        ("shared_secret", "InvalidAlgorithm|not valid"),
        ("no_subject", "MissingRequiredClaim"),
    ],
)
def test_tokens_that_are_not_believed(provider: Provider, service: Service, how: str, said: str) -> None:
    begun = begin()
    back = way(provider, begun)
    service.behave(how=how)

    with pytest.raises(SignOnError, match=said):
        finish(provider, begun, state=back["state"], code=back["code"], redirect_uri=BACK)


def test_another_state_or_verifier_is_refused(provider: Provider) -> None:
    begun = begin()
    back = way(provider, begun)

    with pytest.raises(SignOnError, match="state"):
        finish(provider, begun, state="another", code=back["code"], redirect_uri=BACK)
    with pytest.raises(SignOnError, match="HTTP 400"):
        finish(provider, begun._replace(verifier="v" * 64), state=back["state"], code=back["code"], redirect_uri=BACK)


def test_service_that_is_away(provider: Provider, service: Service) -> None:
    begun = begin()
    back = way(provider, begun)
    service.behave(how="500")

    with pytest.raises(ProviderUnreachableError):
        finish(provider, begun, state=back["state"], code=back["code"], redirect_uri=BACK)
    with pytest.raises(ProviderUnreachableError):
        Provider("http://127.0.0.1:1", CLIENT, "").endpoints()


def test_only_protected_addresses() -> None:
    with pytest.raises(SignOnError, match="https"):
        Provider("http://id.example", CLIENT, "")
    with pytest.raises(ValueError, match="CLIENT_ID"):
        Provider("https://id.example", "", "")


@pytest.fixture
def linked(db: None, provider: Provider) -> User:
    user = account("somebody")
    link_account(actor=user, at=AT, issuer=provider.issuer, subject="person-1")
    return user


def through(client: Client) -> Any:
    """Go to the identity service and come back, as a browser."""
    went = client.get("/sign-in/single-sign-on/")
    assert went.status_code == 302
    return client.get(browse(went.headers["Location"]).removeprefix("http://testserver"))


def test_page_lets_the_linked_in(client: Client, linked: User) -> None:
    assert "用统一身份认证登录" in client.get("/sign-in/").content.decode()

    answer = through(client)

    assert (answer.status_code, answer.headers["Location"]) == (302, "/")
    assert client.get("/account/").status_code == 200


def test_page_makes_no_account(client: Client, provider: Provider, db: None) -> None:
    answer = through(client)

    assert answer.status_code == 403
    assert "还没有绑定" in answer.content.decode()


def test_closed_account_stays_out(client: Client, linked: User) -> None:
    close_account(actor=None, at=AT, user=linked)

    assert through(client).status_code == 403


def test_page_links_who_is_signed_in(client: Client, provider: Provider, db: None) -> None:
    user = account("somebody")
    client.force_login(user)

    assert through(client).headers["Location"] == "/account/"
    assert SingleSignOnLink.objects.get(ended_at=None).user == user
    assert client.post("/account/single-sign-on/end/").status_code == 302
    assert not SingleSignOnLink.objects.filter(ended_at=None).exists()


def test_page_tells_of_faults(client: Client, linked: User, service: Service) -> None:
    service.behave(how="wrong_nonce")
    refused = through(client)
    assert refused.status_code == 403
    assert "没有成功" in refused.content.decode()

    service.behave(how="ok")
    went = client.get("/sign-in/single-sign-on/")
    back = browse(went.headers["Location"]).removeprefix("http://testserver")
    service.behave(how="500")
    away = client.get(back)
    assert away.status_code == 403
    assert "没有应答" in away.content.decode()
    service.behave(how="ok")
    assert "没有应答" not in client.get(back).content.decode(), "what was begun is used once"
    assert client.get("/sign-in/single-sign-on/back/?error=access_denied").status_code == 403


def test_without_a_service_there_are_no_pages(client: Client, db: None) -> None:
    assert client.get("/sign-in/single-sign-on/").status_code == 404
    assert client.get("/sign-in/single-sign-on/back/?code=a").status_code == 404
