"""Small books to read, written in every form that the contract allows."""

from __future__ import annotations

import csv
import zipfile
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

import polars as pl
import xlsxwriter

from jineng.workbook.example import example_rows
from jineng.workbook.sheets import BY_KEY

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from jineng.kernel.text import Language

Rows = dict[str, list[dict[str, Any]]]

AS_OF = date(2022, 12, 1)


def good_rows() -> Rows:
    """Return a good book by sheet and column key; choices are codes. Class 2022-001 is order-based."""
    return {key: [dict(row) for row in rows] for key, rows in example_rows(2022, ["order", "project"]).items()}


def labelled(sheet: str, column: str, value: Any, language: Language) -> Any:
    """Return what a clerk writes for a code: its Chinese label, or the code itself."""
    if language == "zh":
        for choice in BY_KEY[sheet].column(column).choices:
            if choice.code == value:
                return choice.label.zh
    return value


def table(sheet: str, rows: list[dict[str, Any]], language: Language) -> tuple[list[str], list[list[Any]]]:
    """Return headings and cells; keys that are no column of the contract are extra columns."""
    columns = BY_KEY[sheet].columns
    extra = [key for key in dict.fromkeys(key for row in rows for key in row) if key not in {c.key for c in columns}]
    headings = [column.name.in_(language) for column in columns] + extra
    cells = [
        [labelled(sheet, c.key, row.get(c.key), language) for c in columns] + [row.get(key) for key in extra]
        for row in rows
    ]
    return headings, cells


def write_xlsx(
    path: Path, rows: Rows, language: Language = "zh", *, prepare: Callable[[Any, dict[str, Any]], None] | None = None
) -> Path:
    """Write a book with one sheet for each key of ``rows``; ``prepare(book, pages)`` may add to it before it is closed."""
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False}) as book:
        day, moment = book.add_format({"num_format": "yyyy-mm-dd"}), book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        pages = {}
        for key, sheet_rows in rows.items():
            page = pages[key] = book.add_worksheet(BY_KEY[key].name.in_(language))
            headings, cells = table(key, sheet_rows, language)
            page.write_row(0, 0, headings)
            for number, row in enumerate(cells, start=1):
                for place, value in enumerate(row):
                    if isinstance(value, (datetime, time)):
                        page.write_datetime(number, place, value, moment)
                    elif isinstance(value, date):
                        page.write_datetime(number, place, value, day)
                    elif value is not None:
                        page.write(number, place, value)
        if prepare is not None:
            prepare(book, pages)
    return path


def write_csv(folder: Path, rows: Rows, language: Language = "zh", *, encoding: str = "utf-8") -> Path:
    """Write a folder with one .csv per sheet."""
    folder.mkdir(exist_ok=True)
    for key, sheet_rows in rows.items():
        with (folder / f"{BY_KEY[key].name.in_(language)}.csv").open("w", encoding=encoding, newline="") as stream:
            headings, cells = table(key, sheet_rows, language)
            csv.writer(stream).writerows([headings, *cells])
    return folder


def write_parquet(folder: Path, rows: Rows, language: Language = "en") -> Path:
    """Write a folder with one .parquet per sheet, columns of native types."""
    folder.mkdir(exist_ok=True)
    for key, sheet_rows in rows.items():
        headings, cells = table(key, sheet_rows, language)
        data = {heading: [row[place] for row in cells] for place, heading in enumerate(headings)}
        pl.DataFrame(data, strict=False).write_parquet(folder / f"{BY_KEY[key].name.in_(language)}.parquet")
    return folder


def edit_part(path: Path, part: str, edit: Callable[[bytes], bytes]) -> Path:
    """Change one part of an .xlsx package in place; ``edit`` must change something."""
    with zipfile.ZipFile(path) as archive:
        parts = {info.filename: archive.read(info) for info in archive.infolist()}
    edited = edit(parts[part])
    assert edited != parts[part]
    parts[part] = edited
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return path
