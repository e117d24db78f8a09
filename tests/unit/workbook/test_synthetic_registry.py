"""The made-up people of the registry: nobody's numbers, and rosters that read without a fault."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from stdnum import luhn

from factories.identities import noted
from jineng.kernel.documents import document_fault
from jineng.kernel.identifiers import phone_fault
from jineng.workbook.registry_forms.forms import FORMS
from jineng.workbook.registry_forms.reading import read_form
from jineng.workbook.synthetic.registry import account_number, registry_people, write_rows

if TYPE_CHECKING:
    from jineng.workbook.synthetic.organisations import County

TODAY = date(2026, 11, 22)
COUNTIES: tuple[County, ...] = ("lanxian-2022", "changzhixian-2018")


@pytest.mark.parametrize("county", COUNTIES)
def test_numbers_are_valid_nobodys_and_each_ones_own(county: County) -> None:
    people = registry_people(county, 400)
    numbers = [noted(each.id_number) for each in people]
    phones = [noted(each.values["phone"]) for each in people]

    assert len(set(numbers)) == len(set(phones)) == 400
    assert all(document_fault("resident_id", number, TODAY) is None for number in numbers)
    assert all(number[14:17] in {"996", "997", "998", "999"} for number in numbers)
    assert all(phone_fault(phone) is None for phone in phones)
    assert people == registry_people(county, 400)


def test_the_counties_share_no_phone() -> None:
    lan, shangdang = ({each.values["phone"] for each in registry_people(county, 300)} for county in COUNTIES)

    assert not lan & shangdang


def test_more_people_than_phones_are_refused() -> None:
    with pytest.raises(ValueError, match="at most 5000 people, found 5001"):
        registry_people("lanxian-2022", 5001)


@pytest.mark.parametrize("county", COUNTIES)
@pytest.mark.parametrize("form", ["roster", "registration", "selection"])
def test_a_filled_form_reads_without_a_fault(county: County, form: str) -> None:
    people = registry_people(county, 60)
    content = write_rows(form, [each.values for each in people], title="花名册（演示）")
    read = read_form(content, FORMS[form], today=TODAY)

    assert [problem.code for problem in read.problems] == []
    assert read.table["id_number"].to_list() == [noted(each.id_number) for each in people]
    assert content == write_rows(form, [each.values for each in people], title="花名册（演示）")


def test_accounts_pass_the_cards_check() -> None:
    numbers = [noted(account_number(place)) for place in range(50)]

    assert len(set(numbers)) == 50
    assert all(luhn.is_valid(number) and len(number) == 19 for number in numbers)
