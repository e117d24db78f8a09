"""A worksheet for one long table: XlsxWriter's sheet with its rows rendered a column at a time.

A county year's result has some 350,000 cells. XlsxWriter takes 7 µs for each, mostly in checks that every cell repeats;
here each distinct text is put in the shared strings once and amounts go in as the decimal text they already are.
Only the rows below the heading are rendered here; styles, print set-up, filters and the file itself stay XlsxWriter's.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Final, Literal

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from jineng.kernel.money import format_yuan, parse_yuan

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook

CellKind = Literal["text", "long", "whole", "number", "money", "rate", "date"]
"""What a column's cells are: short text, text that wraps, an integer, a decimal number, yuan, a share of one, a day."""

Cell = str | int | date | None
"""A value: text, money and other decimals as text (``"1050.00"``, ``"0.8500"``), integers, days; None: empty."""

SHEET_ROWS: Final = 1_048_576
"""Rows of one worksheet, heading included (ECMA-376)."""

MAX_TEXT: Final = 32_767 // 2
"""Characters shown of one text: half the format's limit, which counts the rare ones twice."""

_CUT_MARK: Final = "…（内容过长，已截断）"
_DAY_ZERO: Final = date(1899, 12, 30)
_NUMBER_FORMATS: Final[dict[CellKind, str]] = {
    "text": "@",
    "long": "@",
    "whole": "0",
    "number": "General",
    "money": "#,##0.00",
    "rate": "0.00%",
    "date": "yyyy-mm-dd",
}
_FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class TableColumn:
    """One column of a table: heading, what its cells are and its width in characters."""

    heading: str
    kind: CellKind
    width: int


class Styles:
    """The cell formats of one workbook, made once each."""

    def __init__(self, book: Workbook) -> None:
        """Add the formats to ``book``."""
        border = {"border": 1, "border_color": "#BFBFBF", "valign": "vcenter", "font_size": 10}
        self.heading: Format = book.add_format(
            {**border, "bold": True, "bg_color": "#DCE6F1", "text_wrap": True, "align": "center"}
        )
        self.title: Format = book.add_format({"bold": True, "font_size": 16})
        self.section: Format = book.add_format({"bold": True, "font_size": 12, "font_color": "#1F3864"})
        self._cells: dict[CellKind, Format] = {
            kind: book.add_format({**border, "num_format": number_format, "text_wrap": kind == "long"})
            for kind, number_format in _NUMBER_FORMATS.items()
        }
        self._guarded: dict[CellKind, Format] = {
            kind: book.add_format({**border, "num_format": "@", "text_wrap": kind == "long", "quote_prefix": True})
            for kind in ("text", "long")
        }

    def of(self, kind: CellKind, value: Cell) -> Format:
        """Return the format of a cell.

        Text that begins like a formula also gets the mark (quotePrefix) that keeps it text when the cell is edited.
        """
        guarded = isinstance(value, str) and kind in self._guarded and value.startswith(_FORMULA_STARTS)
        return self._guarded[kind] if guarded else self._cells[kind]


def fit(text: str) -> str:
    """Return ``text``, cut with a visible mark when no cell can hold it."""
    return text if len(text) <= MAX_TEXT else text[: MAX_TEXT - len(_CUT_MARK)] + _CUT_MARK


def _number(kind: CellKind, value: str | int) -> str:
    """Return the decimal text of a number, exactly as given, after making sure that it is one."""
    if kind == "money":
        return format_yuan(parse_yuan(str(value)))
    return str(Decimal(value))


class TableSheet(Worksheet):  # type: ignore[misc]  # XlsxWriter is not marked as typed
    """A worksheet whose rows below the heading are given all at once."""

    def __init__(self) -> None:
        """Start without rows."""
        super().__init__()
        self._body: list[str] = []

    def fill(self, columns: Sequence[TableColumn], rows: Sequence[Sequence[Cell]], styles: Styles) -> None:
        """Write the heading in row 1 and ``rows`` below it, with filter, frozen heading and column widths.

        Raises:
            ValueError: more rows than a worksheet holds.
        """
        if len(rows) >= SHEET_ROWS:
            message = f"a worksheet holds {SHEET_ROWS - 1} rows below its heading, found {len(rows)}"
            raise ValueError(message)
        for index, column in enumerate(columns):
            self.set_column(index, index, column.width)
            self.write_string(0, index, column.heading, styles.heading)
        self.freeze_panes(1, 0)
        self.autofilter(0, 0, len(rows), len(columns) - 1)
        rendered = [
            self._render(index, column.kind, [row[index] for row in rows], styles)
            for index, column in enumerate(columns)
        ]
        self._body = [
            f'<row r="{number}">{"".join(cells)}</row>'
            for number, cells in enumerate(zip(*rendered, strict=True), start=2)
        ]
        self.dim_rowmax = len(rows)

    def _render(self, index: int, kind: CellKind, values: Sequence[Cell], styles: Styles) -> list[str]:
        """Return the XML of one column's cells, the same work for equal values done once."""
        letter = xl_col_to_name(index)
        tails: dict[Cell, str] = {}
        cells = []
        for number, value in enumerate(values, start=2):
            tail = tails.get(value)
            if tail is None:
                tail = tails[value] = self._tail(kind, value, styles)
            cells.append(f'<c r="{letter}{number}{tail}')
        return cells

    def _tail(self, kind: CellKind, value: Cell, styles: Styles) -> str:
        """Return the XML of a cell after its row number."""
        # XlsxWriter has no public door to a format's number and to the shared strings; the tests read every cell back.
        style = styles.of(kind, value)._get_xf_index()  # noqa: SLF001
        if value is None or value == "":
            return f'" s="{style}"/>'
        if isinstance(value, date):
            return f'" s="{style}"><v>{(value - _DAY_ZERO).days}</v></c>'
        if kind in {"text", "long"}:
            shared = self.str_table._get_shared_string_index(fit(str(value)))  # noqa: SLF001
            return f'" s="{style}" t="s"><v>{shared}</v></c>'
        return f'" s="{style}"><v>{_number(kind, value)}</v></c>'

    def _write_rows(self) -> None:
        """Write the heading as XlsxWriter does, then the rendered rows."""
        last = self.dim_rowmax
        self.dim_rowmax = 0
        super()._write_rows()
        self.dim_rowmax = last
        self.fh.writelines(self._body)
