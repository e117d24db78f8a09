"""Writes a form to fill in: drop-downs, notes at every heading, how to fill it in, and an example on a sheet of its own."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, Final

import xlsxwriter

from jineng.kernel.text import Language, Text
from jineng.workbook.template import MADE_AT, PREPARED_ROWS, TemplateStyles, write_instructions

if TYPE_CHECKING:
    from jineng.workbook.registry_forms.layout import Column, Form

_EXAMPLE: Final = Text("示例", "example")
_LISTS: Final = Text("选项", "values")
_WIDTHS: Final = {"document": 22, "credit_code": 22, "text": 20, "choices": 24, "choice": 16}
_NARROW: Final = 14
_HOW: Final = (
    Text(
        "一、首行是列名，请勿改动；从第 2 行起填写，一行一条。",
        "1. The first row names the columns; fill in from row 2.",
    ),
    Text(
        "二、号码所在列已设为文本；从别处粘贴时请选“只粘贴值”，否则长号码会丢失末几位。",
        "2. Columns of numbers are formatted as text; paste values only, or long numbers lose their last digits.",
    ),
    Text("三、可以增加自己的列，读取时忽略。", "3. Columns of your own are ignored."),
    Text(
        "四、银行账号只记给新登记的人，经本人核实后才能使用；已有账号的不会被名册更改。",
        "4. Accounts are noted for new people only and verified before use; a list never changes an account there is.",
    ),
)


def write_form(form: Form, language: Language = "zh") -> bytes:
    """Return the form (.xlsx) to fill in; the same form gives the same bytes."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        title = form.name.in_(language)
        book.set_properties({"title": title, "created": MADE_AT})
        styles = TemplateStyles(book)
        page = book.add_worksheet(title.replace("（", " ").replace("）", "")[:31])
        lists = {column.key: f"'{_LISTS.in_(language)}'!" for column in form.columns if column.options}
        _write_headings(page, styles, form, language)
        for place, column in enumerate(form.columns):
            if column.key in lists and column.holds == "choice":
                letter = chr(65 + list(lists).index(column.key))
                source = f"={lists[column.key]}${letter}$2:${letter}${len(column.options) + 1}"
                page.data_validation(1, place, PREPARED_ROWS, place, _check(column, source, language))
        rows = [_described(form, column, language) for column in form.columns]
        write_instructions(book, styles, title, (form.note, *_HOW), rows, language)
        example = book.add_worksheet(_EXAMPLE.in_(language))
        _write_headings(example, styles, form, language)
        for place, column in enumerate(form.columns):
            example.write_string(1, place, column.example, styles.examples["text"])
        values = book.add_worksheet(_LISTS.in_(language))
        for place, key in enumerate(lists):
            column = form.column(key)
            values.set_column(place, place, 24)
            values.write_string(0, place, column.name.in_(language), styles.optional)
            for row, label in enumerate(column.offered(language), start=1):
                values.write_string(row, place, label)
        page.activate()
    return out.getvalue()


def _write_headings(page: Any, styles: TemplateStyles, form: Form, language: Language) -> None:
    page.freeze_panes(1, 0)
    for place, column in enumerate(form.columns):
        shown = "date" if column.holds == "date" else "whole" if column.holds == "whole" else "text"
        page.set_column(place, place, _WIDTHS.get(column.holds, _NARROW), styles.cells[shown])
        style = styles.required if column.required else styles.optional
        page.write_string(0, place, column.name.in_(language), style)
        page.write_comment(0, place, column.note.in_(language), {"x_scale": 2, "font_size": 10})


def _check(column: Column, source: str, language: Language) -> dict[str, Any]:
    return {
        "validate": "list",
        "source": source,
        "error_title": column.name.in_(language),
        "error_message": column.note.in_(language)[:255],
    }


def _described(form: Form, column: Column, language: Language) -> tuple[str, ...]:
    required = Text("是", "yes") if column.required else Text("", "")
    values = "、".join(column.offered(language))
    return form.name.in_(language), column.name.in_(language), required.in_(language), column.note.in_(language), values
