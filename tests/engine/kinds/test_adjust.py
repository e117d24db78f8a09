"""``adjust``: factors on, and additions to, the amount of other rules."""

from __future__ import annotations

from datetime import date

import pytest

from engine.kinds.harness import described, dues, plan_of, refusals

SUM = '[[rule]]\nid = "sum"\nkind = "fixed_amount"\namount = "1000"\n'
CAPPED = SUM + 'caps = ["1200"]\n'
TRADES = """[[rule]]
id = "urgent"
kind = "list"
of = "occupation"
member_at = "claimed_on"
until_published = "previous"
versions = [{ from = 2023-01-01, members = ["welder"] }]
"""


def adjust(number: int, change: str, when: str = "", order: str = "before_caps", combine: str = "multiply"):
    condition = f"when = {{ {when} }}\n" if when else ""
    return (
        f'[[rule]]\nid = "change_{number}"\nkind = "adjust"\ntargets = ["sum"]\n{condition}{change}\n'
        f'combine = "{combine}"\norder = "{order}"\n'
    )


LOCAL = 'is = { household = ["yes"] }'
INSURED = 'is = { insured = ["yes"] }'


def both(combine: str, first: str, second: str):
    return plan_of(SUM + adjust(1, first, LOCAL, combine=combine) + adjust(2, second, INSURED, combine=combine))


EACH = [{}, {"household": True}, {"insured": True}, {"household": True, "insured": True}]


def test_a_factor_counts_where_its_condition_holds():
    plan = plan_of(SUM + adjust(1, 'factor = "130%"', LOCAL))
    assert dues(plan, {"household": True}, {"household": False}, {}) == [1300_00, 1000_00, 1000_00]


def test_a_factor_can_lower_and_is_exact():
    assert dues(plan_of(SUM + adjust(1, 'factor = "33.33%"')), {}) == [333_30]


def test_a_factor_for_what_is_on_a_list():
    plan = plan_of(SUM + TRADES + adjust(1, 'factor = "120%"', 'in_list = "urgent"'))
    assert dues(plan, {"occupation": "welder"}, {"occupation": "baker"}, {}) == [1200_00, 1000_00, 1000_00]


def test_a_factor_for_what_is_not_on_a_list():
    plan = plan_of(SUM + TRADES + adjust(1, 'factor = "80%"', 'not_in_list = "urgent"'))
    assert dues(plan, {"occupation": "welder"}, {"occupation": "baker"}, {}) == [1000_00, 800_00, 800_00]


def test_a_table_of_factors_leaves_what_has_no_cell():
    plan = plan_of(SUM + adjust(1, 'table = { axes = ["result"], cells = { good = "110%", excellent = "125%" } }'))
    assert dues(plan, {"result": "good"}, {"result": "excellent"}, {"result": "fair"}, {}) == [
        1100_00,
        1250_00,
        1000_00,
        1000_00,
    ]


def test_a_table_can_go_by_bands():
    table = 'table = { axes = [{ fact = "class_started", from = ["20 people", "30 people"] }], cells = { 20 = "105%", 30 = "110%" } }'
    lines = [{"class_started": people} for people in (19, 20, 29, 30)]
    assert dues(plan_of(SUM + adjust(1, table)), *lines) == [1000_00, 1050_00, 1050_00, 1100_00]


def test_several_factors_are_multiplied():
    assert dues(both("multiply", 'factor = "120%"', 'factor = "150%"'), *EACH) == [1000_00, 1200_00, 1500_00, 1800_00]


def test_or_the_greatest_factor_counts():
    assert dues(both("max", 'factor = "120%"', 'factor = "150%"'), *EACH) == [1000_00, 1200_00, 1500_00, 1500_00]


def test_the_greatest_of_lowering_factors_lowers():
    assert dues(both("max", 'factor = "80%"', 'factor = "60%"'), *EACH) == [1000_00, 800_00, 600_00, 800_00]


def test_or_the_first_factor_counts():
    assert dues(both("first", 'factor = "120%"', 'factor = "150%"'), *EACH) == [1000_00, 1200_00, 1500_00, 1200_00]


def test_or_what_the_factors_add_is_added_up():
    assert dues(both("add", 'factor = "120%"', 'factor = "150%"'), *EACH) == [1000_00, 1200_00, 1500_00, 1700_00]
    assert dues(both("add", 'factor = "120%"', 'factor = "90%"'), EACH[3]) == [1100_00]


def test_factors_that_add_up_to_less_than_nothing_leave_nothing():
    assert refusals(both("add", 'factor = "40%"', 'factor = "30%"'), *EACH) == ["", "", "", "nothing_earned"]


@pytest.mark.parametrize(
    ("combine", "together"), [("multiply", 1150_00), ("add", 1150_00), ("max", 1100_00), ("first", 1050_00)]
)
def test_additions_are_combined_too(combine: str, together: int):
    assert dues(both(combine, 'plus = "50"', 'plus = "100"'), *EACH) == [1000_00, 1050_00, 1100_00, together]


def test_an_addition_by_table_adds_nothing_where_there_is_no_cell():
    plan = plan_of(SUM + adjust(1, 'plus_table = { axes = ["level"], cells = { 5 = "88.8" } }'))
    assert dues(plan, {"level": "5"}, {"level": "4"}, {}) == [1088_80, 1000_00, 1000_00]


def test_factors_come_before_additions():
    plan = plan_of(SUM + adjust(1, 'plus = "100"') + adjust(2, 'factor = "120%"'))
    assert dues(plan, {}) == [1300_00]


def test_an_addition_brings_nothing_to_a_line_without_a_rate():
    rules = (
        '[[rule]]\nid = "sum"\nkind = "amount_table"\naxes = ["level"]\ncells = { 5 = "100" }\notherwise = "no_rate"\n'
    )
    plan = plan_of(rules + adjust(1, 'plus = "10"'))
    assert dues(plan, {"level": "5"}, {"level": "3"}) == [110_00, 0]
    assert refusals(plan, {"level": "3"}) == ["no_rate_in_policy"]


def test_before_the_caps_a_factor_is_cut_after_them_it_is_not():
    assert dues(plan_of(CAPPED + adjust(1, 'factor = "130%"')), {}) == [1200_00]
    assert dues(plan_of(CAPPED + adjust(1, 'factor = "130%"', order="after_caps")), {}) == [1300_00]


def test_one_before_and_one_after_the_caps():
    plan = plan_of(
        CAPPED + adjust(1, 'factor = "150%"') + adjust(2, 'factor = "110%"', order="after_caps", combine="add")
    )
    assert dues(plan, {}) == [1320_00]


def test_a_factor_counts_only_on_the_portion_that_was_practice():
    plan = plan_of(SUM + adjust(1, 'factor = "150%"\non_portion = { part = "practice_hours", whole = "taught_hours" }'))
    lines = [{"practice_hours": part, "taught_hours": whole} for part, whole in ((40, 40), (10, 40), (50, 40), (5, 0))]
    assert dues(plan, *lines, {}) == [1500_00, 1125_00, 1500_00, 1000_00, 1000_00]


def test_the_portion_is_rounded_half_up_to_ten_thousandths():
    plan = plan_of(SUM + adjust(1, 'factor = "200%"\non_portion = { part = "practice_hours", whole = "taught_hours" }'))
    lines = [{"practice_hours": part, "taught_hours": whole} for part, whole in ((1, 3), (2, 3))]
    assert dues(plan, *lines) == [1333_30, 1666_70]


def test_a_lowering_factor_on_a_portion_lowers_that_portion():
    plan = plan_of(SUM + adjust(1, 'factor = "50%"\non_portion = { part = "online_hours", whole = "taught_hours" }'))
    assert dues(plan, {"online_hours": 10, "taught_hours": 40}) == [875_00]


def rise(more: str, base_year: int = 2021, **head):
    change = f'escalator = {{ percent = "10%", base_year = {base_year}, {more} }}'
    return plan_of(SUM.replace("1000", "10.55") + adjust(1, change), **head)


def test_a_yearly_rise_compounds_and_is_rounded_each_year():
    # 10.55 → 11.605 → 11.61 → 12.771 → 12.77
    assert dues(rise("compound = true"), {}) == [12_77]


def test_or_it_is_of_the_first_amount():
    assert dues(rise("compound = false"), {}) == [12_66]


def test_in_and_before_the_base_year_nothing_rises():
    assert dues(rise("compound = true", base_year=2023), {}) == [10_55]
    assert dues(rise("compound = true", base_year=2024), {}) == [10_55]


def test_a_rise_goes_by_the_year_of_the_anchor_day():
    plan = rise("compound = false", base_year=2022, valid_from=date(2022, 1, 1))
    assert dues(plan, {"claimed_on": date(2022, 12, 31)}, {"claimed_on": date(2023, 1, 1)}) == [10_55, 11_61]


def test_a_rise_comes_after_factors_and_additions():
    change = adjust(1, 'escalator = { percent = "10%", base_year = 2022, compound = true }')
    assert dues(plan_of(SUM + change + adjust(2, 'factor = "200%"') + adjust(3, 'plus = "500"')), {}) == [2750_00]


def test_lines_already_paid_are_not_topped_up_where_the_text_says_so():
    plan = plan_of(SUM + adjust(1, 'factor = "130%"\ntop_up = false'))
    assert dues(plan, {}, {"paid": "0.01"}, {"paid": "1000"}) == [1300_00, 1000_00, 1000_00]


def test_an_open_factor_waits_only_where_it_applies():
    open_factor = adjust(1, 'factor = { by = "city", min = "100%", max = "130%" }', LOCAL)
    assert refusals(plan_of(SUM + open_factor), *EACH[:2]) == ["", "awaits_decision"]
    decided = '[[fill]]\nrule = "change_1"\nterm = "factor"\nvalue = "115%"\nby = "city"\n'
    assert dues(plan_of(SUM + open_factor + decided), *EACH[:2]) == [1000_00, 1150_00]


def test_a_factor_stays_inside_the_bound_that_the_rule_sets():
    assert dues(plan_of(SUM + adjust(1, 'factor = "130%"\nbound = { min = "90%", max = "130%" }')), {}) == [1300_00]
    for factor in ("130.01%", "89.99%"):
        with pytest.raises(AssertionError, match="outside the rule's own bound"):
            plan_of(SUM + adjust(1, f'factor = "{factor}"\nbound = {{ min = "90%", max = "130%" }}'))


@pytest.mark.parametrize(
    ("rule", "zh", "en"),
    [
        (
            adjust(
                1,
                'factor = "150%"\non_portion = { part = "practice_hours", whole = "taught_hours" }\ntop_up = false',
                'kind = ["order"]',
            ),
            "适用：订单式；规则“sum”的金额按 150% 计；只按实操课时÷开设课时的部分计；在封顶之前计算；已拨付的不补差。",
            (
                "for: order-based; the amount of sum counts at 150%; only on the part practical class hours ÷ class hours taught; "
                "before the caps; lines already paid are not topped up."
            ),
        ),
        (
            adjust(1, 'escalator = { percent = "5%", base_year = 2021, compound = true }', order="after_caps"),
            "规则“sum”的金额自 2021 年起每年增 5%（逐年复利）；在封顶之后计算。",
            "the amount of sum rises 5% a year from 2021 (compounding); after the caps.",
        ),
        (
            adjust(1, 'plus_table = { axes = ["level"], cells = { 5 = "88.8" } }'),
            "规则“sum”的金额另加：初级工（五级） 88.80 元；在封顶之前计算。",
            "the amount of sum plus: junior (level 5) 88.80 yuan; before the caps.",
        ),
    ],
)
def test_an_adjustment_says_itself(rule: str, zh: str, en: str):
    assert described(plan_of(SUM + rule), "change_1") == (zh, en)
