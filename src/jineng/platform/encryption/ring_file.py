"""Where keys are kept: a file of mode 0600 in the state folder, or the environment."""

from __future__ import annotations

import base64
import binascii
import fcntl
import json
import os
import secrets
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final, Self

from jineng.platform.encryption.errors import KeyRingError
from jineng.platform.encryption.ring import DEFAULT_CIPHER, KEY_BYTES, KeyRing

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

_FORMAT: Final = 2
_INDEX: Final = "index"


@dataclass(frozen=True, slots=True)
class KeptKey:
    """A master key and its life; ``retired_at`` is when another one took its place."""

    secret: bytes = field(repr=False)
    made_at: datetime | None = None
    retired_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class KeyFile:
    """What a ring's file holds. Keys never show in its repr."""

    keys: Mapping[str, KeptKey]
    current: str
    index_keys: tuple[bytes, ...] = field(repr=False)
    next_index_key: bytes | None = field(default=None, repr=False)
    """Drawn, but perhaps not yet laid over the indexes in the database."""

    @classmethod
    def fresh(cls) -> Self:
        """Draw a first key and a first index key."""
        return cls({"k1": KeptKey(secrets.token_bytes(KEY_BYTES))}, "k1", (secrets.token_bytes(KEY_BYTES),))

    def ring(self, cipher: str = DEFAULT_CIPHER) -> KeyRing:
        """Return the ring of these keys."""
        return KeyRing({name: key.secret for name, key in self.keys.items()}, self.current, self.index_keys, cipher)

    def with_key(self, name: str, key: KeptKey) -> KeyFile:
        """Return the file with a key more, or another under its name."""
        return replace(self, keys={**self.keys, name: key})

    def without_key(self, name: str) -> KeyFile:
        """Return the file with a key less."""
        return replace(self, keys={other: key for other, key in self.keys.items() if other != name})


class KeptKeyRing:
    """The ring of a file, read again when the file changed: a running server seals with a new key within one message."""

    __slots__ = ("_read", "cipher", "path")

    def __init__(self, path: Path, cipher: str = DEFAULT_CIPHER) -> None:
        self.path = path
        self.cipher = cipher
        if not path.exists():
            write_secret(path, _written(KeyFile.fresh()))
        self._read: tuple[tuple[int, int, int], KeyRing] | None = None
        self.now()

    def now(self) -> KeyRing:
        """Return the keys as they stand in the file.

        Raises:
            KeyRingError: the file is missing or is no ring.
        """
        try:
            found = self.path.stat()
        except FileNotFoundError:
            raise KeyRingError(f"{self.path}: the key ring is gone; restore it from the backup") from None
        stamp = (found.st_mtime_ns, found.st_ino, found.st_size)
        if self._read is None or self._read[0] != stamp:
            self._read = (stamp, read_key_file(self.path).ring(self.cipher))
        return self._read[1]

    def seal(self, content: bytes, context: bytes) -> bytes:
        """Encrypt ``content`` for the place that ``context`` names."""
        return self.now().seal(content, context)

    def open(self, sealed: bytes, context: bytes) -> bytes:
        """Decrypt a sealed message of that place.

        Raises:
            SealError: the message was changed or moved, is none, or its key is not on this ring.
        """
        return self.now().open(sealed, context)

    def index(self, purpose: str, value: str) -> str:
        """Return the blind index of a value: 64 hex digits."""
        return self.now().index(purpose, value)


def parse_key_ring(text: str, cipher: str = DEFAULT_CIPHER) -> KeyRing:
    """Read a ring written ``name:base64 … index:base64``; the first key is the current one, index keys oldest first.

    Raises:
        KeyRingError: the text is no such ring. The message never shows a key.
    """
    keys: dict[str, bytes] = {}
    index_keys: list[bytes] = []
    for place, part in enumerate(text.split(), start=1):
        name, colon, encoded = part.partition(":")
        if not colon:
            raise KeyRingError(f"JINENG_KEYS, key {place}: expected name:base64, found no colon")
        key = _decoded(encoded, f"JINENG_KEYS, key {place}")
        if name == _INDEX:
            index_keys.append(key)
        elif name in keys:
            raise KeyRingError(f"JINENG_KEYS, key {place}: a second key of one name")
        else:
            keys[name] = key
    if not keys or not index_keys:
        raise KeyRingError("JINENG_KEYS: expected at least one name:base64 and one index:base64")
    return KeyRing(keys, next(iter(keys)), index_keys, cipher)


def read_key_file(path: Path) -> KeyFile:
    """Read the file of a ring.

    Raises:
        KeyRingError: it is no such file. The message never shows a key.
    """
    try:
        kept = json.loads(path.read_text())
        found = kept.get("format")
    except (ValueError, AttributeError):
        raise KeyRingError(f"{path}: not a key ring; restore it from the backup") from None
    if found != _FORMAT:
        raise KeyRingError(
            f"{path}: expected a key ring of format {_FORMAT}, found {found!r}. Rings of development versions before the "
            "first release are not read any more; start with an empty state folder"
        )
    try:
        return _key_file(kept, str(path))
    except (KeyError, TypeError, AttributeError):
        raise KeyRingError(f"{path}: the key ring lacks a part; restore it from the backup") from None


@contextmanager
def changing_key_file(path: Path) -> Iterator[KeyFile]:
    """Lend the file's content while no other process changes it; write changes with ``write_key_file``."""
    descriptor = os.open(path.with_name(f"{path.name}.lock"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield read_key_file(path)
    finally:
        os.close(descriptor)


def write_key_file(path: Path, kept: KeyFile) -> None:
    """Put the file in the old one's place, whole and on disk before it is seen."""
    partial = _write_partial(path, _written(kept))
    partial.replace(path)
    descriptor = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write_secret(path: Path, text: str) -> None:
    """Write a new file that only its owner can read; where another process was faster, leave that one's."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = _write_partial(path, text)
    try:
        os.link(partial, path)
    except FileExistsError:
        pass
    finally:
        partial.unlink()


def _write_partial(path: Path, text: str) -> Path:
    partial = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    return partial


def _written(kept: KeyFile) -> str:
    keys = {
        name: {"key": _encoded(key.secret), "made_at": _instant(key.made_at), "retired_at": _instant(key.retired_at)}
        for name, key in kept.keys.items()
    }
    whole: dict[str, Any] = {"format": _FORMAT, "current": kept.current, "keys": keys}
    whole["index"] = [_encoded(key) for key in kept.index_keys]
    whole["next_index"] = None if kept.next_index_key is None else _encoded(kept.next_index_key)
    return json.dumps(whole, indent=1)


def _key_file(kept: dict[str, Any], where: str) -> KeyFile:
    keys = {
        name: KeptKey(_decoded(key["key"], where), _read_instant(key["made_at"]), _read_instant(key["retired_at"]))
        for name, key in kept["keys"].items()
    }
    following = kept["next_index"]
    return KeyFile(
        keys,
        kept["current"],
        tuple(_decoded(key, where) for key in kept["index"]),
        None if following is None else _decoded(following, where),
    )


def _encoded(key: bytes) -> str:
    return base64.b64encode(key).decode()


def _decoded(text: str, where: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error:
        raise KeyRingError(f"{where}: expected base64 of {KEY_BYTES} bytes") from None


def _instant(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat()


def _read_instant(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
