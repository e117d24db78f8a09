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


def phone_fault(number: str) -> Text | None:
    """Say what makes a mobile number (手机号) impossible, or None: 11 digits that begin with 13 to 19.

    >>> phone_fault("13800138000")
    >>> phone_fault("1380013800").en
    'a mobile number has 11 digits and begins with 13 to 19'
    """
    if re.fullmatch(r"1[3-9]\d{9}", number, re.ASCII):
        return None
    return Text("手机号应为 11 位数字，以 13–19 开头", "a mobile number has 11 digits and begins with 13 to 19")


def mask_phone(number: str) -> str:
    """Hide the middle of a telephone number, as public notices do.

    >>> mask_phone("13800138000"), mask_phone("0358-6722345")
    ('138****8000', '035*****2345')
    """
    return f"{number[:3]}{'*' * max(len(number) - 7, 1)}{number[-4:]}"


def mask_account(number: str) -> str:
    """Hide all but the last four digits of a bank account or card.

    >>> mask_account("6222020200001234567")
    '***************4567'
    """
    return f"{'*' * max(len(number) - 4, 4)}{number[-4:]}"


_TOWNSHIP_END: Final = re.compile(r".*?(街道办事处|街道|苏木|(?<!城)[镇乡])")


def mask_address(address: str) -> str:
    """Hide what follows the township in an address; without a township, all but the first six characters.

    >>> mask_address("山西省吕梁市岚县东村镇新建路12号3单元"), mask_address("岚县裴家庄村12号")
    ('山西省吕梁市岚县东村镇***', '岚县裴家庄村***')
    """
    found = _TOWNSHIP_END.match(address)
    return f"{found.group() if found else address[:6]}***"
