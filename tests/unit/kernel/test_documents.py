"""Numbers of identity documents, and lists of codes."""

from __future__ import annotations

from datetime import date

import pytest
from stdnum.iso7064 import mod_11_2

from factories.identities import identity_number
from jineng.kernel.code_lists import (
    DOCUMENT_KIND,
    EDUCATION,
    EMPLOYMENT_STATUS,
    ETHNIC_GROUP,
    HOUSEHOLD_KIND,
    SEX,
)
from jineng.kernel.documents import birth_and_sex, document_fault, identity_warnings, mask_document

DAY = date(2022, 1, 1)


def with_check(first: str) -> str:
    return first + mod_11_2.calc_check_digit(first)


def test_permits_of_hong_kong_macao_and_taiwan_residents_are_built_like_citizens_numbers() -> None:
    for region in ("810000", "820000", "830000"):
        number = with_check(f"{region}19900307001")
        assert document_fault("hmt_residence", number, DAY) is None
        assert birth_and_sex("hmt_residence", number) == (date(1990, 3, 7), "1")
        assert document_fault("resident_id", number, DAY) is not None
    assert document_fault("hmt_residence", identity_number(1), DAY) is not None


@pytest.mark.parametrize(
    ("kind", "number", "is_right"),
    [
        ("hm_permit", "H12345678", True),
        ("hm_permit", "M1234567890", True),
        ("hm_permit", "C12345678", False),
        ("taiwan_permit", "12345678", True),
        ("taiwan_permit", "123456789", False),
        ("permanent_residence", "USA140012345678", True),
        ("permanent_residence", "USA14001234567", False),
        ("permanent_residence", with_check("91484019900307001"), True),
        ("permanent_residence", with_check("91484019900307001")[:-1] + "~", False),
        ("passport", "E12345678", True),
        ("passport", "ABCDEFGH", False),
        ("passport", "e12345678", False),
    ],
)
def test_forms(kind: str, number: str, *, is_right: bool) -> None:
    assert (document_fault(kind, number, DAY) is None) is is_right


def test_mistyped_digit_of_a_permanent_residence_card_is_found() -> None:
    number = with_check("91484019900307001")
    mistyped = number[:5] + str((int(number[5]) + 1) % 10) + number[6:]

    assert document_fault("permanent_residence", mistyped, DAY) is not None


def test_numbers_of_old_region_codes_are_no_fault_and_no_residence() -> None:
    number = identity_number(1, date(1980, 5, 1), "F", "142329")

    assert document_fault("resident_id", number, DAY) is None
    assert identity_warnings(number, born_on=date(1980, 5, 1), sex="2", home_codes=["141127", "142329"]) == []
    assert len(identity_warnings(number, born_on=date(1981, 5, 1), sex="1", home_codes=["140404"])) == 3


@pytest.mark.parametrize("kind", sorted(DOCUMENT_KIND.names))
def test_every_kind_is_judged_and_masked(kind: str) -> None:
    assert document_fault(kind, "?", DAY) is not None
    assert "34567" not in mask_document("1234567890")


@pytest.mark.parametrize(
    "codes", [SEX, ETHNIC_GROUP, EDUCATION, HOUSEHOLD_KIND, EMPLOYMENT_STATUS, DOCUMENT_KIND], ids=lambda c: c.source
)
def test_lists_find_their_own_words(codes) -> None:
    for code, text in codes.names.items():
        assert codes.find(code) == code
        assert codes.find(text.zh) == code
        assert codes.find(text.en) == code
    assert set(codes.also.values()) <= set(codes.names)
    assert codes.find("没有这一项") is None
    assert codes.text("zz") == ("zz", "zz")


def test_ethnic_groups_are_56() -> None:
    own = [code for code in ETHNIC_GROUP.names if code < "57"]
    assert own == [f"{n:02}" for n in range(1, 57)]
    assert len({ETHNIC_GROUP.text(code).zh for code in own}) == 56
