"""What is known of whoever asks: the network address, the device in a word, the account itself."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from django.conf import settings

from jineng.platform.identity.models import User

if TYPE_CHECKING:
    from django.http import HttpRequest

_BROWSERS: Final = (
    ("MicroMessenger/", "WeChat"),
    ("Edg/", "Edge"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMS: Final = (
    ("Android", "Android"),
    ("HarmonyOS", "HarmonyOS"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)
_ADDRESS: Final = re.compile(r"[0-9a-fA-F.:]{2,45}")


def address_of(request: HttpRequest) -> str | None:
    """Return the network address that asks; behind our own proxy (JINENG_BEHIND_PROXY), the one that the proxy saw."""
    address = request.META.get("REMOTE_ADDR", "")
    if settings.SECURE_PROXY_SSL_HEADER is not None:
        address = request.headers.get("X-Forwarded-For", address).rpartition(",")[2].strip()
    return address if _ADDRESS.fullmatch(address) else None


def device_of(request: HttpRequest) -> str:
    """Return browser and system in a word each, as people know them; nothing that tells one machine from another.

    >>> from django.test import RequestFactory
    >>> agent = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/139.0.0.0 Safari/537.36"
    >>> device_of(RequestFactory().get("/", headers={"user-agent": agent}))
    'Chrome · Windows'
    """
    agent = request.headers.get("User-Agent", "")
    words = (next((word for mark, word in marks if mark in agent), "") for marks in (_BROWSERS, _SYSTEMS))
    return " · ".join(filter(None, words))


def own_account(request: HttpRequest) -> User:
    """Return the account that signed in, also while it stands in for another.

    Raises:
        TypeError: nobody is signed in; the access table keeps such requests out.
    """
    account = getattr(request, "own_account", None)
    if not isinstance(account, User):
        raise TypeError("expected somebody signed in")
    return account
