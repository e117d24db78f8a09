"""The only door for writing stored files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings

from jineng.platform.files.models import StoredFile
from jineng.platform.files.store import Store

if TYPE_CHECKING:
    from datetime import datetime


def store_content(*, content: bytes, at: datetime) -> StoredFile:
    """Keep the content and return its row; equal content has one row however often it is stored."""
    sha256 = file_store().put(content)
    stored, _ = StoredFile.objects.get_or_create(sha256=sha256, defaults={"size_bytes": len(content), "stored_at": at})
    return stored


def file_store() -> Store:
    """Return the store that the settings name."""
    return Store(settings.FILES_DIR, settings.KEY_RING)
