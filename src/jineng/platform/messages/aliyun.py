"""The gateway of Alibaba Cloud (阿里云短信服务), action SendSms of API version 2017-05-25.

Requests are signed as the provider's page "签名机制" says (help.aliyun.com, RPC signature 1.0): parameters sorted by
name, percent-encoded by RFC 3986, joined, and signed with HMAC-SHA1 under the secret and "&". They go by POST, so that
neither number nor code stands in an address that something on the way might log.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote, urlsplit

from jineng.platform.messages.gateways import GatewayError, UnreachableError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jineng.platform.messages.gateways import CodeMessage

_VERSION: Final = "2017-05-25"
_REGION: Final = "cn-hangzhou"
_ATTEMPTS: Final = 2
_ANSWER_BYTES_MAX: Final = 64 * 1024
_SAYS_TAKEN_BEFORE: Final = "SignatureNonceUsed"
_LOOPBACK: Final = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True, slots=True)
class AliyunGateway:
    """An access key of the service and the approved signature (签名) and template (模板) of the messages.

    The template has one place, ``${code}``.
    """

    endpoint: str
    key_id: str
    key_secret: str = field(repr=False)
    sign_name: str
    template: str
    timeout_seconds: float = 5

    def __post_init__(self) -> None:
        """Refuse what cannot work: a missing part, or an address that is not protected."""
        missing = [name for name in ("key_id", "key_secret", "sign_name", "template") if not getattr(self, name)]
        if missing:
            raise ValueError(
                f"JINENG_SMS=aliyun also needs {', '.join(f'JINENG_SMS_{name.upper()}' for name in missing)}"
            )
        parts = urlsplit(self.endpoint)
        if parts.scheme != "https" and parts.hostname not in _LOOPBACK:
            raise ValueError("JINENG_SMS_ENDPOINT: expected an https address")

    def send(self, message: CodeMessage) -> None:
        """Send a code; once more if the network fails.

        Both attempts are the same request: if the first arrived after all, the second is refused as a repetition, and
        the phone gets one message.

        Raises:
            UnreachableError: no answer to either attempt, or a fault of the server.
            GatewayError: refused; the reason is the provider's code, such as isv.BUSINESS_LIMIT_CONTROL.
        """
        body = signed_body(self._parameters(message), self.key_secret).encode()
        for attempt in range(1, _ATTEMPTS + 1):
            try:
                answer = self._post(body)
            except UnreachableError:
                if attempt == _ATTEMPTS:
                    raise
                continue
            code = str(answer.get("Code", "no code in the answer"))
            if code == "OK" or (code == _SAYS_TAKEN_BEFORE and attempt > 1):
                return
            raise GatewayError(code)

    def _parameters(self, message: CodeMessage) -> dict[str, str]:
        return {
            "AccessKeyId": self.key_id,
            "Action": "SendSms",
            "Format": "JSON",
            "OutId": message.key,
            "PhoneNumbers": message.phone,
            "RegionId": _REGION,
            "SignName": self.sign_name,
            "SignatureMethod": "HMAC-SHA1",
            "SignatureNonce": message.key,
            "SignatureVersion": "1.0",
            "TemplateCode": self.template,
            "TemplateParam": json.dumps({"code": message.code}),
            "Timestamp": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "Version": _VERSION,
        }

    def _post(self, body: bytes) -> Mapping[str, Any]:
        request = urllib.request.Request(  # noqa: S310 -- https, or this machine
            self.endpoint, body, {"Content-Type": "application/x-www-form-urlencoded"}, method="POST"
        )
        try:
            with urllib.request.urlopen(request, timeout=self.timeout_seconds) as response:  # noqa: S310
                return _read(response.read(_ANSWER_BYTES_MAX))
        except urllib.error.HTTPError as fault:
            if fault.code >= 500:
                raise UnreachableError(f"HTTP {fault.code}") from None
            return _read(fault.read(_ANSWER_BYTES_MAX))
        except (urllib.error.URLError, TimeoutError, OSError) as fault:
            raise UnreachableError(type(fault).__name__) from None


def signed_body(parameters: Mapping[str, str], key_secret: str) -> str:
    """Return the parameters with their signature, as the body of a POST."""
    canonical = "&".join(f"{_encode(name)}={_encode(parameters[name])}" for name in sorted(parameters))
    to_sign = f"POST&{_encode('/')}&{_encode(canonical)}"
    signature = base64.b64encode(hmac.digest(f"{key_secret}&".encode(), to_sign.encode(), hashlib.sha1)).decode()
    return f"Signature={_encode(signature)}&{canonical}"


def _encode(text: str) -> str:
    return quote(text, safe="-_.~")


def _read(content: bytes) -> Mapping[str, Any]:
    try:
        answer = json.loads(content)
    except ValueError:
        raise GatewayError("an answer that is no JSON") from None
    if not isinstance(answer, dict):
        raise GatewayError("an answer of another form")
    return answer
