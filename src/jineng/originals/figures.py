"""The figures (条款数字) in a clause's text: every number with a unit that a policy document can write."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from pydantic_core import PydanticCustomError

from jineng.originals.numerals import NUMERALS, parse_chinese
from jineng.originals.written_dates import dates_in
from jineng.policy.measures import Figure, parse_figure

if TYPE_CHECKING:
    from collections.abc import Iterator

_PLAIN: Final = str.maketrans("０１２３４５６７８９．，％﹪（）－～", "0123456789.,%%()-~")
"""Full-width signs to narrow ones, character by character, so that places stay."""
_SCALES: Final = {"": 1, "十": 10, "百": 10**2, "千": 10**3, "万": 10**4, "亿": 10**8}

_GAP: Final = r"\s{0,3}"
_DIGITS: Final = r"\d{1,3}(?:,\d{3}){1,4}(?:\.\d{1,6})?|\d{1,12}(?:\.\d{1,6})?"
_HAN: Final = rf"[{NUMERALS}]{{1,12}}(?:万[{NUMERALS}]{{0,12}})?"
_MIXED: Final = r"\d{1,4}万\d{1,4}[千百]?"
_NUMBER: Final = rf"(?:{_MIXED}|(?:{_DIGITS}){_GAP}[百千万亿]?万?|{_HAN})"
_BETWEEN: Final = rf"{_GAP}(?:[-—–―~～至到、/]|或者?|和){{1,2}}{_GAP}"
_MOST_IN_A_RUN: Final = 12
"""Numbers that share one unit. All lengths are bounded, so that no text takes more than linear time."""
_UNITS: Final = (
    ("%", r"%"),
    ("hours", r"(?:个)?(?:标准)?(?:课时|学时)"),
    ("months", r"个多?月"),
    ("days", r"(?:个)?(?:工作日|自然日|日历日|日历天|培训日|天)|日(?=内|以内|之内|以上|以下)"),
    (
        "years",
        r"(?:周)?岁|个?(?:周|整|完整)?年(?!级|度|代|龄|底|末|初|份|月|\s?\d{1,2}\s?月)|个?(?:学年|年度)(?=内|以上)",
    ),
    ("people", r"(?:多|余)?(?:人次|个?人(?![民社才力均事口大工员])|名|位)"),
    ("yuan", r"(?:余|多)?元(?![化素旦])"),
    ("items", r"(?:多|余)?(?:个(?!百分|人|体)|项|场|家|所)"),
)
_UNIT: Final = re.compile(rf"(?:{_GAP}(?:{'|'.join(f'({pattern})' for _, pattern in _UNITS)}))")
_RUN: Final = re.compile(
    rf"(?<![\d.第{NUMERALS}几数多半])(?P<first>{_NUMBER})(?P<more>(?:{_BETWEEN}{_NUMBER}){{0,{_MOST_IN_A_RUN - 1}}})(?={_UNIT.pattern})"
)
_EACH: Final = re.compile(_NUMBER)
_HUNDREDTHS: Final = re.compile(rf"百分之{_GAP}(?P<n>{_DIGITS}|[{NUMERALS}点]{{1,12}})")
_YEARS_AND_HALF: Final = re.compile(
    rf"(?<![\d第{NUMERALS}])(?P<years>[{NUMERALS}\d]{{1,3}})年半|(?<![上下前后大多])半年(?![度报])"
)
_SIGNED: Final = re.compile(rf"[¥￥]{_GAP}(?P<n>{_DIGITS})(?!{_GAP}[百千万亿])")
_LARGEST_DURATION: Final = 99


class FigureAt(NamedTuple):
    """A figure and where it stands: the characters of the text from ``start`` up to ``end``."""

    figure: Figure
    start: int
    end: int


def figures_in(text: str, year: int | None = None) -> tuple[FigureAt, ...]:
    """Return every figure of a text in the order in which they stand; units are those of ``policy.measures``.

    Args:
        text: a clause's words; digits may be narrow, full-width or Chinese, with thousands separators and 万.
        year: the calendar year of dates that name none (11月30日, 9月底); without it they are left out.

    A range (3—5天) and an enumeration (400、600元) give one figure for each of its numbers; ordinals (第二年), calendar
    years and clock hours give none. A month's end is its last day.
    """
    plain = text.translate(_PLAIN)
    found = [FigureAt(Figure(day.isoformat(), "date"), start, end) for day, start, end in dates_in(plain, year)]
    taken = bytearray(len(plain))
    for _, start, end in found:
        taken[start:end] = b"\1" * (end - start)
    for candidate in (*_hundredths(plain), *_half_years(plain), *_measures(plain), *_signed(plain)):
        if not any(taken[candidate.start : candidate.end]):
            found.append(candidate)
            taken[candidate.start : candidate.end] = b"\1" * (candidate.end - candidate.start)
    return tuple(sorted(found, key=lambda at: at.start))


def different_figures(text: str, year: int | None = None) -> tuple[Figure, ...]:
    """Return the figures of a text, each once, in the order in which they first stand."""
    return tuple(dict.fromkeys(at.figure for at in figures_in(text, year)))


def _hundredths(text: str) -> Iterator[FigureAt]:
    for match in _HUNDREDTHS.finditer(text):
        number = _decimal(match["n"])
        if number is not None:
            yield from _checked(number, "%", match.start(), match.end())


def _signed(text: str) -> Iterator[FigureAt]:
    for match in _SIGNED.finditer(text):
        number = _decimal(match["n"])
        if number is not None:
            yield from _checked(number, "yuan", match.start(), match.end())


def _half_years(text: str) -> Iterator[FigureAt]:
    for match in _YEARS_AND_HALF.finditer(text):
        years = _decimal(match["years"] or "0") if match["years"] else "0"
        if years is not None and years.isdecimal():
            yield from _checked(str(int(years) * 12 + 6), "months", match.start(), match.end())


def _measures(text: str) -> Iterator[FigureAt]:
    for run in _RUN.finditer(text):
        unit_match = _UNIT.match(text, run.end())
        if unit_match is None:
            continue
        unit = next(name for (name, _), group in zip(_UNITS, unit_match.groups(), strict=True) if group is not None)
        numbers = list(_EACH.finditer(text, run.start(), run.end()))
        for number in numbers:
            last = number is numbers[-1]
            written = _decimal(number[0])
            if written is not None and not _is_calendar_year(written, unit):
                end = unit_match.end() if last else number.end()
                yield from _checked(written, unit, number.start(), end)


def _is_calendar_year(written: str, unit: str) -> bool:
    return unit == "years" and written.isdecimal() and int(written) > _LARGEST_DURATION


def _decimal(written: str) -> str | None:
    """Return a written number as plain digits with a point where needed, or None."""
    text = re.sub(r"[\s,]", "", written)
    match = re.fullmatch(r"(\d+)(?:\.(\d+))?([百千万亿]?)(万?)", text)
    if match:
        whole, part, scale, myriad = match.groups()
        places = len(part or "")
        value = int(whole + (part or "")) * _SCALES[scale] * (10**4 if myriad else 1)
        return _shifted(value, places)
    if re.fullmatch(_MIXED, text):
        myriads, _, rest = text.partition("万")
        return str(int(myriads) * 10**4 + int(rest.rstrip("千百")) * _SCALES[rest.lstrip("0123456789")])
    before, point, after = text.partition("点")
    if point:
        digits = [parse_chinese(digit) for digit in after]
        head = parse_chinese(before)
        if head is None or not digits or any(digit is None or digit > 9 for digit in digits):
            return None
        return f"{head}.{''.join(map(str, digits))}"
    if text[0] in "百佰千仟万" or (len(text) > 1 and text in {"十百", "百千"}):
        return None
    number = parse_chinese(text)
    return None if number is None else str(number)


def _shifted(value: int, places: int) -> str:
    whole, part = divmod(value, 10**places)
    decimals = f"{part:0{places}d}".rstrip("0") if places else ""
    return f"{whole}.{decimals}" if decimals else str(whole)


def _checked(number: str, unit: str, start: int, end: int) -> Iterator[FigureAt]:
    """Yield the figure if a policy document can write it."""
    try:
        figure = parse_figure(f"{number} {unit}")
    except PydanticCustomError:
        return
    yield FigureAt(figure, start, end)
