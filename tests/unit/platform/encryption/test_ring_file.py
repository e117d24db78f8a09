"""Where keys are kept, and how they change."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from jineng.platform.encryption.errors import KeyRingError, SealError
from jineng.platform.encryption.key_changes import add_key, adopt_index_key, drop_key, prepare_index_key, use_key
from jineng.platform.encryption.ring_file import KeptKeyRing, parse_key_ring, read_key_file

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

AT = datetime(2022, 6, 25, 8, tzinfo=UTC)
DAY = timedelta(days=1)
KEY = base64.b64encode(bytes(range(32))).decode()


def _unused() -> Mapping[str, int]:
    return {}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return KeptKeyRing(tmp_path / "keys").path


def test_a_ring_is_made_once_and_private(path: Path) -> None:
    sealed = KeptKeyRing(path).seal(b"content", b"place")

    assert KeptKeyRing(path).open(sealed, b"place") == b"content"
    assert path.stat().st_mode & 0o777 == 0o600
    assert [entry.name for entry in path.parent.iterdir()] == ["keys"]


def test_a_running_server_follows_the_file(path: Path) -> None:
    server = KeptKeyRing(path)
    before = server.seal(b"content", b"place")
    name = add_key(path, at=AT)
    assert server.now().current == "k1"
    use_key(path, name, at=AT)

    assert server.now().current == "k2"
    assert server.open(before, b"place") == b"content"
    assert server.seal(b"", b"")[: len(server.now().prefix)] == server.now().prefix
    assert path.stat().st_mode & 0o777 == 0o600


def test_the_key_in_use_is_not_dropped(path: Path) -> None:
    with pytest.raises(KeyRingError, match="use another key first"):
        drop_key(path, "k1", at=AT, uses=_unused)


def test_a_key_is_dropped_a_day_after_its_last_use_and_when_nothing_needs_it(path: Path) -> None:
    sealed = KeptKeyRing(path).seal(b"content", b"place")
    use_key(path, add_key(path, at=AT), at=AT)

    with pytest.raises(KeyRingError, match="a day later"):
        drop_key(path, "k1", at=AT + DAY - timedelta(seconds=1), uses=_unused)
    with pytest.raises(KeyRingError, match=r"3 message.* rotate first"):
        drop_key(path, "k1", at=AT + DAY, uses=lambda: {"k1": 3})
    drop_key(path, "k1", at=AT + DAY, uses=_unused)

    with pytest.raises(SealError, match="not on the ring"):
        KeptKeyRing(path).open(sealed, b"place")


def test_a_key_that_is_used_again_is_not_retired(path: Path) -> None:
    use_key(path, add_key(path, at=AT), at=AT)
    use_key(path, "k1", at=AT + DAY)
    use_key(path, "k1", at=AT + 2 * DAY)

    kept = read_key_file(path).keys
    assert (kept["k1"].retired_at, kept["k2"].retired_at) == (None, AT + DAY)


@pytest.mark.parametrize("change", [use_key, lambda path, name, at: drop_key(path, name, at=at, uses=_unused)])
def test_unknown_keys_are_refused(path: Path, change: object) -> None:
    with pytest.raises(KeyRingError, match="expected one of k1, found 'k7'"):
        change(path, "k7", at=AT)  # type: ignore[operator]


def test_names_of_dropped_keys_do_not_come_back_while_later_ones_stand(path: Path) -> None:
    assert [add_key(path, at=AT), add_key(path, at=AT)] == ["k2", "k3"]
    drop_key(path, "k2", at=AT, uses=_unused)

    assert add_key(path, at=AT) == "k4"


def test_an_index_key_waits_until_it_is_adopted(path: Path) -> None:
    server = KeptKeyRing(path)
    before = server.index("person", "value")
    prepared = prepare_index_key(path)

    assert prepare_index_key(path).index_keys == prepared.index_keys, "prepared again after a crash"
    assert server.index("person", "value") == before
    adopt_index_key(path)
    adopt_index_key(path)
    assert server.now().index_keys == prepared.index_keys
    assert server.index("person", "value") == prepared.index("person", "value") != before


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "not a key ring"),
        ("[]", "not a key ring"),
        ('{"current": "k1", "keys": {"k1": "AAAA"}}', "before the first release"),
        ('{"format": 2, "current": "k1"}', "lacks a part"),
        (
            '{"format": 2, "current": "k1", "keys": {"k1": {"key": "AA*A", "made_at": null, "retired_at": null}}}',
            "base64",
        ),
    ],
)
def test_a_file_that_is_no_ring_is_told(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "keys").write_text(text)

    with pytest.raises(KeyRingError, match=said) as refusal:
        KeptKeyRing(tmp_path / "keys")
    assert "AA*A" not in str(refusal.value)
    assert "AAAA" not in str(refusal.value)


def test_a_ring_that_vanishes_is_told(path: Path) -> None:
    server = KeptKeyRing(path)
    path.unlink()

    with pytest.raises(KeyRingError, match="restore it from the backup"):
        server.seal(b"", b"")


def test_keys_do_not_show(path: Path) -> None:
    shown = repr(read_key_file(path))

    for key in json.loads(path.read_text())["keys"].values():
        assert repr(base64.b64decode(key["key"]))[2:-1] not in shown


def test_a_ring_from_the_environment() -> None:
    ring = parse_key_ring(f"b:{KEY} a:{KEY} index:{KEY}", "AES-256-GCM")

    assert (ring.current, ring.names, len(ring.index_keys), ring.cipher) == ("b", ("b", "a"), 1, "AES-256-GCM")


@pytest.mark.parametrize(
    "text", ["", "a", "a:!!", "a:AAAA index:AAAA", f"a:{KEY}", f"index:{KEY}", f"a:{KEY} a:{KEY} index:{KEY}"]
)
def test_an_environment_that_is_no_ring_is_told_without_showing_keys(text: str) -> None:
    with pytest.raises(KeyRingError, match=r"expected|second") as refusal:
        parse_key_ring(text)
    assert "AAAA" not in str(refusal.value)
    assert KEY not in str(refusal.value)
