"""Writes an uploaded form back as it is, with a column that says what is wrong in each row and the faulty cells coloured."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, Final

import xlsxwriter

from jineng.kernel.text import Language, Text
from jineng.workbook.registry_forms.layout import simplify
from jineng.workbook.registry_forms.opening import FORM_LIMITS, open_form

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from jineng.kernel.problems import Problem
    from jineng.workbook.cells import Cells
    from jineng.workbook.limits import Limits
    from jineng.workbook.registry_forms.layout import Form
    from jineng.workbook.registry_forms.opening import OpenedSheet

MARKS: Final = Text("问题", "problems")
"""Heading of the added column; no form has such a column, so that a mended copy is read without it."""

_WIDTH: Final = 16
_MARKS_WIDTH: Final = 70
_FAULT: Final = {"bg_color": "#FFE1DC", "border": 1, "border_color": "#C0392B"}


def write_marked(
    data: bytes, form: Form, problems: Sequence[Problem], language: Language = "zh", limits: Limits = FORM_LIMITS
) -> bytes:
    """Return a copy (.xlsx) of the form's sheets: the same rows in the same places, cells as they were, and the column 问题.

    Values stand for formulas. A form uploaded, marked, mended and uploaded again is read like the first.

    Raises:
        UnusableError: the file as a whole cannot be read.
    """
    opened = open_form(data, form, limits)
    out = io.BytesIO()
    with xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "nan_inf_to_errors": True}
    ) as book:
        styles = {
            "heading": book.add_format({"bold": True, "bg_color": "#DCE6F1", "border": 1, "text_wrap": True}),
            "plain": book.add_format({"num_format": "@"}),
            "day": book.add_format({"num_format": "yyyy-mm-dd"}),
            "fault": book.add_format({**_FAULT, "num_format": "@"}),
            "fault_number": book.add_format(_FAULT),
            "fault_day": book.add_format({**_FAULT, "num_format": "yyyy-mm-dd"}),
            "mark": book.add_format({"font_color": "#9C1C10", "text_wrap": True, "valign": "top"}),
        }
        for sheet in opened.sheets:
            mine = [problem for problem in problems if problem.place.sheet in ("", sheet.name)]
            _write_sheet(book.add_worksheet(sheet.name), styles, sheet, mine, language)
    return out.getvalue()


def _write_sheet(
    page: Any, styles: Mapping[str, Any], sheet: OpenedSheet, problems: Sequence[Problem], language: Language
) -> None:
    names, head = sheet.heading.names, sheet.heading.row
    kept = [place for place in range(max(len(names), len(sheet.columns))) if not _is_mark(names, place)]
    for number, row in enumerate(sheet.above[:-1]):
        for place, text in enumerate(row):
            if text:
                page.write_string(number, place, text)
    page.freeze_panes(head, 0)
    faulty = {(problem.place.row, problem.place.column) for problem in problems}
    for to, place in enumerate(kept):
        name = names[place] if place < len(names) else ""
        page.set_column(to, to, _WIDTH)
        page.write_string(head - 1, to, name, styles["fault" if (head, name) in faulty else "heading"])
        if place < len(sheet.columns):
            rows = {row for row, column in faulty if name and column == name}
            _write_column(page, styles, to, sheet.columns[place], rows, head)
    page.set_column(len(kept), len(kept), _MARKS_WIDTH)
    page.write_string(head - 1, len(kept), MARKS.in_(language), styles["heading"])
    said: dict[int, list[str]] = {}
    for problem in problems:
        said.setdefault(max(problem.place.row, head), []).append(_say(problem, language))
    for at_row, texts in said.items():
        # The heading keeps its word, or the copy would gain a column whenever it is marked again.
        at = len(kept) + 1 if at_row == head else len(kept)
        page.write_string(at_row - 1, at, "\n".join(dict.fromkeys(texts)), styles["mark"])


def _is_mark(names: Sequence[str], place: int) -> bool:
    return place < len(names) and simplify(names[place]) in {simplify(name) for name in MARKS}


def _say(problem: Problem, language: Language) -> str:
    text = problem.text.in_(language)
    if not problem.place.column:
        return text
    return f"{problem.place.column}: {text}" if language == "en" else f"{problem.place.column}：{text}"


def _write_column(page: Any, styles: Mapping[str, Any], place: int, cells: Cells, faulty: set[int], head: int) -> None:
    """Write the cells below the heading; ``faulty`` are rows as the spreadsheet numbers them."""
    for series in (cells.text, cells.odd):
        for index, value in enumerate(() if series is None else series):
            if value is not None:
                page.write_string(
                    head + index, place, value, styles["fault" if head + index + 1 in faulty else "plain"]
                )
    for index, value in enumerate(() if cells.number is None else cells.number):
        if value is not None:
            page.write_number(
                head + index, place, value, styles["fault_number"] if head + index + 1 in faulty else None
            )
    for index, value in enumerate(() if cells.day is None else cells.day):
        if value is not None:
            page.write_datetime(
                head + index, place, value, styles["fault_day" if head + index + 1 in faulty else "day"]
            )
    filled = cells.filled()
    for row in faulty:
        index = row - head - 1
        if 0 <= index < cells.height and filled is not None and not filled[index]:
            page.write_blank(head + index, place, None, styles["fault"])
