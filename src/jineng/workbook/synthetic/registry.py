"""Made-up people for the registry of the two counties: rosters as institutions and townships send them, and their numbers.

Identity numbers end in the sequences 996 to 999, which GB 11643 gives to people of a hundred years; all these are younger, so
nobody real can have one. Phones stand in one made-up block, accounts under an issuer that is no bank's.
"""

from __future__ import annotations

import io
from datetime import date
from random import Random
from typing import TYPE_CHECKING, Final, NamedTuple

import xlsxwriter
from stdnum import luhn

from jineng.workbook.registry_forms.forms import FORMS
from jineng.workbook.synthetic import changzhixian, lanxian
from jineng.workbook.synthetic.people import People, identity_number
from jineng.workbook.template import MADE_AT

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from jineng.workbook.synthetic.organisations import County

PHONE_BLOCK: Final = "1990001"
"""The first seven of eleven digits: 10,000 numbers."""

ISSUER: Final = "629999"
FIRST_RESERVED: Final = 996
"""Sequences from here on are those of the hundred-year-old: 996 and 998 women, 997 and 999 men."""

_AS_OF: Final = date(2022, 1, 1)
_TOWNSHIPS: Final[Mapping[County, tuple[str, ...]]] = {
    "lanxian-2022": ("东村镇", "岚城镇", "普明镇", "界河口镇"),
    "changzhixian-2018": ("韩店街道", "苏店镇", "荫城镇", "西火镇", "八义镇"),
}
_EDUCATIONS: Final = ("初中", "高中", "小学", "职业高中", "大学专科")
_EMPLOYMENTS: Final = ("务农", "灵活就业", "失业", "")
_PHONES_A_COUNTY: Final = 5000


class Registered(NamedTuple):
    """Somebody made up, as a row of a roster: values by the keys of the form's columns, all text."""

    values: Mapping[str, str]

    @property
    def id_number(self) -> str:
        """The identity number."""
        return self.values["id_number"]


def registry_people(county: County, count: int, *, seed: int = 4) -> list[Registered]:
    """Return made-up people of a county, always the same for the same arguments, and no two with one number.

    Two in three have no group in the roster: those are tagged at a desk. Raises ``ValueError`` for more people than phones.
    """
    if not 0 <= count <= _PHONES_A_COUNTY:
        raise ValueError(f"expected at most {_PHONES_A_COUNTY} people, found {count}")
    maker = lanxian if county == "lanxian-2022" else changzhixian
    rng = Random(seed)  # noqa: S311 - nothing secret is drawn
    people = People(rng, prefixes=maker.PREFIXES, groups=_GROUPS, as_of=_AS_OF)
    first_phone = 0 if county == "lanxian-2022" else _PHONES_A_COUNTY
    known: set[str] = set()
    made: list[Registered] = []
    while len(made) < count:
        person = people.new()
        number = _reserved(person.person_id, rng)
        if number in known:
            continue
        known.add(number)
        place = len(made)
        made.append(
            Registered(
                {
                    "name": person.name,
                    "id_number": number,
                    "phone": f"{PHONE_BLOCK}{first_phone + place:04d}",
                    "ethnic_group": "汉族",
                    "education": _EDUCATIONS[rng.randrange(len(_EDUCATIONS))],
                    "household_kind": "农业户口" if rng.randrange(10) < 8 else "非农业户口",
                    "employment_status": _EMPLOYMENTS[rng.randrange(len(_EMPLOYMENTS))],
                    "township": rng.choice(_TOWNSHIPS[county]),
                    "address": f"示例村 {rng.randrange(1, 200)} 号",
                    "groups": "" if place % 3 else _GROUPS[min(rng.randrange(6), rng.randrange(6))],
                }
            )
        )
    return made


def account_number(place: int) -> str:
    """Return a made-up bank card of 19 digits that passes Luhn's check.

    >>> len(account_number(1)), account_number(1)[:6]
    (19, '629999')
    """
    first = f"{ISSUER}9{place:011d}"
    return first + luhn.calc_check_digit(first)


def write_rows(form: str, rows: Sequence[Mapping[str, str]], *, title: str = "") -> bytes:
    """Return a form of the registry (.xlsx) filled in with these rows; the same rows give the same bytes.

    Args:
        form: a key of ``FORMS``.
        rows: values by the keys of the form's columns; columns that no row has are left out.
        title: a line above the headings, as counties write it.
    """
    columns = [column for column in FORMS[form].columns if any(row.get(column.key) for row in rows)]
    return _book(
        FORMS[form].name.zh, [column.name.zh for column in columns], title, rows, [each.key for each in columns]
    )


def write_list(rows: Sequence[Mapping[str, str]]) -> bytes:
    """Return a comparison list (.xlsx) with name, number, first and last day."""
    return _book(
        "名单", ["姓名", "身份证号", "开始日期", "结束日期"], "", rows, ["name", "id_number", "from_on", "to_on"]
    )


def _book(
    sheet: str, headings: Sequence[str], title: str, rows: Sequence[Mapping[str, str]], keys: Sequence[str]
) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"title": sheet, "created": MADE_AT})
        page = book.add_worksheet(sheet.replace("（", " ").replace("）", "")[:31])
        head = 0
        if title:
            page.merge_range(0, 0, 0, len(headings) - 1, title)
            head = 1
        page.write_row(head, 0, headings)
        for number, row in enumerate(rows, head + 1):
            for place, key in enumerate(keys):
                if row.get(key):
                    page.write_string(number, place, row[key])
    return out.getvalue()


def _reserved(number: str, rng: Random) -> str:
    """Return a number of the same region, birth date and sex out of the reserved sequences."""
    born_on = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    is_male = int(number[16]) % 2 == 1
    return identity_number(number[:6], born_on, FIRST_RESERVED + is_male + 2 * rng.randrange(2))


_GROUPS: Final = ("农村劳动力", "农民工", "脱贫人口", "登记失业人员", "退役军人", "残疾人")
"""As rosters write them, commonest first."""
