"""Reads of stored files."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from jineng.platform.files.operations import file_store

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jineng.platform.files.models import StoredFile


def read_content(stored: StoredFile) -> bytes:
    """Return the content of a stored file, checked against its hash.

    Raises:
        DamagedFileError: the file is missing or holds other content.
        SealError: its key is not on the ring, or it was changed on disk.
    """
    return file_store().get(stored.sha256)


def key_uses() -> Mapping[str, int]:
    """Return how many stored files are sealed with which key.

    Raises:
        SealError: a file in the store is no sealed one.
    """
    store = file_store()
    return Counter(store.key_of(name) for name in store.names())
