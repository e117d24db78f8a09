from __future__ import annotations

from jineng.platform.blind_index import blind_candidates, blind_index
from jineng.platform.encryption import KeyRing

OLD, NEW = b"o" * 32, b"n" * 32
VALUE = "11010519491231002X"


def test_index_is_stable_and_keeps_purposes_keys_and_values_apart() -> None:
    ring = KeyRing({"k1": OLD}, "k1")
    index = blind_index(ring, "person", VALUE)

    assert index == blind_index(ring, "person", VALUE)
    assert len(index) == 64
    assert len({index, blind_index(ring, "payee", VALUE), blind_index(ring, "person", "other")}) == 3
    assert blind_index(KeyRing({"k1": NEW}, "k1"), "person", VALUE) != index


def test_what_was_indexed_before_keys_were_renewed_is_found_after() -> None:
    before = blind_index(KeyRing({"k1": OLD}, "k1"), "person", VALUE)
    renewed = KeyRing({"k2": NEW, "k1": OLD}, "k2")

    assert before in blind_candidates(renewed, "person", VALUE)
    assert blind_index(renewed, "person", VALUE) in blind_candidates(renewed, "person", VALUE)
