"""Dates as plans write them: 2031年11月30日, 11月30日, 9月底, 2031-11-30."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from typing import TYPE_CHECKING, Final

from jineng.originals.numerals import parse_chinese

if TYPE_CHECKING:
    from collections.abc import Iterator

_N: Final = r"[\d〇○零一二三四五六七八九十]"
_YEAR: Final = (
    rf"(?:(?P<year>{_N}{{4}})\s{{0,3}}年|(?P<word>今年|当年|本年|次年|翌年|下一?年度?|明年)(?:的)?)?\s{{0,3}}"
)
_MONTH: Final = rf"(?P<month>{_N}{{1,3}})\s{{0,3}}月"
_FORMS: Final = (
    ("day", re.compile(rf"{_YEAR}(?<!个){_MONTH}\s{{0,3}}(?P<day>{_N}{{1,3}})\s{{0,3}}[日号]")),
    ("last", re.compile(rf"{_YEAR}{_MONTH}(?:份)?(?:[底末]|\s{{0,3}}(?=前|以前|之前))")),
    ("first", re.compile(rf"{_YEAR}{_MONTH}(?:份)?(?:初|(?=起))")),
    ("last", re.compile(rf"{_YEAR}{_MONTH}份")),
    ("last", re.compile(rf"(?<=[至到]){_YEAR}{_MONTH}(?!{_N}|\s?{_N}{{1,3}}[日号])")),
    ("year_end", re.compile(rf"(?:(?P<year>{_N}{{4}})\s{{0,3}}|(?P<word>今|当|本|次|翌|明)?)年[底末](?!考)")),
    ("day", re.compile(r"(?<![\d.])(?P<year>\d{4})([-./])(?P<month>\d{1,2})\2(?P<day>\d{1,2})(?![\d.])")),
)
_NEXT: Final = ("次", "翌", "下", "明")


def dates_in(text: str, year: int | None) -> Iterator[tuple[date, int, int]]:
    """Yield each date of a text with where it begins and ends, form by form; no two overlap.

    Args:
        text: with narrow digits.
        year: the year of dates that name none; None leaves those out.
    """
    taken = bytearray(len(text))
    for form, pattern in _FORMS:
        for match in pattern.finditer(text):
            start, end = match.start() + len(match[0]) - len(match[0].lstrip()), match.end()
            day = _date(form, match.groupdict(), year)
            if day is not None and not any(taken[start:end]):
                taken[start:end] = b"\1" * (end - start)
                yield day, start, end


def _date(form: str, parts: dict[str, str | None], hint: int | None) -> date | None:
    year = _number(parts["year"]) if parts["year"] else hint
    if year is None:
        return None
    if (parts.get("word") or "").startswith(_NEXT):
        year += 1
    month = _number(parts["month"]) if "month" in parts else 12
    try:
        if form == "day":
            return date(year, month or 0, _number(parts["day"]) or 0)
        return date(year, month or 0, 1 if form == "first" else monthrange(year, month or 0)[1])
    except ValueError:
        return None


def _number(written: str | None) -> int | None:
    if written is None:
        return None
    return int(written) if written.isdecimal() else parse_chinese(written)
