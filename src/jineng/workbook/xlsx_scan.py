"""What a sheet's XML says beyond its values: formulas, error values, merged cells, what is hidden, how far it reaches.

The values come from a reader that shows only the last result of a formula, leaves error values blank and makes a
rectangle of all cells however far apart they stand. So a search tells first whether a sheet can hold anything of that
kind at all; only then is it walked element by element.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final, TypeVar
from xml.parsers import expat

import polars as pl

_SUSPECT: Final = r"""<f[ />]|:f[ />]|:c[ />]|t=["']e|mergeCell|idden=["'][1t]|zeroHeight=["'][1t]| ht=["']0|width=["']0["']|<!D|<!E"""
"""Any formula, error, merged or hidden part, prefixed cell or document type. All literals: one fast pass."""

_FAR: Final = r"""<c(?:[^ o]|o[^l]| [^r]| r[^=]| r=[^"]| r="(?:[^A-P]|[A-P][^1-9]|[A-P](?:1[1-9]|[2-9][0-9])[0-9]{5}|[A-P][0-9]{8}))"""
"""Any cell that does not plainly stand in columns A to P and above row 1,100,000."""

_PIECE_BYTES: Final = 2**20
_OVERLAP_BYTES: Final = 64
"""More than the longest text that the searches above look at, so that none is missed between two pieces."""

_REFERENCE: Final = re.compile(r"\$?([A-Za-z]{1,3})\$?([1-9][0-9]{0,6})")
_MAX_EACH: Final = 1000
_Found = TypeVar("_Found")


@dataclass(slots=True)
class SheetFacts:
    """What was found; rows and columns count from 1, cells are (row, column), ranges (top, left, bottom, right)."""

    rows: int = 0
    """Last row that holds a value; 0 when the sheet was not walked, being plainly small."""
    columns: int = 0
    formulas: list[tuple[int, int, int, int]] = field(default_factory=list)
    errors: list[tuple[int, int, int, int]] = field(default_factory=list)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    rows_hidden_by_default: bool = False


def scan(xml: bytes, far: str = _FAR) -> SheetFacts:
    """Return the facts of one sheet's XML; the first thousand of each kind.

    ``far`` is a pattern of what does not plainly stand near enough to be read without a closer look.

    Raises:
        ValueError: the sheet needs a closer look and is no XML, or XML with a document type.
    """
    return _Walker().walk(xml) if _is_remarkable(xml, far) else SheetFacts()


def _is_remarkable(xml: bytes, far: str) -> bool:
    """Tell whether anything needs a closer look; a piece at a time, so that no second copy of the sheet is made."""
    for start in range(0, len(xml), _PIECE_BYTES):
        piece = xml[start : start + _PIECE_BYTES + _OVERLAP_BYTES].decode("utf-8", errors="replace")
        text = pl.Series([piece])
        if text.str.contains(_SUSPECT)[0] or text.str.contains(far)[0]:
            return True
    return False


def column_letters(column: int) -> str:
    """Name a column as spreadsheets do.

    >>> column_letters(1), column_letters(28)
    ('A', 'AB')
    """
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def cell_range(reference: str) -> tuple[int, int, int, int]:
    """Return top, left, bottom, right of a reference such as B2 or B2:C9."""
    first, _, last = reference.partition(":")
    top, left = _cell(first)
    bottom, right = _cell(last or first)
    return top, left, bottom, right


def _cell(reference: str) -> tuple[int, int]:
    match = _REFERENCE.fullmatch(reference)
    if match is None:
        message = f"expected a cell such as B2, found {reference!r}"
        raise ValueError(message)
    column = 0
    for letter in match[1].upper():
        column = column * 26 + ord(letter) - 64
    return int(match[2]), column


class _Walker:
    """Walks a sheet with expat; places count on where the file leaves them out, as readers do."""

    def __init__(self) -> None:
        self._facts = SheetFacts()
        self._row = self._column = 0

    def walk(self, xml: bytes) -> SheetFacts:
        parser = expat.ParserCreate()
        parser.StartDoctypeDeclHandler = self._refuse
        parser.StartElementHandler = self._start
        try:
            parser.Parse(xml, True)  # noqa: FBT003  # expat takes it by position
        except expat.ExpatError as error:
            message = f"expected XML, found {error}"
            raise ValueError(message) from error
        return self._facts

    def _refuse(self, *_: object) -> None:
        message = "expected a sheet, found a document type"
        raise ValueError(message)

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        facts = self._facts
        if name == "c":
            self._row, self._column = _cell(attributes["r"]) if "r" in attributes else (self._row, self._column + 1)
            if attributes.get("t") == "e":
                _keep(facts.errors, self._here())
        elif name in {"v", "is"}:
            facts.rows = max(facts.rows, self._row)
            facts.columns = max(facts.columns, self._column)
        elif name == "row":
            self._row = int(attributes.get("r", self._row + 1))
            self._column = 0
            if _yes(attributes.get("hidden")) or _zero(attributes.get("ht")):
                _keep(facts.hidden_rows, self._row)
        elif name == "f":
            _keep(facts.formulas, cell_range(attributes["ref"]) if "ref" in attributes else self._here())
        elif name == "mergeCell":
            _keep(facts.merged, cell_range(attributes.get("ref", "")))
        elif name == "col" and (_yes(attributes.get("hidden")) or _zero(attributes.get("width"))):
            _keep(facts.hidden_columns, (int(attributes.get("min", 1)), int(attributes.get("max", 1))))
        elif name == "sheetFormatPr":
            facts.rows_hidden_by_default = _yes(attributes.get("zeroHeight"))

    def _here(self) -> tuple[int, int, int, int]:
        return self._row, self._column, self._row, self._column


def _keep(found: list[_Found], item: _Found) -> None:
    if len(found) < _MAX_EACH:
        found.append(item)


def _yes(value: str | None) -> bool:
    return value in {"1", "true"}


def _zero(value: str | None) -> bool:
    return value is not None and float(value) == 0
