"""Reads of stored files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jineng.platform.files.operations import file_store

if TYPE_CHECKING:
    from jineng.platform.files.models import StoredFile


def read_content(stored: StoredFile) -> bytes:
    """Return the content of a stored file, checked against its hash.

    Raises:
        DamagedFileError: the file is missing or holds other content.
        SealError: its key is not on the ring, or it was changed on disk.
    """
    return file_store().get(stored.sha256)
