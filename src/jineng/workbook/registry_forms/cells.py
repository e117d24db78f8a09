"""What one cell says: repaired only where that is certain, refused with what to do where it is not."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta
from typing import Final, NamedTuple

from jineng.kernel.text import Text

MAX_TEXT: Final = 500
"""Characters of one cell; more is no entry of a register."""

_MARKS: Final = re.compile(r"[\s\u200b-\u200f\u2060\ufeff'’‘`´″\"]+")
_PRIVATE: Final = re.compile(r"[\ue000-\ue814\ue865-\uf8ff\U000f0000-\U0010fffd\ufffd]")
_HAN: Final = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff·]+")
_EXPONENT: Final = re.compile(r"\d(?:\.\d+)?[eE]\+?\d+")
_MOBILE: Final = re.compile(r"1[3-9]\d{9}", re.ASCII)
_LANDLINE: Final = re.compile(r"0\d{2,3}\d{7,8}", re.ASCII)
_DATES: Final = (
    re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?: 00:00:00)?", re.ASCII),
    re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日", re.ASCII),
    re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII),
)
_SEPARATORS: Final = re.compile(r"[、,，;；/\n]+")
_EXACT: Final = 10**15
"""Spreadsheets keep fifteen digits of a number; what is longer has lost the rest."""

_DAY_ZERO: Final = date(1899, 12, 30)
_FIRST_SERIAL: Final = 61
"""1 March 1900: before it spreadsheets count a day that never was."""


class Said(NamedTuple):
    """What a cell comes to: a value, or a fault's code with what to do."""

    value: str | None = None
    code: str = ""
    fault: Text | None = None


def _fault(code: str, zh: str, en: str) -> Said:
    return Said(None, code, Text(zh, en))


def read_text(written: str) -> Said:
    """Take text as it is but for the white space around and inside it."""
    if len(written) > MAX_TEXT:
        return _fault(
            "too_long",
            f"内容有 {len(written)} 个字，最多 {MAX_TEXT} 个；请检查是否粘贴错了",
            f"{len(written)} characters, at most {MAX_TEXT}; check whether the wrong thing was pasted",
        )
    if _PRIVATE.search(written):
        return _unknown_character()
    return Said(" ".join(written.split()))


def read_name(written: str) -> Said:
    """Take a name in full; spaces that only widen a Chinese name are dropped, every kind of middle dot becomes “·”.

    >>> read_name("王  伟").value, read_name("买买提•艾力").value
    ('王伟', '买买提·艾力')
    """
    said = read_text(written)
    if said.value is None:
        return said
    name = re.sub(r"(?<=[^\x00-\x7f])\s*[•‧・∙⋅●．.·]\s*(?=[^\x00-\x7f])", "·", said.value)
    bare = name.replace(" ", "")
    if _HAN.fullmatch(bare):
        name = bare
    if any(character.isdigit() for character in name):
        return _fault(
            "name_with_digits",
            "姓名里有数字；请改正，同名的人不用加编号",
            "the name has digits; correct it, people of the same name need no number",
        )
    return Said(name)


def _unknown_character() -> Said:
    return _fault(
        "private_character",
        "有本机自造字或乱码，别的电脑上看不见；生僻字请用输入法的国标字重新输入",
        "a character of this machine's own or a broken one, invisible elsewhere; type rare characters anew from the standard set",
    )


def read_document(written: str) -> Said:
    """Take a document's number without marks that spreadsheets leave around it; the number itself is judged elsewhere.

    >>> read_document("’11010519491231002x ").value
    '11010519491231002X'
    """
    bare = _bare(written).upper()
    if _EXPONENT.fullmatch(bare):
        return lost_digits()
    return Said(bare)


def lost_digits() -> Said:
    """Say that a long number was kept as a number, so that its last digits are gone."""
    return _fault(
        "digits_lost",
        "号码存成了数字，末几位已丢失，无法还原；请把此列设为文本后照证件重新输入",
        "stored as a number, so its last digits are lost and cannot be told; format the column as text and type it from the document",
    )


def read_mobile(written: str) -> Said:
    """Take a mobile number in any usual way of writing it.

    >>> read_mobile("+86 139-0358-1234").value
    '13903581234'
    """
    said = read_phone(written)
    if said.value is None or _MOBILE.fullmatch(said.value):
        return said
    return _fault(
        "landline",
        "这是固定电话；请填本人的 11 位手机号，用来收通知和确认",
        "this is a landline; give the person's own mobile number of 11 digits, for messages and confirmation",
    )


def read_phone(written: str) -> Said:
    """Take a mobile or landline number in any usual way of writing it.

    >>> read_phone("0358-6722001").value
    '03586722001'
    """
    bare = re.sub(r"[-—–－()（）]", "", _bare(written))
    bare = re.sub(r"^(?:\+|00)86", "", bare)
    if _MOBILE.fullmatch(bare) or _LANDLINE.fullmatch(bare):
        return Said(bare)
    if len(_SEPARATORS.split(written.strip())) > 1:
        return _fault("several_phones", "有几个号码；请只留常用的一个", "several numbers; keep the one in use")
    return _fault(
        "bad_phone",
        f"应为 11 位手机号，实为 {len(bare)} 位；请核对",
        f"expected a mobile number of 11 digits, found {len(bare)} characters; check it",
    )


def read_account(written: str) -> Said:
    """Take the number of a bank account or card without spaces and hyphens.

    >>> read_account("6222 0202 0000 1234 567").value
    '6222020200001234567'
    """
    bare = _bare(written).replace("-", "")
    if _EXPONENT.fullmatch(bare):
        return lost_digits()
    if re.fullmatch(r"\d{12,21}", bare, re.ASCII):
        return Said(bare)
    return _fault(
        "bad_account",
        "银行账号应为 12–21 位数字；请照卡核对",
        "an account has 12 to 21 digits; check it against the card",
    )


def read_date(written: str) -> Said:
    """Take a day in one of the usual ways of writing it, as ISO text.

    >>> read_date("1990年3月5日").value, read_date("1990.3.5").value, read_date("19900305").value
    ('1990-03-05', '1990-03-05', '1990-03-05')
    """
    bare = _bare(unicodedata.normalize("NFKC", written)) if " " not in written.strip() else written.strip()
    for pattern in _DATES:
        if match := pattern.fullmatch(bare):
            try:
                return Said(date(*map(int, match.groups())).isoformat())
            except ValueError:
                break
    return _fault(
        "bad_date",
        "不是完整的日期；请写成 1990-03-05 的样子",
        "no complete date; write it like 1990-03-05",
    )


def read_day_number(number: float) -> Said:
    """Take a day that was stored as a number: eight digits, or a spreadsheet's count of days since 1900."""
    if number.is_integer() and number >= 10**7:
        return read_date(str(int(number)))
    if number.is_integer() and _FIRST_SERIAL <= number < 80_000:
        return Said((_DAY_ZERO + timedelta(days=int(number))).isoformat())
    return read_date(repr(number))


def read_whole(written: str) -> Said:
    """Take a whole number, with or without separators of thousands."""
    bare = _bare(written).replace(",", "")
    if re.fullmatch(r"\d{1,15}", bare, re.ASCII):
        return Said(str(int(bare)))
    return _fault("not_whole", "应为整数，如 12；请改正", "expected a whole number such as 12; correct it")


def split_choices(written: str) -> list[str]:
    """Return the parts of a cell that names several values."""
    return [part.strip() for part in _SEPARATORS.split(written) if part.strip()]


def write_number(number: float) -> str | None:
    """Write a number that stands where text belongs; None where it has more digits than spreadsheets keep."""
    if number.is_integer():
        return str(int(number)) if abs(number) < _EXACT else None
    return repr(number)


def _bare(written: str) -> str:
    return _MARKS.sub("", unicodedata.normalize("NFKC", written))
