"""Reads the officers' workbook into canonical tables, or says everything that keeps it from being used."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from jineng.kernel.collector import collector_held
from jineng.kernel.problems import Place
from jineng.kernel.text import Text
from jineng.workbook.checks import check_book
from jineng.workbook.findings import Findings
from jineng.workbook.identities import Identities
from jineng.workbook.judging import Judged, judge
from jineng.workbook.limits import LIMITS, Limits
from jineng.workbook.opening import PathKind, open_book
from jineng.workbook.sheets import NEEDED, SHEETS, empty_table

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date
    from pathlib import Path

    from jineng.workbook.layout import Sheet
    from jineng.workbook.opening import Source
    from jineng.workbook.raw import RawSheet


@dataclass(frozen=True, slots=True)
class Book:
    """A book that can be used: every sheet of the contract as its canonical table, empty where the book has none."""

    tables: dict[str, pl.DataFrame]
    """Canonical tables by the English name of the sheet; ``row`` is the row as the spreadsheet numbers it."""
    sha256: str
    """SHA-256 (hex) of the file, or of names and contents of a folder's files in the order of names."""
    path_kind: PathKind
    names: dict[str, str]
    """What the file calls each of its sheets, by English name."""

    @property
    def row_counts(self) -> dict[str, int]:
        """Return how many rows each table has."""
        return {key: table.height for key, table in self.tables.items()}

    def count_later_payments(self, as_of: date) -> int:
        """Return how many payments of the history are dated after a day: on that day they are not known yet."""
        return self.tables["history"].filter(pl.col("paid_on") > as_of).height


def read_book(
    path: Path,
    *,
    as_of: date,
    needed: frozenset[str] = NEEDED,
    progress: Callable[[str, int, int], None] | None = None,
    limits: Limits = LIMITS,
) -> Book:
    """Read a workbook, or a folder with one .csv or .parquet per sheet, and judge every cell of it.

    ``as_of`` bounds birth dates; ``needed`` are the English names of the sheets that may not be missing; ``progress``
    is told the sheet just judged, how many are done and how many there are.

    Raises:
        UnusableError: anything in it cannot be used; carries every problem, up to a thousand and some for each sheet.
    """
    findings = Findings()
    identities = Identities(as_of)
    with collector_held():
        source = open_book(path, limits, findings)
        judged = judge_sheets(
            source, SHEETS, needed, findings, lambda raw: judge(raw, identities, as_of, findings), progress
        )
    check_book(judged, findings)
    findings.raise_if_any()
    tables = {sheet.key: judged[sheet.key].table if sheet.key in judged else empty_table(sheet) for sheet in SHEETS}
    return Book(tables, source.sha256, source.path_kind, source.names)


def judge_sheets(
    source: Source,
    sheets: Sequence[Sheet],
    needed: frozenset[str],
    findings: Findings,
    judge_one: Callable[[RawSheet], Judged | None],
    progress: Callable[[str, int, int], None] | None,
) -> dict[str, Judged]:
    """Return the judged sheets of an open book by English name; sheets of ``needed`` that it lacks go to ``findings``.

    ``sheets`` are those of the contract, in the order in which faults are told; ``judge_one`` judges a sheet by itself;
    ``progress`` is as ``read_book`` takes it. A sheet that is not needed may be empty.
    """
    for sheet in sheets:
        if sheet.key in source.names:
            findings.begin(source.names[sheet.key])
        elif sheet.key in needed:
            text = Text(
                f"缺少“{sheet.zh}”表（{sheet.key}）；请补上", f"the sheet {sheet.key} ({sheet.zh}) is missing; add it"
            )
            findings.add("missing_sheet", Place(sheet.zh), text)
    judged: dict[str, Judged] = {}
    for done, raw in enumerate(source.sheets, start=1):
        if raw.headings or raw.spec.key in needed:
            table = judge_one(raw)
            if table is not None:
                judged[raw.spec.key] = table
        if progress is not None:
            progress(raw.spec.key, done, len(source.names))
    return judged
