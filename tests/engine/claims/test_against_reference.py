"""Claim lines by the engine against the reference: random documents of all kinds, lines at every threshold."""

from __future__ import annotations

from collections import Counter
from random import Random

import pytest
from hypothesis import given

from engine.claims import hits
from engine.claims.comparing import (
    by_columns,
    claim_line,
    differences,
    enjoyed,
    one_by_one,
    outcome_differences,
    plan_of,
    settled_alone,
    whole_book,
)
from engine.claims.documents import document_text, seeds
from engine.claims.edges import AS_OF, edge_books
from engine.claims.lines import book
from engine.claims.reference import Reference, settle
from engine.claims.said import Had
from engine.drawing import drawn
from jineng.policy.claims.exact import TooFineError
from jineng.policy.claims.one import one_claim
from jineng.policy.kinds import Budget, Limit


def compare_books(seed, counter):
    """Settle a random book both ways."""
    document, plan = plan_of(document_text(seed))
    lines, history, as_of = book(document, Random(seed))
    try:
        compare(document, plan, (lines, history, as_of), counter)
    except TooFineError:
        counter["too fine"] += 1


def compare(document, plan, case, counter):
    """Hold the engine's settlement of a book against the reference, and count what was hit."""
    settled = whole_book(plan, *case)
    results, met = settle(document, *case)
    assert differences(settled, results) == {}
    hits.count(document, results, met, counter)
    counter["documents"] += 1


def test_whole_books_equal_the_reference_and_meet_every_threshold():
    counter = hits.COUNTS
    counter.clear()
    for text, lines, history in edge_books():
        compare(*plan_of(text), (lines, history, AS_OF), counter)

    @drawn(700)
    @given(seeds())
    def equal(seed):
        compare_books(seed, counter)

    equal()
    assert sorted(hits.wanted() - counter.keys()) == []


@pytest.mark.slow
@drawn(10_000)
@given(seeds())
def test_whole_books_equal_the_reference_at_length(seed):
    compare_books(seed, Counter())


@drawn(80)
@given(seeds())
def test_a_line_alone_equals_the_reference(seed):
    document, plan = plan_of(document_text(seed))
    lines, history, as_of = book(document, Random(seed))
    try:
        settled = one_by_one(plan, lines, history, as_of)
    except TooFineError:
        return
    assert differences(settled, settled_alone(document, lines, history, as_of)) == {}


def funds_or_groups(document):
    """Whether lines share something other than a person's history."""
    return any(
        (isinstance(rule, Limit) and rule.per != "person") or (isinstance(rule, Budget) and rule.amount is not None)
        for rule in document.rule
    )


@drawn(80)
@given(seeds())
def test_lines_one_after_the_other_equal_the_whole_book(seed):
    """What a line is paid is the next one's history: ``one_claim`` in order gives what the whole book gives."""
    document, plan = plan_of(document_text(seed))
    if funds_or_groups(document):
        return
    lines, history, as_of = book(document, Random(seed))
    reference = Reference(document, as_of)
    entitled = [reference.work.entitled(line) for line in lines]
    before, found = list(history), {}
    try:
        for each in reference.limits.in_order([each for each in entitled if each.status == "payable"]):
            settled = one_claim(plan, claim_line(each.line, as_of), [enjoyed(had) for had in before])
            found[each.line.row] = settled
            reference.limits.limit([each], before)
            if each.status == "payable":
                taken = reference.limits.taken(each)
                before.append(Had(taken.rules, taken.on, int(taken.amount), taken.payee, taken.facts))
    except TooFineError:
        return
    results = {result.row: result for result in settle(document, lines, history, as_of)[0]}
    assert differences(list(found.values()), [results[row] for row in found]) == {}


@drawn(40)
@given(seeds())
def test_whole_books_by_columns_equal_the_reference(seed):
    document, plan = plan_of(document_text(seed))
    lines, history, as_of = book(document, Random(seed))
    history = [had for had in history if len(had.rules) == 1]
    try:
        said = by_columns(plan, lines, history, as_of)
    except TooFineError:
        return
    assert outcome_differences(said, settle(document, lines, history, as_of)[0]) == {}


@drawn(30)
@given(seeds())
def test_the_order_of_lines_does_not_matter(seed):
    document, plan = plan_of(document_text(seed))
    lines, history, as_of = book(document, Random(seed))
    shuffled = Random(seed).sample(lines, len(lines))
    try:
        settled = dict(zip((line.row for line in lines), whole_book(plan, lines, history, as_of), strict=True))
        again = dict(zip((line.row for line in shuffled), whole_book(plan, shuffled, history, as_of), strict=True))
    except TooFineError:
        return
    assert {row: (each.status, each.due_fen, each.payable_now_fen) for row, each in settled.items()} == {
        row: (each.status, each.due_fen, each.payable_now_fen) for row, each in again.items()
    }
