"""Reads whole columns: what is plainly right is let through at once, each different other value is looked at once."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Final

import polars as pl

from jineng.kernel.identifiers import credit_code_fault
from jineng.kernel.text import Text
from jineng.workbook.registry_forms import cells as one
from jineng.workbook.registry_forms.layout import simplify

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from jineng.workbook.cells import Cells
    from jineng.workbook.registry_forms.cells import Said
    from jineng.workbook.registry_forms.layout import CellType, Column

_PLAIN: Final[Mapping[CellType, str]] = {
    "text": r"^[^\s\x{e000}-\x{f8ff}\x{f0000}-\x{10fffd}\x{fffd}]{1,500}$",
    "name": r"^[\x{3400}-\x{9fff}\x{20000}-\x{3ffff}]{1,60}$",
    "document": r"^[1-9][0-9]{16}[0-9X]$",
    "mobile": r"^1[3-9][0-9]{9}$",
    "phone": r"^1[3-9][0-9]{9}$",
    "account": r"^[0-9]{12,21}$",
}
"""What needs no second look."""

_READERS: Final[Mapping[CellType, Callable[[str], Said]]] = {
    "text": one.read_text,
    "name": one.read_name,
    "document": one.read_document,
    "mobile": one.read_mobile,
    "phone": one.read_phone,
    "account": one.read_account,
    "date": one.read_date,
    "whole": one.read_whole,
}


@dataclass(slots=True)
class Faults:
    """Faults of one column: rows (from 0 below the heading) by fault."""

    rows: dict[tuple[str, Text], list[int]] = field(default_factory=dict)

    def add(self, code: str, text: Text, rows: pl.Series | list[int]) -> None:
        """Add a fault of these rows, if there are any."""
        found = list(rows)
        if found:
            self.rows.setdefault((code, text), []).extend(found)

    def faulty(self) -> set[int]:
        """Return the rows that have any fault."""
        return {row for rows in self.rows.values() for row in rows}


def read_column(column: Column, cells: Cells) -> tuple[pl.Series, Faults]:
    """Return the column's values as text, null where a cell is empty or faulty, and its faults."""
    faults = Faults()
    parts = []
    if cells.text is not None:
        parts.append(_texts(column, cells.text, faults))
    if cells.number is not None:
        parts.append(_looked_at(cells.number, partial(_number, column), faults))
    if cells.day is not None:
        parts.append(_days(column, cells.day, faults))
    if cells.odd is not None:
        faults.add("odd_cell", _ODD, cells.odd.is_not_null().arg_true())
    values = pl.select(pl.coalesce(parts)).to_series() if parts else pl.Series([None] * cells.height, dtype=pl.String)
    return values.alias(column.key), faults


_ODD: Final = Text(
    "单元格是时间或真假值，应为文字；请把此列设为文本后重新输入",
    "the cell is a time or a truth value; format the column as text and type it anew",
)
_A_DAY: Final = Text(
    "单元格被存成了日期（如“3-5”变成 3 月 5 日）；请把此列设为文本后重新输入",
    "the cell was turned into a date (as 3-5 into 5 March); format the column as text and type it anew",
)


def _texts(column: Column, text: pl.Series, faults: Faults) -> pl.Series:
    read = partial(_read, column)
    plain = _PLAIN.get(column.holds)
    if plain is None:
        return _looked_at(text, read, faults)
    is_plain = text.str.contains(plain)
    if is_plain.all():
        return text
    rest = pl.select(pl.when(~is_plain).then(text)).to_series()
    kept = pl.select(pl.when(is_plain).then(text)).to_series()
    return pl.select(pl.coalesce(kept, _looked_at(rest, read, faults))).to_series()


def _looked_at(series: pl.Series, read: Callable[..., Said], faults: Faults) -> pl.Series:
    """Read each different value once."""
    different = series.drop_nulls().unique(maintain_order=True).to_list()
    said = {value: read(value) for value in different}
    good = {value: outcome.value for value, outcome in said.items() if outcome.fault is None}
    bad: dict[tuple[str, Text], list[object]] = {}
    for value, outcome in said.items():
        if outcome.fault is not None:
            bad.setdefault((outcome.code, outcome.fault), []).append(value)
    for (code, fault), values in bad.items():
        wrong = series.is_in(pl.Series(values, dtype=series.dtype).implode()).fill_null(value=False)
        faults.add(code, fault, wrong.arg_true())
    if not good:
        return pl.Series([None] * len(series), dtype=pl.String)
    return series.replace_strict(list(good), list(good.values()), default=None, return_dtype=pl.String)


def _read(column: Column, written: str) -> Said:
    if column.holds == "choice":
        return _choice(column, [written])
    if column.holds == "choices":
        return _choice(column, one.split_choices(written))
    if column.holds == "credit_code":
        bare = one.read_document(written)
        fault = None if bare.value is None else credit_code_fault(bare.value)
        return bare if fault is None else one.Said(None, "bad_credit_code", _with_advice(fault))
    return _READERS[column.holds](written)


def _choice(column: Column, parts: list[str]) -> Said:
    codes, unknown = [], []
    for part in parts:
        code = column.codes.get(simplify(part))
        if code is None:
            unknown.append(part)
        elif code not in codes:
            codes.append(code)
    if unknown or not codes:
        found = "、".join(unknown)
        return one.Said(
            None,
            "unknown_value",
            Text(
                f"“{found}”不在可选值中；应为{_offered(column, zh=True)}",
                f"“{found}” is not in the list; expected {_offered(column, zh=False)}",
            ),
        )
    return one.Said(",".join(codes))


_SHOWN: Final = 8


def _offered(column: Column, *, zh: bool) -> str:
    labels = [option.label.zh if zh else option.label.en for option in column.options]
    more = ("等" if zh else " …") if len(labels) > _SHOWN else ""
    return ("、" if zh else ", ").join(labels[:_SHOWN]) + more


def _with_advice(fault: Text) -> Text:
    return Text(f"{fault.zh}；请照执照核对", f"{fault.en}; check it against the licence")


def _number(column: Column, number: float) -> Said:
    if column.holds == "date":
        return one.read_day_number(number)
    written = one.write_number(number)
    return one.lost_digits() if written is None else _read(column, written)


def _days(column: Column, days: pl.Series, faults: Faults) -> pl.Series:
    if column.holds == "date":
        return days.dt.to_string("%Y-%m-%d")
    faults.add("became_a_day", _A_DAY, days.is_not_null().arg_true())
    return pl.Series([None] * len(days), dtype=pl.String)
