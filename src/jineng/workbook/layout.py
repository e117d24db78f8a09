"""What describes a sheet of the officers' workbook: its columns, their names in two languages and what cells may hold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import polars as pl

from jineng.kernel.text import Text

if TYPE_CHECKING:
    from jineng.workbook.values import Choice

ColumnType = Literal["text", "identity", "credit_code", "date", "hours", "whole", "count", "money", "choice"]
"""What a cell holds: hours are class hours (课时), money is yuan (元), counts go to the column's ``most``; all plain numbers."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its names in the book, its field in the canonical table, and what a cell may be.

    ``required`` means that no cell may be empty and the column must be there; any other column may be missing.
    """

    key: str
    zh: str
    holds: ColumnType
    note: Text
    example: str
    required: bool = True
    field: str = ""
    """Name in the canonical table where it differs from ``key``: a unit at its end, or a key rather than a number."""
    choices: tuple[Choice, ...] = ()
    numbers: bool = False
    """Whether the codes of ``choices`` are stored as integers."""
    most: int = 0
    """Largest value of a count."""

    @property
    def name(self) -> Text:
        """The heading in both languages; the English one is the key of the contract."""
        return Text(self.zh, self.key)

    @property
    def target(self) -> str:
        """Name of the column in the canonical table."""
        return self.field or self.key

    @property
    def dtype(self) -> type[pl.DataType]:
        """Data type of the column in the canonical table."""
        if self.holds == "date":
            return pl.Date
        return pl.Int64 if self.holds in {"hours", "whole", "count", "money"} or self.numbers else pl.String


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its names, its columns and what it is for."""

    key: str
    zh: str
    note: Text
    columns: tuple[Column, ...]

    @property
    def name(self) -> Text:
        """The sheet's name in both languages; the English one is the key of the contract."""
        return Text(self.zh, self.key)

    def column(self, key: str) -> Column:
        """Return the column of that English name.

        Raises:
            KeyError: the sheet has no such column.
        """
        for column in self.columns:
            if column.key == key:
                return column
        raise KeyError(key)

    def by_heading(self) -> dict[str, Column]:
        """Return the columns by either of their names."""
        return {name: column for column in self.columns for name in column.name}

    def schema(self) -> dict[str, type[pl.DataType]]:
        """Return names and data types of the canonical table, ``row`` (as the spreadsheet numbers it) last."""
        return {column.target: column.dtype for column in self.columns} | {"row": pl.Int64}
