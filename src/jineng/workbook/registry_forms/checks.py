"""Judges what cells mean together: numbers of documents, what follows from them, people and organisations told twice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from jineng.kernel.documents import document_fault, identity_warnings
from jineng.kernel.text import Text
from jineng.workbook.identities import Identities
from jineng.workbook.registry_forms.columns import Faults

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from jineng.workbook.registry_forms.layout import Form
    from jineng.workbook.registry_forms.reading import Judged

_RESIDENT: Final = "resident_id"
_KIND_BY_NUMBER: Final = (
    ("^8[123]0000[0-9]{11}[0-9X]$", "hmt_residence"),
    ("^9[0-9]{16}[0-9X]$", "permanent_residence"),
)
"""Kinds that an eighteen-character number tells by its beginning, where the form does not say the kind."""

_SEX: Final = Text(
    "性别与身份证号第 17 位不符（单数男、双数女）；请照身份证改正其一",
    "the sex does not fit digit 17 of the identity number (odd is male); correct one of them from the card",
)
_BORN: Final = Text(
    "出生日期与身份证号第 7–14 位不符；请照身份证改正其一",
    "the birth date does not fit characters 7 to 14 of the identity number; correct one of them from the card",
)
_PHONE_SHARERS: Final = 3
"""A phone shared by more people than this is worth a look: it may be a go-between's (中介)."""


def check_documents(sheets: Sequence[Judged], form: Form, today: date) -> None:  # noqa: ARG001 -- all checks are called alike
    """Judge the numbers of identity documents, and sex and birth date by those of resident identity cards (GB 11643)."""
    identities = Identities(today)
    for judged in sheets:
        first_row = judged.sheet.heading.row + 1
        judged.table = judged.table.with_columns(id_kind=_kind())
        residents = judged.table.filter(pl.col("id_number").is_not_null() & _is_resident())
        rows = residents["row"] - first_row
        wrong = identities.impossible(residents["id_number"])
        if wrong is not None:
            _document_faults(judged, residents.filter(wrong), today, first_row)
            residents, rows = residents.filter(~wrong), rows.filter(~wrong)
        number = pl.col("id_number")
        facts = residents.select(
            row=pl.col("row") - first_row,
            sex=pl.col("sex"),
            born_on=pl.col("born_on"),
            is_male=number.str.slice(16, 1).is_in(list("13579")),
            day=number.str.slice(6, 4) + "-" + number.str.slice(10, 2) + "-" + number.str.slice(12, 2),
        )
        other_sex = facts.filter(
            (pl.col("sex") == "1") & ~pl.col("is_male") | (pl.col("sex") == "2") & pl.col("is_male")
        )
        _fault(judged, "sex", "sex_differs", _SEX, other_sex["row"])
        other_day = facts.filter(pl.col("born_on") != pl.col("day"))
        _fault(judged, "born_on", "birth_differs", _BORN, other_day["row"])
        _warn_of_regions(judged, residents, first_row)
        others = judged.table.filter(pl.col("id_number").is_not_null() & ~_is_resident())
        _document_faults(judged, others, today, first_row)


def _kind() -> pl.Expr:
    told = pl.col("id_kind")
    for pattern, kind in _KIND_BY_NUMBER:
        told = told.fill_null(pl.when(pl.col("id_number").str.contains(pattern)).then(pl.lit(kind)))
    return told.fill_null(_RESIDENT)


def _is_resident() -> pl.Expr:
    return pl.col("id_kind") == _RESIDENT


def _document_faults(judged: Judged, rows: pl.DataFrame, today: date, first_row: int) -> None:
    for row, kind, number in rows.select("row", "id_kind", "id_number").iter_rows():
        fault = document_fault(kind, number, today)
        if fault is not None:
            text = Text(f"{fault.zh}；请照证件核对", f"{fault.en}; check it against the document")
            judged.faults["id_number"].add("bad_document", text, [row - first_row])


def _warn_of_regions(judged: Judged, residents: pl.DataFrame, first_row: int) -> None:
    """Warn of what is unusual at the beginning of numbers; each beginning is looked at once."""
    beginnings = residents["id_number"].str.slice(0, 2)
    for number in residents.filter(beginnings.is_first_distinct())["id_number"]:
        for warning in identity_warnings(number):
            rows = residents.filter(beginnings == number[:2])["row"] - first_row
            judged.doubts.setdefault("id_number", Faults()).add("region_of_number", warning, rows)


def check_people_once(sheets: Sequence[Judged], form: Form, today: date) -> None:  # noqa: ARG001 -- all checks are called alike
    """Report people who are in the form twice, with the first place; and phones that many people share."""
    _check_once(sheets, "id_number", "person_twice", Text("证件号码", "document number"))
    phones = pl.concat(
        [judged.table.select(pl.lit(number).alias("sheet"), "row", "phone") for number, judged in enumerate(sheets)]
    )
    shared = phones.drop_nulls("phone").filter(pl.len().over("phone") > _PHONE_SHARERS)
    counts = dict(shared.group_by("phone").len().iter_rows())
    for number, row, phone in shared.iter_rows():
        judged = sheets[number]
        text = Text(
            f"这个电话有 {counts[phone]} 人共用；请核对是不是本人的",
            f"{counts[phone]} people share this phone; check whether it is the person's own",
        )
        judged.doubts.setdefault("phone", Faults()).add("shared_phone", text, [row - judged.sheet.heading.row - 1])


def check_organisations_once(sheets: Sequence[Judged], form: Form, today: date) -> None:  # noqa: ARG001 -- as above
    """Report organisations that are in the form twice, with the first place."""
    _check_once(sheets, "credit_code", "organisation_twice", Text("统一社会信用代码", "credit code"))


def _check_once(sheets: Sequence[Judged], key: str, code: str, what: Text) -> None:
    rows = pl.concat(
        [judged.table.select(pl.lit(number).alias("sheet"), "row", key) for number, judged in enumerate(sheets)]
    )
    rows = rows.drop_nulls(key)
    if rows[key].n_unique() == rows.height:
        return
    first: dict[str, tuple[int, int]] = {}
    for number, row, value in rows.filter(pl.col(key).is_duplicated()).iter_rows():
        if value not in first:
            first[value] = (number, row)
            continue
        sheet, at = first[value]
        judged, where = sheets[number], "" if sheet == number else sheets[sheet].sheet.name
        text = Text(
            f"{what.zh}重复：{f'工作表“{where}”' if where else ''}第 {at} 行已有；请核对后改正，或删去其中一行",
            f"the {what.en} is in the form twice, first in row {at}{f' of {where}' if where else ''}; correct or delete one",
        )
        judged.faults[key].add(code, text, [row - judged.sheet.heading.row - 1])


def _fault(judged: Judged, key: str, code: str, text: Text, rows: pl.Series) -> None:
    if len(rows):
        judged.faults[key].add(code, text, rows)


_PEOPLE: Final = (check_documents, check_people_once)

CHECKS: Final[Mapping[str, Sequence[Callable[[Sequence[Judged], Form, date], None]]]] = {
    "roster": _PEOPLE,
    "registration": _PEOPLE,
    "selection": _PEOPLE,
    "teachers": (check_documents,),
    "institutions": (check_organisations_once,),
    "enterprises": (check_organisations_once,),
}
"""What is checked of each form once its cells are read, in this order."""
