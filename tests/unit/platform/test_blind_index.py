from __future__ import annotations

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.hmac import HMAC

from jineng.platform.blind_index import blind_index
from jineng.platform.encryption.ciphers import derived_key
from jineng.platform.encryption.ring import KeyRing

SEAL, OLD, NEW = b"s" * 32, b"o" * 32, b"n" * 32
VALUE = "11010519491231002X"


def _ring(*index_keys: bytes, seal: bytes = SEAL) -> KeyRing:
    return KeyRing({"k1": seal}, "k1", index_keys)


def test_index_is_hmac_sm3_under_a_key_of_its_purpose() -> None:
    keyed = HMAC(derived_key(OLD, b"index person", 32), hashes.SM3())
    keyed.update(VALUE.encode())

    assert blind_index(_ring(OLD), "person", VALUE) == keyed.finalize().hex()


def test_index_is_stable_and_keeps_purposes_keys_and_values_apart() -> None:
    ring = _ring(OLD)
    index = blind_index(ring, "person", VALUE)

    assert index == blind_index(ring, "person", VALUE) == blind_index(_ring(OLD, seal=NEW), "person", VALUE)
    assert len(index) == 64
    assert len({index, blind_index(ring, "payee", VALUE), blind_index(ring, "person", "other")}) == 3
    assert blind_index(_ring(NEW), "person", VALUE) != index


def test_a_further_key_is_laid_over_an_index_without_knowing_the_value() -> None:
    before = blind_index(_ring(OLD), "person", VALUE)
    keyed = HMAC(derived_key(NEW, b"index person", 32), hashes.SM3())
    keyed.update(bytes.fromhex(before))

    assert blind_index(_ring(OLD, NEW), "person", VALUE) == keyed.finalize().hex()
