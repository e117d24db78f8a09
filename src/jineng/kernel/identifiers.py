"""National identifiers: resident identity numbers (公民身份号码, GB 11643) and unified social credit codes (统一社会信用代码, GB 32100)."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from stdnum.cn import uscc
from stdnum.exceptions import ValidationError
from stdnum.iso7064 import mod_11_2

from jineng.kernel.text import Text

_IDENTITY: Final = re.compile(r"[1-9]\d{16}[\dX]", re.ASCII)
OLDEST_BIRTH_YEAR: Final = 1880


def identity_fault(number: str, as_of: date) -> Text | None:
    """Say what makes an identity number impossible, or None.

    Hard faults are length, characters, birth date and check digit. The region prefix is never one: it is the code
    of where the number was first given, often older than the region's present code.

    >>> identity_fault("11010519491231002X", date(2022, 1, 1))
    >>> identity_fault("110105194912310021", date(2022, 1, 1)).en
    'the check digit does not fit (GB 11643): a digit was mistyped'
    """
    if len(number) != 18:
        return Text(
            f"身份证号应为 18 位，实为 {len(number)} 位",
            f"an identity number has 18 characters, this has {len(number)}",
        )
    if not _IDENTITY.fullmatch(number):
        return Text(
            "身份证号前 17 位应为数字，末位应为数字或 X",
            "an identity number has 17 digits and a last digit or X",
        )
    try:
        born_on = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return Text(f"第 7–14 位“{number[6:14]}”不是日期", f"characters 7 to 14 ({number[6:14]}) are no birth date")
    if born_on > as_of or born_on.year < OLDEST_BIRTH_YEAR:
        return Text(f"出生日期 {born_on} 不可能", f"the birth date {born_on} cannot be")
    if not mod_11_2.is_valid(number):
        return Text(
            "校验码不符（GB 11643），号码有误输",
            "the check digit does not fit (GB 11643): a digit was mistyped",
        )
    return None


def credit_code_fault(code: str) -> Text | None:
    """Say what makes a unified social credit code impossible, or None.

    >>> credit_code_fault("91110000600037341L")
    """
    if len(code) != 18:
        return Text(
            f"统一社会信用代码应为 18 位，实为 {len(code)} 位", f"a credit code has 18 characters, this has {len(code)}"
        )
    try:
        uscc.validate(code)
    except ValidationError:
        return Text(
            "统一社会信用代码的字符或校验码不符（GB 32100），有误输",
            "characters or check digit of the credit code do not fit (GB 32100): something was mistyped",
        )
    return None


def mask_identity(number: str) -> str:
    """Hide the birth date and sequence of an identity number, as public notices (公示) do.

    >>> mask_identity("11010519491231002X")
    '110105********002X'
    """
    return f"{number[:6]}{'*' * 8}{number[14:]}"


def mask_name(name: str) -> str:
    """Hide all but the family name's first character.

    >>> mask_name("王小明")
    '王**'
    """
    return name[:1] + "*" * max(len(name) - 1, 1)
