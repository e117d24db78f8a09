"""The filled-in example of the template: a small book of invented people that settles without a problem."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from stdnum.cn import uscc
from stdnum.iso7064 import mod_11_2

if TYPE_CHECKING:
    from collections.abc import Sequence

Value = str | int | date
Row = dict[str, Value]

_NAMES: Final = ("王小兰", "李国强", "张秀梅", "赵建军")
_DAYS: Final = 10
_HOURS_A_DAY: Final = 8


def example_rows(year: int, kinds: Sequence[str]) -> dict[str, list[Row]]:
    """Return rows by sheet and column key (English names), choices as codes: two classes of two people each.

    The classes are of the first two of ``kinds`` and lie in June of ``year``.
    """
    people = [_identity(number) for number in range(len(_NAMES))]
    classes = [_class(number, kind, year) for number, kind in enumerate([*kinds, *kinds][:2], start=1)]
    roster = [
        (classes[index // 2], person, name) for index, (person, name) in enumerate(zip(people, _NAMES, strict=True))
    ]
    first = date(year, 6, 1)
    return {
        "classes": classes,
        "trainees": [
            {"class_id": row["class_id"], "person_id": person, "name": name, "groups": "脱贫劳动力"}
            for row, person, name in roster
        ],
        "attendance": [
            {
                "class_id": row["class_id"],
                "person_id": person,
                "date": first + timedelta(days=day),
                "hours": _HOURS_A_DAY,
            }
            for row, person, _ in roster
            for day in range(_DAYS)
        ],
        "certificates": [
            {
                "class_id": row["class_id"],
                "person_id": person,
                "type": "skill_level",
                "level": "5",
                "number": f"S0000141100{year}5{index:06}",
                "issued_on": date(year, 6, 20),
                "issuer": "示例职业技能评价中心",
            }
            for index, (row, person, _) in enumerate(roster, start=1)
        ],
        "employment": [
            {
                "class_id": row["class_id"],
                "person_id": person,
                "employer": "示例养老服务有限公司",
                "started_on": date(year, 7, 1),
                "evidence": "contract",
                "contract_months": 12,
            }
            for row, person, _ in roster
        ],
        **_apart_from_classes(year, people[0]),
    }


def _apart_from_classes(year: int, person: str) -> dict[str, list[Row]]:
    """Return the rows of hires and of history, which no class of this book has to hold."""
    return {
        "hires": [
            {
                "enterprise": "示例陶瓷有限公司",
                "size": "small",
                "person_id": _identity(len(_NAMES)),
                "contract_start": date(year, 5, 1),
                "contract_months": 12,
            }
        ],
        "history": [
            {
                "person_id": person,
                "item": "certificate",
                "level": "special_ability",
                "occupation": "面塑",
                "number": f"Z0000141100{year - 1}000001",
                "paid_on": date(year - 1, 11, 20),
                "amount": 200,
            }
        ],
    }


def _class(number: int, kind: str, year: int) -> Row:
    row: Row = {
        "class_id": f"{year}-{number:03}",
        "kind": kind,
        "institution": _credit_code("52141127MJ", 1000000 + number),
        "occupation": "养老护理员",
        "start_on": date(year, 6, 1),
        "end_on": date(year, 6, _DAYS),
        "planned_hours": _DAYS * _HOURS_A_DAY,
    }
    if kind == "order":
        row["order_id"] = f"DD{year}-{number:02}"
    return row


def _identity(number: int) -> str:
    """Return the number of an invented person: right in form, with a sequence that the region never came to."""
    body = f"1411271985{number + 1:02}1599{number}"
    return body + mod_11_2.calc_check_digit(body)


def _credit_code(registry: str, number: int) -> str:
    body = f"{registry}{number}"
    return body + uscc.calc_check_digit(body)
