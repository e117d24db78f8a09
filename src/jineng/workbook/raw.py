"""A sheet as it was found, before its cells are judged: the form in which every kind of file is handed on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from jineng.workbook.xlsx_scan import SheetFacts

if TYPE_CHECKING:
    from jineng.workbook.cells import Cells
    from jineng.workbook.layout import Sheet


@dataclass(slots=True)
class RawSheet:
    """One sheet of the contract as the file has it.

    ``columns`` holds the cells below each of ``headings``; their n-th (from 0) is in row n + 2 of the spreadsheet.
    """

    spec: Sheet
    name: str
    headings: list[str]
    columns: list[Cells]
    height: int
    facts: SheetFacts = field(default_factory=SheetFacts)
