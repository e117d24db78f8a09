"""Blind indexes: find a sealed value by its exact text without keeping the text (HMAC-SM3 under an index key)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jineng.platform.encryption.ring import Ring


def blind_index(ring: Ring, purpose: str, value: str) -> str:
    """Return the index of a value: 64 hex digits. ``purpose`` keeps columns apart; write one value always one way."""
    return ring.index(purpose, value)
