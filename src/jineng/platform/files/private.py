"""Stored content for programs that read only files: lent in the open, under a name that the next try cleans up."""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def in_private_file(name: str, content: bytes) -> Iterator[Path]:
    """Lend ``content`` as a file that only this process's owner can read, and remove it afterwards.

    ``name`` belongs to one user at a time. What a killed process left under it is removed first, so that a run that
    begins again leaves nothing readable behind.
    """
    folder = settings.FILES_DIR / "lent" / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700, parents=True)
    try:
        path = folder / "book.xlsx"
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(content)
        yield path
    finally:
        shutil.rmtree(folder, ignore_errors=True)
