"""Changes of the key ring's file: a key is added, used, and much later dropped. What is sealed is not touched here."""

from __future__ import annotations

import re
import secrets
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from jineng.platform.encryption.errors import KeyRingError
from jineng.platform.encryption.ring import KEY_BYTES
from jineng.platform.encryption.ring_file import KeptKey, changing_key_file, write_key_file

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime
    from pathlib import Path

    from jineng.platform.encryption.ring import KeyRing

KEPT_AFTER_USE: Final = timedelta(days=1)
"""How long a key stays after it last sealed: no transaction that used it is still open by then."""


def add_key(path: Path, *, at: datetime) -> str:
    """Draw a further key, not yet used; return its name."""
    with changing_key_file(path) as kept:
        numbers = [int(found[1]) for name in kept.keys if (found := re.fullmatch(r"k(\d+)", name))]
        name = f"k{max(numbers, default=0) + 1}"
        write_key_file(path, kept.with_key(name, KeptKey(secrets.token_bytes(KEY_BYTES), made_at=at)))
        return name


def use_key(path: Path, name: str, *, at: datetime) -> None:
    """Seal with this key from now on; running servers follow with their next message.

    Raises:
        KeyRingError: there is no such key.
    """
    with changing_key_file(path) as kept:
        if name not in kept.keys:
            raise KeyRingError(f"expected one of {', '.join(kept.keys)}, found {name!r}")
        if name == kept.current:
            return
        former = replace(kept.keys[kept.current], retired_at=at)
        chosen = replace(kept.keys[name], retired_at=None)
        write_key_file(path, replace(kept.with_key(kept.current, former).with_key(name, chosen), current=name))


def drop_key(path: Path, name: str, *, at: datetime, uses: Callable[[], Mapping[str, int]]) -> None:
    """Forget a key for good. ``uses`` counts what is sealed with which key, in the database and in files.

    Raises:
        KeyRingError: it is in use, was until a day ago, or is not there.
    """
    with changing_key_file(path) as kept:
        if name not in kept.keys:
            raise KeyRingError(f"expected one of {', '.join(kept.keys)}, found {name!r}")
        if name == kept.current:
            raise KeyRingError(f"{name} seals what is written now; use another key first")
        retired_at = kept.keys[name].retired_at
        if retired_at is not None and at - retired_at < KEPT_AFTER_USE:
            raise KeyRingError(f"{name} was used until {retired_at:%Y-%m-%d %H:%M %Z}; it can be dropped a day later")
        if count := uses().get(name, 0):
            raise KeyRingError(f"{count} message(s) are sealed with {name}: run jineng keys rotate first")
        write_key_file(path, kept.without_key(name))


def prepare_index_key(path: Path) -> KeyRing:
    """Draw a further index key unless one is waiting; return the ring with it, to be laid over the indexes."""
    with changing_key_file(path) as kept:
        if kept.next_index_key is None:
            kept = replace(kept, next_index_key=secrets.token_bytes(KEY_BYTES))  # noqa: PLW2901 -- the same file, changed
            write_key_file(path, kept)
        following = kept.next_index_key
        return replace(kept, index_keys=(*kept.index_keys, *([following] if following else []))).ring()


def adopt_index_key(path: Path) -> None:
    """Index with the waiting key from now on: after it was laid over the indexes."""
    with changing_key_file(path) as kept:
        if kept.next_index_key is not None:
            keys = (*kept.index_keys, kept.next_index_key)
            write_key_file(path, replace(kept, index_keys=keys, next_index_key=None))
