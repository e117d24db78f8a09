"""The engine does what a document says, whatever its figures: made-up plans against the reference with the same numbers."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.checking import assert_equal_to_reference, by_key, plain, settle_book
from engine.drawing import drawn
from engine.generated import plan_numbers, write_document
from engine.strategies import LAN_DAYS, books_of
from jineng.kernel.money import parse_yuan
from jineng.policy.checks import check_document
from jineng.policy.parsing import parse_document
from jineng.policy.plan import compile_plan

cases = plan_numbers().flatmap(
    lambda numbers: st.tuples(st.just(numbers), books_of(numbers, LAN_DAYS)(classes=3, hires=2))
)


def plan_from(numbers):
    document = parse_document(write_document(numbers).encode(), "made-up.toml")
    assert [problem.say("en") for problem in check_document(document, "made-up.toml")] == []
    return compile_plan(document, "0" * 64)


def check_against_reference(case):
    numbers, (book, as_of) = case
    assert_equal_to_reference(plan_from(numbers), numbers, book, as_of)


@drawn(60)
@given(cases)
def test_a_made_up_plan_equals_the_reference(case):
    check_against_reference(case)


@pytest.mark.slow
@drawn(800)
@given(cases)
def test_a_made_up_plan_equals_the_reference_at_length(case):
    check_against_reference(case)


@drawn(25)
@given(cases)
def test_a_range_of_a_made_up_plan_contains_what_comes_later(case):
    numbers, (book, as_of) = case
    plan = plan_from(numbers)
    waiting = [line for line in settle_book(plan, book, as_of)["lines"] if line["status"] == "pending"]
    if not waiting:
        return
    after = by_key(settle_book(plan, book, as_of + timedelta(days=400))["lines"])
    for key, line in by_key(waiting).items():
        later = plain(after[key])
        least, most = (parse_yuan(bound) for bound in line["range"])
        assert least <= later["due"] <= most, (key, line["reasons"], later)
