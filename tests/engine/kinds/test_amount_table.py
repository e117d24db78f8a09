"""``amount_table``: a fixed amount read from a table."""

from __future__ import annotations

import pytest

from engine.kinds.harness import described, dues, plan_of, refusals, settle

CELLS = '{ "A|5" = "1500", "B|5" = "1300", "A|4" = "1800.50" }'


def table(more: str, **head):
    return plan_of(f'[[rule]]\nid = "by_table"\nkind = "amount_table"\n{more}', **head)


def by_level(more: str = 'otherwise = "no_rate"', cells: str = '{ 5 = "1000", 4 = "1500" }', **head):
    return table(f'axes = ["level"]\ncells = {cells}\n{more}', **head)


def levels(*words):
    return [{"level": word} for word in words]


BANDS = 'axes = [{ fact = "attended_hours", from = ["20 hours", "40 hours"] }]\ncells = { 20 = "300", 40 = "700" }\notherwise = "no_rate"'
BAND_LINES = [{"attended_hours": hours} for hours in ("19.999", "20", "20.001", "39.999", "40", "40.001")]


def test_each_line_has_the_amount_of_its_word():
    assert dues(by_level(), *levels("5", "4")) == [1000_00, 1500_00]


def test_a_word_without_a_cell_and_a_missing_word_have_no_rate():
    assert refusals(by_level(), *levels("3"), {}) == ["no_rate_in_policy", "no_rate_in_policy"]


def test_all_axes_have_to_fit():
    plan = table(f'axes = ["category", "level"]\ncells = {CELLS}\notherwise = "no_rate"')
    lines = [{"category": category, "level": level} for category, level in ("A5", "B5", "A4", "B4", "C5")]
    assert dues(plan, *lines) == [1500_00, 1300_00, 1800_50, 0, 0]
    assert refusals(plan, {"category": "A"}) == ["no_rate_in_policy"]


def test_three_axes_are_read_in_their_order():
    plan = table(
        'axes = ["category", "level", "insured"]\ncells = { "A|5|yes" = "800", "A|5|no" = "600" }\notherwise = "no_rate"'
    )
    lines = [{"category": "A", "level": "5", "insured": insured} for insured in (True, False)]
    assert dues(plan, *lines, {"category": "A", "level": "5"}) == [800_00, 600_00, 0]


def test_a_band_holds_its_lower_bound_where_the_head_says_so():
    assert dues(table(BANDS), *BAND_LINES) == [0, 300_00, 300_00, 300_00, 700_00, 700_00]


def test_a_band_begins_above_its_bound_where_the_head_says_so():
    assert dues(table(BANDS, band_edge="upper"), *BAND_LINES) == [0, 0, 300_00, 300_00, 300_00, 700_00]


def test_below_the_first_band_there_is_no_rate():
    assert refusals(table(BANDS), *BAND_LINES[:2], {}) == ["no_rate_in_policy", "", "no_rate_in_policy"]


def test_a_missing_number_lies_in_no_band_though_0_lies_in_one():
    plan = table(
        'axes = [{ fact = "heads", from = ["0 people", "10 people"] }]\ncells = { 0 = "50", 10 = "90" }\notherwise = "no_rate"'
    )
    assert dues(plan, {}, {"heads": 0}, {"heads": 9}, {"heads": 10}) == [0, 50_00, 50_00, 90_00]
    assert refusals(plan, {}) == ["no_rate_in_policy"]


def test_bands_of_money_are_of_yuan():
    plan = table(
        'axes = [{ fact = "wage", from = ["3000 yuan", "5000.5 yuan"] }]\ncells = { 3000 = "400", "5000.50" = "200" }\notherwise = "no_rate"'
    )
    assert dues(plan, {"wage": "2999.99"}, {"wage": "3000"}, {"wage": "5000.49"}, {"wage": "5000.50"}) == [
        0,
        400_00,
        400_00,
        200_00,
    ]


def test_heads_multiply_the_amount():
    plan = by_level('otherwise = "no_rate"\ntimes = "heads"')
    assert dues(plan, {"level": "5", "heads": 12}, {"level": "4", "heads": 1}) == [12000_00, 1500_00]
    assert refusals(plan, *levels("5")) == ["nothing_earned"]


def test_what_has_no_cell_is_paid_by_the_rule_instead():
    plan = by_level(
        'otherwise = "fallback"\nfallback = "by_days"\n'
        '[[rule]]\nid = "by_days"\nkind = "rate"\nprice = "100"\nmax_units = 8\nstack = "only_named"'
    )
    assert dues(plan, {"level": "5", "attended_days": 3}, {"level": "3", "attended_days": 3}, {"attended_days": 9}) == [
        1000_00,
        300_00,
        800_00,
    ]
    assert refusals(plan, *levels("3")) == ["nothing_earned"]


def test_the_rule_instead_brings_its_own_caps_and_adjustments():
    plan = by_level(
        'otherwise = "fallback"\nfallback = "by_days"\n'
        '[[rule]]\nid = "by_days"\nkind = "rate"\nprice = "100"\ncaps = ["450"]\nstack = "only_named"\n'
        '[[rule]]\nid = "rise"\nkind = "adjust"\ntargets = ["by_days"]\nfactor = "110%"\ncombine = "multiply"\norder = "before_caps"'
    )
    lines = [{"level": "3", "attended_days": days} for days in (4, 5)]
    assert dues(plan, *lines, {"level": "5", "attended_days": 4}) == [440_00, 450_00, 1000_00]


def test_the_reason_of_the_rule_instead_is_the_lines_reason():
    plan = by_level(
        'otherwise = "fallback"\nfallback = "by_days"\n'
        '[[rule]]\nid = "by_days"\nkind = "rate"\nprice = "100"\nmin_units = 5\nstack = "only_named"'
    )
    assert refusals(plan, {"level": "3", "attended_days": 4}) == ["too_few_units"]


def test_only_the_lines_own_cell_has_to_be_decided():
    cells = '{ 5 = "1000", 4 = { by = "county", min = "500", max = "900" } }'
    plan = by_level(cells=cells)
    assert refusals(plan, *levels("5", "4", "3")) == ["", "awaits_decision", "no_rate_in_policy"]
    decided = '\n[[fill]]\nrule = "by_table"\nterm = "cells.4"\nvalue = "900"\nby = "county"'
    assert dues(by_level('otherwise = "no_rate"' + decided, cells), *levels("5", "4")) == [1000_00, 900_00]


def test_a_table_in_another_text_pays_nothing_until_it_is_entered():
    external = 'axes = ["level"]\nexternal = { name = { zh = "标准表", en = "Standards" }, by = "city" }\notherwise = "no_rate"\n'
    assert refusals(table(external), *levels("5"), {}) == ["awaits_decision", "awaits_decision"]
    entered = '[[fill]]\nrule = "by_table"\nterm = "cells"\ncells = { 5 = "640" }\nby = "city"'
    plan = table(external + entered)
    assert dues(plan, *levels("5")) == [640_00]
    assert refusals(plan, *levels("4")) == ["no_rate_in_policy"]


def test_a_line_that_waits_keeps_what_it_was_paid():
    plan = by_level(cells='{ 5 = { by = "county" } }')
    (waiting,) = settle(plan, {"level": "5", "paid": "300"})
    assert (waiting.status, waiting.due_fen, waiting.payable_now_fen, waiting.recover_fen) == (
        "not_computable",
        300_00,
        0,
        0,
    )


@pytest.mark.parametrize(
    ("more", "zh", "en"),
    [
        (
            'axes = ["level"]\ncells = { 5 = "1000", 4 = { by = "county", min = "500" } }\notherwise = "no_rate"',
            "初级工（五级） 1,000 元、中级工（四级） 由县确定（不低于 500 元）；其余本方案未定标准；拨给个人。",
            (
                "junior (level 5) 1,000 yuan, intermediate (level 4) to be set by the county (at least 500 yuan); "
                "the plan sets no rate for anything else; paid to the person."
            ),
        ),
        (
            'axes = ["level"]\nexternal = { name = { zh = "标准表", en = "Standards" }, by = "city" }\notherwise = "no_rate"',
            "标准见市的“标准表”；其余本方案未定标准；拨给个人。",
            "the amounts stand in “Standards” of the city; the plan sets no rate for anything else; paid to the person.",
        ),
    ],
)
def test_a_table_says_itself(more: str, zh: str, en: str):
    assert described(table(more), "by_table") == (zh, en)
