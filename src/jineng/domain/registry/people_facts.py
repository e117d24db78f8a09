"""What is told about a person when they are registered or changed, made uniform and checked. Pure.

A row says what it says: an empty value means that nothing was said, and never overwrites what is known.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final, NamedTuple

from jineng.domain.registry.names import NameFaultError, normalised_name
from jineng.kernel.code_lists import (
    DOCUMENT_KIND,
    EDUCATION,
    EMPLOYMENT_STATUS,
    ETHNIC_GROUP,
    HOUSEHOLD_KIND,
    SEX,
    CodeList,
)
from jineng.kernel.dates import age_on
from jineng.kernel.documents import birth_and_sex, document_fault, identity_warnings
from jineng.kernel.identifiers import OLDEST_BIRTH_YEAR, phone_fault
from jineng.kernel.target_groups import TARGET_GROUPS
from jineng.kernel.text import Text

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

ADDRESS_LENGTH_MAX: Final = 200
GUARDED_BELOW_AGE: Final = 16
"""Younger than this a person is registered with a guardian (监护人); 民法典 第十八条: from 16 on who lives by own labour acts alone."""
MINOR_BELOW_AGE: Final = 18

_SPACES: Final = re.compile(r"[\s\u200b\ufeff]+")
_CODES: Final[dict[str, tuple[CodeList, Text]]] = {
    "ethnic_group": (ETHNIC_GROUP, Text("民族", "ethnic group")),
    "education": (EDUCATION, Text("学历", "education")),
    "household_kind": (HOUSEHOLD_KIND, Text("户口性质", "kind of household")),
    "employment_status": (EMPLOYMENT_STATUS, Text("就业状态", "employment status")),
}

FIELD_LABELS: Final[dict[str, Text]] = {
    "name": Text("姓名", "name"),
    "id_kind": Text("证件类型", "kind of document"),
    "id_number": Text("证件号码", "document number"),
    "sex": Text("性别", "sex"),
    "born_on": Text("出生日期", "date of birth"),
    "phone": Text("手机号", "mobile number"),
    "ethnic_group": Text("民族", "ethnic group"),
    "education": Text("学历", "education"),
    "household_kind": Text("户口性质", "kind of household"),
    "employment_status": Text("就业状态", "employment status"),
    "township_code": Text("乡镇（街道）", "township"),
    "address": Text("详细住址", "address"),
    "groups": Text("人员类别", "target groups"),
    "guardian": Text("监护人", "guardian"),
}
"""What each field is called on forms, in problems and in histories."""

CORRECTABLE: Final = (
    "name", "id_number", "sex", "born_on", "phone", "ethnic_group", "education", "household_kind", "employment_status",
    "township_code", "address",
)  # fmt: skip
"""What can be changed in a person's record, in the order of the forms."""


class PersonRow(NamedTuple):
    """One person as told, in plain values; see ``canonical``. Codes are those of ``kernel.code_lists`` and regions."""

    name: str
    id_number: str
    id_kind: str = "resident_id"
    sex: str = ""
    born_on: date | None = None
    phone: str = ""
    ethnic_group: str = ""
    education: str = ""
    household_kind: str = ""
    employment_status: str = ""
    township_code: str = ""
    address: str = ""
    groups: tuple[str, ...] = ()
    group_evidence: str = ""
    account_kind: str = ""
    account_bank: str = ""
    account_number: str = ""


class FieldFault(NamedTuple):
    """What is wrong with one field; a warning does not keep the row out. The text never repeats number or name."""

    field: str
    text: Text
    is_warning: bool = False


def canonical(row: PersonRow) -> PersonRow:
    """Return the row as it is compared and kept: full-width digits narrow, no spaces in numbers, one way to write a name.

    Of a resident number birth date and sex are taken from it where they are not told. A name that cannot be kept stays
    as typed; ``faults_of`` says why.
    """
    number = _narrow(row.id_number).upper()
    try:
        name = normalised_name(row.name)
    except NameFaultError:
        name = row.name.strip()
    said = None
    if (not row.sex or row.born_on is None) and _reads_like_a_citizen(number):
        try:
            said = birth_and_sex(row.id_kind, number)
        except ValueError:
            said = None
    return row._replace(
        name=name,
        id_number=number,
        sex=row.sex or (said.sex if said else ""),
        born_on=row.born_on or (said.born_on if said else None),
        phone=_narrow(row.phone).replace("-", "").removeprefix("+86"),
        address=" ".join(row.address.split()),
        account_number=_narrow(row.account_number).replace("-", ""),
    )


def faults_of(row: PersonRow, as_of: date) -> list[FieldFault]:
    """Return everything that is wrong with a canonical row, by field.

    Args:
        row: as ``canonical`` returns it.
        as_of: the day on which it is looked at.
    """
    faults: list[FieldFault] = []
    try:
        normalised_name(row.name)
    except NameFaultError as fault:
        faults.append(FieldFault("name", fault.text))
    if row.id_kind not in DOCUMENT_KIND:
        faults.append(FieldFault("id_kind", Text("请选择证件类型", "choose the kind of document")))
    elif not row.id_number:
        faults.append(FieldFault("id_number", Text("请填写证件号码", "give the document's number")))
    elif fault_of_number := document_fault(row.id_kind, row.id_number, as_of):
        faults.append(FieldFault("id_number", fault_of_number))
    if row.phone and (fault_of_phone := phone_fault(row.phone)):
        faults.append(FieldFault("phone", fault_of_phone))
    faults.extend(_birth_faults(row, as_of))
    faults.extend(_code_faults(row))
    return faults


def warnings_of(row: PersonRow, home_codes: Collection[str] = ()) -> list[FieldFault]:
    """Return what is unusual about a faultless resident number; none of it keeps a row out."""
    if row.id_kind != "resident_id":
        return []
    said = identity_warnings(row.id_number, born_on=row.born_on, sex=row.sex, home_codes=home_codes)
    return [FieldFault("id_number", text, is_warning=True) for text in said]


def needs_guardian(born_on: date, on: date) -> bool:
    """Say whether somebody born then must be registered with a guardian."""
    return age_on(born_on, on) < GUARDED_BELOW_AGE


def is_minor(born_on: date, on: date) -> bool:
    """Say whether somebody born then is a minor (未成年人)."""
    return age_on(born_on, on) < MINOR_BELOW_AGE


def _narrow(typed: str) -> str:
    if typed.isascii() and typed.isalnum():
        return typed
    return _SPACES.sub("", unicodedata.normalize("NFKC", typed)).strip("'‘’`")


def _reads_like_a_citizen(number: str) -> bool:
    return len(number) == 18 and number[:17].isdigit()


def _birth_faults(row: PersonRow, as_of: date) -> list[FieldFault]:
    faults = []
    if row.sex not in SEX:
        faults.append(FieldFault("sex", Text("请选择性别", "choose the sex")))
    if row.born_on is None:
        faults.append(FieldFault("born_on", Text("请填写出生日期", "give the date of birth")))
    elif row.born_on > as_of or row.born_on.year < OLDEST_BIRTH_YEAR:
        faults.append(FieldFault("born_on", Text("出生日期不可能", "the date of birth cannot be")))
    return faults


def _code_faults(row: PersonRow) -> list[FieldFault]:
    faults = [
        FieldFault(name, Text(f"{label.zh}不在代码表中，请从列表选择", f"{label.en}: choose one of the list"))
        for name, (codes, label) in _CODES.items()
        if (code := getattr(row, name)) and code not in codes
    ]
    if row.township_code and not (len(row.township_code) == 9 and row.township_code.isdigit()):
        faults.append(FieldFault("township_code", Text("请选择乡镇（街道）", "choose the township")))
    if len(row.address) > ADDRESS_LENGTH_MAX:
        faults.append(
            FieldFault(
                "address",
                Text(f"住址不超过 {ADDRESS_LENGTH_MAX} 字", f"an address has at most {ADDRESS_LENGTH_MAX} characters"),
            )
        )
    if unknown := [group for group in row.groups if group not in TARGET_GROUPS]:
        told = "、".join(unknown)
        faults.append(FieldFault("groups", Text(f"没有这种人员类别：{told}", f"there is no such group: {told}")))
    return faults
