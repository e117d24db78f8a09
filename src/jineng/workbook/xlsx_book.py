"""Reads the sheets of the contract out of a vetted .xlsx package."""

from __future__ import annotations

import io
from concurrent.futures import ThreadPoolExecutor, as_completed
from typing import TYPE_CHECKING

from python_calamine import CalamineWorkbook

from jineng.kernel.problems import Place
from jineng.workbook.cells import Cells, sort_rows
from jineng.workbook.findings import failing_as, refuse
from jineng.workbook.raw import RawSheet
from jineng.workbook.xlsx_guard import damaged
from jineng.workbook.xlsx_scan import SheetFacts, scan

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from python_calamine import CalamineSheet

    from jineng.kernel.problems import UnusableError
    from jineng.workbook.layout import Sheet
    from jineng.workbook.limits import Limits
    from jineng.workbook.xlsx_guard import Package, SheetPart


def read_sheets(package: Package, wanted: Sequence[tuple[Sheet, SheetPart]], limits: Limits) -> Iterator[RawSheet]:
    """Yield the wanted sheets as they become ready.

    The largest is parsed beside all others: the parser leaves the interpreter free, so two cores share the work while
    the caller already judges what is there.

    Raises:
        UnusableError: a sheet is damaged or beyond ``limits``.
    """
    by_size = sorted(wanted, key=lambda pair: pair[1].size_bytes)
    groups = [group for group in (by_size[:-1], by_size[-1:]) if group]
    with ThreadPoolExecutor(max_workers=2) as pool:
        futures = {pool.submit(_parse, package, group, limits): group for group in groups}
        for future in as_completed(futures):
            with failing_as(damaged):
                parsed = future.result()
            for (spec, part), (sheet, facts) in zip(futures[future], parsed, strict=True):
                with failing_as(damaged):
                    raw = _raw(spec, part.name, sheet, facts, limits)
                yield raw


def _parse(
    package: Package, group: Sequence[tuple[Sheet, SheetPart]], limits: Limits
) -> list[tuple[CalamineSheet, SheetFacts]]:
    contents = [package.inflate(part.part) for _, part in group]
    facts = [scan(content) for content in contents]
    for (_, part), fact in zip(group, facts, strict=True):
        _check_size(part.name, fact.rows, fact.columns, limits)
    packed = io.BytesIO(package.repack(contents))
    del contents
    with CalamineWorkbook.from_filelike(packed) as book:
        return [(book.get_sheet_by_index(index), fact) for index, fact in enumerate(facts)]


def _raw(spec: Sheet, name: str, sheet: CalamineSheet, facts: SheetFacts, limits: Limits) -> RawSheet:
    rows, columns = (sheet.end[0] + 1, sheet.end[1] + 1) if sheet.end else (0, 0)
    _check_size(name, rows, columns, limits)
    # Rows come from the first of the sheet on, but cells only from the first column that is filled anywhere.
    left = sheet.start[1] if sheet.start else 0
    cells = sheet.iter_rows()
    headings = [_heading(value) for value in next(cells, [])]
    check_headings(name, headings, limits)
    below = sort_rows(cells, [bool(heading) for heading in headings])
    height = below[0].height if below else 0
    return RawSheet(spec, name, [""] * left + headings, [Cells(height)] * left + below, height, facts)


def _heading(value: object) -> str:
    return str(int(value) if isinstance(value, float) and value.is_integer() else value).strip()


def _check_size(name: str, rows: int, columns: int, limits: Limits) -> None:
    if rows > limits.rows:
        raise too_many(name, rows, limits.rows)
    if rows * columns > limits.cells:
        raise refuse(
            "too_many_cells",
            Place(name),
            f"此表占 {rows} 行 × {columns} 列，最多读 {limits.cells} 格；请删去远处的单元格，或拆成几个工作簿",
            f"the sheet spans {rows} rows by {columns} columns, at most {limits.cells} cells are read; "
            "delete cells far outside the table, or split the book",
        )


def check_headings(name: str, headings: Sequence[str], limits: Limits) -> None:
    """Refuse a table with more named columns than anybody keeps by hand.

    Raises:
        UnusableError: there are more than ``limits`` allow.
    """
    count = sum(bool(heading) for heading in headings)
    if count > limits.columns:
        raise refuse(
            "too_many_columns",
            Place(name, 1),
            f"此表有 {count} 列，最多读 {limits.columns} 列；请删去无关的列",
            f"the table has {count} columns, at most {limits.columns} are read; delete those that are not needed",
        )


def too_many(name: str, rows: int, most: int) -> UnusableError:
    """Return the error for a table with too many rows."""
    return refuse(
        "too_many_rows",
        Place(name),
        f"此表有 {rows} 行，最多读 {most} 行；请按月或按机构拆成几个工作簿",
        f"the table has {rows} rows, at most {most} are read; split it by month or institution",
    )
