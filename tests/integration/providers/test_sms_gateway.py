"""The adapter for short messages against a gateway in a process of its own."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from factories.identities import phone
from factories.providers.running import Service, running
from jineng.platform.messages.aliyun import AliyunGateway
from jineng.platform.messages.configured import configured_gateway
from jineng.platform.messages.gateways import CodeMessage, GatewayError, UnreachableError

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def service() -> Iterator[Service]:
    with running("sms_gateway.py") as service:
        yield service


def gateway(service: Service, **given: Any) -> AliyunGateway:
    parts = {"key_id": "test-key", "key_secret": "test-secret", "sign_name": "岚县人社", "template": "SMS_100001"}
    return AliyunGateway(**{"endpoint": f"{service.address}/", "timeout_seconds": 0.5, **parts, **given})


def message(key: str = "m1") -> CodeMessage:
    return CodeMessage(phone=phone(1), code="042137", purpose="sign_in", key=key)


def test_sends(service: Service) -> None:
    gateway(service).send(message())

    assert service.seen() == {
        "asked": 1,
        "taken": [{"PhoneNumbers": phone(1), "TemplateParam": json.dumps({"code": "042137"})}],
    }


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"key_secret": "another"}, "SignatureDoesNotMatch"),
        ({"key_id": "another"}, "InvalidAccessKeyId.NotFound"),
        ({"sign_name": "另一家"}, "isv.SMS_SIGNATURE_ILLEGAL"),
        ({"template": "SMS_2"}, "isv.SMS_TEMPLATE_ILLEGAL"),
    ],
)
def test_refusals_are_told_by_the_gateways_word(service: Service, given: dict[str, str], reason: str) -> None:
    with pytest.raises(GatewayError) as refusal:
        gateway(service, **given).send(message())

    assert refusal.value.reason == reason
    assert service.seen()["asked"] == 1, "a refusal is not tried again"
    assert phone(1) not in repr(refusal.value)


@pytest.mark.parametrize("how", ["isv.BUSINESS_LIMIT_CONTROL", "garbage"])
def test_other_refusals(service: Service, how: str) -> None:
    service.behave(how=how)

    with pytest.raises(GatewayError) as refusal:
        gateway(service).send(message())
    assert not isinstance(refusal.value, UnreachableError)


def test_a_fault_of_the_server_is_tried_once_more(service: Service) -> None:
    service.behave(how="500")

    with pytest.raises(UnreachableError, match="HTTP 500"):
        gateway(service).send(message())
    assert service.seen()["asked"] == 2


def test_a_late_answer_sends_one_message(service: Service) -> None:
    """The first attempt was taken though its answer came too late; the second is refused as a repetition."""
    service.behave(how="slow")

    gateway(service).send(message())

    assert service.seen()["asked"] == 2
    assert len(service.seen()["taken"]) == 1


def test_nobody_there(service: Service) -> None:
    with pytest.raises(UnreachableError):
        gateway(service, endpoint="http://127.0.0.1:1/").send(message())


def test_nothing_personal_shows(service: Service, caplog: pytest.LogCaptureFixture) -> None:
    gateway(service).send(message())

    assert phone(1) not in caplog.text
    assert "042137" not in repr(message())
    assert "test-secret" not in repr(gateway(service))


@pytest.mark.parametrize("given", [{"endpoint": "http://sms.example/"}, {"key_id": ""}, {"template": ""}])
def test_refuses_what_cannot_be_safe_or_work(given: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="JINENG_SMS"):
        gateway(Service("http://127.0.0.1:1"), **given)


def test_is_chosen_by_the_settings(settings: Any) -> None:
    parts = {"endpoint": "https://sms.example/", "key_id": "k", "key_secret": "s", "sign_name": "n", "template": "t"}
    settings.SMS = {**parts, "gateway": "aliyun"}
    assert isinstance(configured_gateway(), AliyunGateway)
    settings.SMS = {**parts, "gateway": ""}
    assert configured_gateway() is None
    settings.SMS = {**parts, "gateway": "pigeon"}
    with pytest.raises(ValueError, match="pigeon"):
        configured_gateway()
