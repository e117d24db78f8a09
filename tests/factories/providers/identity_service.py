"""An identity service (OpenID Connect) with keys of its own that keeps to the protocol, or breaks it as it is told.

Behaviours: "ok", "500", "expired", "wrong_nonce", "wrong_audience", "wrong_issuer", "foreign_key", "unsigned",
"shared_secret", "no_subject". ``subject`` is whoever signs in next.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import time
import urllib.parse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, CLIENT_SECRET = "jineng-test", "a client's secret: §1"
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
FOREIGN = rsa.generate_private_key(public_exponent=65537, key_size=2048)
STATE: dict[str, Any] = {"how": "ok", "subject": "person-1", "codes": {}, "redirects": []}


def public_key() -> dict[str, Any]:
    return {
        **json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key())),
        "kid": "k1",
        "use": "sig",
        "alg": "RS256",
    }


def id_token(issuer: str, nonce: str) -> str:
    how, now = STATE["how"], int(time.time())
    claims = {
        "iss": "https://elsewhere.example" if how == "wrong_issuer" else issuer,
        "sub": STATE["subject"],
        "aud": "another-client" if how == "wrong_audience" else CLIENT,
        "iat": now - (7200 if how == "expired" else 0),
        "exp": now + (-3600 if how == "expired" else 300),
        "nonce": "another" if how == "wrong_nonce" else nonce,
    }
    if how == "no_subject":
        del claims["sub"]
    if how == "unsigned":
        return jwt.encode(claims, None, algorithm="none")
    if how == "shared_secret":
        return jwt.encode(claims, CLIENT_SECRET * 2, algorithm="HS256", headers={"kid": "k1"})
    return jwt.encode(claims, FOREIGN if how == "foreign_key" else KEY, algorithm="RS256", headers={"kid": "k1"})


class Handler(BaseHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""

    @property
    def issuer(self) -> str:
        return f"http://{self.headers['Host']}"

    def answer(self, status: int, content: object, **headers: str) -> None:
        body = json.dumps(content).encode()
        self.send_response(status)
        for name, value in {"Content-Type": "application/json", "Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self) -> None:
        address = urllib.parse.urlsplit(self.path)
        asked = dict(urllib.parse.parse_qsl(address.query))
        if address.path == "/.well-known/openid-configuration":
            names = {"authorization_endpoint": "authorize", "token_endpoint": "token", "jwks_uri": "keys"}
            self.answer(200, {"issuer": self.issuer, **{name: f"{self.issuer}/{at}" for name, at in names.items()}})
        elif address.path == "/keys":
            self.answer(200, {"keys": [public_key()]})
        elif address.path == "/authorize":
            self.authorize(asked)
        else:
            self.answer(404, {})

    def authorize(self, asked: dict[str, str]) -> None:
        """Sign ``subject`` in without a question and send the browser back."""
        proper = (
            asked.get("response_type") == "code"
            and asked.get("client_id") == CLIENT
            and asked.get("code_challenge_method") == "S256"
            and "openid" in asked.get("scope", "").split()
            and asked.get("state")
            and asked.get("nonce")
        )
        if not proper:
            self.answer(400, {"error": "invalid_request"})
            return
        code = secrets.token_urlsafe(16)
        STATE["codes"][code] = asked
        back = urllib.parse.urlencode({"code": code, "state": asked["state"]})
        self.answer(302, {}, Location=f"{asked['redirect_uri']}?{back}")

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        if self.path == "/behave":
            STATE.update(json.loads(body))
            self.answer(200, {})
            return
        if STATE["how"] == "500":
            self.answer(500, {})
            return
        asked = dict(urllib.parse.parse_qsl(body))
        begun = STATE["codes"].pop(asked.get("code", ""), None)
        fault = self.fault_of(asked, begun)
        if fault or begun is None:
            self.answer(400, {"error": fault})
            return
        token = id_token(self.issuer, begun["nonce"])
        self.answer(200, {"access_token": "a", "token_type": "Bearer", "id_token": token})

    def fault_of(self, asked: dict[str, str], begun: dict[str, str] | None) -> str:
        pair = f"{urllib.parse.quote(CLIENT, safe='')}:{urllib.parse.quote(CLIENT_SECRET, safe='')}"
        if self.headers["Authorization"] != f"Basic {base64.b64encode(pair.encode()).decode()}":
            return "invalid_client"
        if begun is None or asked.get("redirect_uri") != begun["redirect_uri"]:
            return "invalid_grant"
        digest = hashlib.sha256(asked.get("code_verifier", "").encode()).digest()
        if base64.urlsafe_b64encode(digest).rstrip(b"=").decode() != begun["code_challenge"]:
            return "invalid_grant"
        return "" if asked.get("grant_type") == "authorization_code" else "unsupported_grant_type"


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    print(server.server_address[1], flush=True)
    server.serve_forever()
