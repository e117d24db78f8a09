"""May this organisation be kept so? Takes values, asks nothing of the database."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Final

from jineng.domain.registry.organisation_errors import FieldRefusedError
from jineng.domain.registry.organisation_words import GOVERNMENT, OrganisationKind
from jineng.kernel.documents import document_fault
from jineng.kernel.identifiers import credit_code_fault
from jineng.kernel.region_codes import is_region_code, is_within
from jineng.kernel.text import Text

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

NAME_LENGTH_MAX: Final = 120
ADDRESS_LENGTH_MAX: Final = 200
NOTE_LENGTH_MAX: Final = 1000

SEALED_FIELDS: Final = frozenset({"representative_id", "bank_account"})
"""Fields that are sealed; left empty they stay as they are."""

BANK_FIELDS: Final = frozenset({"bank_name", "bank_account"})
"""Where money goes: changed by a request that a second person confirms, whoever asks."""

LEGAL_FIELDS: Final = (
    frozenset({"name", "credit_code", "address", "legal_representative", "representative_id"}) | BANK_FIELDS
)
"""Facts of law that an organisation may ask to change and the bureau confirms."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationFacts:
    """What is registered of an organisation. Sealed fields are given in full; empty means unknown, or unchanged."""

    kind: str
    name: str
    county_code: str
    credit_code: str = ""
    township_code: str = ""
    address: str = ""
    legal_representative: str = ""
    representative_id: str = ""
    bank_name: str = ""
    bank_account: str = ""
    parent_uid: UUID | None = None


def clean_line(field: str, typed: str, length_max: int, *, is_needed: bool) -> str:
    """Return one line of text without surplus spaces.

    Raises:
        FieldRefusedError: it is empty though needed, too long, or has characters that nobody can read.
    """
    line = " ".join(typed.split())
    if is_needed and not line:
        raise FieldRefusedError(field, Text("此项必填", "this is needed"))
    if len(line) > length_max:
        raise FieldRefusedError(field, Text(f"最多 {length_max} 个字", f"at most {length_max} characters"))
    if any(unicodedata.category(character) in ("Cc", "Cs", "Cn") for character in line):
        raise FieldRefusedError(field, Text("含有无法显示的字符", "it has characters that cannot be shown"))
    return line


def clean_name(field: str, typed: str) -> str:
    """Return a name as registers write it: one line, Chinese brackets.

    Raises:
        FieldRefusedError: it cannot be kept.

    >>> clean_name("name", " 岚县 职业(技工) 学校 ")
    '岚县职业（技工）学校'
    """
    line = clean_line(field, typed, NAME_LENGTH_MAX, is_needed=True)
    if any("\u4e00" <= character <= "\u9fff" for character in line):
        line = line.replace(" ", "").replace("(", "（").replace(")", "）")
    return line


def check_facts(facts: OrganisationFacts, today: date) -> OrganisationFacts:
    """Return the facts as they are kept.

    Raises:
        FieldRefusedError: the first that cannot be kept.
    """
    if facts.kind not in list(OrganisationKind):
        raise FieldRefusedError("kind", Text("请选择单位类别", "choose the kind of organisation"))
    cleaned = replace(
        facts,
        name=clean_name("name", facts.name),
        credit_code=clean_line("credit_code", facts.credit_code, 30, is_needed=False).replace(" ", "").upper(),
        address=clean_line("address", facts.address, ADDRESS_LENGTH_MAX, is_needed=False),
        legal_representative=clean_line(
            "legal_representative", facts.legal_representative, NAME_LENGTH_MAX, is_needed=False
        ),
        representative_id=facts.representative_id.strip().upper(),
        bank_name=clean_line("bank_name", facts.bank_name, NAME_LENGTH_MAX, is_needed=False),
        bank_account="".join(facts.bank_account.split()),
    )
    _check_codes(cleaned, today)
    _check_place(cleaned)
    return cleaned


def _check_codes(facts: OrganisationFacts, today: date) -> None:
    if not facts.credit_code and facts.kind not in GOVERNMENT:
        raise FieldRefusedError("credit_code", Text("请填写统一社会信用代码", "the credit code is needed"))
    if facts.credit_code and (fault := credit_code_fault(facts.credit_code)):
        raise FieldRefusedError("credit_code", fault)
    if facts.representative_id and (fault := document_fault("resident_id", facts.representative_id, today)):
        raise FieldRefusedError("representative_id", fault)
    if facts.bank_account and not (
        facts.bank_account.isascii() and facts.bank_account.isdigit() and 8 <= len(facts.bank_account) <= 30
    ):
        raise FieldRefusedError("bank_account", Text("银行账号应为 8–30 位数字", "an account has 8 to 30 digits"))
    if facts.bank_account and not facts.bank_name:
        raise FieldRefusedError("bank_name", Text("请填写开户银行", "name the bank"))


def _check_place(facts: OrganisationFacts) -> None:
    if not is_region_code(facts.county_code) or len(facts.county_code) != 6:
        raise FieldRefusedError("county_code", Text("请选择所在县（市、区）", "choose the county"))
    if facts.township_code and not (
        len(facts.township_code) == 9
        and is_region_code(facts.township_code)
        and is_within(facts.township_code, facts.county_code)
    ):
        raise FieldRefusedError("township_code", Text("乡镇不在所选县内", "the township is not in the county"))


FACT_NAMES: Final = tuple(item.name for item in fields(OrganisationFacts) if item.name != "parent_uid")
"""The names of the facts, in the order in which they are shown."""

FACT_LABELS: Final = {
    "kind": Text("单位类别", "kind"),
    "name": Text("单位名称", "name"),
    "county_code": Text("所在县", "county"),
    "credit_code": Text("统一社会信用代码", "credit code"),
    "township_code": Text("所在乡镇", "township"),
    "address": Text("地址", "address"),
    "legal_representative": Text("法定代表人", "legal representative"),
    "representative_id": Text("法定代表人身份证号", "representative's identity number"),
    "bank_name": Text("开户银行", "bank"),
    "bank_account": Text("银行账号", "bank account"),
}
"""What people call the facts."""
