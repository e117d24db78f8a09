"""The authenticated ciphers that messages are sealed with: SM4-GCM and AES-256-GCM, both with a tag of 16 bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers import Cipher as BlockCipher
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.ciphers.algorithms import SM4
from cryptography.hazmat.primitives.ciphers.modes import GCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from jineng.platform.encryption.errors import SealError

if TYPE_CHECKING:
    from collections.abc import Mapping

NONCE_BYTES: Final = 12
TAG_BYTES: Final = 16


class Cipher(Protocol):
    """One algorithm under one key. Safe to share between threads."""

    code: int
    """The byte that names the algorithm in a message."""
    key_bytes: int

    def __init__(self, key: bytes) -> None: ...

    def encrypt(self, nonce: bytes, content: bytes, bound: bytes) -> bytes:
        """Return ciphertext and tag; ``bound`` is authenticated beside it."""

    def decrypt(self, nonce: bytes, sealed: bytes, bound: bytes) -> bytes:
        """Return the content.

        Raises:
            SealError: anything differs from what was encrypted.
        """


class Sm4Gcm:
    """SM4-GCM (GB/T 32907-2016; RFC 8998): the national block cipher, keys of 128 bits."""

    code = 1
    key_bytes = 16

    def __init__(self, key: bytes) -> None:
        self._key = SM4(key)

    def encrypt(self, nonce: bytes, content: bytes, bound: bytes) -> bytes:
        """Return ciphertext and tag."""
        encryptor = BlockCipher(self._key, GCM(nonce)).encryptor()
        encryptor.authenticate_additional_data(bound)
        return encryptor.update(content) + encryptor.finalize() + encryptor.tag

    def decrypt(self, nonce: bytes, sealed: bytes, bound: bytes) -> bytes:
        """Return the content."""
        if len(sealed) < TAG_BYTES:
            raise _changed()
        decryptor = BlockCipher(self._key, GCM(nonce, sealed[-TAG_BYTES:])).decryptor()
        decryptor.authenticate_additional_data(bound)
        try:
            return decryptor.update(sealed[:-TAG_BYTES]) + decryptor.finalize()
        except InvalidTag:
            raise _changed() from None


class Aes256Gcm:
    """AES-256-GCM (NIST SP 800-38D), for places whose hardware or rules ask for it."""

    code = 2
    key_bytes = 32

    def __init__(self, key: bytes) -> None:
        self._key = AESGCM(key)

    def encrypt(self, nonce: bytes, content: bytes, bound: bytes) -> bytes:
        """Return ciphertext and tag."""
        return self._key.encrypt(nonce, content, bound)

    def decrypt(self, nonce: bytes, sealed: bytes, bound: bytes) -> bytes:
        """Return the content."""
        try:
            return self._key.decrypt(nonce, sealed, bound)
        except (InvalidTag, ValueError):
            raise _changed() from None


CIPHERS: Final[Mapping[str, type[Cipher]]] = {"SM4-GCM": Sm4Gcm, "AES-256-GCM": Aes256Gcm}
"""The ciphers by the name that JINENG_CIPHER takes; the first is the default."""

CIPHER_NAMES: Final[Mapping[int, str]] = {cipher.code: name for name, cipher in CIPHERS.items()}


def derived_key(master: bytes, purpose: bytes, length: int) -> bytes:
    """Return ``length`` bytes for one purpose (HKDF with SM3, RFC 5869): what is known of one tells nothing of another."""
    return HKDF(algorithm=hashes.SM3(), length=length, salt=None, info=b"jineng " + purpose).derive(master)


def _changed() -> SealError:
    return SealError("the sealed content was changed, cut short or moved from its place")
