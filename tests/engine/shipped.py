"""The shipped plans with what the tests need of each: the reference's numbers, the days and books to try."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given

from engine.directed import directed_books
from engine.drawing import drawn
from engine.plan_numbers import CHANGZHIXIAN, LANXIAN
from engine.strategies import CHANGZHI_DAYS, LAN_DAYS, books_of
from jineng.policy.loader import load_plan

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from engine.reference import Book
    from jineng.policy.plan import Plan

NUMBERS = {"lanxian-2022": LANXIAN, "changzhixian-2018": CHANGZHIXIAN}
DAYS = {"lanxian-2022": LAN_DAYS, "changzhixian-2018": CHANGZHI_DAYS}
each_plan = pytest.mark.parametrize("policy", NUMBERS)


def for_books(policy: str, examples: int, check: Callable[[Plan, Book, date], None]) -> None:
    """Run a check on the directed books of a plan and on so many random ones."""
    plan = load_plan(policy)

    @drawn(examples)
    @given(books_of(NUMBERS[policy], DAYS[policy])(classes=4, hires=3))
    def on_random_books(case: tuple[Book, date]) -> None:
        check(plan, *case)

    for book, as_of in directed_books(policy):
        check(plan, book, as_of)
    on_random_books()
