"""Blind indexes: find a sealed value by its exact text without keeping the text (HMAC-SHA-256 under a derived key)."""

from __future__ import annotations

import hashlib
import hmac
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jineng.platform.encryption import KeyRing


def blind_index(ring: KeyRing, purpose: str, value: str) -> str:
    """Return the index (hex) of ``value`` under the ring's current key; ``purpose`` keeps columns apart."""
    return _index(ring.keys[ring.current], purpose, value)


def blind_candidates(ring: KeyRing, purpose: str, value: str) -> list[str]:
    """Return the indexes of ``value`` under every key of the ring: what to search for after keys were renewed."""
    return [_index(key, purpose, value) for key in ring.keys.values()]


def _index(key: bytes, purpose: str, value: str) -> str:
    derived = hmac.digest(key, b"jineng blind index\0" + purpose.encode(), hashlib.sha256)
    return hmac.digest(derived, value.encode(), hashlib.sha256).hex()
