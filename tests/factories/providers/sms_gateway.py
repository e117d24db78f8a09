"""A gateway for short messages that checks signatures as the real one does. Written apart from the adapter, from the provider's page.

Behaviours: "ok", "500", "slow" (answers after the caller gave up, having taken the message), "garbage", or a code of
refusal such as "isv.BUSINESS_LIMIT_CONTROL".
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
import urllib.parse
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

SECRETS = {"test-key": "test-secret"}
STATE: dict[str, Any] = {"how": "ok", "slow_seconds": 1.0, "taken": [], "asked": 0, "nonces": set()}


def percent(text: str) -> str:
    kept = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~"
    return "".join(chr(byte) if chr(byte) in kept else f"%{byte:02X}" for byte in text.encode())


def signature(parameters: dict[str, str], secret: str) -> str:
    query = "&".join(
        f"{percent(name)}={percent(value)}" for name, value in sorted(parameters.items()) if name != "Signature"
    )
    signer = hmac.new((secret + "&").encode(), ("POST&%2F&" + percent(query)).encode(), hashlib.sha1)
    return base64.b64encode(signer.digest()).decode()


def judge(parameters: dict[str, str]) -> str:
    """Return the code of the answer: the first thing that is wrong, or OK."""
    secret = SECRETS.get(parameters.get("AccessKeyId", ""))
    if secret is None:
        return "InvalidAccessKeyId.NotFound"
    if not hmac.compare_digest(parameters.get("Signature", ""), signature(parameters, secret)):
        return "SignatureDoesNotMatch"
    at = datetime.strptime(parameters["Timestamp"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    faults = {
        "InvalidTimeStamp.Expired": abs(datetime.now(UTC) - at) > timedelta(minutes=15),
        "InvalidAction.NotFound": (parameters["Action"], parameters["Version"]) != ("SendSms", "2017-05-25"),
        "SignatureNonceUsed": parameters["SignatureNonce"] in STATE["nonces"],
        "isv.SMS_SIGNATURE_ILLEGAL": parameters["SignName"] != "岚县人社",
        "isv.SMS_TEMPLATE_ILLEGAL": parameters["TemplateCode"] != "SMS_100001",
        "isv.TEMPLATE_MISSING_PARAMETERS": "code" not in json.loads(parameters["TemplateParam"]),
    }
    STATE["nonces"].add(parameters["SignatureNonce"])
    return next((code for code, is_so in faults.items() if is_so), "OK")


class Handler(BaseHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def answer(self, status: int, content: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def do_GET(self) -> None:
        seen = {"taken": STATE["taken"], "asked": STATE["asked"]}
        self.answer(200, json.dumps(seen).encode())

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        if self.path == "/behave":
            STATE.update(json.loads(body))
            self.answer(200, b"{}")
            return
        STATE["asked"] += 1
        how = STATE["how"]
        if how == "500":
            self.answer(500, b"oops")
            return
        if how == "garbage":
            self.answer(200, b"<html>")
            return
        parameters = dict(urllib.parse.parse_qsl(body, keep_blank_values=True))
        code = judge(parameters)
        if code == "OK" and how in ("ok", "slow"):
            STATE["taken"].append({name: parameters[name] for name in ("PhoneNumbers", "TemplateParam")})
            if how == "slow":
                time.sleep(STATE["slow_seconds"])
        elif code == "OK":
            code = how
        try:
            self.answer(200 if code == "OK" else 400, json.dumps({"Code": code, "RequestId": "r"}).encode())
        except BrokenPipeError:
            return


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    print(server.server_address[1], flush=True)
    server.serve_forever()
