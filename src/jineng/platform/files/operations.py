"""The only door for writing stored files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction

from jineng.platform.audit.operations import Subject, record
from jineng.platform.files.models import StoredFile
from jineng.platform.files.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime


def store_content(*, content: bytes, at: datetime) -> StoredFile:
    """Keep the content and return its row; equal content has one row however often it is stored."""
    sha256 = file_store().put(content)
    stored, _ = StoredFile.objects.get_or_create(sha256=sha256, defaults={"size_bytes": len(content), "stored_at": at})
    return stored


def reseal_files(*, at: datetime, progress: Callable[[int, int], None]) -> int:
    """Seal every stored file anew that is not sealed with the present key and cipher; return how many there were.

    A killed run has done a part; the next one goes on. ``progress`` is told how many of how many files were looked at.

    Raises:
        DamagedFileError, SealError: a file is damaged; those before it are done.
    """
    store = file_store()
    names = store.names()
    resealed = 0
    for done, name in enumerate(names, start=1):
        resealed += store.reseal(name)
        progress(done, len(names))
    with transaction.atomic():
        ring = store.ring.now()
        detail = {"files": resealed, "key": ring.current, "cipher": ring.cipher}
        record(actor=None, action="files_resealed", subject=Subject("files", ""), at=at, detail=detail)
    return resealed


def file_store() -> Store:
    """Return the store that the settings name."""
    return Store(settings.FILES_DIR, settings.KEY_RING)
