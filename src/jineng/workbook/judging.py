"""Judges one sheet by itself: headings, what the spreadsheet hides in it, and each cell; makes the canonical table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from jineng.kernel.problems import Place
from jineng.kernel.text import Text
from jineng.workbook.cells import nulls
from jineng.workbook.convert import convert
from jineng.workbook.converted import CellFault, Converted
from jineng.workbook.findings import Fault
from jineng.workbook.sheets import CERTIFICATES
from jineng.workbook.values import LEVELLED_TYPES
from jineng.workbook.xlsx_scan import column_letters

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from jineng.workbook.cells import Cells
    from jineng.workbook.findings import Findings
    from jineng.workbook.identities import Identities
    from jineng.workbook.layout import Column, Sheet
    from jineng.workbook.raw import RawSheet

FIRST_ROW = 2
"""The spreadsheet's number of the first row below the heading."""

_NAMED = 5


@dataclass(frozen=True, slots=True)
class Judged:
    """A sheet with its canonical table (faulty cells null), its headings as the file has them, and its faulty rows by column."""

    spec: Sheet
    name: str
    table: pl.DataFrame
    headings: dict[str, str]
    faulty: dict[str, frozenset[int]]

    def heading(self, key: str) -> str:
        """Return the heading of a column as the file names it, or the Chinese one where the column is missing."""
        return self.headings.get(key) or self.spec.column(key).zh

    def sound(self, key: str) -> bool:
        """Tell whether the column is there without a fault."""
        return key in self.headings and not self.faulty.get(key)


def judge(raw: RawSheet, identities: Identities, as_of: date, findings: Findings) -> Judged | None:
    """Return the judged sheet, or None where it has no heading; everything found goes to ``findings``."""
    places = _columns(raw, findings)
    if not places:
        _report_no_heading(raw, findings)
        return None
    _report_missing_columns(raw, places, findings)
    _report_hidden_parts(raw, places, findings)
    cells = {key: raw.columns[place] for key, place in places.items()}
    converted = {key: convert(raw.spec.column(key), found, identities, as_of) for key, found in cells.items()}
    if raw.spec is CERTIFICATES:
        _ignore_levels(converted)
    keep = _filled_rows(list(cells.values()))
    for key, found in cells.items():
        if raw.spec.column(key).required:
            _add_missing(raw.spec.column(key), found, keep, converted[key])
    headings = {key: raw.headings[place] for key, place in places.items()}
    for key, result in converted.items():
        for fault in result.faults:
            rows = [place + FIRST_ROW for place in fault.places]
            findings.add_fault(raw.name, Fault(fault.code, headings[key], rows, _worded(fault)))
    faulty = {
        key: frozenset(place + FIRST_ROW for fault in result.faults for place in fault.places)
        for key, result in converted.items()
    }
    return Judged(raw.spec, raw.name, _table(raw, converted, keep), headings, faulty)


def _worded(fault: CellFault) -> Callable[[int], Text]:
    return lambda index: fault.say(fault.places[index])


def _columns(raw: RawSheet, findings: Findings) -> dict[str, int]:
    """Return which place holds which column of the contract; a second heading for one column is reported."""
    by_heading = raw.spec.by_heading()
    places: dict[str, int] = {}
    for place, heading in enumerate(raw.headings):
        column = by_heading.get(heading)
        if column is None:
            continue
        if column.key in places:
            first = raw.headings[places[column.key]]
            findings.add(
                "duplicate_column",
                Place(raw.name, 1, heading),
                Text(
                    f"列名重复：“{first}”与“{heading}”是同一列；请删去其中一列",
                    f"two headings name one column: {first} and {heading}; delete one of them",
                ),
            )
            continue
        places[column.key] = place
    return places


def _report_no_heading(raw: RawSheet, findings: Findings) -> None:
    zh = "、".join(column.zh for column in raw.spec.columns)
    found = "、".join(heading for heading in raw.headings[:_NAMED] if heading)
    findings.add(
        "no_heading",
        Place(raw.name, 1),
        Text(
            f"首行应为列名（{zh}），实为{f'“{found}”' if found else '空行'}；请删去列名以上的各行",
            f"the first row should name the columns ({', '.join(column.key for column in raw.spec.columns)}), "
            f"found {found or 'nothing'}; delete the rows above the heading",
        ),
    )


def _report_missing_columns(raw: RawSheet, places: dict[str, int], findings: Findings) -> None:
    others = [heading for place, heading in enumerate(raw.headings) if heading and place not in places.values()]
    zh = f"；未识别的列名：{'、'.join(others[:_NAMED])}" if others else ""
    en = f"; headings not recognised: {', '.join(others[:_NAMED])}" if others else ""
    for column in raw.spec.columns:
        if column.required and column.key not in places:
            findings.add(
                "missing_column",
                Place(raw.name, 1, column.zh),
                Text(
                    f"缺少“{column.zh}”（{column.key}）列{zh}；请补上此列或改正列名",
                    f"the column {column.key} ({column.zh}) is missing{en}; add it or correct its heading",
                ),
            )


def _report_hidden_parts(raw: RawSheet, places: dict[str, int], findings: Findings) -> None:
    """Report formulas, error values, merged cells and hidden rows and columns as far as they touch the table."""
    used = {place + 1 for place in places.values()}
    last = raw.height + 1
    facts = raw.facts

    def touching(ranges: list[tuple[int, int, int, int]]) -> list[tuple[int, int, int, int]]:
        return [area for area in ranges if area[0] <= last and any(area[1] <= column <= area[3] for column in used)]

    def report(code: str, areas: list[tuple[int, int, int, int]], zh: str, en: str) -> None:
        if not areas:
            return
        names = ", ".join(_area(area) for area in areas[:_NAMED]) + (" …" if len(areas) > _NAMED else "")
        row, left, _, right = areas[0]
        first = min(column for column in used if left <= column <= right)
        place = Place(raw.name, row, raw.headings[first - 1])
        findings.add(code, place, Text(zh.format(names), en.format(names)))

    report(
        "formula",
        touching(facts.formulas),
        "单元格 {} 是公式，可能与显示的不符；请复制整列，选择性粘贴为“数值”",
        "cells {} are formulas and may not be what they show; copy the column and paste it as values",
    )
    report(
        "error_value",
        touching(facts.errors),
        "单元格 {} 是错误值（如 #N/A）；请改正",
        "cells {} are error values such as #N/A; correct them",
    )
    report(
        "merged_cells",
        touching(facts.merged),
        "单元格 {} 是合并的；请取消合并，每格都填上内容",
        "cells {} are merged; unmerge them and fill in every cell",
    )
    columns = [(1, left, 1, right) for left, right in facts.hidden_columns]
    report(
        "hidden_column",
        touching(columns),
        "列被隐藏（{}）；请取消隐藏并核对",
        "columns are hidden ({}); unhide and check them",
    )
    rows = [row for row in facts.hidden_rows if row <= last]
    if rows or (facts.rows_hidden_by_default and raw.height):
        names = ", ".join(str(row) for row in rows[:_NAMED]) + (" …" if len(rows) > _NAMED else "")
        findings.add(
            "hidden_row",
            Place(raw.name, rows[0] if rows else 0),
            Text(
                f"有隐藏的行（{names}）；请取消隐藏和筛选，核对后再交",
                f"rows are hidden ({names}); unhide them, clear filters and check them",
            ),
        )


def _area(area: tuple[int, int, int, int]) -> str:
    top, left, bottom, right = area
    first, last = f"{column_letters(left)}{top}", f"{column_letters(right)}{bottom}"
    return first if first == last else f"{first}:{last}"


def _filled_rows(columns: list[Cells]) -> pl.Series | None:
    """Return which rows hold anything in a known column; None where all do."""
    filled: pl.Series | None = None
    for cells in columns:
        mask = cells.filled()
        if mask is None:
            return None
        filled = mask if filled is None else filled | mask
    return filled


def _add_missing(column: Column, cells: Cells, keep: pl.Series | None, converted: Converted) -> None:
    filled = cells.filled()
    if filled is not None:
        missing = ~filled if keep is None else keep & ~filled
        text = Text(f"此格必填；{column.note.zh}", f"this cell must be filled in; {column.note.en}")
        converted.add("missing_value", missing, lambda _: text)


def _ignore_levels(converted: dict[str, Converted]) -> None:
    """Leave aside what stands as the level of a certificate whose type has none."""
    types, level = converted.get("type"), converted.get("level")
    if types is None or level is None:
        return
    levelled = types.values.is_in(list(LEVELLED_TYPES)).fill_null(value=False)
    level.values = pl.select(pl.when(levelled).then(level.values)).to_series()
    kept = [CellFault(fault.code, [n for n in fault.places if levelled[n]], fault.say) for fault in level.faults]
    level.faults = [fault for fault in kept if fault.places]


def _table(raw: RawSheet, converted: dict[str, Converted], keep: pl.Series | None) -> pl.DataFrame:
    series = []
    for column in raw.spec.columns:
        result = converted.get(column.key)
        values = nulls(raw.height, column.dtype) if result is None else result.values
        series.append(values.alias(column.target))
    series.append(pl.int_range(FIRST_ROW, raw.height + FIRST_ROW, dtype=pl.Int64, eager=True).alias("row"))
    table = pl.DataFrame(series)
    return table if keep is None else table.filter(keep)
