"""The numbers that Word makes itself (自动编号, ISO/IEC 29500-1, 17.9), counted as Word counts them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from jineng.originals.docx_package import WORD
from jineng.originals.numerals import say_chinese

if TYPE_CHECKING:
    from collections.abc import Callable
    from xml.etree import ElementTree as ET

_VALUE: Final = f"{WORD}val"
_LEVELS: Final = 9
_STYLE_DEPTH: Final = 20
_LARGEST_IN_WORDS: Final = 780
"""ST_NumberFormat ends its lists of letters here."""
_CHINESE: Final = frozenset(
    {
        "chineseCounting",
        "chineseCountingThousand",
        "japaneseCounting",
        "koreanCounting",
        "taiwaneseCounting",
        "taiwaneseCountingThousand",
    }
)


@dataclass(slots=True)
class _Level:
    start: int
    form: str
    text: str
    followed_by: str
    plain: bool
    restarts_after: int | None
    """A level at or above which a new number restarts this one; None: any above. 0: never."""


@dataclass(slots=True)
class _List:
    abstract: str
    levels: dict[int, _Level]
    starts: dict[int, int]
    """Where a level begins anew in this list (w:startOverride)."""
    styles: dict[str, int]
    """Levels that belong to a paragraph style."""
    begun: set[int] = field(default_factory=set)


class Numbering:
    """Counts the automatic numbers of a document, paragraph by paragraph."""

    def __init__(self, numbering: ET.Element | None, styles: ET.Element | None) -> None:
        """Read the lists of ``numbering.xml`` and the styles that are numbered; either may be missing."""
        self._styles = _by_id(styles, "style", "styleId")
        self._abstracts = _by_id(numbering, "abstractNum", "abstractNumId")
        self._nums = _by_id(numbering, "num", "numId")
        self._lists: dict[str, _List | None] = {}
        self._counts: dict[str, dict[int, int]] = {}

    def style_name(self, style: str) -> str:
        """Return the name of a style in small letters; empty where there is none."""
        element = self._styles.get(style)
        return (_child_value(element, "name") or "").lower() if element is not None else ""

    def next_number(self, num: str | None, level: int | None, style: str) -> str:
        """Return what Word writes before the next paragraph: with a space behind it, or empty if not numbered.

        Args:
            num: the paragraph's own numId, None where it has none.
            level: the paragraph's own ilvl, from 0.
            style: id of the paragraph's style, which may be numbered.
        """
        style_num, style_level = self._of_style(style) if num is None or level is None else (None, None)
        num = style_num if num is None else num
        if num is None or num == "0":
            return ""
        numbered = self._list(num)
        if numbered is None:
            return ""
        depth = level if level is not None else numbered.styles.get(style, style_level or 0)
        if depth not in numbered.levels:
            return ""
        counts = self._counts.setdefault(numbered.abstract, {})
        self._count(numbered, counts, depth)
        return _written(numbered.levels, counts, depth)

    def _count(self, numbered: _List, counts: dict[int, int], depth: int) -> None:
        for above in range(depth):
            if above not in counts and above in numbered.levels:
                counts[above] = numbered.levels[above].start
        if depth in numbered.starts and depth not in numbered.begun:
            counts[depth] = numbered.starts[depth]
        else:
            counts[depth] = counts[depth] + 1 if depth in counts else numbered.levels[depth].start
        numbered.begun.add(depth)
        for below in [key for key in counts if key > depth]:
            after = numbered.levels[below].restarts_after if below in numbered.levels else None
            if after is None or (after != 0 and depth < after):
                del counts[below]

    def _of_style(self, style: str) -> tuple[str | None, int | None]:
        """Return numId and ilvl that a style, or one it is based on, sets."""
        num: str | None = None
        level: int | None = None
        for _ in range(_STYLE_DEPTH):
            element = self._styles.get(style)
            if element is None:
                break
            properties = element.find(f"{WORD}pPr/{WORD}numPr")
            if properties is not None:
                num = num or _child_value(properties, "numId")
                level = level if level is not None else _whole(_child_value(properties, "ilvl"))
            style = _child_value(element, "basedOn") or ""
        return num, level

    def _list(self, num: str) -> _List | None:
        if num not in self._lists:
            self._lists[num] = self._read_list(num)
        return self._lists[num]

    def _read_list(self, num: str, depth: int = 0) -> _List | None:
        element = self._nums.get(num)
        abstract = self._abstracts.get(_child_value(element, "abstractNumId") or "") if element is not None else None
        if element is None or abstract is None:
            return None
        link = _child_value(abstract, "numStyleLink")
        if link and depth < _LEVELS:
            linked, _ = self._of_style(link)
            return self._read_list(linked, depth + 1) if linked else None
        levels = {key: _level(lvl) for lvl in abstract.findall(f"{WORD}lvl") if (key := _ilvl(lvl)) is not None}
        starts: dict[int, int] = {}
        for override in element.findall(f"{WORD}lvlOverride"):
            key = _ilvl(override)
            if key is None:
                continue
            lvl = override.find(f"{WORD}lvl")
            if lvl is not None:
                levels[key] = _level(lvl)
            start = _whole(_child_value(override, "startOverride"))
            if start is not None:
                starts[key] = start
        styles = {
            style: key
            for lvl in abstract.findall(f"{WORD}lvl")
            if (style := _child_value(lvl, "pStyle")) and (key := _ilvl(lvl)) is not None
        }
        return _List(abstract.get(f"{WORD}abstractNumId", ""), levels, starts, styles)


def _by_id(root: ET.Element | None, tag: str, key: str) -> dict[str, ET.Element]:
    if root is None:
        return {}
    return {element.get(f"{WORD}{key}", ""): element for element in root.findall(f"{WORD}{tag}")}


def _child_value(element: ET.Element | None, tag: str) -> str | None:
    child = element.find(f"{WORD}{tag}") if element is not None else None
    return child.get(_VALUE) if child is not None else None


def _whole(value: str | None) -> int | None:
    return int(value) if value and re.fullmatch(r"[0-9]{1,5}", value) else None


def _ilvl(element: ET.Element) -> int | None:
    level = _whole(element.get(f"{WORD}ilvl"))
    return level if level is not None and level < _LEVELS else None


def _level(element: ET.Element) -> _Level:
    plain = element.find(f"{WORD}isLgl")
    start = _whole(_child_value(element, "start"))
    return _Level(
        start=0 if start is None else start,
        form=_child_value(element, "numFmt") or "decimal",
        text=_child_value(element, "lvlText") or "",
        followed_by=_child_value(element, "suff") or "tab",
        plain=plain is not None and plain.get(_VALUE, "1") not in {"0", "false", "off"},
        restarts_after=_whole(_child_value(element, "lvlRestart")),
    )


def _written(levels: dict[int, _Level], counts: dict[int, int], depth: int) -> str:
    level = levels[depth]
    if level.form in {"bullet", "none"}:
        return ""

    def number(match: re.Match[str]) -> str:
        above = int(match[1]) - 1
        form = "decimal" if level.plain or above not in levels else levels[above].form
        return say_number(counts.get(above, 1), form)

    text = re.sub(r"%([1-9])", number, level.text).strip()
    return text if not text or level.followed_by == "nothing" else f"{text} "


def say_number(number: int, form: str) -> str:
    """Write a number in one of Word's formats (ST_NumberFormat); an unknown one as digits.

    >>> say_number(12, "chineseCountingThousand"), say_number(2, "decimalEnclosedCircle"), say_number(4, "upperRoman")
    ('十二', '②', 'IV')
    """
    if form in _CHINESE:
        return say_chinese(number)
    for names, first, last in _SIGNS:
        if form in names and 1 <= number <= last:
            return chr(first + number - 1)
    write = _WAYS.get(form)
    return write(number) if write is not None and 0 < number <= _LARGEST_IN_WORDS else str(number)


_SIGNS: Final = (
    (("decimalEnclosedCircle", "decimalEnclosedCircleChinese"), 0x2460, 20),
    (("decimalEnclosedParen",), 0x2474, 20),
    (("decimalEnclosedFullstop",), 0x2488, 20),
    (("ideographEnclosedCircle",), 0x3280, 10),
)


def _digit_by_digit(number: int) -> str:
    return str(number).translate(str.maketrans("0123456789", "〇一二三四五六七八九"))


def _full_width(number: int) -> str:
    return str(number).translate(str.maketrans("0123456789", "０１２３４５６７８９"))


def _letters(number: int) -> str:
    return chr(65 + (number - 1) % 26) * ((number - 1) // 26 + 1)


def _roman(number: int) -> str:
    words = ""
    for sign, value in _ROMAN.items():
        count, number = divmod(number, value)
        words += sign * count
    return words


_ROMAN: Final = {
    "M": 1000,
    "CM": 900,
    "D": 500,
    "CD": 400,
    "C": 100,
    "XC": 90,
    "L": 50,
    "XL": 40,
    "X": 10,
    "IX": 9,
    "V": 5,
    "IV": 4,
    "I": 1,
}
_WAYS: Final[dict[str, Callable[[int], str]]] = {
    "decimalZero": lambda number: f"{number:02d}",
    "decimalFullWidth": _full_width,
    "ideographDigital": _digit_by_digit,
    "japaneseDigitalTenThousand": _digit_by_digit,
    "taiwaneseDigital": _digit_by_digit,
    "ideographTraditional": lambda number: "甲乙丙丁戊己庚辛壬癸"[(number - 1) % 10],
    "chineseLegalSimplified": lambda number: say_chinese(number).translate(
        str.maketrans("一二三四五六七八九十百千", "壹贰叁肆伍陆柒捌玖拾佰仟")
    ),
    "upperLetter": _letters,
    "lowerLetter": lambda number: _letters(number).lower(),
    "upperRoman": _roman,
    "lowerRoman": lambda number: _roman(number).lower(),
}
