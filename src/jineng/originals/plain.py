"""Text files and pasted text: their encoding, and the paragraphs in them."""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING, Final

from jineng.originals.marks import is_only_a_mark
from jineng.originals.refusals import not_supported, refuse

if TYPE_CHECKING:
    from collections.abc import Iterable

    from jineng.kernel.problems import UnusableError

_BREAKS: Final = re.compile("[\r\n\f\v\x1c-\x1e\x85\u2028\u2029]+")
_SPACES: Final = re.compile(r"[\s\u200b\u2060\ufeff]+")
_CONTROLS: Final = re.compile(r"[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\u200e\u200f\u202a-\u202e]")
_MARKUP: Final = re.compile(r"\s*<(?:!doctype|html|\?xml|head|body|meta)\b", re.IGNORECASE)
_HAN: Final = re.compile(r"[㐀-鿿豈-﫿\ue000-\uf8ff]")
_KNOWN_SHARE_PERCENT: Final = 80
"""How many of the characters in a GB text must stand in GB/T 2312; text in another encoding has far fewer."""


def decode(content: bytes) -> str:
    """Return the text of a file in UTF-8, UTF-16 with its mark, or GB 18030.

    Raises:
        UnusableError: another encoding, or no plain text.
    """
    text = _decoded(content)
    if text.startswith("{\\rtf"):
        raise not_supported(" RTF 文件", "an RTF file")
    if _MARKUP.match(text):
        raise not_supported("网页文件", "a web page")
    return text


def _decoded(content: bytes) -> str:
    encoding = "utf-8-sig"
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encoding = "utf-16"
    elif b"\0" in content:
        raise _wrong_encoding()
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        pass
    try:
        text = content.decode("gb18030")
    except UnicodeDecodeError as error:
        raise _wrong_encoding() from error
    han = _HAN.findall(text)
    known = sum(1 for character in han if _is_in_gb2312(character))
    if known * 100 < len(han) * _KNOWN_SHARE_PERCENT:
        raise _wrong_encoding()
    return text


def _is_in_gb2312(character: str) -> bool:
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def _wrong_encoding() -> UnusableError:
    return refuse(
        "wrong_encoding",
        "应为 UTF-8 或 GB 18030 编码的文字，此文件不是；请用记事本另存为 UTF-8，或直接粘贴文字",
        "expected text in UTF-8 or GB 18030, which this file is not; save it as UTF-8, or paste the text",
    )


def tidy(line: str) -> str:
    """Return a line without control characters, and with one space wherever there was white space."""
    return _SPACES.sub(" ", _CONTROLS.sub("", line)).strip()


def row(cells: Iterable[str]) -> str:
    """Write the cells of a table's row in one line.

    >>> row(["工种", "人数"])
    '工种 | 人数'
    """
    return " | ".join(cells)


def paragraphs_of(text: str) -> tuple[str, ...]:
    """Return the lines that hold anything; cells set apart by tabs become a row of a table."""
    lines = []
    for line in _BREAKS.split(text):
        cells = [tidy(cell) for cell in line.strip().split("\t")]
        filled = [cell for cell in cells if cell]
        if len(filled) > 1 and not is_only_a_mark(filled[0]):
            lines.append(row(cells))
        elif filled:
            lines.append(" ".join(filled))
    return tuple(lines)
