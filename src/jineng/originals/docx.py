"""The paragraphs of a .docx (ISO/IEC 29500-1, 17): text as it is shown, with the numbers that Word makes itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree as ET

from jineng.originals.docx_numbering import Numbering
from jineng.originals.docx_package import WORD, DocxPackage
from jineng.originals.plain import row, tidy
from jineng.originals.refusals import damaged, failing_as

if TYPE_CHECKING:
    from jineng.originals.limits import Limits

_FALLBACK: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_NOT_SHOWN: Final = frozenset(
    {_FALLBACK, *(f"{WORD}{tag}" for tag in ("del", "moveFrom", "rt", "pPrChange", "rPrChange"))}
)
"""Second forms of the same text, text taken out under tracked changes, readings above characters, old properties."""
_SIGNS: Final = {"tab": " ", "ptab": " ", "noBreakHyphen": "-", "br": "\n", "cr": "\n"}
_OFF: Final = frozenset({"0", "false", "off"})


def docx_paragraphs(content: bytes, limits: Limits) -> list[str]:
    """Return the paragraphs of a .docx in reading order; a table's row with several cells is one, "a | b".

    Headers, footers, footnotes and tables of contents are left out.

    Raises:
        UnusableError: no .docx, encrypted, damaged, or beyond ``limits``.
    """
    package = DocxPackage(content, limits)
    walker = _Walker(Numbering(package.part("numbering"), package.part("styles")))
    with failing_as(damaged):
        parser = ET.XMLParser(target=walker)  # noqa: S314  # no document type, no entities
        parser.feed(package.document())
        parser.close()
    return walker.lines


@dataclass(slots=True)
class _Paragraph:
    pieces: list[str] = field(default_factory=list)
    num: str | None = None
    level: int | None = None
    style: str = ""
    hidden: bool = False
    """Whether the run being read is hidden (w:vanish)."""


@dataclass(slots=True)
class _Cell:
    lines: list[str] = field(default_factory=list)


class _Walker:
    """Follows the document tag by tag and keeps the chain of open paragraphs and rows; no tree is built."""

    def __init__(self, numbering: Numbering) -> None:
        self.lines: list[str] = []
        self._numbering = numbering
        self._open: list[_Paragraph] = []
        self._rows: list[list[_Cell]] = []
        self._skipped = 0
        self._in_run = 0
        self._in_text = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Take in the beginning of an element."""
        if tag in _NOT_SHOWN:
            self._skipped += 1
        if self._skipped:
            return
        name = tag.removeprefix(WORD)
        if name == "p":
            self._open.append(_Paragraph())
        elif name == "tr":
            self._rows.append([])
        elif name == "tc" and self._rows:
            self._rows[-1].append(_Cell())
        elif name == "r":
            self._in_run += 1
            if self._open:
                self._open[-1].hidden = False
        elif self._open and self._in_run:
            self._take_in_run(self._open[-1], name, attributes)
        if self._open:
            _take_property(self._open[-1], name, attributes.get(f"{WORD}val"))

    def data(self, text: str) -> None:
        """Take in characters between tags."""
        if self._in_text and self._open and not self._skipped:
            self._open[-1].pieces.append(text)

    def end(self, tag: str) -> None:
        """Take in the end of an element."""
        self._in_text = False
        if tag in _NOT_SHOWN:
            self._skipped -= 1
        elif self._skipped:
            return
        elif tag == f"{WORD}p" and self._open:
            self._put(self._shown(self._open.pop()))
        elif tag == f"{WORD}tr" and self._rows:
            cells = self._rows.pop()
            if len(cells) == 1:
                self._put(cells[0].lines)
            elif any(cell.lines for cell in cells):
                self._put([row(" ".join(cell.lines) for cell in cells)])
        elif tag == f"{WORD}r":
            self._in_run -= 1

    def _take_in_run(self, paragraph: _Paragraph, name: str, attributes: dict[str, str]) -> None:
        if name == "t":
            self._in_text = not paragraph.hidden
        elif name == "vanish":
            paragraph.hidden = attributes.get(f"{WORD}val") not in _OFF
        elif name in _SIGNS and attributes.get(f"{WORD}type", "textWrapping") == "textWrapping":
            paragraph.pieces.append(_SIGNS[name])

    def _shown(self, paragraph: _Paragraph) -> list[str]:
        lines = [line for line in map(tidy, "".join(paragraph.pieces).split("\n")) if line]
        if not lines or self._numbering.style_name(paragraph.style).startswith("toc "):
            return []
        number = self._numbering.next_number(paragraph.num, paragraph.level, paragraph.style)
        return [number + lines[0], *lines[1:]]

    def _put(self, lines: list[str]) -> None:
        target = self._rows[-1][-1].lines if self._rows and self._rows[-1] else self.lines
        target.extend(lines)


def _take_property(paragraph: _Paragraph, name: str, value: str | None) -> None:
    if name == "numId":
        paragraph.num = value
    elif name == "ilvl" and value and value.isdecimal():
        paragraph.level = int(value)
    elif name == "pStyle":
        paragraph.style = value or ""
