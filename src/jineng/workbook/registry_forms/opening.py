"""Opens an uploaded form: vetted before it is read, every visible sheet whose heading row is one of the form's."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from itertools import chain, islice
from typing import TYPE_CHECKING, Final

from python_calamine import CalamineWorkbook

from jineng.kernel.problems import Place
from jineng.workbook.cells import Cells, sort_rows
from jineng.workbook.findings import failing_as, refuse
from jineng.workbook.limits import Limits
from jineng.workbook.registry_forms.headings import HEADING_ROWS, Heading, find_heading
from jineng.workbook.xlsx_guard import Package, damaged
from jineng.workbook.xlsx_scan import SheetFacts, cell_range, scan

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from python_calamine import CalamineSheet

    from jineng.workbook.registry_forms.layout import Form

FORM_LIMITS: Final = Limits(
    file_bytes=32 * 2**20, inflated_bytes=256 * 2**20, rows=200_001, columns=100, cells=6_000_000
)
"""How large a form may be: two hundred thousand people at once."""

SHEETS_MAX: Final = 60
NOT_READ: Final = ("说明", "填表说明", "填写说明", "示例", "样表", "选项", "instructions", "example", "values")
"""Sheets that explain a form; never read, whatever stands on them."""

_FAR: Final = r"""<c(?:[^ o]|o[^l]| [^r]| r[^=]| r=[^"]| r="(?:[^A-Z]|[A-Z][^1-9A-Z]|[B-Z][A-Z]|A[O-Z]|A[A-N][^1-9]|A?[A-Z][3-9][0-9]{5}|A?[A-Z][0-9]{7}))"""
"""Any cell that does not plainly stand in columns A to AN and above row 300,000: forms are wider and shorter than books."""

_ROWS_END: Final = b"</sheetData>"
_MERGED: Final = re.compile(rb"""<mergeCell\s[^>]*ref=["']([A-Z0-9:$]+)["']""")
_MERGED_MAX: Final = 20_000


@dataclass(slots=True)
class OpenedSheet:
    """A sheet with a heading of the form.

    ``columns`` holds the cells below ``heading``, by place from the sheet's first column on; their n-th (from 0) stands in
    row ``heading.row + 1 + n`` of the spreadsheet. ``above`` is the rows over the heading, for copying.
    """

    name: str
    heading: Heading
    columns: list[Cells]
    height: int
    facts: SheetFacts
    above: list[list[str]]


@dataclass(slots=True)
class Opened:
    """A form's sheets, and the names of the sheets that were left unread."""

    sheets: list[OpenedSheet]
    unread: list[str]


def open_form(data: bytes, form: Form, limits: Limits = FORM_LIMITS) -> Opened:
    """Open an .xlsx file as ``form``.

    Raises:
        UnusableError: no workbook, damaged, protected, beyond ``limits``, or without a heading row of the form.
    """
    if len(data) > limits.file_bytes:
        most = limits.file_bytes // 2**20
        raise refuse(
            "too_large",
            Place(),
            f"文件超过 {most} MB；请拆成几个文件",
            f"the file is larger than {most} MB; split it",
        )
    package = Package(data, limits)
    candidates = [part for part in package.sheets if part.visible and part.name.strip().casefold() not in NOT_READ]
    opened, headings = Opened([], [part.name for part in package.sheets[SHEETS_MAX:]]), []
    for part in candidates[:SHEETS_MAX]:
        with failing_as(damaged):
            content = package.inflate(part.part)
            facts = _facts(content)
            packed = io.BytesIO(package.repack([content]))
            del content
            with CalamineWorkbook.from_filelike(packed) as book:
                calamine = book.get_sheet_by_index(0)
            sheet, seen = _read(part.name, calamine, facts, form, limits)
        if sheet is None:
            opened.unread.append(part.name)
            headings.append(seen)
        else:
            opened.sheets.append(sheet)
    if not opened.sheets:
        raise _no_heading(form, max(headings, key=len, default=[]))
    return opened


def _read(
    name: str, calamine: CalamineSheet, facts: SheetFacts, form: Form, limits: Limits
) -> tuple[OpenedSheet | None, list[str]]:
    """Return the sheet if its heading is found; else the row that looks most like one."""
    rows, columns = (calamine.end[0] + 1, calamine.end[1] + 1) if calamine.end else (0, 0)
    if rows > limits.rows or rows * columns > limits.cells:
        raise refuse(
            "too_many_rows",
            Place(name),
            f"此表占 {rows} 行 × {columns} 列，最多读 {limits.rows - 1} 行；请删去远处的空行空列，或拆成几个文件",
            f"the sheet spans {rows} rows by {columns} columns, at most {limits.rows - 1} rows are read; "
            "delete empty rows and columns far out, or split the file",
        )
    left = calamine.start[1] if calamine.start else 0
    cells = calamine.iter_rows()
    first = [[""] * left + [_written(value) for value in row] for row in islice(cells, HEADING_ROWS)]
    heading = find_heading(first, facts.merged, form)
    if heading is None:
        return None, max(first, key=lambda row: sum(map(bool, row)), default=[])
    if len(heading.names) > limits.columns:
        raise refuse(
            "too_many_columns",
            Place(name, heading.row),
            f"此表有 {len(heading.names)} 列，最多读 {limits.columns} 列；请删去无关的列",
            f"the table has {len(heading.names)} columns, at most {limits.columns} are read; delete others",
        )
    again = islice(calamine.iter_rows(), heading.row, None)
    below = _below(again, heading, left)
    height = below[0].height if below else 0
    return OpenedSheet(name, heading, below, height, facts, first[: heading.row]), []


def _below(rows: Iterator[Sequence[object]], heading: Heading, left: int) -> list[Cells]:
    """Return the cells below the heading, those of columns that are not the form's too: they are written back."""
    peeked = list(islice(rows, 1))
    width = len(peeked[0]) if peeked else 0
    sorted_cells = sort_rows(chain(peeked, rows), [True] * width)
    height = sorted_cells[0].height if sorted_cells else 0
    cells = [Cells(height)] * left + sorted_cells
    return cells + [Cells(height)] * (len(heading.names) - len(cells))


def _facts(content: bytes) -> SheetFacts:
    """Scan a sheet; merged cells, which nearly every title has, are told apart so that they cost no walk of all cells."""
    end = content.rfind(_ROWS_END)
    if end < 0:
        return scan(content, _FAR)
    tail = content[end:]
    merged = [cell_range(found.decode()) for found in islice(_MERGED.findall(tail), _MERGED_MAX)]
    facts = scan(b"".join((memoryview(content)[:end], _ROWS_END, b"</worksheet>")), _FAR)
    facts.merged = merged
    return facts


def _written(value: object) -> str:
    return str(int(value) if isinstance(value, float) and value.is_integer() else value).strip()


def _no_heading(form: Form, seen: list[str]) -> Exception:
    wanted = [form.column(key).name for key in form.known_by]
    found = "、".join(text for text in seen[:12] if text)
    return refuse(
        "no_heading",
        Place(),
        f"没有找到“{form.name.zh}”的表头：前 {HEADING_ROWS} 行里应有一行写着{'、'.join(f'“{name.zh}”' for name in wanted)}"
        + (f"；最像表头的一行是“{found}”" if found else "")
        + "。请核对选的表种，或从模板开始",
        f"no heading row of the form “{form.name.en}” in the first {HEADING_ROWS} rows; one must have "
        + ", ".join(name.en for name in wanted)
        + (f". The likeliest row has: {found}" if found else "")
        + ". Check the form that was chosen, or start from the template",
    )
