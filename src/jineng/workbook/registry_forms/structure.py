"""What a sheet hides from its values: merged, calculated, broken and hidden cells."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from jineng.kernel.problems import Place, Problem
from jineng.kernel.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from jineng.workbook.registry_forms.layout import Column, Form
    from jineng.workbook.registry_forms.opening import OpenedSheet
    from jineng.workbook.registry_forms.reading import Judged

_MERGED: Final = Text(
    "合并的单元格只有第一格有内容；请取消合并，逐行填写",
    "only the first of merged cells has a value; unmerge them and fill in each row",
)
_FORMULA: Final = Text(
    "单元格是公式，结果可能已过时；请复制后“只粘贴值”",
    "the cell is a formula whose result may be old; copy it and paste values only",
)
_ERROR: Final = Text(
    "单元格是错误值（如 #N/A）；请改成内容或清空", "the cell is an error value such as #N/A; correct or clear it"
)
_HIDDEN: Final = Text(
    "这一行被隐藏或筛掉了；请取消筛选和隐藏，核对后保留或删去",
    "the row is hidden or filtered out; show it, then keep or delete it",
)
_HIDDEN_COLUMN: Final = Text(
    "这一列被隐藏，但也读入了；请核对", "the column is hidden but was read all the same; check it"
)
_ALL_HIDDEN: Final = Text("此表的行默认隐藏；请全部取消隐藏", "the sheet's rows are hidden by default; show them all")


def fill_spans(column: Column, place: int, values: pl.Series, sheet: OpenedSheet) -> pl.Series:
    """Give every row that a cell is merged over that cell's value, in columns where counties do so."""
    if not column.may_span:
        return values
    filled = None
    for top, left, bottom, right in sheet.facts.merged:
        if left == right == place + 1 and top > sheet.heading.row:
            filled = values.to_list() if filled is None else filled
            first = top - sheet.heading.row - 1
            last = min(bottom - sheet.heading.row, len(filled))
            filled[first:last] = [filled[first]] * max(last - first, 0) if first < len(filled) else []
    return values if filled is None else pl.Series(column.key, filled, dtype=pl.String)


def check_structure(judged: Judged, form: Form) -> None:
    """Report what stands in the form's columns below the heading and is no plain value."""
    sheet, facts = judged.sheet, judged.sheet.facts
    by_place = {place + 1: form.column(key) for key, place in sheet.heading.places.items()}
    for place, column in sheet.heading.twice:
        text = Text(
            f"这一列与“{judged.heading(column.key)}”列都是“{column.name.zh}”；请只留一列",
            f"this column and “{judged.heading(column.key)}” both are {column.name.en}; keep one",
        )
        judged.problems.append(
            Problem("column_twice", Place(sheet.name, sheet.heading.row, sheet.heading.names[place]), text)
        )
    _check_ranges(judged, by_place, facts.formulas, "formula", _FORMULA, lambda column: column.derived)
    _check_ranges(judged, by_place, facts.errors, "error_value", _ERROR, lambda _: False)
    merged = [span for span in facts.merged if span[0] > sheet.heading.row]
    spanning = [
        (t, left, b, right)
        for t, left, b, right in merged
        if not (left == right and left in by_place and by_place[left].may_span)
    ]
    _check_ranges(judged, by_place, spanning, "merged", _MERGED, lambda _: False)
    for row in facts.hidden_rows:
        if sheet.heading.row < row <= sheet.heading.row + sheet.height:
            judged.problems.append(Problem("hidden_row", Place(sheet.name, row), _HIDDEN))
    if facts.rows_hidden_by_default:
        judged.problems.append(Problem("hidden_rows", Place(sheet.name), _ALL_HIDDEN))
    for first, last in facts.hidden_columns:
        for number, column in by_place.items():
            if first <= number <= last:
                where = Place(sheet.name, sheet.heading.row, judged.heading(column.key))
                judged.warnings.append(Problem("hidden_column", where, _HIDDEN_COLUMN))


def _check_ranges(
    judged: Judged,
    by_place: Mapping[int, Column],
    ranges: Sequence[tuple[int, int, int, int]],
    code: str,
    text: Text,
    is_harmless: Callable[[Column], bool],
) -> None:
    """Report ranges that touch a column of the form below the heading, at their first row there."""
    first_row = judged.sheet.heading.row + 1
    for top, left, bottom, right in ranges:
        for number in range(left, right + 1):
            column = by_place.get(number)
            row = max(top, first_row) - first_row
            if column is None or bottom < first_row or row >= judged.sheet.height or is_harmless(column):
                continue
            judged.faults[column.key].add(code, text, [row])
            break
