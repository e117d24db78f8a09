"""settle() against the reference, on random and directed books that meet every threshold below, at and above it."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from engine import hits
from engine.checking import assert_equal_to_reference, settle_book
from engine.directed import directed_books
from engine.shipped import NUMBERS, each_plan, for_books
from jineng.policy.day_rate import RateTable
from jineng.policy.errors import EnginesDisagreeError
from jineng.policy.loader import load_plan


@each_plan
def test_equals_the_reference_on_every_side_of_every_threshold(policy):
    numbers = NUMBERS[policy]
    counter = hits.COUNTS[policy] = Counter()

    def check(plan, book, as_of):
        expected = assert_equal_to_reference(plan, numbers, book, as_of)
        hits.count(numbers, book, as_of, expected, counter)

    for_books(policy, 40, check)
    assert sorted(hits.wanted(numbers) - counter.keys()) == []


def test_an_amount_past_64_bits_is_never_paid():
    """Dataframes wrap silently where Python does not: the two executions differ, and nothing comes out."""
    plan = load_plan("changzhixian-2018")
    table = RateTable(rule="day_rate", standard="ladder", steps=((0, 10**18),), max_units=None, cap_fen=None)
    beyond = replace(plan, training={kind: replace(terms, rate=table) for kind, terms in plan.training.items()})
    book, as_of = directed_books("changzhixian-2018")[0]
    with pytest.raises(EnginesDisagreeError, match="differ on a line of class"):
        settle_book(beyond, book, as_of)


@pytest.mark.slow
@each_plan
def test_equals_the_reference_at_length(policy):
    for_books(policy, 600, lambda plan, book, as_of: assert_equal_to_reference(plan, NUMBERS[policy], book, as_of))
