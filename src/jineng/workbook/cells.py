"""Sorts the cells of a column by what the file holds in them: text, number, date or something else."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import islice
from typing import TYPE_CHECKING, Final, NamedTuple

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from collections.abc import Set as AbstractSet

_EPOCH_ORDINAL: Final = date(1970, 1, 1).toordinal()
_NUMBERS: Final = frozenset({int, float})
_ROWS_AT_ONCE: Final = 4096


@dataclass(frozen=True, slots=True)
class Cells:
    """One column, taken apart: in each row at most one of the series has a value, none where the cell is empty.

    ``text`` is trimmed, ``number`` Float64, ``day`` Date; ``odd`` tells in words what else stands there (a truth value,
    a time of day). A series that would be all empty is None.
    """

    height: int
    text: pl.Series | None = None
    number: pl.Series | None = None
    day: pl.Series | None = None
    odd: pl.Series | None = None

    def blank_count(self) -> int:
        """Return how many cells are empty."""
        return self.height - sum(self.height - series.null_count() for series in self._parts())

    def filled(self) -> pl.Series | None:
        """Return which cells hold anything; None where all do."""
        if not self.blank_count():
            return None
        filled = pl.repeat(value=False, n=self.height, dtype=pl.Boolean, eager=True)
        for series in self._parts():
            filled = filled | series.is_not_null()
        return filled

    def show(self, index: int) -> str:
        """Write a cell as a person would recognise it."""
        for series in self._parts():
            value = series.slice(index, 1).cast(pl.String)[0] if series is self.day else series[index]
            if isinstance(value, float):
                return str(int(value)) if value.is_integer() else repr(value)
            if value is not None:
                return str(value)
        return ""

    def _parts(self) -> list[pl.Series]:
        return [series for series in (self.text, self.number, self.day, self.odd) if series is not None]


def nulls(height: int, dtype: type[pl.DataType]) -> pl.Series:
    """Return a column of nothing."""
    return pl.Series([None], dtype=dtype).new_from_index(0, height)


def sort_rows(rows: Iterator[Sequence[object]], wanted: Sequence[bool]) -> list[Cells]:
    """Sort the cells of rows ("" is an empty cell) and return them by column; columns not ``wanted`` come back empty.

    Rows are taken a few thousand at a time: what is handed over is still in the processor's cache then, which makes
    this several times as fast as turning the whole sheet at once.
    """
    places = [place for place, is_wanted in enumerate(wanted) if is_wanted]
    chunks: dict[int, list[_Chunk]] = {place: [] for place in places}
    heights = []
    while taken := list(islice(rows, _ROWS_AT_ONCE)):
        heights.append(len(taken))
        columns = list(zip(*taken, strict=True))
        for place in places:
            chunks[place].append(_sort_values(columns[place]))
    empty = Cells(sum(heights))
    joined = {place: _joined(parts, heights) for place, parts in chunks.items()}
    trimmed = _trimmed({place: cells.text for place, cells in joined.items() if cells.text is not None})
    for place, text in trimmed.items():
        joined[place] = replace(joined[place], text=text)
    return [joined.get(place, empty) for place in range(len(wanted))]


class _Chunk(NamedTuple):
    """The series of some rows of one column; None where there is nothing of that kind."""

    text: pl.Series | None = None
    number: pl.Series | None = None
    day: pl.Series | None = None
    odd: pl.Series | None = None


def _sort_values(values: Sequence[object]) -> _Chunk:
    if type(values[0]) is str:
        try:
            # Nearly every column is all text or all of one other kind; trying costs less than asking each cell.
            return _Chunk(text=pl.Series(values, dtype=pl.String, strict=True))
        except TypeError:
            pass
    kinds = set(map(type, values))
    if kinds <= _NUMBERS:
        return _Chunk(number=pl.Series(values, dtype=pl.Float64))
    others = kinds - _NUMBERS - {date, str}

    def only(wanted: AbstractSet[type], dtype: type[pl.DataType], make: Callable[[object], object]) -> pl.Series | None:
        if not kinds & wanted:
            return None
        return pl.Series([make(value) if type(value) in wanted else None for value in values], dtype=dtype)

    return _Chunk(
        text=only({str}, pl.String, str),
        number=only(_NUMBERS, pl.Float64, lambda value: value),
        day=_days(values, kinds) if date in kinds else None,
        odd=only(others, pl.String, _say_odd),
    )


def _days(values: Sequence[object], kinds: AbstractSet[type]) -> pl.Series:
    """Return the dates as a series; day numbers are far faster to hand over than date objects."""
    if kinds == {date}:
        ordinals: list[int | None] = list(map(date.toordinal, values))  # type: ignore[arg-type]  # the type was asked above
    else:
        ordinals = [value.toordinal() if type(value) is date else None for value in values]
    return (pl.Series(ordinals, dtype=pl.Int32) - _EPOCH_ORDINAL).cast(pl.Date)


def _joined(chunks: list[_Chunk], heights: list[int]) -> Cells:
    """Join the chunks of one column; a kind that some chunks lack is null there."""

    def join(parts: list[pl.Series | None], dtype: type[pl.DataType]) -> pl.Series | None:
        if all(part is None for part in parts):
            return None
        return pl.concat(
            [nulls(height, dtype) if part is None else part for part, height in zip(parts, heights, strict=True)]
        )

    return Cells(
        sum(heights),
        text=join([chunk.text for chunk in chunks], pl.String),
        number=join([chunk.number for chunk in chunks], pl.Float64),
        day=join([chunk.day for chunk in chunks], pl.Date),
        odd=join([chunk.odd for chunk in chunks], pl.String),
    )


def _trimmed(columns: dict[int, pl.Series]) -> dict[int, pl.Series | None]:
    """Return texts without white space around them, empty ones as null; None for a column where nothing is left."""
    frame = pl.DataFrame([series.alias(str(place)) for place, series in columns.items()])
    frame = frame.select(pl.all().str.strip_chars())
    frame = frame.select(pl.when(pl.all() != "").then(pl.all()))
    return {
        place: None if series.null_count() == frame.height else series
        for place, series in zip(columns, frame.get_columns(), strict=True)
    }


def _say_odd(value: object) -> str:
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    return value.isoformat(" ") if isinstance(value, datetime) else str(value)


def sort_series(series: pl.Series) -> Cells:
    """Sort a typed column of a .parquet file: all its cells are what its type says."""
    dtype, height = series.dtype, len(series)
    if isinstance(dtype, (pl.String, pl.Categorical, pl.Enum)):
        return Cells(height, text=_trimmed({0: series.cast(pl.String)})[0])
    if dtype.is_numeric():
        return Cells(height, number=series.cast(pl.Float64))
    if isinstance(dtype, pl.Date):
        return Cells(height, day=series)
    if isinstance(dtype, pl.Datetime) and dtype.time_zone is None:
        midnight = series.dt.truncate("1d") == series
        day, rest = pl.when(midnight).then(series.cast(pl.Date)), pl.when(~midnight).then(series.dt.to_string("iso"))
        return Cells(height, day=pl.select(day).to_series(), odd=pl.select(rest).to_series())
    if isinstance(dtype, pl.Boolean):
        said = pl.when(series).then(pl.lit("TRUE")).when(~series).then(pl.lit("FALSE"))
        return Cells(height, odd=pl.select(said).to_series())
    unfit = pl.when(series.is_not_null()).then(pl.lit(str(dtype)))
    return Cells(height, odd=pl.select(unfit).to_series())
