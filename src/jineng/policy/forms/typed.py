"""What officers type, turned into the form in which a document writes it; what cannot be understood stays as it was typed.

Nothing is guessed: a number with the unit of something else, or a bare 1.3 where a percentage belongs, is left for the
validation to point at.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from jineng.kernel.text import Text
from jineng.policy.kinds.terms import UNIT_NAMES
from jineng.policy.measures import UNITS

_NARROW: Final = str.maketrans("０１２３４５６７８９．，％﹪￥－／　", "0123456789.,%%¥-/ ")
UNIT_LABELS: Final[dict[str, Text]] = {code: Text(name.zh, name.en or code) for code, name in UNIT_NAMES.items()}
"""What a form calls each unit: beside a number it is never left unsaid."""

_SUFFIXES: Final[dict[str, tuple[str, ...]]] = {
    "yuan": ("元", "yuan"),
    "%": ("%",),
    "days": ("天", "日", "days", "day"),
    "months": ("个月", "月", "months", "month"),
    "hours": ("课时", "学时", "个课时", "个学时", "hours", "hour"),
    "minutes": ("分钟", "minutes"),
    "people": ("人", "名", "people"),
    "years": ("年", "years", "year"),
    "semesters": ("个学期", "学期", "semesters", "semester"),
    "times": ("次", "times"),
    "items": ("个", "项", "场", "items"),
}
"""How people write each unit behind a number."""
_AGES: Final = ("周岁", "岁")
_LEAST_BARE_PERCENT: Final = 10
"""From here on a bare number where a percentage belongs gets its sign; a smaller one may be a factor (1.3) or a part (0.8)."""

_NUMBER: Final = r"(?P<whole>\d{1,13}|\d{1,3}(?:,\d{3}){1,4})(?:\.(?P<part>\d{1,6}))?"
_YUAN: Final = re.compile(rf"¥?\s?{_NUMBER}\s?(?P<scale>[百千万亿]?)(?:\s?(?:元整?|yuan))?", re.ASCII)
_SCALES: Final = {"百": 2, "千": 3, "万": 4, "亿": 8}
_PERCENT: Final = re.compile(rf"(?:百分之\s?)?{_NUMBER}\s?%?", re.ASCII)
_TIMES_OVER: Final = re.compile(rf"{_NUMBER}\s?倍", re.ASCII)
_WITH_UNIT: Final = re.compile(rf"(?P<n>{_NUMBER})\s?(?P<unit>[^\d\s.,]{{0,9}})", re.ASCII)
_FIGURE: Final = re.compile(r"([\d.]+) (\S+)", re.ASCII)
_DAY: Final = re.compile(r"(\d{4})\s?[-年/.]\s?(\d{1,2})\s?[-月/.]\s?(\d{1,2})\s?日?", re.ASCII)


def narrow(text: str) -> str:
    """Return the text with narrow digits and signs, and no space around it.

    >>> narrow(" １５０．５ ")
    '150.5'
    """
    return text.translate(_NARROW).strip()


def yuan(text: str) -> str:
    """Return an amount as a document writes it.

    >>> yuan("１５０元"), yuan("1,500"), yuan("200万元"), yuan("0.5万"), yuan("150.00"), yuan("若干")
    ('150', '1500', '2000000', '5000', '150.00', '若干')
    """
    match = _YUAN.fullmatch(narrow(text))
    if match is None:
        return text
    return _shifted(match["whole"], match["part"], _SCALES.get(match["scale"], 0))


def percent(text: str) -> str:
    """Return a percentage as a document writes it; "1.3倍" is 130%.

    >>> percent("80％"), percent("80"), percent("百分之85"), percent("1.3倍"), percent("0.8"), percent("12.5%")
    ('80%', '80%', '85%', '130%', '0.8', '12.5%')
    """
    plain = narrow(text)
    match = _TIMES_OVER.fullmatch(plain)
    if match is not None:
        return _shifted(match["whole"], match["part"], 2) + "%"
    match = _PERCENT.fullmatch(plain)
    if match is None:
        return text
    signed = plain.endswith("%") or plain.startswith("百分之")
    if not signed and int(match["whole"].replace(",", "")) < _LEAST_BARE_PERCENT:
        return text
    return _shifted(match["whole"], match["part"], 0) + "%"


def _shifted(whole: str, part: str | None, places: int) -> str:
    """Write a decimal number with its point so many places to the right; without places as it was, less its commas."""
    whole, part = whole.replace(",", ""), part or ""
    if not places:
        return f"{whole}.{part}" if part else whole
    digits, rest = whole + part[:places].ljust(places, "0"), part[places:].rstrip("0")
    return str(int(digits)) + (f".{rest}" if rest else "")


def whole(text: str, unit: Text | None) -> int | str:
    """Return a whole number, with or without its own unit behind it.

    >>> whole("15天", UNIT_LABELS["days"]), whole("１５", UNIT_LABELS["days"]), whole("2个月", UNIT_LABELS["days"])
    (15, 15, '2个月')
    """
    match = _WITH_UNIT.fullmatch(narrow(text))
    if match is None or match["part"] is not None or (match["unit"] and match["unit"] not in suffixes_of(unit)):
        return text
    return int(match["whole"].replace(",", ""))


def suffixes_of(unit: Text | None) -> tuple[str, ...]:
    """Return what people write behind a number of this unit; behind one without a unit, nothing."""
    code = next((code for code, name in UNIT_LABELS.items() if name == unit), None)
    if code is not None:
        return _SUFFIXES[code]
    return _AGES if unit is not None and unit.zh in _AGES else (() if unit is None else (unit.zh, unit.en))


def quantity(text: str, unit: str) -> str:
    """Return a number with its unit as a document writes it; the unit that was typed comes before the one that was chosen.

    >>> quantity("20人", ""), quantity("20", "people"), quantity("70%", "people"), quantity("20 people", ""), quantity("20", "")
    ('20 people', '20 people', '70 %', '20 people', '20')
    """
    plain = narrow(text)
    written = _FIGURE.fullmatch(plain)
    if written is not None and written[2] in UNITS:
        return plain
    money = _YUAN.fullmatch(plain)
    if money is not None and (plain.endswith(("元", "整", "yuan")) or (unit == "yuan" and plain)):
        return f"{yuan(text)} yuan"
    match = _WITH_UNIT.fullmatch(plain)
    if match is None:
        return text
    typed = next((code for code, suffixes in _SUFFIXES.items() if match["unit"] in suffixes), "")
    code = typed or (unit if not match["unit"] else "")
    return f"{match['n'].replace(',', '')} {code}" if code in UNITS else text


def parts_of_quantity(text: str) -> tuple[str, str]:
    """Return number and unit of a quantity that a document writes, or all of it and no unit if it is none.

    >>> parts_of_quantity("20 people"), parts_of_quantity("twenty")
    (('20', 'people'), ('twenty', ''))
    """
    match = _FIGURE.fullmatch(text)
    return (match[1], match[2]) if match is not None and match[2] in UNITS else (text, "")


def day(text: str) -> date | str:
    """Return a date written in any of the usual ways.

    >>> day("2022年11月30日"), day("2022/11/30"), day("11月底")
    (datetime.date(2022, 11, 30), datetime.date(2022, 11, 30), '11月底')
    """
    match = _DAY.fullmatch(narrow(text))
    if match is None:
        return text
    try:
        return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return text


_YES: Final = frozenset({"yes", "true", "on", "1", "是"})
_NO: Final = frozenset({"no", "false", "off", "0", "否"})


def yes_no(text: str) -> bool | str:
    """Return whether a box was ticked.

    >>> yes_no("yes"), yes_no("否"), yes_no("?")
    (True, False, '?')
    """
    word = text.strip().lower()
    return True if word in _YES else (False if word in _NO else text)
