"""The paragraphs of a .pdf that has text: lines put together again, page numbers and running heads left out."""

from __future__ import annotations

import io
import logging
import math
import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from pypdf import PdfReader

from jineng.originals.marks import mark_of
from jineng.originals.plain import tidy
from jineng.originals.refusals import damaged, encrypted, failing_as, refuse, too_large

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pypdf import PageObject

    from jineng.originals.limits import Limits

_PAGE_NUMBER: Final = re.compile(
    r"[-—–－_\s·]*(?:第\s*)?[\d０-９]{1,4}(?:\s*页)?(?:\s*(?:[/／]|共|,|，)\s*(?:共\s*)?[\d０-９]{1,4}(?:\s*页)?)?[-—–－_\s·]*"
)
_ENDS: Final = tuple("。；：！？;:!?”）)")
_WIDE: Final = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff01-\uff60\u3000-\u303f“”‘’—…·①-⑳]")
_UNREADABLE: Final = re.compile(r"[\ue000-\uf8ff\ufffd\x00-\x08\x0e-\x1f]|/g\d+|\(cid:\d+\)")
_UNREADABLE_SHARE_PERCENT: Final = 20
_SHORT_OF_FULL_EMS: Final = 3
_MUCH_APART: Final = 1.25
"""How many times the usual distance between lines sets paragraphs apart."""
_FULL_AT_LEAST: Final = 0.7
"""How much of a page's width a line reaches that was broken for want of space."""
_INDENT_EMS: Final = 1
_RUNNING_HEAD_PAGES: Final = 3
_RUNNING_HEAD_LINES: Final = 2
_SCAN_CHARACTERS: Final = 20
"""Characters a page that shows pictures, below which the document counts as scanned (only stamps or page numbers)."""

logging.getLogger("pypdf").setLevel(logging.ERROR)


@dataclass(slots=True)
class _Line:
    text: str
    left: float
    bottom: float
    size: float

    @property
    def right(self) -> float:
        """Return about where the line ends, counting a wide character as one em and others as half."""
        wide = len(_WIDE.findall(self.text))
        return self.left + self.size * (wide + (len(self.text) - wide) / 2)


def pdf_paragraphs(content: bytes, limits: Limits) -> tuple[list[str], tuple[int, ...]]:
    """Return the paragraphs of a .pdf, and the numbers (from 1) of pages that show pictures and no text.

    Raises:
        UnusableError: encrypted, damaged, beyond ``limits``, scanned, or with text that has no Unicode meaning.
    """
    with failing_as(damaged):
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            raise encrypted()
        count = len(reader.pages)
    if count > limits.pages:
        raise too_large(
            f"文件有 {count} 页，最多 {limits.pages} 页", f"the file has {count} pages, at most {limits.pages}"
        )
    pages: list[list[_Line]] = []
    pictures: list[bool] = []
    characters = width = 0
    for number in range(count):
        with failing_as(damaged):
            page = reader.pages[number]
            pages.append(_lines_of(page))
            pictures.append(_shows_pictures(page))
            width = max(width, int(page.mediabox.width))
        characters += sum(len(line.text) for line in pages[-1])
        if characters > limits.characters:
            raise too_large(
                f"正文超过 {limits.characters:,} 个字符", f"the text has more than {limits.characters:,} characters"
            )
    body = _without_running_heads(pages)
    silent = tuple(index + 1 for index, lines in enumerate(body) if pictures[index] and not lines)
    _refuse_without_text(body, silent)
    return _joined(body, width), silent


def _lines_of(page: PageObject) -> list[_Line]:
    lines: list[_Line] = []

    def take(text: str, cm: Any, tm: Any, _font: Any, size: float) -> None:
        if not text.strip():
            return
        left = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
        bottom = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
        em = abs(size * tm[3] * cm[3]) or abs(size) or 1
        last = lines[-1] if lines else None
        if last is not None and abs(last.bottom - bottom) < em / 2 and "\n" not in text.strip():
            last.text += text
            return
        lines.extend(_Line(part, left, bottom, em) for part in text.split("\n") if part.strip())

    page.extract_text(visitor_text=take)
    for line in lines:
        line.text = tidy(line.text)
    return [line for line in lines if line.text]


def _shows_pictures(page: PageObject) -> bool:
    resources = page.get("/Resources")
    objects = resources.get_object().get("/XObject") if resources is not None else None
    return bool(objects is not None and objects.get_object())


def _refuse_without_text(pages: Sequence[Sequence[_Line]], silent: Sequence[int]) -> None:
    text = "".join(line.text for page in pages for line in page)
    if not text or (silent and len(text) < _SCAN_CHARACTERS * len(pages)):
        raise refuse(
            "no_text_layer",
            "这份 PDF 是扫描件，里面只有图片、没有文字；请粘贴文字，或上传 .docx",
            "this PDF is scanned: it holds pictures and no text; paste the text, or upload a .docx",
        )
    if len(_UNREADABLE.findall(text)) * 100 > len(text) * _UNREADABLE_SHARE_PERCENT:
        raise refuse(
            "unreadable_text",
            "这份 PDF 的字体没有文字编码，读出的是乱码；请粘贴文字，或上传 .docx",
            "the fonts of this PDF do not say what their characters are; paste the text, or upload a .docx",
        )


def _without_running_heads(pages: list[list[_Line]]) -> list[list[_Line]]:
    """Drop page numbers, and lines that stand at the edge of at least three pages and of half of all."""
    edges = Counter(key for page in pages for key in {_shape(line) for line in _edge(page)})
    repeated = {
        key for key, count in edges.items() if count >= _RUNNING_HEAD_PAGES and count * 2 >= sum(map(bool, pages))
    }
    kept = []
    for page in pages:
        edge = _edge(page)
        dropped = {id(line) for line in edge if _PAGE_NUMBER.fullmatch(line.text) or _shape(line) in repeated}
        kept.append([line for line in page if id(line) not in dropped])
    return kept


def _edge(page: list[_Line]) -> list[_Line]:
    ordered = sorted(page, key=lambda line: -line.bottom)
    return ordered[:_RUNNING_HEAD_LINES] + ordered[_RUNNING_HEAD_LINES:][-_RUNNING_HEAD_LINES:]


def _shape(line: _Line) -> tuple[str, int]:
    return re.sub(r"\d+", "0", line.text), round(line.bottom / 4)


def _joined(pages: Sequence[Sequence[_Line]], width: int) -> list[str]:
    """Put lines together again that a page's width (in points), or a page's end, broke apart."""
    lines = [line for page in pages for line in page]
    left = _usual(lines)
    full = max(sorted(line.right for line in lines)[len(lines) * 9 // 10], width * _FULL_AT_LEAST)
    apart = _MUCH_APART * _usual_distance(lines)
    indents = any(line.left > left + _INDENT_EMS * line.size for line in lines)
    paragraphs: list[str] = []
    before: _Line | None = None
    for line in lines:
        if (
            before is not None
            and before.bottom - line.bottom <= apart
            and _goes_on(before, line, left, full, indents=indents)
        ):
            paragraphs[-1] = _glued(paragraphs[-1], line.text)
        else:
            paragraphs.append(line.text)
        before = line
    return paragraphs


def _usual(lines: Sequence[_Line]) -> float:
    """Return where body lines begin: the leftmost place at which at least a twentieth of the lines do."""
    places = Counter(round(line.left) for line in lines)
    return min(place for place, count in places.items() if count * 20 >= len(lines))


def _usual_distance(lines: Sequence[_Line]) -> float:
    """Return the distance in points between most lines and the next below."""
    distances = [round(above.bottom - below.bottom) for above, below in pairwise(lines)]
    counted = Counter(distance for distance in distances if distance > 0)
    return counted.most_common(1)[0][0] if counted else math.inf


def _goes_on(before: _Line, line: _Line, left: float, full: float, *, indents: bool) -> bool:
    if before.right < full - _SHORT_OF_FULL_EMS * before.size:
        return False
    if line.left > left + _INDENT_EMS * line.size or abs(line.size - before.size) > 1:
        return False
    if mark_of(line.text) is not None:
        return not before.text.endswith(_ENDS) and indents
    return indents or not before.text.endswith("。")


def _glued(first: str, second: str) -> str:
    apart = not _WIDE.match(second) and not _WIDE.match(first[-1])
    return f"{first} {second}" if apart and first[-1].isalpha() and second[0].isalpha() else first + second
