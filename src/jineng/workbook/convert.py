"""Turns the cells of a column into canonical values and tells of every cell that is not what its column asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from jineng.kernel.identifiers import credit_code_fault, identity_fault
from jineng.kernel.text import Text
from jineng.workbook.cells import nulls
from jineng.workbook.convert_measures import convert_counts, convert_dates, convert_numbers
from jineng.workbook.converted import Converted, either, found, keep, missed

if TYPE_CHECKING:
    from datetime import date

    from jineng.workbook.cells import Cells
    from jineng.workbook.identities import Identities
    from jineng.workbook.layout import Column

_LIST_NUMBERS_TO: Final = 100
_EXACT_NUMBERS_TO: Final = 1e15
"""Spreadsheets keep 15 digits; longer numbers have lost some."""

_EXPONENT: Final = r"^[0-9](?:\.[0-9]+)?[Ee]\+?(?:1[1-9]|[2-9][0-9])$"
_CONTROL: Final = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]"
_DOUBTFUL: Final = f"{_EXPONENT}|{_CONTROL}"


def convert(column: Column, cells: Cells, identities: Identities, as_of: date) -> Converted:
    """Return what the cells of ``column`` mean; identity numbers are judged as at ``as_of``."""
    if cells.blank_count() == cells.height:
        return Converted(nulls(cells.height, column.dtype))
    if column.holds == "choice":
        return _choice(column, cells)
    if column.holds == "identity":
        return _identity(cells, identities, as_of)
    if column.holds in {"text", "credit_code"}:
        return _text(cells, strict=False) if column.holds == "text" else _credit_code(cells)
    if column.holds == "count":
        return convert_counts(cells, column.most)
    return convert_dates(cells) if column.holds == "date" else convert_numbers(column.holds, cells)


def _text(cells: Cells, *, strict: bool) -> Converted:
    """Return text; small whole numbers are taken as their digits unless ``strict``, for keys that have a leading zero or 18 digits."""
    result = Converted(nulls(cells.height, pl.String) if cells.text is None else cells.text)
    if cells.text is not None and cells.text.str.contains(_DOUBTFUL).any():
        longer = cells.text.str.contains(_EXPONENT)
        result.add("id_as_number", longer, lambda _: _ID_AS_NUMBER)
        broken = cells.text.str.contains(_CONTROL)
        result.add("bad_text", broken, lambda _: _CONTROL_CHARACTERS)
        result.values = keep(cells.text, ~(longer | broken))
    if cells.number is not None:
        number = cells.number
        exact = (number.abs() < _EXACT_NUMBERS_TO) & number.is_finite()
        whole = exact & (number == number.floor())
        result.add(
            "id_as_number",
            number.is_not_null() & (~exact if not strict else number.is_not_null()),
            lambda _: _ID_AS_NUMBER,
        )
        if not strict:
            result.add("bad_text", exact & ~whole, lambda n: _not_text(found(cells, n)))
            digits = keep(number, whole).cast(pl.Int64).cast(pl.String)
            result.values = either(result.values, digits)
    for others in (cells.day, cells.odd):
        if others is not None:
            result.add("bad_text", others.is_not_null(), lambda n: _not_text(found(cells, n)))
    return result


_ID_AS_NUMBER: Final = Text(
    "长号码被存成了数字：Excel 只保留 15 位，末几位已丢失。请把此列设为“文本”格式，再照原件重新输入",
    "a long number was stored as a number: Excel keeps only 15 digits, the last ones are lost. "
    "Format the column as text and enter it again from the original",
)
_CONTROL_CHARACTERS: Final = Text(
    "文字里有不可见的控制字符；请删去整格后重新输入",
    "the text contains invisible control characters; clear the cell and enter it again",
)


def _not_text(found: str) -> Text:
    return Text(
        f"应为文本，实为“{found}”（Excel 可能改了它）；请把此列设为“文本”格式后重新输入",
        f"expected text, found {found} (Excel may have changed it); format the column as text and enter it again",
    )


def _identity(cells: Cells, identities: Identities, as_of: date) -> Converted:
    result = _text(cells, strict=True)
    numbers = result.values.str.to_uppercase()
    wrong = identities.impossible(numbers)
    result.add("bad_identity", wrong, lambda n: _say_identity(identity_fault(numbers[n], as_of)))
    result.values = numbers if wrong is None else keep(numbers, ~wrong)
    return result


def _say_identity(fault: Text | None) -> Text:
    fault = fault or Text("不是有效号码", "it is no valid number")
    return Text(
        f"身份证号有误：{fault.zh}；请对照身份证改正",
        f"wrong identity number: {fault.en}; correct it from the identity card",
    )


def _credit_code(cells: Cells) -> Converted:
    result = _text(cells, strict=True)
    codes = result.values.str.to_uppercase()
    said = {code: fault for code in codes.drop_nulls().unique() if (fault := credit_code_fault(code))}
    wrong = codes.is_in(list(said)).fill_null(value=False)
    result.add(
        "bad_credit_code",
        wrong,
        lambda n: Text(
            f"{said[codes[n]].zh}；请对照营业执照改正", f"{said[codes[n]].en}; correct it from the business licence"
        ),
    )
    result.values = keep(codes, ~wrong)
    return result


def _choice(column: Column, cells: Cells) -> Converted:
    """Return codes of the list; a cell holds a code or a Chinese label."""
    codes = {name: choice.code for choice in column.choices for name in (choice.code, choice.label.zh)}
    result = Converted(nulls(cells.height, pl.String))
    if cells.text is not None:
        result.values = cells.text.replace_strict(codes, default=None, return_dtype=pl.String)
    if cells.number is not None:
        whole = (cells.number == cells.number.floor()) & (cells.number.abs() < _LIST_NUMBERS_TO)
        digits = keep(cells.number, whole).cast(pl.Int64).cast(pl.String)
        result.values = either(result.values, digits.replace_strict(codes, default=None, return_dtype=pl.String))
    zh = "、".join(
        f"{choice.label.zh}（{choice.code}）" if column.numbers else choice.label.zh for choice in column.choices
    )
    en = ", ".join(choice.code for choice in column.choices)
    result.add(
        "not_in_list",
        missed(cells, result.values),
        lambda n: Text(
            f"“{found(cells, n)}”不在列表中；应为 {zh} 之一",
            f"{found(cells, n)} is not in the list; expected one of {en}",
        ),
    )
    if column.numbers:
        result.values = result.values.cast(pl.Int64)
    return result
