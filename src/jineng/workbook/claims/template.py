"""Writes the book that claim lines are filled into: made from a plan, with drop-downs, notes, formats and an example."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

import xlsxwriter
from stdnum.iso7064 import mod_11_2
from xlsxwriter.utility import xl_col_to_name

from jineng.kernel.identifiers import identity_fault
from jineng.kernel.text import Text
from jineng.workbook.claims.rows import claim_rows, history_rows
from jineng.workbook.claims.sheets import claims_sheets
from jineng.workbook.template import MADE_AT, PREPARED_ROWS, TemplateStyles, describe, write_heading, write_instructions

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jineng.kernel.text import Language
    from jineng.policy.claims.line import ClaimLine, Enjoyed
    from jineng.policy.plan import ClaimsPlan
    from jineng.workbook.claims.rows import Cell, Row
    from jineng.workbook.claims.sheets import ClaimsSheets
    from jineng.workbook.layout import Column, Sheet

CHOICES: Final = Text("可选值", "choices")
_WIDTHS: Final = {"identity": 22, "date": 13, "hours": 12, "count": 12, "money": 12, "choice": 20, "text": 20}
_SHOWN_WORDS: Final = 40
_HOW: Final = (
    Text(
        "一、每张表首行是列名，请勿改动；从第 2 行起填写，每申领一笔一行。",
        "1. The first row of every sheet names its columns; leave it and fill in from row 2, one row for each payment.",
    ),
    Text(
        "二、灰色斜体的各行是示例，填写前请删去（人员为虚构）。",
        "2. Rows in grey italics are an example with invented people; delete them first.",
    ),
    Text(
        "三、留空表示没有（没有取证、没有就业等）；还没有查清的填“未知”，该笔暂不结算，只给出金额范围。",
        "3. An empty cell means that there is none (no certificate, no work …); write “unknown” for what is not known yet: "
        "the line is then not settled, only its range is told.",
    ),
    Text(
        "四、身份证号等号码须为文本格式；从别处粘贴时请选“只粘贴值”。",
        "4. Identity and other long numbers are text; paste values only.",
    ),
    Text(
        "五、日期如 2022-06-25；课时、金额、人数只填数字。不要用公式、合并单元格、隐藏行列；可以增加自己的列，读取时忽略。",
        "5. Dates like 2022-06-25; hours, amounts and counts are plain numbers. No formulas, merged cells or hidden rows; "
        "columns of your own are ignored.",
    ),
    Text(
        "六、“以往享受”填写以前（含其他年度）已享受的补贴，用于次数、金额等限制；没有的可不填。",
        "6. The sheet history takes what was had before, other years included; limits count it. Leave it empty if there is nothing.",
    ),
)


def claims_template(
    plan: ClaimsPlan, lines: Sequence[ClaimLine] = (), history: Sequence[Enjoyed] = (), language: Language = "zh"
) -> bytes:
    """Return the book (.xlsx) for a plan, with the given lines and history filled in as an example.

    The same input gives the same bytes.
    """
    sheets, file = claims_sheets(plan), BytesIO()
    title = plan.document.head.title.in_(language)
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as book:
        book.set_properties({"title": title, "created": MADE_AT})
        writer = _Writer(book, sheets, language)
        writer.write_instructions(title)
        writer.write_sheet(sheets.claims, claim_rows(sheets, lines, language))
        writer.write_sheet(sheets.history, history_rows(sheets, history, language))
        writer.write_choices()
    return file.getvalue()


def invented(lines: Sequence[ClaimLine], history: Sequence[Enjoyed]) -> tuple[list[ClaimLine], list[Enjoyed]]:
    """Return the same with identity numbers of invented people in place of whatever names people in worked examples."""
    numbers: dict[str, str] = {}

    def person(facts: Any) -> dict[str, Any]:
        named = facts.get("person_id")
        if named is None or identity_fault(named, date(2100, 1, 1)) is None:
            return dict(facts)
        return {**facts, "person_id": numbers.setdefault(named, _identity(len(numbers)))}

    return (
        [replace(line, facts=person(line.facts)) for line in lines],
        [replace(had, facts=person(had.facts)) for had in history],
    )


def _identity(number: int) -> str:
    """Return a number right in form, of a place that does not exist and of a day of 1980."""
    month, sequence = divmod(number, 900)
    body = f"999999{1980 + month // 12}{month % 12 + 1:02}01{sequence + 100:03}"
    return body + mod_11_2.calc_check_digit(body)


class _Writer:
    """Writes the sheets of one template."""

    def __init__(self, book: Any, sheets: ClaimsSheets, language: Language) -> None:
        """Add the formats to ``book``."""
        self._book, self._sheets, self._language = book, sheets, language
        self._styles = TemplateStyles(book)
        self._lists: dict[tuple[str, ...], int] = {}

    def write_instructions(self, title: str) -> None:
        """Write how to fill the book in, and every column with its values."""
        rows = [
            describe(sheet, column, self._values(column), self._language)
            for sheet in self._sheets.both
            for column in sheet.columns
        ]
        write_instructions(self._book, self._styles, title, _HOW, rows, self._language, column_width=22)

    def _values(self, column: Column) -> str:
        """Say what a column may hold, as far as the plan names it."""
        words = self._words(column)
        shown = "、".join(words[:_SHOWN_WORDS]) + ("……" if len(words) > _SHOWN_WORDS else "")
        if words and not column.choices:
            return Text(f"方案提到的：{shown}", f"named in the plan: {shown}").in_(self._language)
        return shown

    def _words(self, column: Column) -> tuple[str, ...]:
        if column.choices:
            return tuple(choice.written(self._language) for choice in column.choices)
        return self._sheets.words.get(column.key, ())

    def write_sheet(self, sheet: Sheet, examples: Sequence[Row]) -> None:
        """Write a sheet's heading with its notes and checks, and the example rows."""
        page = self._book.add_worksheet(sheet.name.in_(self._language))
        page.freeze_panes(1, 1)
        page.set_row(0, 22)
        for place, column in enumerate(sheet.columns):
            write_heading(page, self._styles, place, column, _WIDTHS[column.holds], self._language)
            check = self._input_check(column)
            if check:
                page.data_validation(1, place, PREPARED_ROWS, place, check)
            for row, example in enumerate(examples, start=1):
                self._write_cell(
                    page, row, place, example[column.name.in_(self._language)], self._styles.examples[column.holds]
                )

    @staticmethod
    def _write_cell(page: Any, row: int, place: int, value: Cell, style: Any) -> None:
        if isinstance(value, str):
            page.write_string(row, place, value, style)
        elif isinstance(value, Decimal):
            page.write_number(row, place, value, style)
        elif value is not None:
            page.write_datetime(row, place, value, style)

    def _input_check(self, column: Column) -> dict[str, Any] | None:
        """Return what the spreadsheet asks about while it is typed in; “unknown” may be typed all the same."""
        said = {
            "error_title": column.name.in_(self._language)[:32],
            "error_message": column.note.in_(self._language)[:255],
            "error_type": "stop" if column.required else "warning",
        }
        if words := self._words(column):
            place = self._lists.setdefault(words, len(self._lists))
            letter = xl_col_to_name(place)
            name = CHOICES.in_(self._language)
            return said | {"validate": "list", "source": f"='{name}'!${letter}$1:${letter}${len(words)}"}
        if column.holds == "date":
            return said | {"validate": "date", "criteria": ">=", "value": datetime(1900, 1, 1)}  # noqa: DTZ001  # a day
        if column.holds == "identity":
            return said | {"validate": "length", "criteria": "==", "value": 18}
        if column.holds == "count":
            return said | {"validate": "integer", "criteria": ">=", "value": 0}
        if column.holds in {"hours", "money"}:
            return said | {"validate": "decimal", "criteria": ">=", "value": 0}
        return None

    def write_choices(self) -> None:
        """Write the lists that drop-downs show; a list in the check itself could have 255 characters only."""
        page = self._book.add_worksheet(CHOICES.in_(self._language))
        for words, place in self._lists.items():
            page.set_column(place, place, 28, self._styles.cells["text"])
            for row, word in enumerate(words):
                page.write_string(row, place, word, self._styles.cells["text"])
