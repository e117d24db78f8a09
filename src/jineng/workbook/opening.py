"""Opens a book, whatever kind of file it is, as raw sheets."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from jineng.kernel.problems import Place
from jineng.kernel.text import Text
from jineng.workbook.files import add_duplicate_sheet, hash_files, no_sheets, read_file, sheets_by_name, table_files
from jineng.workbook.sheets import SHEETS
from jineng.workbook.tables import read_table
from jineng.workbook.xlsx_book import read_sheets
from jineng.workbook.xlsx_guard import Package

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from jineng.workbook.files import TableFile
    from jineng.workbook.findings import Findings
    from jineng.workbook.layout import Sheet
    from jineng.workbook.limits import Limits
    from jineng.workbook.raw import RawSheet
    from jineng.workbook.xlsx_guard import SheetPart

PathKind = Literal["xlsx", "folder"]


@dataclass(slots=True)
class Source:
    """A book opened but not yet judged."""

    path_kind: PathKind
    sha256: str
    """Hash (hex) of the file's bytes, or of the names and bytes of a folder's files."""
    names: dict[str, str]
    """What the file calls each of its sheets, by English name."""
    sheets: Iterator[RawSheet]
    """The sheets as they become ready, in any order; a sheet that cannot be read at all is left out."""


def open_book(path: Path, limits: Limits, findings: Findings, sheets: Sequence[Sheet] = SHEETS) -> Source:
    """Open an .xlsx file or a folder with one .csv or .parquet per sheet; what is wrong with single sheets goes to ``findings``.

    ``sheets`` are those that are looked for, by either of their names; others are left alone.

    Raises:
        UnusableError: the book as a whole cannot be read.
    """
    if path.is_dir() and not path.is_symlink():
        files = table_files(path, limits.file_bytes, findings, sheets)
        return Source(
            "folder", hash_files(files), {file.spec.key: file.name for file in files}, _tables(files, limits, findings)
        )
    data = read_file(path, limits.file_bytes)
    package = Package(data, limits)
    wanted = _known_sheets(package, findings, sheets)
    names = {spec.key: part.name for spec, part in wanted}
    return Source("xlsx", hashlib.sha256(data).hexdigest(), names, read_sheets(package, wanted, limits))


def _tables(files: list[TableFile], limits: Limits, findings: Findings) -> Iterator[RawSheet]:
    for file in files:
        raw = read_table(file, limits, findings)
        if raw is not None:
            yield raw


def _known_sheets(package: Package, findings: Findings, sheets: Sequence[Sheet]) -> list[tuple[Sheet, SheetPart]]:
    by_name = sheets_by_name(sheets)
    wanted: dict[str, tuple[Sheet, SheetPart]] = {}
    for part in package.sheets:
        spec = by_name.get(part.name.strip())
        if spec is None:
            continue
        if spec.key in wanted:
            add_duplicate_sheet(findings, spec, part.name, wanted[spec.key][1].name)
            continue
        wanted[spec.key] = (spec, part)
        if not part.visible:
            findings.add(
                "hidden_sheet",
                Place(part.name),
                Text("此表被隐藏；请取消隐藏并核对", "the sheet is hidden; unhide and check it"),
            )
    if not wanted:
        raise no_sheets("工作簿里没有", "the workbook has no sheet that is known", sheets)
    return list(wanted.values())
