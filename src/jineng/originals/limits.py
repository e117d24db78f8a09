"""How large an original may be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Limits:
    """Upper bounds of an original; above them it is refused before memory is spent on it."""

    file_bytes: int = 20 * 2**20
    """Size of the file."""
    part_bytes: int = 64 * 2**20
    """Size of the main part of a .docx once inflated."""
    side_part_bytes: int = 8 * 2**20
    """Size of its styles, numbering or links once inflated."""
    entries: int = 10_000
    """Parts of a .docx."""
    pages: int = 200
    """Pages of a .pdf."""
    characters: int = 2_000_000
    """Characters of the text."""


LIMITS: Final = Limits()
