"""Writes the empty workbook that officers and institutions fill in: drop-downs, notes, formats and a filled-in example."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

import xlsxwriter

from jineng.kernel.text import Language, Text
from jineng.workbook.example import example_rows
from jineng.workbook.sheets import SHEETS
from jineng.workbook.values import KINDS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from pathlib import Path

    from jineng.workbook.layout import Column, Sheet

PREPARED_ROWS: Final = 5000
"""How many rows below the heading have drop-downs and input checks."""

MADE_AT: Final = datetime(2022, 1, 1, tzinfo=UTC).replace(tzinfo=None)
"""When every template says that it was made: the same plan gives the same bytes."""

INSTRUCTIONS: Final = Text("说明", "instructions")
_HEADINGS: Final = (
    Text("表", "sheet"),
    Text("列", "column"),
    Text("必填", "required"),
    Text("填写说明", "what to fill in"),
    Text("可选值", "values"),
)
_WIDTHS: Final = {
    "identity": 22,
    "credit_code": 22,
    "date": 13,
    "hours": 10,
    "whole": 10,
    "money": 12,
    "choice": 20,
    "text": 20,
}
_TEXT_FORMAT: Final = 49
"""Number of the spreadsheet's own format for text, "@"."""
_FORMATS: Final[dict[str, str | int]] = {
    "text": _TEXT_FORMAT,
    "identity": _TEXT_FORMAT,
    "credit_code": _TEXT_FORMAT,
    "choice": _TEXT_FORMAT,
    "date": "yyyy-mm-dd",
    "hours": "0.###",
    "whole": "0",
    "count": "0.###",
    "money": "0.00",
}
_HOW: Final = (
    Text(
        "一、每张表首行是列名，请勿改动；从第 2 行起填写。",
        "1. The first row of every sheet names its columns; leave it and fill in from row 2.",
    ),
    Text(
        "二、灰色斜体的各行是示例，填写前请删去（人员、机构均为虚构）。",
        "2. Rows in grey italics are an example with invented people; delete them first.",
    ),
    Text(
        "三、身份证号、信用代码、证书编号所在列已设为文本；从别处粘贴时请选“只粘贴值”，否则 Excel 会把长号码变成数字、丢失末几位。",
        "3. Columns of identity numbers, credit codes and certificate numbers are formatted as text; paste values only, "
        "or Excel turns long numbers into numbers and loses their last digits.",
    ),
    Text(
        "四、日期如 2022-06-25；课时、金额只填数字。", "4. Dates like 2022-06-25; hours and amounts are plain numbers."
    ),
    Text(
        "五、不要用公式、合并单元格、隐藏行列；可以增加自己的列和表，读取时忽略。",
        "5. No formulas, merged cells or hidden rows; columns and sheets of your own are ignored.",
    ),
    Text(
        "六、不需要的表可以删去，或只留列名。",
        "6. Sheets that are not needed may be deleted or left with their heading only.",
    ),
)


def write_template(
    out: Path,
    *,
    plan_title: Text,
    sheets: Collection[str],
    kinds: Collection[str],
    year: int,
    language: Language = "zh",
) -> None:
    """Write the template for one plan to ``out`` (.xlsx).

    ``sheets`` and ``kinds`` are the English names and codes that the plan knows; ``year`` is the one of the example.
    The file as delivered can be read and settled; the same input gives the same bytes.
    """
    offered = [kind.code for kind in KINDS if kind.code in kinds]
    examples = example_rows(year, offered)
    chosen = [sheet for sheet in SHEETS if sheet.key in sheets]
    with xlsxwriter.Workbook(str(out), {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"title": plan_title.in_(language), "created": MADE_AT})
        styles = TemplateStyles(book)
        rows = [
            describe(
                sheet,
                column,
                "、".join(choice.written(language) for choice in column.choices),
                language,
            )
            for sheet in chosen
            for column in sheet.columns
        ]
        write_instructions(book, styles, plan_title.in_(language), _HOW, rows, language)
        for sheet in chosen:
            _write_sheet(book, styles, sheet, _offered_labels(sheet, offered, language), language)
            _write_examples(book, styles, sheet, examples[sheet.key], language)


class TemplateStyles:
    """The formats of a template: of headings, of the page of instructions, and of cells by what they hold."""

    def __init__(self, book: Any) -> None:
        """Add the formats to ``book``."""
        heading = {"bold": True, "bg_color": "#DCE6F1", "border": 1, "border_color": "#A6B8CC", "valign": "vcenter"}
        self.required = book.add_format(heading | {"font_color": "#0B2F57"})
        self.optional = book.add_format(heading | {"bold": False, "font_color": "#44546A"})
        self.title = book.add_format({"bold": True, "font_size": 16, "font_color": "#0B2F57"})
        self.body = book.add_format({"text_wrap": True, "valign": "top"})
        self.cells = {holds: book.add_format({"num_format": shown}) for holds, shown in _FORMATS.items()}
        example = {"italic": True, "font_color": "#7F7F7F"}
        self.examples = {holds: book.add_format(example | {"num_format": shown}) for holds, shown in _FORMATS.items()}


def _offered_labels(sheet: Sheet, kinds: Collection[str], language: Language) -> dict[str, list[str]]:
    """Return the drop-down of every choice column; of the kinds of training only those that the plan knows."""
    return {
        column.key: [
            choice.written(language) for choice in column.choices if column.choices is not KINDS or choice.code in kinds
        ]
        for column in sheet.columns
        if column.choices
    }


def write_instructions(
    book: Any,
    styles: TemplateStyles,
    title: str,
    how: Sequence[Text],
    rows: Iterable[Sequence[str]],
    language: Language,
    column_width: int = 18,
) -> None:
    """Write the page that says how to fill a template in: its title, lines of text, and a row for every column.

    A row has the five cells of the heading: sheet, column, whether required, what to fill in, values. ``column_width``
    is that of the columns' names, in characters.
    """
    page = book.add_worksheet(INSTRUCTIONS.in_(language))
    page.hide_gridlines(2)
    for place, width in enumerate((14, column_width, 10, 62, 62)):
        page.set_column(place, place, width)
    page.write_string(0, 0, title, styles.title)
    for number, line in enumerate(how, start=2):
        page.write_string(number, 0, line.in_(language))
    first = len(how) + 3
    for place, heading in enumerate(_HEADINGS):
        page.write_string(first, place, heading.in_(language), styles.required)
    for number, row in enumerate(rows, start=first + 1):
        for place, text in enumerate(row):
            page.write_string(number, place, text, styles.body)


def describe(sheet: Sheet, column: Column, values: str, language: Language) -> tuple[str, ...]:
    """Return a column's row on the page of instructions; ``values`` is what it may hold. The first also says what the sheet is for."""
    note = column.note.in_(language)
    if column is sheet.columns[0]:
        note = Text(f"{sheet.note.zh}。{note}", f"{sheet.note.en}. {note}").in_(language)
    required = Text("是", "yes") if column.required else Text("", "")
    return sheet.name.in_(language), column.name.in_(language), required.in_(language), note, values


def write_heading(
    page: Any, styles: TemplateStyles, place: int, column: Column, width: int, language: Language
) -> None:
    """Write one heading with its note, and format the column below it; ``width`` is in characters."""
    page.set_column(place, place, width, styles.cells[column.holds])
    page.write_string(0, place, column.name.in_(language), styles.required if column.required else styles.optional)
    page.write_comment(0, place, column.note.in_(language), {"x_scale": 2, "font_size": 10})


def _write_sheet(
    book: Any, styles: TemplateStyles, sheet: Sheet, labels: dict[str, list[str]], language: Language
) -> None:
    page = book.add_worksheet(sheet.name.in_(language))
    page.freeze_panes(1, 0)
    page.set_row(0, 22)
    for place, column in enumerate(sheet.columns):
        write_heading(page, styles, place, column, _WIDTHS[column.holds], language)
        check = _input_check(column, labels, language)
        if check:
            page.data_validation(1, place, PREPARED_ROWS, place, check)


def _input_check(column: Column, labels: dict[str, list[str]], language: Language) -> dict[str, Any] | None:
    """Return what the spreadsheet refuses while it is typed in; the reader judges everything again."""
    said = {"error_title": column.name.in_(language), "error_message": column.note.in_(language)[:255]}
    if column.choices:
        return said | {"validate": "list", "source": labels[column.key]}
    if column.holds == "date":
        return said | {"validate": "date", "criteria": ">=", "value": datetime(1900, 1, 1)}  # noqa: DTZ001  # a day
    if column.holds in {"identity", "credit_code"}:
        return said | {"validate": "length", "criteria": "==", "value": 18}
    if column.holds == "hours":
        return said | {"validate": "decimal", "criteria": ">=", "value": 0}
    return None


def _write_examples(
    book: Any, styles: TemplateStyles, sheet: Sheet, rows: list[dict[str, Any]], language: Language
) -> None:
    page = book.get_worksheet_by_name(sheet.name.in_(language))
    for number, row in enumerate(rows, start=1):
        for place, column in enumerate(sheet.columns):
            value, style = row.get(column.key), styles.examples[column.holds]
            if value is None:
                continue
            if column.choices:
                label = next(choice.written(language) for choice in column.choices if choice.code == value)
                page.write_string(number, place, label, style)
            elif column.holds == "date":
                page.write_datetime(number, place, value, style)
            elif isinstance(value, str):
                page.write_string(number, place, value, style)
            else:
                page.write_number(number, place, value, style)
