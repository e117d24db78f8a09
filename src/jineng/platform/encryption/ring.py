"""The key ring: what seals, opens and indexes.

A sealed message is ``JN2`` · cipher (one byte) · length of the key's name (one byte) · name · nonce (12 bytes) ·
ciphertext with its tag. Header and context are authenticated: a message moved to another place does not open. Nonces are
random: one key seals up to 2³² messages (NIST SP 800-38D §8.3), far more than a province has; change keys before.
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Final, Protocol

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.hmac import HMAC

from jineng.platform.encryption.ciphers import CIPHER_NAMES, CIPHERS, NONCE_BYTES, derived_key
from jineng.platform.encryption.errors import KeyRingError, SealError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from jineng.platform.encryption.ciphers import Cipher

KEY_BYTES: Final = 32
MAGIC: Final = b"JN2"
DEFAULT_CIPHER: Final = next(iter(CIPHERS))

_FORMER_MAGIC: Final = b"JN1"
_NAME_LENGTH_MAX: Final = 32
HEADER_LENGTH_MAX: Final = len(MAGIC) + 2 + _NAME_LENGTH_MAX + NONCE_BYTES
"""How much of a message tells its key, in bytes."""


class Ring(Protocol):
    """What sealing code needs of a ring, held in memory or kept in a file."""

    def seal(self, content: bytes, context: bytes) -> bytes:
        """Encrypt ``content`` for the place that ``context`` names."""

    def open(self, sealed: bytes, context: bytes) -> bytes:
        """Decrypt a sealed message of that place.

        Raises:
            SealError: the message was changed or moved, is none, or its key is not on this ring.
        """

    def index(self, purpose: str, value: str) -> str:
        """Return the blind index of a value: 64 hex digits."""

    def now(self) -> KeyRing:
        """Return the keys as they are at this moment."""


class KeyRing:
    """Master keys by name, unchanging; new messages are sealed with ``current``, others open with the key that they name.

    Args:
        keys: 32 bytes each, by a name of 1 to 32 characters.
        current: the name of the key that seals.
        index_keys: 32 bytes each, oldest first. An index is made under all of them in turn, so that a further one can be
            laid over what stands in the database without knowing the values.
        cipher: what seals, a name of ``CIPHERS``.

    Raises:
        KeyRingError: such a ring could not seal or index anything.
    """

    __slots__ = ("_ciphers", "_indexers", "_keys", "_prefix", "cipher", "current", "index_keys")

    def __init__(
        self, keys: Mapping[str, bytes], current: str, index_keys: Sequence[bytes], cipher: str = DEFAULT_CIPHER
    ) -> None:
        _check(keys, current, index_keys, cipher)
        self._keys = dict(keys)
        self.current = current
        self.index_keys = tuple(index_keys)
        self.cipher = cipher
        self._prefix = header(cipher, current)
        self._ciphers: dict[tuple[int, str], Cipher] = {}
        self._indexers: dict[str, list[HMAC]] = {}

    def __repr__(self) -> str:
        """Return names only: a ring that lands in a log shows no key."""
        return f"KeyRing({sorted(self._keys)}, current={self.current!r}, cipher={self.cipher!r})"

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the keys."""
        return tuple(self._keys)

    @property
    def prefix(self) -> bytes:
        """What every message begins with that this ring seals now."""
        return self._prefix

    def now(self) -> KeyRing:
        """Return this ring."""
        return self

    def seal(self, content: bytes, context: bytes) -> bytes:
        """Encrypt ``content`` for the place that ``context`` names."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        cipher = self._cipher(CIPHERS[self.cipher].code, self.current)
        return self._prefix + nonce + cipher.encrypt(nonce, content, self._prefix + context)

    def seal_many(self, contents: Sequence[bytes], context: bytes) -> list[bytes]:
        """Encrypt each of ``contents`` for the same place, in less time than one by one."""
        encrypt = self._cipher(CIPHERS[self.cipher].code, self.current).encrypt
        prefix, bound = self._prefix, self._prefix + context
        drawn = secrets.token_bytes(NONCE_BYTES * len(contents))
        nonces = [drawn[start : start + NONCE_BYTES] for start in range(0, len(drawn), NONCE_BYTES)]
        return [
            prefix + nonce + encrypt(nonce, content, bound) for nonce, content in zip(nonces, contents, strict=True)
        ]

    def open(self, sealed: bytes, context: bytes) -> bytes:
        """Decrypt a sealed message of that place.

        Raises:
            SealError: the message was changed or moved, is none, or its key is not on this ring.
        """
        code, name, start = _parts(sealed)
        if name not in self._keys:
            raise SealError(f"sealed with key {name!r}, which is not on the ring; bring that key back")
        end = start + NONCE_BYTES
        return self._cipher(code, name).decrypt(sealed[start:end], sealed[end:], sealed[:start] + context)

    def index(self, purpose: str, value: str) -> str:
        """Return the blind index of a value (HMAC-SM3): 64 hex digits; ``purpose`` keeps columns apart."""
        digest = b""
        for place, keyed in enumerate(self._indexers.get(purpose) or self._indexers_for(purpose)):
            step = keyed.copy()
            step.update(digest if place else value.encode())
            digest = step.finalize()
        return digest.hex()

    def index_many(self, purpose: str, values: Sequence[str]) -> list[str]:
        """Return the blind index of each of many values of one purpose."""
        first, *others = self._indexers.get(purpose) or self._indexers_for(purpose)
        digests = []
        for value in values:
            keyed = first.copy()
            keyed.update(value.encode())
            digests.append(keyed.finalize())
        for other in others:
            for place, digest in enumerate(digests):
                keyed = other.copy()
                keyed.update(digest)
                digests[place] = keyed.finalize()
        return [digest.hex() for digest in digests]

    def _cipher(self, code: int, name: str) -> Cipher:
        found = self._ciphers.get((code, name))
        if found is None:
            kind = CIPHERS[CIPHER_NAMES[code]]
            found = kind(derived_key(self._keys[name], b"seal " + CIPHER_NAMES[code].encode(), kind.key_bytes))
            self._ciphers[code, name] = found
        return found

    def _indexers_for(self, purpose: str) -> list[HMAC]:
        self._indexers[purpose] = [index_step(key, purpose) for key in self.index_keys]
        return self._indexers[purpose]


def index_step(key: bytes, purpose: str) -> HMAC:
    """Return the HMAC-SM3 of one index key for one purpose, to be copied and fed with a value or a former digest."""
    return HMAC(derived_key(key, b"index " + purpose.encode(), KEY_BYTES), hashes.SM3())


def header(cipher: str, name: str) -> bytes:
    """Return what a message of this cipher and key begins with."""
    encoded = name.encode()
    return MAGIC + bytes([CIPHERS[cipher].code, len(encoded)]) + encoded


def key_of(sealed: bytes) -> str:
    """Return the name of the key that a message was sealed with.

    Raises:
        SealError: this is no sealed message.
    """
    return _parts(sealed)[1]


def _parts(sealed: bytes) -> tuple[int, str, int]:
    """Return the cipher's byte, the key's name and where the nonce begins."""
    if sealed.startswith(_FORMER_MAGIC):
        raise SealError(
            "sealed in the format of a development version before the first release, which is not read any more; "
            "start with an empty state folder"
        )
    if len(sealed) < len(MAGIC) + 2 or not sealed.startswith(MAGIC):
        raise SealError("not a sealed message of this system")
    code, length = sealed[len(MAGIC)], sealed[len(MAGIC) + 1]
    start = len(MAGIC) + 2 + length
    if code not in CIPHER_NAMES or len(sealed) < start + NONCE_BYTES:
        raise SealError("not a sealed message of this system, or cut short")
    return code, sealed[len(MAGIC) + 2 : start].decode(errors="replace"), start


def _check(keys: Mapping[str, bytes], current: str, index_keys: Sequence[bytes], cipher: str) -> None:
    if cipher not in CIPHERS:
        raise KeyRingError(f"JINENG_CIPHER: expected {' or '.join(CIPHERS)}, found {cipher!r}")
    if current not in keys:
        raise KeyRingError(f"expected a key named {current!r}, found {sorted(keys)}")
    if not index_keys:
        raise KeyRingError("expected an index key, found none")
    for name, key in [*keys.items(), *(("index", key) for key in index_keys)]:
        if len(key) != KEY_BYTES:
            raise KeyRingError(f"key {name!r}: expected {KEY_BYTES} bytes, found {len(key)}")
        if not 1 <= len(name.encode()) <= _NAME_LENGTH_MAX or not name.isascii():
            raise KeyRingError(f"key {name!r}: expected a name of 1 to {_NAME_LENGTH_MAX} ASCII characters")
