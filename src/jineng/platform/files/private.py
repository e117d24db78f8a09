"""Stored content for programs that read only files: lent in the open for a moment, cleaned up even after a kill."""

from __future__ import annotations

import fcntl
import os
import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING
from uuid import uuid4

from django.conf import settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def in_private_file(name: str, content: bytes) -> Iterator[Path]:
    """Lend ``content`` as a file that only this process's owner can read, and remove it afterwards.

    What a killed process left under the same ``name`` is removed first. Two that lend under one name at the same time do
    not disturb each other: each has a folder of its own and holds a lock on its file, which falls with the process.
    """
    lent = settings.FILES_DIR / "lent"
    _remove_abandoned(lent, name)
    folder = lent / f"{name}.{uuid4().hex}"
    folder.mkdir(mode=0o700, parents=True)
    try:
        unlocked, path = folder / "unlocked", folder / "book.xlsx"
        with os.fdopen(os.open(unlocked, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            unlocked.rename(path)  # others look for it only now that it is locked, and it is still empty
            file.write(content)
            file.flush()
            yield path
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _remove_abandoned(lent: Path, name: str) -> None:
    for path in lent.glob(f"{name}.*/book.xlsx"):
        try:
            with path.open("rb") as file:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except (BlockingIOError, FileNotFoundError):
            continue
        shutil.rmtree(path.parent, ignore_errors=True)
