"""A draft as files to take along: the document and its worked examples as TOML, the same as written by hand."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Final

from jineng.policy.loader import DOCUMENT_NAME, EXAMPLES_NAME
from jineng.policy.writing import write_toml

if TYPE_CHECKING:
    from jineng.domain.drafts.contents import Contents

_STAMP: Final = (1980, 1, 1, 0, 0, 0)
"""One date for all entries: the same contents give the same bytes."""


def toml_files(contents: Contents) -> dict[str, bytes]:
    """Return the files of a draft by their names; examples only where there are some."""
    files = {DOCUMENT_NAME: write_toml(contents.content).encode()}
    if contents.examples:
        files[EXAMPLES_NAME] = write_toml({"example": contents.examples}).encode()
    return files


def zip_of(contents: Contents) -> bytes:
    """Return the files of a draft in one archive."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in toml_files(contents).items():
            archive.writestr(zipfile.ZipInfo(name, _STAMP), content)
    return held.getvalue()
