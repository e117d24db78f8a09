"""Writing canonical tables as officers would send them: a workbook, or a folder of CSV or Parquet files."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final, Literal

import polars as pl
import xlsxwriter

from jineng.workbook.sheets import SHEETS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from jineng.kernel.text import Language
    from jineng.workbook.layout import Column, Sheet

FolderFormat = Literal["csv", "parquet"]

_WIDTHS: Final = {"identity": 21, "credit_code": 21, "date": 12, "hours": 10, "whole": 10, "money": 12}
_YUAN: Final = Decimal("0.01")
_HOUR: Final = Decimal("0.001")


def write_book(tables: Mapping[str, pl.DataFrame], out: Path, *, language: Language = "zh") -> None:
    """Write canonical tables as an .xlsx workbook in the contract's layout, headings and values in ``language``.

    Hours become class hours and fen become yuan; identity numbers are text cells, dates are Excel dates.

    Raises:
        OSError: ``out`` cannot be written.
    """
    with xlsxwriter.Workbook(out, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        heading = book.add_format({"bold": True, "bottom": 1})
        dates, texts = book.add_format({"num_format": "yyyy-mm-dd"}), book.add_format({"num_format": "@"})
        forms = {"date": dates, "hours": None, "whole": None, "money": None}
        for sheet in SHEETS:
            if sheet.key not in tables:
                continue
            contents = exchange_layout(tables[sheet.key], sheet, language)
            page = book.add_worksheet(sheet.name.in_(language))
            page.freeze_panes(1, 0)
            for place, column in enumerate(sheet.columns):
                form = forms.get(column.holds, texts)
                page.set_column(place, place, _WIDTHS.get(column.holds, 18), form)
                page.write_string(0, place, column.name.in_(language), heading)
                cells = contents.get_column(column.name.in_(language))
                page.write_column(1, place, cells.to_list(), form)


def write_folder(
    tables: Mapping[str, pl.DataFrame], out: Path, file_format: FolderFormat, *, language: Language = "zh"
) -> None:
    """Write canonical tables as a folder with one file a sheet in the contract's layout, named in ``language``.

    Parquet keeps dates as dates and hours and yuan as exact decimals; CSV is UTF-8 with a BOM, as spreadsheet programs
    expect it, and ISO dates.

    Raises:
        OSError: the folder cannot be made or written.
    """
    out.mkdir(parents=True, exist_ok=True)
    for sheet in SHEETS:
        if sheet.key not in tables:
            continue
        contents = exchange_layout(tables[sheet.key], sheet, language)
        path = out / f"{sheet.name.in_(language)}.{file_format}"
        if file_format == "csv":
            contents.write_csv(path, include_bom=True)
        else:
            contents.write_parquet(path)


def exchange_layout(table: pl.DataFrame, sheet: Sheet, language: Language) -> pl.DataFrame:
    """Return a sheet as it is exchanged: headings and labels in ``language``, hours and yuan as decimals."""
    return table.select(_cells(column, language).alias(column.name.in_(language)) for column in sheet.columns)


def _cells(column: Column, language: Language) -> pl.Expr:
    cells = pl.col(column.target)
    if column.choices:
        labels = {choice.code: choice.label.zh if language == "zh" else choice.code for choice in column.choices}
        return cells.cast(pl.String).replace_strict(labels, return_dtype=pl.String)
    if column.holds == "hours":
        return cells.cast(pl.Decimal(18, 3)) * pl.lit(_HOUR, pl.Decimal(18, 3))
    if column.holds == "money":
        return cells.cast(pl.Decimal(18, 2)) * pl.lit(_YUAN, pl.Decimal(18, 2))
    return cells
