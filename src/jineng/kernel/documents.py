"""Numbers of identity documents (证件号码) other than the resident identity card, and what a number says of its holder.

A residence permit for Hong Kong, Macao and Taiwan residents (港澳台居民居住证, 国办发〔2018〕81号) bears a number built like
that of a citizen (GB 11643) under 810000, 820000 or 830000. A foreign permanent resident identity card (外国人永久居留身份证)
bears 3 letters and 12 digits, since December 2023 18 characters that begin with 9 and end with the same check digit. Of
travel permits and passports only the form is known.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Final, NamedTuple

from stdnum.iso7064 import mod_11_2

from jineng.kernel.code_lists import SEX
from jineng.kernel.identifiers import identity_fault
from jineng.kernel.text import Text

if TYPE_CHECKING:
    from collections.abc import Collection

_PERMIT_REGIONS: Final = ("810000", "820000", "830000")
_PROVINCES: Final = frozenset(
    [
        "11",
        "12",
        "13",
        "14",
        "15",
        "21",
        "22",
        "23",
        "31",
        "32",
        "33",
        "34",
        "35",
        "36",
        "37",
        "41",
        "42",
        "43",
        "44",
        "45",
        "46",
        "50",
        "51",
        "52",
        "53",
        "54",
        "61",
        "62",
        "63",
        "64",
        "65",
        "71",
    ]
)

_FORMS: Final = {
    "hm_permit": (
        re.compile(r"[HM](\d{8}|\d{10})", re.ASCII),
        Text("应为字母 H 或 M 加 8 位（旧版 10 位）数字", "it is H or M and 8 digits (10 on old permits)"),
    ),
    "taiwan_permit": (
        re.compile(r"\d{8}|\d{10}", re.ASCII),
        Text("应为 8 位（旧版 10 位）数字", "it has 8 digits (10 on old permits)"),
    ),
    "permanent_residence": (
        re.compile(r"[A-Z]{3}\d{12}|9\d{16}[\dX]", re.ASCII),
        Text(
            "应为 3 位字母加 12 位数字，或 9 开头的 18 位号码",
            "it is 3 letters and 12 digits, or 18 characters that begin with 9",
        ),
    ),
    "passport": (
        re.compile(r"(?=.*\d)[A-Z0-9]{5,20}", re.ASCII),
        Text("应为 5–20 位大写字母和数字", "it has 5 to 20 capital letters and digits"),
    ),
}


class BirthAndSex(NamedTuple):
    """What a number says: the birth date, and the sex by GB/T 2261.1 (``1`` male, ``2`` female)."""

    born_on: date
    sex: str


def document_fault(kind: str, number: str, as_of: date) -> Text | None:
    """Say what makes a document's number impossible, or None.

    Args:
        kind: a code of ``code_lists.DOCUMENT_KIND``.
        number: as printed, capitals, without spaces.
        as_of: the day on which it is looked at.

    Raises:
        KeyError: there is no such kind.

    >>> day = date(2022, 1, 1)
    >>> document_fault("passport", "E12345678", day)
    >>> document_fault("hm_permit", "H123", day).en
    'the number is not of this document: it is H or M and 8 digits (10 on old permits)'
    >>> document_fault("resident_id", "81000019900101001X", day).en
    'this is the number of a residence permit for Hong Kong, Macao and Taiwan residents; choose that kind'
    """
    if kind in ("resident_id", "hmt_residence"):
        return _citizen_like_fault(kind, number, as_of)
    form, words = _FORMS[kind]
    if not form.fullmatch(number):
        return Text(f"证件号码不符合该证件的格式：{words.zh}", f"the number is not of this document: {words.en}")
    if kind == "permanent_residence" and number.startswith("9") and not mod_11_2.is_valid(number):
        return Text("校验码不符，号码有误输", "the check digit does not fit: a digit was mistyped")
    return None


def birth_and_sex(kind: str, number: str) -> BirthAndSex | None:
    """Return what the number says of its holder; None for kinds whose number says nothing sure. It must be faultless.

    >>> birth_and_sex("resident_id", "11010519491231002X")
    BirthAndSex(born_on=datetime.date(1949, 12, 31), sex='2')
    >>> birth_and_sex("passport", "E12345678")
    """
    if kind not in ("resident_id", "hmt_residence"):
        return None
    born_on = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    return BirthAndSex(born_on, "1" if int(number[16]) % 2 else "2")


def identity_warnings(
    number: str, *, born_on: date | None = None, sex: str = "", home_codes: Collection[str] = ()
) -> list[Text]:
    """Say what in a citizen's number is unusual; none of it is a reason to refuse.

    Args:
        number: a faultless resident identity number.
        born_on: the birth date that the record or roster states, if any.
        sex: ``1`` or ``2`` as stated, if any.
        home_codes: the county codes of the person's home, present and former, if the number is to be compared with them.

    >>> [text.en for text in identity_warnings("11010519491231002X", sex="1")]
    ['the number says female, the record says male: one of them is mistaken']
    >>> [text.en for text in identity_warnings("11010519491231002X", home_codes=["141127", "142329"])]
    ['the number was given out in 110105, not at the present home: usual after moving or marrying; the home counts']
    """
    said = birth_and_sex("resident_id", number)
    assert said is not None  # noqa: S101 -- of a resident number
    warnings = []
    if number[:2] not in _PROVINCES:
        warnings.append(
            Text(
                f"号码前两位“{number[:2]}”不是任何省份的代码，请核对证件原件",
                f"the first two digits ({number[:2]}) are the code of no province: look at the card",
            )
        )
    if born_on is not None and born_on != said.born_on:
        warnings.append(
            Text(
                f"号码中的出生日期为 {said.born_on}，与登记的 {born_on} 不同，请核对",
                f"the number says born on {said.born_on}, the record says {born_on}: one of them is mistaken",
            )
        )
    if sex in ("1", "2") and sex != said.sex:
        told, kept = SEX.text(said.sex), SEX.text(sex)
        warnings.append(
            Text(
                f"号码表示{told.zh}性，与登记的{kept.zh}性不同，请核对",
                f"the number says {told.en}, the record says {kept.en}: one of them is mistaken",
            )
        )
    if home_codes and number[:6] not in home_codes:
        warnings.append(
            Text(
                f"号码由 {number[:6]} 发放，不是现居住地：迁移、婚嫁后常见，以登记的居住地为准",
                f"the number was given out in {number[:6]}, not at the present home: usual after moving or marrying; "
                "the home counts",
            )
        )
    return warnings


def mask_document(number: str) -> str:
    """Hide the middle of any document's number; of eighteen characters the birth date and sequence.

    >>> mask_document("11010519491231002X"), mask_document("E12345678"), mask_document("H12345678")
    ('110105********002X', 'E1*****78', 'H1*****78')
    """
    if len(number) == 18:
        return f"{number[:6]}{'*' * 8}{number[14:]}"
    return f"{number[:2]}{'*' * max(len(number) - 4, 3)}{number[-2:]}"


def _citizen_like_fault(kind: str, number: str, as_of: date) -> Text | None:
    is_permit = number.startswith(_PERMIT_REGIONS)
    if kind == "resident_id" and is_permit:
        return Text(
            "这是港澳台居民居住证的号码，请改选该证件类型",
            "this is the number of a residence permit for Hong Kong, Macao and Taiwan residents; choose that kind",
        )
    if kind == "resident_id" and number.startswith("9"):
        return Text(
            "这是外国人永久居留身份证的号码，请改选该证件类型",
            "this is the number of a foreign permanent resident identity card; choose that kind",
        )
    if kind == "hmt_residence" and not is_permit:
        return Text(
            "港澳台居民居住证号码以 810000、820000 或 830000 开头",
            "the number of this permit begins with 810000, 820000 or 830000",
        )
    return identity_fault(number, as_of)
