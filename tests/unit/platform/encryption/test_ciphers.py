"""The ciphers and digests against the examples of their standards."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import SM4
from cryptography.hazmat.primitives.ciphers.modes import ECB
from cryptography.hazmat.primitives.hmac import HMAC

from jineng.platform.encryption.ciphers import CIPHERS, Aes256Gcm, Sm4Gcm, derived_key
from jineng.platform.encryption.errors import SealError

NATIONAL_KEY = bytes.fromhex("0123456789ABCDEFFEDCBA9876543210")


def test_sm4_is_that_of_gb_32907() -> None:
    """GB/T 32907-2016, annex A.1."""
    encryptor = Cipher(SM4(NATIONAL_KEY), ECB()).encryptor()

    assert encryptor.update(NATIONAL_KEY).hex() == "681edf34d206965e86b3e94f536e4246"


def test_sm4_gcm_is_that_of_rfc_8998() -> None:
    """RFC 8998, appendix A.1."""
    nonce = bytes.fromhex("00001234567800000000ABCD")
    bound = bytes.fromhex("FEEDFACEDEADBEEFFEEDFACEDEADBEEFABADDAD2")
    content = bytes.fromhex("AA" * 8 + "BB" * 8 + "CC" * 8 + "DD" * 8 + "EE" * 8 + "FF" * 8 + "EE" * 8 + "AA" * 8)
    sealed = bytes.fromhex(
        "17F399F08C67D5EE19D0DC9969C4BB7D5FD46FD3756489069157B282BB200735D82710CA5C22F0CCFA7CBF93D496AC15A56834CBCF98C397"
        "B4024A2691233B8D83DE3541E4C2B58177E065A9BF7B62EC"
    )

    assert Sm4Gcm(NATIONAL_KEY).encrypt(nonce, content, bound) == sealed
    assert Sm4Gcm(NATIONAL_KEY).decrypt(nonce, sealed, bound) == content


def test_aes_256_gcm_is_that_of_its_proposal() -> None:
    """McGrew and Viega, "The Galois/Counter Mode of Operation", test case 14."""
    sealed = bytes.fromhex("cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919")

    assert Aes256Gcm(bytes(32)).encrypt(bytes(12), bytes(16), b"") == sealed


def test_sm3_is_that_of_gb_32905() -> None:
    """GB/T 32905-2016, annex A.1."""
    digest = hashes.Hash(hashes.SM3())
    digest.update(b"abc")

    assert digest.finalize().hex() == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"


def test_hmac_sm3_is_that_of_gm_0042() -> None:
    """GM/T 0042-2015, annex D.3."""
    keyed = HMAC(bytes(range(1, 33)), hashes.SM3())
    keyed.update(
        b"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopqabcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"
    )

    assert keyed.finalize().hex() == "ca05e144ed05d1857840d1f318a4a8669e559fc8391f414485bfdf7bb408963a"


@pytest.mark.parametrize("name", CIPHERS)
def test_too_short_to_hold_a_tag_does_not_open(name: str) -> None:
    cipher = CIPHERS[name](bytes(CIPHERS[name].key_bytes))

    for length in (0, 1, 15, 16):
        with pytest.raises(SealError):
            cipher.decrypt(bytes(12), bytes(length), b"")


def test_keys_of_different_purposes_have_nothing_in_common() -> None:
    found = {
        derived_key(bytes(32), purpose, 16)
        for purpose in (b"seal SM4-GCM", b"seal AES-256-GCM", b"index a", b"index b")
    }

    assert len(found) == 4
    assert len({code.code for code in CIPHERS.values()}) == len(CIPHERS)
