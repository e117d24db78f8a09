"""How large a book may be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Limits:
    """Upper bounds of a book; above them it is refused before memory is spent on it."""

    file_bytes: int = 64 * 2**20
    """Size of one file."""
    inflated_bytes: int = 512 * 2**20
    """Declared size of all parts of a package together."""
    ratio: int = 300
    """Declared size of a part over its compressed size, for parts over a mebibyte."""
    rows: int = 1_048_576
    """Rows of one sheet or .csv file, the heading included."""
    parquet_rows: int = 20_000_000
    """Rows of one .parquet file."""
    columns: int = 256
    """Named columns of one sheet."""
    cells: int = 20_000_000
    """Cells of one sheet, empty ones inside its rectangle included."""


LIMITS: Final = Limits()
