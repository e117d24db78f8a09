"""Which gateway this installation has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings

from jineng.platform.messages.aliyun import AliyunGateway
from jineng.platform.messages.shown import ShownGateway

if TYPE_CHECKING:
    from jineng.platform.messages.gateways import Gateway


def configured_gateway() -> Gateway | None:
    """Return this installation's gateway (JINENG_SMS), or None: then nobody can sign in by phone.

    Raises:
        ValueError: JINENG_SMS names none that there is.
    """
    kept = settings.SMS
    if not kept["gateway"]:
        return None
    if kept["gateway"] == "shown":
        return ShownGateway(settings.STATE_DIR / "shown-messages")
    if kept["gateway"] == "aliyun":
        return AliyunGateway(
            endpoint=kept["endpoint"],
            key_id=kept["key_id"],
            key_secret=kept["key_secret"],
            sign_name=kept["sign_name"],
            template=kept["template"],
        )
    raise ValueError(f"JINENG_SMS: expected aliyun, shown or nothing, found {kept['gateway']!r}")
