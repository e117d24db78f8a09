"""What every conversion of a column's cells gives: canonical values, and the faults of the cells that have none."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import polars as pl

from jineng.kernel.identifiers import mask_identity

if TYPE_CHECKING:
    from collections.abc import Callable

    from jineng.kernel.text import Text
    from jineng.workbook.cells import Cells

_SHOWN_CHARACTERS: Final = 40
_LONG_DIGITS: Final = re.compile(r"[0-9]{17}[0-9Xx]")


@dataclass(frozen=True, slots=True)
class CellFault:
    """One kind of fault in a column: the places below the heading (from 0, ascending), and words for each place."""

    code: str
    places: list[int]
    say: Callable[[int], Text]


@dataclass(slots=True)
class Converted:
    """Canonical values, null where a cell is empty or faulty, and the faults."""

    values: pl.Series
    faults: list[CellFault] = field(default_factory=list)

    def add(self, code: str, mask: pl.Series | None, say: Callable[[int], Text]) -> None:
        """Add a fault for every place that ``mask`` holds, if any."""
        if mask is not None and mask.any():
            places = mask.fill_null(value=False).arg_true().to_list()
            self.faults.append(CellFault(code, places, say))


def keep(values: pl.Series, mask: pl.Series) -> pl.Series:
    """Return the values where ``mask`` holds, null elsewhere."""
    return values if mask.all() else pl.select(pl.when(mask).then(values)).to_series()


def either(values: pl.Series, others: pl.Series) -> pl.Series:
    """Return the values, and where they are null the others."""
    return pl.select(pl.coalesce(values, others)).to_series()


def found(cells: Cells, place: int) -> str:
    """Show what stands in a cell: shortened, and masked where it is an identity number in the wrong column."""
    shown = cells.show(place)
    if _LONG_DIGITS.fullmatch(shown):
        return mask_identity(shown)
    return shown if len(shown) <= _SHOWN_CHARACTERS else shown[:_SHOWN_CHARACTERS] + "…"


def missed(cells: Cells, values: pl.Series) -> pl.Series | None:
    """Return which cells hold something but have no value; None where there is no such cell."""
    if values.null_count() == cells.blank_count():
        return None
    filled = cells.filled()
    return values.is_null() if filled is None else filled & values.is_null()
