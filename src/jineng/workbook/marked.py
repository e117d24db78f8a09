"""Writes a copy of a book with its faults marked where they are, for the officer to mend and hand in again."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

import xlsxwriter

from jineng.kernel.problems import UnusableError
from jineng.kernel.text import Language, Text
from jineng.workbook.findings import Findings
from jineng.workbook.limits import LIMITS, Limits
from jineng.workbook.opening import open_book
from jineng.workbook.sheets import SHEETS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from jineng.kernel.problems import Problem
    from jineng.workbook.cells import Cells
    from jineng.workbook.raw import RawSheet

MARKS: Final = Text("问题", "problems")
"""Name of the added first sheet and of the column added to every sheet; both are ignored when the book is read again."""

_HEADINGS: Final = (Text("表", "sheet"), Text("行", "row"), Text("列", "column"), MARKS)
_SHORT: Final = 14
_LONG: Final = 100


def write_marked(
    book_path: Path, problems: Sequence[Problem], out: Path, *, language: Language = "zh", limits: Limits = LIMITS
) -> None:
    """Write to ``out`` (.xlsx) the values of the book's known sheets with faulty cells coloured and a column that says why.

    The first sheet lists all ``problems``. Of a book that cannot be opened at all there is only that list.
    """
    with xlsxwriter.Workbook(
        str(out), {"strings_to_formulas": False, "strings_to_urls": False, "nan_inf_to_errors": True}
    ) as book:
        styles = {
            "heading": book.add_format({"bold": True, "bg_color": "#DCE6F1"}),
            "fault": book.add_format({"bg_color": "#FFE1DC", "border": 1, "border_color": "#C0392B"}),
            "fault_day": book.add_format(
                {"bg_color": "#FFE1DC", "border": 1, "border_color": "#C0392B", "num_format": "yyyy-mm-dd"}
            ),
            "day": book.add_format({"num_format": "yyyy-mm-dd"}),
            "mark": book.add_format({"font_color": "#9C1C10", "text_wrap": True, "valign": "top"}),
        }
        _write_list(book, styles, problems, language)
        for raw in _sheets(book_path, limits):
            _write_sheet(
                book, styles, raw, [problem for problem in problems if problem.place.sheet == raw.name], language
            )


def _sheets(path: Path, limits: Limits) -> list[RawSheet]:
    """Return what can be read, in the order of the contract; why the rest cannot be is among the problems already."""
    found: list[RawSheet] = []
    with suppress(UnusableError):
        found.extend(open_book(path, limits, Findings()).sheets)
    return sorted(found, key=lambda raw: SHEETS.index(raw.spec))


def _write_list(book: Any, styles: dict[str, Any], problems: Sequence[Problem], language: Language) -> None:
    page = book.add_worksheet(MARKS.in_(language))
    page.freeze_panes(1, 0)
    for place, (heading, width) in enumerate(zip(_HEADINGS, (_SHORT, 8, _SHORT, _LONG), strict=True)):
        page.set_column(place, place, width)
        page.write_string(0, place, heading.in_(language), styles["heading"])
    for row, problem in enumerate(problems, start=1):
        page.write_string(row, 0, problem.place.sheet)
        if problem.place.row:
            page.write_number(row, 1, problem.place.row)
        page.write_string(row, 2, problem.place.column)
        page.write_string(row, 3, problem.text.in_(language), styles["mark"])


def _write_sheet(book: Any, styles: dict[str, Any], raw: RawSheet, problems: list[Problem], language: Language) -> None:
    page = book.add_worksheet(raw.name)
    page.freeze_panes(1, 0)
    kept = [place for place, heading in enumerate(raw.headings) if heading not in MARKS]
    faulty = {(problem.place.row, problem.place.column) for problem in problems}
    for to, place in enumerate(kept):
        heading = raw.headings[place]
        page.set_column(to, to, _SHORT)
        page.write_string(0, to, heading, styles["fault" if (1, heading) in faulty else "heading"])
        rows = {row - 1 for row, column in faulty if column == heading}
        _write_column(page, styles, to, raw.columns[place], rows)
    page.set_column(len(kept), len(kept), _LONG)
    page.write_string(0, len(kept), MARKS.in_(language), styles["heading"])
    by_row: dict[int, list[str]] = {}
    for problem in problems:
        by_row.setdefault(max(problem.place.row, 1), []).append(_say(problem, language))
    for row, texts in by_row.items():
        if row > 1:
            page.write_string(row - 1, len(kept), "\n".join(texts), styles["mark"])


def _say(problem: Problem, language: Language) -> str:
    text = problem.text.in_(language)
    if not problem.place.column:
        return text
    return f"{problem.place.column}: {text}" if language == "en" else f"{problem.place.column}：{text}"


def _write_column(page: Any, styles: dict[str, Any], place: int, cells: Cells, faulty: set[int]) -> None:
    """Write the cells of a column below its heading; rows of ``faulty`` count from 0 at the heading."""
    for series in (cells.text, cells.odd):
        for row, value in enumerate(() if series is None else series, start=1):
            if value is not None:
                page.write_string(row, place, value, styles["fault"] if row in faulty else None)
    for row, value in enumerate(() if cells.number is None else cells.number, start=1):
        if value is not None:
            page.write_number(row, place, value, styles["fault"] if row in faulty else None)
    for row, value in enumerate(() if cells.day is None else cells.day, start=1):
        if value is not None:
            page.write_datetime(row, place, value, styles["fault_day" if row in faulty else "day"])
    filled = cells.filled()
    for row in faulty:
        if 0 < row <= cells.height and filled is not None and not filled[row - 1]:
            page.write_blank(row, place, None, styles["fault"])
