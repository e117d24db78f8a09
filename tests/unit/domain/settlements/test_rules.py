from __future__ import annotations

from datetime import date, timedelta

import pytest

from jineng.domain.plans.queries import get_plan
from jineng.domain.settlements.errors import UploadRefusedError
from jineng.domain.settlements.rules import SIZE_LIMIT_BYTES, check_as_of, check_book

PLAN = get_plan("lanxian-2022")
FIRST = PLAN.document.head.valid_from
TODAY = date(2024, 3, 1)


@pytest.mark.parametrize(("name", "size"), [("a.xlsx", 1), ("台账.XLSX", SIZE_LIMIT_BYTES)])
def test_check_book_takes_workbooks_up_to_the_limit(name: str, size: int) -> None:
    check_book(name, size)


@pytest.mark.parametrize(
    ("name", "size", "says"),
    [
        ("a.xls", 1, "expected an .xlsx workbook"),
        ("a.xlsx.exe", 1, "expected an .xlsx workbook"),
        ("xlsx", 1, "expected an .xlsx workbook"),
        ("a.xlsx", 0, "the file is empty"),
        ("a.xlsx", SIZE_LIMIT_BYTES + 1, "larger than 64 MB"),
    ],
)
def test_check_book_refuses_what_can_be_no_book(name: str, size: int, says: str) -> None:
    with pytest.raises(UploadRefusedError, match=says) as refusal:
        check_book(name, size)
    assert refusal.value.field == "book"


@pytest.mark.parametrize("as_of", [FIRST, TODAY])
def test_check_as_of_takes_days_of_the_plan_up_to_today(as_of: date) -> None:
    check_as_of(PLAN, as_of, TODAY)


@pytest.mark.parametrize(
    ("as_of", "says"),
    [(TODAY + timedelta(days=1), "cannot be after today"), (FIRST - timedelta(days=1), "before the plan's first")],
)
def test_check_as_of_refuses_other_days(as_of: date, says: str) -> None:
    with pytest.raises(UploadRefusedError, match=says) as refusal:
        check_as_of(PLAN, as_of, TODAY)
    assert refusal.value.field == "as_of"
