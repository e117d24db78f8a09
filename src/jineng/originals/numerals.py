"""Chinese numerals (中文数字): read, and written as lists are numbered."""

from __future__ import annotations

from typing import Final

_DIGITS: Final = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {
    digit: value for value, digit in enumerate("〇壹贰叁肆伍陆柒捌玖")
}
_DIGITS.update({"○": 0, "两": 2})
_TENS: Final = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_MYRIADS: Final = {"万": 10**4, "亿": 10**8}

NUMERALS: Final = "".join([*_DIGITS, *_TENS])
"""Every character of a Chinese numeral below ten thousand, as the inside of a regular expression's class."""


def parse_chinese(text: str) -> int | None:
    """Return the whole number a Chinese numeral stands for, or None if it is none.

    >>> parse_chinese("十五"), parse_chinese("一百二十"), parse_chinese("二〇三一"), parse_chinese("两万五千")
    (15, 120, 2031, 25000)
    >>> parse_chinese("一百零五"), parse_chinese("十五十"), parse_chinese("")
    (105, None, None)
    """
    if text and all(character in _DIGITS for character in text):
        return int("".join(str(_DIGITS[character]) for character in text))
    total = section = 0
    digit: int | None = None
    ceiling = myriads = 10**12
    for character in text:
        if character in _DIGITS:
            if digit not in {None, 0}:
                return None
            digit = _DIGITS[character]
        elif character in _TENS and _TENS[character] < ceiling:
            ceiling = _TENS[character]
            section += (1 if digit is None else digit) * ceiling
            digit = None
        elif character in _MYRIADS and _MYRIADS[character] < myriads and section + (digit or 0):
            myriads = _MYRIADS[character]
            total += (section + (digit or 0)) * myriads
            section, digit, ceiling = 0, None, 10**12
        else:
            return None
    total += section + (digit or 0)
    return total or None


def say_chinese(number: int) -> str:
    """Write a whole number below ten thousand as lists are numbered; larger ones in digits.

    >>> say_chinese(3), say_chinese(10), say_chinese(21), say_chinese(105), say_chinese(110)
    ('三', '十', '二十一', '一百零五', '一百一十')
    """
    if not 0 < number < 10**4:
        return str(number)
    words = ""
    for place, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // place % 10
        if digit:
            words += "零一二三四五六七八九"[digit] + unit
        elif words and number % place:
            words += "" if words.endswith("零") else "零"
    return words.removeprefix("一") if number < 20 and number >= 10 else words
