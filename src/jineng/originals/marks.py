"""The numbers that clauses begin with (一、 (一) 1. (1) ①, 第一条, 附件), told from text that only looks like one.

The order of ranks is that of GB/T 9704-2012, 7.3.3 (结构层次序数), with the divisions of regulations above it.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final, NamedTuple

from jineng.originals.numerals import NUMERALS, parse_chinese, say_chinese

APPENDIX, CHAPTER, SECTION, ARTICLE, HEAD, PART, ITEM, POINT, CLOSED, CIRCLED = range(10)
"""Ranks, outermost first: 附件, 第一章, 第一节, 第一条, 一、, (一), 1., (1), 1), ①."""

_HAN: Final = "一二三四五六七八九十百"
_CIRCLES: Final = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳㉑㉒㉓㉔㉕㉖㉗㉘㉙㉚"
_NUMBER: Final = rf"(?:[0-9０-９]{{1,3}}|[{NUMERALS}]{{1,5}})"
_END: Final = r"[\s\u3000]*"
_FORMS: Final = (
    (CHAPTER, re.compile(rf"第{_END}(?P<n>{_NUMBER}){_END}(?:[章编篇]|部分)(?![^\s\u3000]*[。；])[:：]?{_END}")),
    (SECTION, re.compile(rf"第{_END}(?P<n>{_NUMBER}){_END}节(?!课)(?![^\s\u3000]*[。；]){_END}")),
    (ARTICLE, re.compile(rf"第{_END}(?P<n>{_NUMBER}){_END}条(?![、，,和至的中之第规所款件]|以[上下]|到){_END}")),
    (HEAD, re.compile(rf"(?P<n>[{_HAN}]{{1,3}}){_END}[、．.]{_END}")),
    (PART, re.compile(rf"[(（﹙〔]{_END}(?P<n>[{_HAN}]{{1,3}}){_END}[)）﹚〕](?![、，,和至到项款])[.．]?{_END}")),
    (PART, re.compile(rf"(?P<n>[㈠-㈩]){_END}")),
    (POINT, re.compile(rf"[(（﹙]{_END}(?P<n>[0-9０-９]{{1,2}}){_END}[)）﹚](?![、，,和至到项款])[.．]?{_END}")),
    (POINT, re.compile(rf"(?P<n>[⑴-⒇]){_END}")),
    (ITEM, re.compile(rf"(?P<n>[0-9０-９]{{1,2}})[、]{_END}")),
    (ITEM, re.compile(rf"(?P<n>[0-9０-９]{{1,2}})[.．](?:(?=[0-9０-９]{{4}}[年\s-])|(?![0-9０-９])){_END}")),
    (ITEM, re.compile(rf"(?P<n>[⒈-⒛]){_END}")),
    (CLOSED, re.compile(rf"(?P<n>[0-9０-９]{{1,2}})[)）]{_END}")),
    (CIRCLED, re.compile(rf"(?P<n>[{_CIRCLES}])[、.．]?{_END}")),
)
_APPENDIX: Final = re.compile(
    rf"附{_END}(?P<what>[件表录])?{_END}(?P<n>[0-9０-９]{{1,2}}|[{_HAN}]{{1,3}}(?!般))?{_END}(?P<end>[:：]|$|(?<=\s))?{_END}"
)
_COUNTED: Final = "班级类等期季批组层楼名次线、，和及或至号个项"
"""What follows a number inside a sentence (一、二班; 三、四级), never the number of a clause."""
_APPENDIX_TITLE: Final = 60


class Mark(NamedTuple):
    """The number at the beginning of a paragraph: its rank, its value (0 where none is written), how it is written."""

    rank: int
    value: int
    written: str
    """The characters taken off the paragraph, white space included."""
    name: str
    """The number as citations write it: 三, (七), 1, (1), ①, 第三条, 附件2."""


def mark_of(paragraph: str) -> Mark | None:
    """Return the number that a paragraph begins with, or None.

    >>> mark_of("（七）补贴标准。").name, mark_of("１．对象").name, mark_of("第 十 条 本办法").name
    ('(七)', '1', '第十条')
    >>> mark_of("一、二班学员合并"), mark_of("1.5倍"), mark_of("2031年"), mark_of("第三条规定的对象")
    (None, None, None, None)
    """
    indent = len(paragraph) - len(paragraph.lstrip())
    text = paragraph[indent:]
    appendix = _appendix_of(text)
    if appendix is not None:
        return appendix._replace(written=paragraph[:indent] + appendix.written)
    for rank, form in _FORMS:
        match = form.match(text)
        value = _value(match["n"]) if match else None
        if match and value and not _goes_on(rank, value, match[0], text[match.end() :]):
            return Mark(rank, value, paragraph[: indent + match.end()], _name(rank, value, match[0]))
    return None


def is_only_a_mark(text: str) -> bool:
    """Tell whether a text is the number of a clause and nothing else."""
    mark = mark_of(text)
    return mark is not None and mark.written == text


def _value(written: str) -> int | None:
    digits = unicodedata.normalize("NFKC", written).strip("().")
    return int(digits) if digits.isdecimal() else parse_chinese(digits)


def _goes_on(rank: int, value: int, written: str, rest: str) -> bool:
    """Tell whether a number is the first of several inside a sentence, such as 一、二班 or 3、4级."""
    if rank not in {HEAD, ITEM} or "、" not in written:
        return False
    match = re.match(rf"([0-9０-９]+|[{_HAN}]+)\s*(.?)", rest)
    return match is not None and _value(match[1]) == value + 1 and (not match[2] or match[2] in _COUNTED)


def _name(rank: int, value: int, written: str) -> str:
    if rank in {CHAPTER, SECTION, ARTICLE}:
        unit = next(letters for letters in ("部分", "章", "编", "篇", "节", "条") if letters in written)
        return f"第{say_chinese(value)}{unit}"
    if rank == CIRCLED and value <= len(_CIRCLES):
        return _CIRCLES[value - 1]
    names = {HEAD: say_chinese(value), PART: f"({say_chinese(value)})", POINT: f"({value})", CLOSED: f"{value})"}
    return names.get(rank, str(value))


def _appendix_of(text: str) -> Mark | None:
    """Return the mark of an appendix; a sentence that speaks of one (附件所列职业) has none."""
    match = _APPENDIX.match(text)
    if match is None:
        return None
    title = text[match.end() :]
    closed = bool(match["end"]) or not title
    glued = bool(match["n"]) and len(title) <= _APPENDIX_TITLE and not re.search(r"[。，；]|所列|规定", title)
    if not (closed and (match["what"] or match["end"])) and not (match["what"] and glued):
        return None
    value = _value(match["n"]) if match["n"] else 0
    name = f"附{match['what'] or '件'}{value or ''}"
    return Mark(APPENDIX, value or 0, match[0], name)
