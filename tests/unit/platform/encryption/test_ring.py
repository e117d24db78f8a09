"""The ring: what it seals opens in its place, whole and unchanged, and nowhere else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jineng.platform.encryption.ciphers import CIPHERS, NONCE_BYTES
from jineng.platform.encryption.errors import KeyRingError, SealError
from jineng.platform.encryption.ring import KeyRing, header, key_of

A, B, INDEX = b"a" * 32, b"b" * 32, b"i" * 32
RINGS = {name: KeyRing({"a": A}, "a", [INDEX], name) for name in CIPHERS}

rings = st.sampled_from(sorted(RINGS)).map(RINGS.__getitem__)
contents = st.binary(max_size=200)


@given(rings, contents, st.binary(max_size=40))
def test_what_is_sealed_opens_in_its_place(ring: KeyRing, content: bytes, context: bytes) -> None:
    sealed = ring.seal(content, context)

    assert all(other.open(sealed, context) == content for other in RINGS.values())
    assert key_of(sealed) == "a"
    assert sealed.startswith(ring.prefix)
    assert ring.seal(content, context) != sealed


@given(rings, contents, st.binary(max_size=40), st.binary(max_size=40))
def test_moved_messages_never_open(ring: KeyRing, content: bytes, context: bytes, elsewhere: bytes) -> None:
    if context != elsewhere:
        with pytest.raises(SealError):
            ring.open(ring.seal(content, context), elsewhere)


@given(rings, contents, st.data())
def test_cut_messages_never_open(ring: KeyRing, content: bytes, data: st.DataObject) -> None:
    sealed = ring.seal(content, b"place")
    end = data.draw(st.integers(0, len(sealed) - 1))

    with pytest.raises(SealError):
        ring.open(sealed[:end], b"place")
    with pytest.raises(SealError):
        ring.open(sealed[len(sealed) - end :], b"place")


@given(rings, contents, st.data())
def test_flipped_messages_never_open(ring: KeyRing, content: bytes, data: st.DataObject) -> None:
    sealed = bytearray(ring.seal(content, b"place"))
    sealed[data.draw(st.integers(0, len(sealed) - 1))] ^= 1 << data.draw(st.integers(0, 7))

    with pytest.raises(SealError):
        ring.open(bytes(sealed), b"place")


@given(rings, contents, st.binary(min_size=1, max_size=8))
def test_lengthened_messages_never_open(ring: KeyRing, content: bytes, more: bytes) -> None:
    with pytest.raises(SealError):
        ring.open(ring.seal(content, b"place") + more, b"place")


def test_a_message_does_not_pass_for_one_of_another_key_or_cipher() -> None:
    """Also where both keys are the same bytes: the header is authenticated."""
    twin = KeyRing({"a": A, "b": A}, "a", [INDEX])
    sealed = twin.seal(b"content", b"place")
    rest = sealed[len(twin.prefix) :]

    for named in (header("SM4-GCM", "b"), header("AES-256-GCM", "a")):
        with pytest.raises(SealError):
            twin.open(named + rest, b"place")


def test_old_keys_open_what_they_sealed() -> None:
    old = KeyRing({"a": A}, "a", [INDEX])
    new = KeyRing({"a": A, "b": B}, "b", [INDEX], "AES-256-GCM")

    assert new.open(old.seal(b"text", b"place"), b"place") == b"text"
    with pytest.raises(SealError, match="key 'b', which is not on the ring"):
        old.open(new.seal(b"text", b"place"), b"place")


@pytest.mark.parametrize(
    "sealed", [b"", b"JN", b"JN2", b"JN2\x01", b"JN2\x01\x01a", b"JN2\x09\x01a" + bytes(40), b"PK\x03\x04 a workbook"]
)
def test_what_is_not_sealed_does_not_open(sealed: bytes) -> None:
    with pytest.raises(SealError, match="not a sealed message"):
        RINGS["SM4-GCM"].open(sealed, b"place")


def test_a_message_of_the_former_format_is_told_apart() -> None:
    with pytest.raises(SealError, match="before the first release"):
        RINGS["SM4-GCM"].open(b"JN1\x01a" + bytes(40), b"place")


@pytest.mark.parametrize(
    ("keys", "current", "index_keys", "cipher"),
    [
        ({"a": A}, "b", [INDEX], "SM4-GCM"),
        ({"a": A[:31]}, "a", [INDEX], "SM4-GCM"),
        ({"a": A}, "a", [], "SM4-GCM"),
        ({"a": A}, "a", [INDEX[:31]], "SM4-GCM"),
        ({"": A}, "", [INDEX], "SM4-GCM"),
        ({"密": A}, "密", [INDEX], "SM4-GCM"),
        ({"a" * 33: A}, "a" * 33, [INDEX], "SM4-GCM"),
        ({"a": A}, "a", [INDEX], "DES"),
    ],
)
def test_a_ring_that_could_do_nothing_is_refused(
    keys: dict[str, bytes], current: str, index_keys: list[bytes], cipher: str
) -> None:
    with pytest.raises(KeyRingError, match="expected") as refusal:
        KeyRing(keys, current, index_keys, cipher)
    assert "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'" not in str(refusal.value).replace("a" * 33, "")


def test_a_ring_shows_no_key() -> None:
    shown = f"{RINGS['SM4-GCM']!r} {RINGS['SM4-GCM']}"

    assert "aaaa" not in shown
    assert "iiii" not in shown


@given(rings, st.lists(contents), st.binary(max_size=40))
def test_many_are_sealed_as_one_by_one(ring: KeyRing, many: list[bytes], context: bytes) -> None:
    sealed = ring.seal_many(many, context)

    assert [ring.open(message, context) for message in sealed] == many
    nonces = {message[len(ring.prefix) : len(ring.prefix) + NONCE_BYTES] for message in sealed}
    assert len(nonces) == len(many)


def test_many_are_indexed_as_one_by_one() -> None:
    ring = KeyRing({"a": A}, "a", [INDEX, B])

    assert ring.index_many("place", ["a", "b", "a"]) == [ring.index("place", value) for value in ("a", "b", "a")]
