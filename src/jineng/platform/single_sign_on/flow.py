"""The way there and back: what goes with the browser, and what must come back with it."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from base64 import urlsafe_b64encode
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from urllib.parse import urlencode

import jwt

from jineng.platform.single_sign_on.errors import SignOnError
from jineng.platform.single_sign_on.provider import ask

if TYPE_CHECKING:
    from jineng.platform.single_sign_on.provider import Provider

_ALGORITHMS: Final = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512")
"""Only signatures by a key of the issuer: a token signed with a shared secret, or not at all, is not taken."""

_CLOCK_SECONDS: Final = 60
_REQUIRED: Final = ("iss", "sub", "aud", "exp", "iat", "nonce")


class Begun(NamedTuple):
    """A sign-in under way; kept in the session of the browser that began it, and used once."""

    state: str
    nonce: str
    verifier: str


class Identified(NamedTuple):
    """Who it is, by whose word."""

    issuer: str
    subject: str


def begin() -> Begun:
    """Return fresh secrets for one sign-in."""
    return Begun(secrets.token_urlsafe(32), secrets.token_urlsafe(32), secrets.token_urlsafe(64))


def address_to_go(provider: Provider, begun: Begun, redirect_uri: str) -> str:
    """Return where the browser goes to sign in.

    Raises:
        SignOnError: the identity service does not answer, or not as it should.
    """
    challenge = urlsafe_b64encode(hashlib.sha256(begun.verifier.encode()).digest()).rstrip(b"=").decode()
    asked = {
        "response_type": "code",
        "client_id": provider.client_id,
        "redirect_uri": redirect_uri,
        "scope": "openid",
        "state": begun.state,
        "nonce": begun.nonce,
        "code_challenge": challenge,
        "code_challenge_method": "S256",
    }
    endpoint = provider.endpoints()["authorization_endpoint"]
    return f"{endpoint}{'&' if '?' in endpoint else '?'}{urlencode(asked)}"


def finish(provider: Provider, begun: Begun, *, state: str, code: str, redirect_uri: str) -> Identified:
    """Return who came back.

    Raises:
        SignOnError: the state is another, the code is not taken, or the token is not what it should be.
    """
    if not hmac.compare_digest(state.encode(), begun.state.encode()):
        raise SignOnError("the state is another: this sign-in began in another browser or long ago")
    tokens = provider.exchange(code, begun.verifier, redirect_uri)
    token = tokens.get("id_token")
    if not isinstance(token, str):
        raise SignOnError("no identity token in the answer")
    claims = _checked(provider, token)
    if not hmac.compare_digest(str(claims["nonce"]).encode(), begun.nonce.encode()):
        raise SignOnError("the nonce is another: the token is of another sign-in")
    if isinstance(claims["aud"], list) and claims.get("azp") != provider.client_id and len(claims["aud"]) > 1:
        raise SignOnError("the token is made out to another party")
    return Identified(provider.issuer, str(claims["sub"]))


def _checked(provider: Provider, token: str) -> dict[str, Any]:
    try:
        header = jwt.get_unverified_header(token)
        claims = jwt.decode(
            token,
            _key_for(provider, header),
            algorithms=list(_ALGORITHMS),
            audience=provider.client_id,
            issuer=provider.issuer,
            leeway=_CLOCK_SECONDS,
            options={"require": list(_REQUIRED)},
        )
    except jwt.PyJWTError as fault:
        raise SignOnError(f"the identity token is not valid ({type(fault).__name__})") from None
    return claims


def _key_for(provider: Provider, header: dict[str, Any]) -> jwt.PyJWK:
    """Return the issuer's key that the token names; the keys are asked for anew each time, so that changes of keys work."""
    keys = jwt.PyJWKSet.from_dict(ask(provider.endpoints()["jwks_uri"])).keys
    fitting = [key for key in keys if key.key_id == header.get("kid")] if "kid" in header else keys
    if len(fitting) != 1:
        raise SignOnError("the issuer has no such key")
    return fitting[0]
