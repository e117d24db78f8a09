"""The identity service: where its addresses are, and asking it."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from base64 import b64encode
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote, urlencode, urlsplit

from django.conf import settings

from jineng.platform.single_sign_on.errors import ProviderUnreachableError, SignOnError

if TYPE_CHECKING:
    from collections.abc import Mapping

_TIMEOUT_SECONDS: Final = 5
_ANSWER_BYTES_MAX: Final = 256 * 1024
_LOOPBACK: Final = ("127.0.0.1", "localhost", "::1")
_ENDPOINTS: Final = ("authorization_endpoint", "token_endpoint", "jwks_uri")


@dataclass(frozen=True, slots=True)
class Provider:
    """An issuer and what this site is known by there."""

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)

    def __post_init__(self) -> None:
        """Refuse what cannot be protected."""
        if not self.client_id:
            raise ValueError("JINENG_OIDC_ISSUER also needs JINENG_OIDC_CLIENT_ID")
        require_protected(self.issuer)

    def endpoints(self) -> Mapping[str, str]:
        """Return the service's own description of its addresses (OpenID Connect Discovery 1.0), asked for once.

        Raises:
            ProviderUnreachableError: no answer.
            SignOnError: the description is of another issuer, incomplete or leads to unprotected addresses.
        """
        return _described(self.issuer)

    def exchange(self, code: str, verifier: str, redirect_uri: str) -> Mapping[str, Any]:
        """Trade the code that the browser brought for tokens.

        Raises:
            ProviderUnreachableError: no answer.
            SignOnError: the service does not take the code.
        """
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": redirect_uri,
            "code_verifier": verifier,
            "client_id": self.client_id,
        }
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        if self.client_secret:
            pair = f"{quote(self.client_id, safe='')}:{quote(self.client_secret, safe='')}"
            headers["Authorization"] = f"Basic {b64encode(pair.encode()).decode()}"
        return ask(self.endpoints()["token_endpoint"], urlencode(form).encode(), headers)


def configured_provider() -> Provider | None:
    """Return this installation's identity service (JINENG_OIDC_…), or None."""
    kept = settings.SINGLE_SIGN_ON
    return Provider(kept["issuer"], kept["client_id"], kept["client_secret"]) if kept["issuer"] else None


def ask(address: str, body: bytes | None = None, headers: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Return the JSON object at an address.

    Raises:
        ProviderUnreachableError: no answer, or a fault of the server.
        SignOnError: refused, or no such answer.
    """
    require_protected(address)
    request = urllib.request.Request(address, body, {"Accept": "application/json", **(headers or {})})  # noqa: S310 -- checked
    try:
        with urllib.request.urlopen(request, timeout=_TIMEOUT_SECONDS) as response:  # noqa: S310
            content = response.read(_ANSWER_BYTES_MAX)
    except urllib.error.HTTPError as fault:
        kind = ProviderUnreachableError if fault.code >= 500 else SignOnError
        raise kind(f"the identity service answered HTTP {fault.code}") from None
    except (urllib.error.URLError, TimeoutError, OSError) as fault:
        raise ProviderUnreachableError(f"the identity service does not answer ({type(fault).__name__})") from None
    try:
        answer = json.loads(content)
    except ValueError:
        raise SignOnError("the identity service answered with something that is no JSON") from None
    if not isinstance(answer, dict):
        raise SignOnError("the identity service answered with something else than an object")
    return answer


def require_protected(address: str) -> None:
    """Refuse addresses over which tokens could be read on the way.

    Raises:
        SignOnError: it is neither https nor this machine.
    """
    parts = urlsplit(address)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in _LOOPBACK):
        raise SignOnError("an address of the identity service is not https")


@lru_cache(maxsize=4)
def _described(issuer: str) -> Mapping[str, str]:
    described = ask(f"{issuer.rstrip('/')}/.well-known/openid-configuration")
    if described.get("issuer") != issuer:
        raise SignOnError("the identity service describes another issuer")
    missing = [name for name in _ENDPOINTS if not isinstance(described.get(name), str)]
    if missing:
        raise SignOnError(f"the identity service does not say its {', '.join(missing)}")
    for name in _ENDPOINTS:
        require_protected(described[name])
    return {name: described[name] for name in _ENDPOINTS}
