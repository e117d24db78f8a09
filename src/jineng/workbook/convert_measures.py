"""Turns cells into dates and into numbers of hours, months, fen and whatever else is counted."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

import polars as pl

from jineng.kernel.hours import MAX_MILLI
from jineng.kernel.text import Text
from jineng.workbook.cells import nulls
from jineng.workbook.converted import Converted, either, found, keep, missed

if TYPE_CHECKING:
    from jineng.workbook.cells import Cells

MAX_AMOUNT_FEN: Final = 10**13
"""Upper bound of an amount in one cell: a hundred billion yuan, to which a spreadsheet's 15 digits are exact to the fen."""

MAX_MONTHS: Final = 9999
_FIRST_DAY: Final = date(1900, 1, 1)
_LAST_DAY: Final = date(2999, 12, 31)
_FLOAT_NOISE: Final = 5e-10
_ISO_DATE: Final = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
_OTHER_DATE: Final = re.compile(r"([0-9]{4})[年/.\-]([0-9]{1,2})[月/.\-]([0-9]{1,2})日?|([0-9]{4})([0-9]{2})([0-9]{2})")
_SERIAL: Final = re.compile(r"[1-9][0-9]{3,4}")
_SERIAL_ZERO: Final = date(1899, 12, 30)
_NO_FRACTION: Final = r"\.0{1,3}$"
_SMALL: Final = 1e12
"""Below this a number that is whole needs no closer look."""


class _Measure(NamedTuple):
    """A kind of number: decimals kept, bounds in the smallest unit, what is expected."""

    decimals: int
    least: int
    most: int
    expected: Text


_MEASURES: Final = {
    "hours": _Measure(
        3,
        0,
        MAX_MILLI,
        Text("应为课时数，如 8 或 7.5，最多三位小数", "expected class hours such as 8 or 7.5, at most three decimals"),
    ),
    "whole": _Measure(0, 0, MAX_MONTHS, Text("应为整数，如 12", "expected a whole number such as 12")),
    "money": _Measure(
        2,
        -MAX_AMOUNT_FEN,
        MAX_AMOUNT_FEN,
        Text(
            "应为金额（元），如 400 或 1050.50，最多两位小数，不带逗号",
            "expected yuan such as 400 or 1050.50, at most two decimals, no commas",
        ),
    ),
}


def convert_dates(cells: Cells) -> Converted:
    """Return dates; a cell holds a date of the spreadsheet or its ISO form (GB/T 7408)."""
    values = nulls(cells.height, pl.Date) if cells.day is None else cells.day
    if cells.text is not None:
        iso = keep(cells.text, cells.text.str.contains(_ISO_DATE).fill_null(value=False))
        values = either(values, iso.str.to_date("%Y-%m-%d", strict=False))
    # Compared as days: a .parquet file can hold years that no date object can.
    outside = (values < _FIRST_DAY) | (values > _LAST_DAY)
    if outside.any():
        values = keep(values, ~outside)
    result = Converted(values)
    result.add("bad_date", missed(cells, values), lambda n: _say_date(found(cells, n)))
    return result


def _say_date(found: str) -> Text:
    meant = _meant_date(found)
    zh = f"若指 {meant}，请写 {meant}" if meant else "请写成 2022-06-25 的形式"
    en = f"if {meant} is meant, write {meant}" if meant else "write it like 2022-06-25"
    return Text(
        f"应为日期，实为“{found}”；{zh}，或设为日期格式", f"expected a date, found {found}; {en} or use a date cell"
    )


def _meant_date(found: str) -> date | None:
    """Guess, for the message only, which day a cell may mean."""
    if _SERIAL.fullmatch(found):
        return _SERIAL_ZERO + timedelta(days=int(found))
    if match := _OTHER_DATE.match(found):
        year, month, day = (int(part) for part in match.groups() if part)
        try:
            return date(year, month, day)
        except ValueError:
            return None
    return None


def convert_numbers(holds: str, cells: Cells) -> Converted:
    """Return numbers in their smallest unit, exactly; what a spreadsheet's arithmetic adds far behind the point is taken off."""
    measure = _MEASURES[holds]
    values = _scaled(cells, measure.decimals)
    result = Converted(values)
    expected = measure.expected
    result.add("bad_number", missed(cells, values), lambda n: _say_number(expected, found(cells, n)))
    least, most = values.min(), values.max()
    if isinstance(least, int) and isinstance(most, int) and (least < measure.least or most > measure.most):
        below, above = values < measure.least, values > measure.most
        if measure.least:
            result.add("bad_number", below, lambda n: _say_number(expected, found(cells, n)))
        else:
            result.add("negative", below, lambda n: _say_negative(found(cells, n)))
        result.add("bad_number", above, lambda n: _say_number(expected, found(cells, n)))
        result.values = keep(values, ~(below | above))
    return result


def convert_counts(cells: Cells, most: int) -> Converted:
    """Return whole numbers from 0 to ``most``; a text may have zeros behind its point, as spreadsheets write them."""
    text = None if cells.text is None else cells.text.str.replace(_NO_FRACTION, "")
    values = _scaled(replace(cells, text=text), decimals=0)
    result = Converted(keep(values, values.is_between(0, most).fill_null(value=False)))

    def say(place: int) -> Text:
        shown = found(cells, place)
        return Text(
            f"应为 0 到 {most:,} 的整数；实为“{shown}”，请改正",
            f"expected a whole number from 0 to {most:,}; found {shown}, correct it",
        )

    result.add("bad_number", missed(cells, result.values), say)
    return result


def _say_number(expected: Text, found: str) -> Text:
    return Text(f"{expected.zh}；实为“{found}”", f"{expected.en}; found {found}")


def _say_negative(found: str) -> Text:
    return Text(f"不能为负，实为“{found}”", f"cannot be negative, found {found}")


def _scaled(cells: Cells, decimals: int) -> pl.Series:
    """Return the numbers in texts and number cells, times ten to the power of ``decimals``; null where there is none."""
    values = nulls(cells.height, pl.Int64)
    if cells.text is not None:
        values = _scaled_text(cells.text, decimals)
    if cells.number is not None:
        numbers = _scaled_numbers(cells.number, 10**decimals)
        values = numbers if cells.text is None else either(values, numbers)
    return values


def _scaled_numbers(numbers: pl.Series, scale: int) -> pl.Series:
    """Return numbers times ``scale``, null where that is no whole number but for what arithmetic leaves behind the point."""
    scaled = numbers * scale
    nearest = scaled.round()
    off = scaled - nearest
    least, most = scaled.min(), scaled.max()
    if (
        off.min() == 0
        and off.max() == 0
        and isinstance(least, float)
        and isinstance(most, float)
        and least > -_SMALL
        and most < _SMALL
    ):
        return nearest.cast(pl.Int64, strict=False)
    exact = off.abs() <= _FLOAT_NOISE * scale + scaled.abs() * 1e-15
    inside = nearest.abs() <= 2 * MAX_AMOUNT_FEN
    return keep(nearest, (exact & inside).fill_null(value=False)).cast(pl.Int64)


def _scaled_text(text: pl.Series, decimals: int) -> pl.Series:
    """Return plain decimal text times ten to the power of ``decimals``, null where it is none."""
    tail = rf"(?:\.([0-9]{{1,{decimals}}}))?" if decimals else "()"
    parts = text.str.extract_groups(rf"^(-?)([0-9]{{1,13}}){tail}$").struct
    whole = parts.field("2").cast(pl.Int64) * 10**decimals
    rest = parts.field("3").fill_null("").str.pad_end(decimals, "0").replace("", "0").cast(pl.Int64)
    value = whole + rest
    return pl.select(pl.when(parts.field("1") == "-").then(-value).otherwise(value)).to_series()
