"""Takes out of a book of claim lines, before its cells are judged, the facts that they say to be unknown."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from jineng.kernel.text import Text
from jineng.workbook.claims.sheets import UNKNOWN
from jineng.workbook.converted import keep
from jineng.workbook.findings import Fault
from jineng.workbook.judging import FIRST_ROW

if TYPE_CHECKING:
    import polars as pl

    from jineng.workbook.cells import Cells
    from jineng.workbook.claims.sheets import ClaimsSheets
    from jineng.workbook.findings import Findings
    from jineng.workbook.raw import RawSheet

_NOT_HERE: Final = Text(
    "此格不能填“未知”：要按它计算享受限制；请查明后填写",
    "this cell cannot be unknown, limits are counted by it; find out and fill it in",
)


@dataclass(slots=True)
class Marked:
    """A raw sheet without the cells that were taken out, and which facts its rows say to be unknown (row by fact)."""

    raw: RawSheet
    unknown: dict[str, list[int]] = field(default_factory=dict)


def mark(raw: RawSheet, sheets: ClaimsSheets, findings: Findings) -> Marked:
    """Take unknown facts out of a sheet, and report those that may not be unknown."""
    by_heading = raw.spec.by_heading()
    marked = Marked(replace(raw, columns=list(raw.columns)))
    for place, heading in enumerate(raw.headings):
        column = by_heading.get(heading)
        if column is None or column.key not in sheets.facts:
            continue
        fact, cells = column.key, raw.columns[place]
        said = _unknown(cells)
        if said is None:
            continue
        rows = [index + FIRST_ROW for index in said.arg_true().to_list()]
        if raw.spec.key == sheets.claims.key and fact not in sheets.per and fact != "person_id":
            marked.unknown[fact] = rows
            marked.raw.columns[place] = _without(cells, said)
        elif column.holds == "text":
            # Anywhere else than in a text the word is a fault of its own.
            findings.add_fault(raw.name, Fault("unknown_not_allowed", heading, rows, lambda _: _NOT_HERE))
    return marked


def _unknown(cells: Cells) -> pl.Series | None:
    """Return which cells say that the fact is unknown; None where none does."""
    if cells.text is None:
        return None
    said = cells.text.str.to_lowercase().is_in(list(UNKNOWN)).fill_null(value=False)
    return said if said.any() else None


def _without(cells: Cells, taken: pl.Series) -> Cells:
    def rest(series: pl.Series | None) -> pl.Series | None:
        if series is None:
            return None
        left = keep(series, ~taken)
        return None if left.null_count() == cells.height else left

    return replace(cells, text=rest(cells.text), number=rest(cells.number), day=rest(cells.day), odd=rest(cells.odd))
