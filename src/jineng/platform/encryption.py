"""The key ring: AES-256-GCM under named keys, so that keys can be renewed without touching old data.

A sealed message is ``JN1`` · length of the key's name (one byte) · name · nonce (12 bytes) · ciphertext with its tag.
Header and context are authenticated: a message moved to another place does not open.
"""

from __future__ import annotations

import base64
import binascii
import json
import os
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_MAGIC: Final = b"JN1"
_NONCE_BYTES: Final = 12
_KEY_BYTES: Final = 32


class SealError(ValueError):
    """A sealed message cannot be opened; the message says whether the key is missing or the content was changed."""


@dataclass(frozen=True, slots=True)
class KeyRing:
    """Keys by name; new messages are sealed with ``current``, old ones open with the key that they name."""

    keys: Mapping[str, bytes]
    current: str

    def __post_init__(self) -> None:
        """Refuse a ring that could seal nothing."""
        if self.current not in self.keys:
            raise ValueError(f"expected a key named {self.current!r}, found {sorted(self.keys)}")
        for name, key in self.keys.items():
            if len(key) != _KEY_BYTES:
                raise ValueError(f"key {name!r}: expected {_KEY_BYTES} bytes, found {len(key)}")
            if not 1 <= len(name.encode()) <= 255:
                raise ValueError(f"key {name!r}: expected a name of 1 to 255 bytes")

    def seal(self, content: bytes, context: bytes) -> bytes:
        """Encrypt ``content`` for the place that ``context`` names."""
        header = _header(self.current)
        nonce = secrets.token_bytes(_NONCE_BYTES)
        return header + nonce + AESGCM(self.keys[self.current]).encrypt(nonce, content, header + context)

    def open(self, sealed: bytes, context: bytes) -> bytes:
        """Decrypt a sealed message of that place.

        Raises:
            SealError: the message was changed or moved, is none, or its key is not on this ring.
        """
        name, rest = _split_header(sealed)
        key = self.keys.get(name)
        if key is None:
            raise SealError(f"sealed with key {name!r}, which is not on the ring; add it to JINENG_KEYS")
        try:
            return AESGCM(key).decrypt(rest[:_NONCE_BYTES], rest[_NONCE_BYTES:], _header(name) + context)
        except (InvalidTag, ValueError):
            raise SealError("the sealed content was changed, cut short or moved from its place") from None


def parse_key_ring(text: str) -> KeyRing:
    """Read a ring written ``name:base64 name:base64 …``; the first key is the current one.

    Raises:
        ValueError: the text is no such ring. The message never shows a key.
    """
    keys: dict[str, bytes] = {}
    for place, part in enumerate(text.split(), start=1):
        name, colon, encoded = part.partition(":")
        try:
            keys[name] = base64.b64decode(encoded, validate=True)
        except binascii.Error:
            raise ValueError(f"JINENG_KEYS, key {place}: expected name:base64 of {_KEY_BYTES} bytes") from None
        if not colon:
            raise ValueError(f"JINENG_KEYS, key {place}: expected name:base64, found no colon")
    if not keys:
        raise ValueError("JINENG_KEYS is empty; expected name:base64")
    return KeyRing(keys, next(iter(keys)))


def key_ring_in(path: Path) -> KeyRing:
    """Return the ring kept in a file of mode 0600, making one with a fresh key if there is none yet."""
    if not path.exists():
        fresh = {"current": "k1", "keys": {"k1": base64.b64encode(secrets.token_bytes(_KEY_BYTES)).decode()}}
        write_secret(path, json.dumps(fresh))
    kept = json.loads(path.read_text())
    return KeyRing({name: base64.b64decode(key) for name, key in kept["keys"].items()}, kept["current"])


def write_secret(path: Path, text: str) -> None:
    """Write a new file that only its owner can read; where another process was faster, leave that one's."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
    try:
        os.link(partial, path)
    except FileExistsError:
        pass
    finally:
        partial.unlink()


def _header(name: str) -> bytes:
    encoded = name.encode()
    return _MAGIC + bytes([len(encoded)]) + encoded


def _split_header(sealed: bytes) -> tuple[str, bytes]:
    if len(sealed) < len(_MAGIC) + 1 or not sealed.startswith(_MAGIC):
        raise SealError("not a sealed message of this system")
    end = len(_MAGIC) + 1 + sealed[len(_MAGIC)]
    return sealed[len(_MAGIC) + 1 : end].decode(errors="replace"), sealed[end:]
