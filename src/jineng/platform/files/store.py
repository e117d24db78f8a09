"""The encrypted files on disk; knows no database."""

from __future__ import annotations

import hashlib
import os
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from jineng.platform.encryption.ring import HEADER_LENGTH_MAX, key_of

if TYPE_CHECKING:
    from pathlib import Path

    from jineng.platform.encryption.ring import Ring


_NAME: Final = 64
"""Hex digits of a SHA-256; a file that is still being written has a longer name."""


class DamagedFileError(RuntimeError):
    """A stored file is missing or is not what its hash says; the message names the hash."""


@dataclass(frozen=True, slots=True)
class Store:
    """A folder of sealed files named by the SHA-256 of their content, 256 folders wide."""

    folder: Path
    ring: Ring

    def put(self, content: bytes) -> str:
        """Write the content unless it is there already; return its SHA-256 in hex. Whole or not at all."""
        sha256 = hashlib.sha256(content).hexdigest()
        path = self._path(sha256)
        if not path.exists():
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._write(path, content)
        return sha256

    def get(self, sha256: str) -> bytes:
        """Return the content of this SHA-256.

        Raises:
            DamagedFileError: it is not there, or not that content.
            SealError: its key is not on the ring, or it was changed on disk.
        """
        try:
            sealed = self._path(sha256).read_bytes()
        except FileNotFoundError:
            raise DamagedFileError(f"file {sha256} is not in the store; restore it from the backup") from None
        content = self.ring.open(sealed, sha256.encode())
        if hashlib.sha256(content).hexdigest() != sha256:
            raise DamagedFileError(f"file {sha256} holds other content; restore it from the backup")
        return content

    def names(self) -> list[str]:
        """Return the SHA-256 of every content in the store, sorted."""
        return sorted(path.name for path in self.folder.glob("[0-9a-f][0-9a-f]/[0-9a-f]*") if len(path.name) == _NAME)

    def key_of(self, sha256: str) -> str:
        """Return the name of the key that the file is sealed with, reading its beginning only."""
        with self._path(sha256).open("rb") as file:
            return key_of(file.read(HEADER_LENGTH_MAX))

    def reseal(self, sha256: str) -> bool:
        """Seal the file anew if it is not sealed with the present key and cipher; say whether it was not.

        Raises:
            DamagedFileError, SealError: as ``get``; the file stays as it is.
        """
        ring = self.ring.now()
        with self._path(sha256).open("rb") as file:
            if file.read(len(ring.prefix)) == ring.prefix:
                return False
        self._write(self._path(sha256), self.get(sha256))
        return True

    def _write(self, path: Path, content: bytes) -> None:
        """Put the sealed content in its place, whole or not at all."""
        partial = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
        try:
            with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(self.ring.seal(content, path.name.encode()))
                file.flush()
                os.fsync(file.fileno())
            partial.replace(path)
            _sync_folder(path.parent)
        finally:
            partial.unlink(missing_ok=True)

    def _path(self, sha256: str) -> Path:
        return self.folder / sha256[:2] / sha256


def _sync_folder(folder: Path) -> None:
    """Make the new name survive a power cut, not only the content."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
