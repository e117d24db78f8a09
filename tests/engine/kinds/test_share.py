"""``share``: a part of a cost, a fee, another rule's amount or an outside number."""

from __future__ import annotations

from datetime import date

from engine.kinds.harness import described, dues, plan_of, refusals

DAYS = '[[rule]]\nid = "by_days"\nkind = "rate"\nprice = "100"\nstack = "only_named"\n'
WAGE = '[[rule]]\nid = "least_wage"\nkind = "index"\nvalues = [{ from = 2023-01-01, value = "1880" }, { from = 2023-07-01, value = "1980" }]\n'


def share(more: str, others: str = "", **head):
    return plan_of(f'[[rule]]\nid = "part"\nkind = "share"\n{more}\n{others}', **head)


def costs(*amounts):
    return [{"cost": amount} for amount in amounts]


def test_a_share_of_the_cost_is_rounded_half_up():
    assert dues(share('percent = "95%"\nof_fact = "cost"'), *costs("600", "333.33", "0.1")) == [570_00, 316_66, 10]


def test_a_share_can_have_decimals():
    assert dues(share('percent = "12.5%"\nof_fact = "official_fee"'), {"official_fee": "80.04"}) == [10_01]


def test_no_cost_earns_nothing():
    assert refusals(share('percent = "80%"\nof_fact = "cost"'), {}, *costs("0")) == ["nothing_earned", "nothing_earned"]


def test_without_a_voucher_the_cost_is_deemed():
    plan = share('percent = "95%"\nof_fact = "cost"\ndeemed = { price = "25", count = "attended_hours" }')
    lines = [{"attended_hours": "24"}, {"attended_hours": "7.5"}, {"attended_hours": "24", "cost": "100"}]
    assert dues(plan, *lines) == [570_00, 178_13, 95_00]


def test_a_cost_of_0_is_shown_and_not_deemed():
    plan = share('percent = "95%"\nof_fact = "cost"\ndeemed = { price = "25", count = "attended_hours" }')
    assert refusals(plan, {"attended_hours": "24", "cost": "0"}, {}) == ["nothing_earned", "nothing_earned"]


def test_the_least_of_several_caps_counts():
    plan = share(
        'percent = "95%"\nof_fact = "cost"\ncaps = ["800", { price = "25", count = "attended_hours" }, { cost = "official_fee" }]'
    )
    lines = [
        {"cost": "700", "attended_hours": 40, "official_fee": "900"},
        {"cost": "1000", "attended_hours": 40, "official_fee": "900"},
        {"cost": "1000", "attended_hours": 24, "official_fee": "900"},
        {"cost": "1000", "attended_hours": 40, "official_fee": "555.55"},
        {"cost": "1000", "attended_hours": 40},
    ]
    assert dues(plan, *lines) == [665_00, 800_00, 600_00, 555_55, 800_00]


def test_a_cap_by_a_missing_count_leaves_nothing():
    plan = share('percent = "95%"\nof_fact = "cost"\ncaps = [{ price = "25", count = "attended_hours" }]')
    assert refusals(plan, *costs("700")) == ["nothing_earned"]


def test_a_cap_by_table_has_no_bearing_on_a_line_without_a_cell():
    plan = share('percent = "100%"\nof_fact = "cost"\ncaps = [{ table = { axes = ["level"], cells = { 5 = "500" } } }]')
    assert dues(
        plan, {"cost": "900", "level": "5"}, {"cost": "900", "level": "4"}, {"cost": "499.99", "level": "5"}
    ) == [
        500_00,
        900_00,
        499_99,
    ]


def test_a_cap_can_be_a_share_of_another_rule():
    plan = share('percent = "100%"\nof_fact = "cost"\ncaps = [{ share = "60%", rule = "by_days" }]', DAYS)
    lines = [{"cost": cost, "attended_days": 10} for cost in ("599.99", "600", "600.01")]
    assert dues(plan, *lines) == [599_99, 600_00, 600_00]


def test_a_cap_can_be_a_share_of_an_index():
    plan = share('percent = "100%"\nof_fact = "cost"\ncaps = [{ share = "50%", index = "least_wage" }]', WAGE)
    assert dues(plan, *costs("939.99", "940", "940.01")) == [939_99, 940_00, 940_00]


def test_a_share_of_another_rule_is_of_its_amount_under_its_caps():
    plan = share('percent = "30%"\nof_rule = "by_days"', DAYS + 'caps = ["450"]\npopulation = "passed"')
    assert dues(plan, {"attended_days": 4}, {"attended_days": 5}) == [120_00, 135_00]
    assert refusals(plan, {"attended_days": 0}) == ["nothing_earned"]


def test_a_share_of_an_index_takes_the_value_of_the_day():
    plan = share('percent = "20%"\nof_index = "least_wage"', WAGE)
    last, next_ = {"claimed_on": date(2023, 6, 30)}, {"claimed_on": date(2023, 7, 1)}
    assert dues(plan, last, next_) == [376_00, 396_00]


def test_a_floor_raises_what_is_less_where_there_is_a_base():
    plan = share('percent = "50%"\nof_fact = "cost"\nfloor = "100"')
    assert dues(plan, *costs("199.98", "200", "200.02", "0")) == [100_00, 100_00, 100_01, 0]


def test_the_floor_comes_before_the_caps():
    plan = share('percent = "50%"\nof_fact = "cost"\nfloor = "100"\ncaps = [{ cost = "cost" }]')
    assert dues(plan, *costs("60", "150")) == [60_00, 100_00]


def test_an_open_share_pays_nothing_until_it_is_set():
    open_share = 'percent = { by = "county", max = "80%" }\nof_fact = "cost"'
    assert refusals(share(open_share), *costs("100")) == ["awaits_decision"]
    decided = '[[fill]]\nrule = "part"\nterm = "percent"\nvalue = "75.5%"\nby = "county"'
    assert dues(share(open_share, decided), *costs("100")) == [75_50]


def test_a_share_says_itself():
    plan = share(
        'percent = "95%"\nof_fact = "cost"\ndeemed = { price = "25", count = "attended_hours" }\nfloor = "100"\n'
        'caps = ["800", { price = "25", count = "attended_hours" }, { cost = "official_fee" }, { share = "60%", rule = "by_days" }]',
        DAYS,
    )
    assert described(plan, "part") == (
        (
            "按实际费用的 95%；无凭据的按实际出勤课时每单位 25 元核定费用；最低 100 元；最高 800 元；最高 实际出勤课时每单位 25 元；"
            "最高 核定收费；最高 “by_days”的 60%；拨给个人。"
        ),
        (
            "95% of the actual cost; with no evidence the cost is taken as 25 yuan a unit of class hours attended; at least 100 yuan; "
            "at most 800 yuan; at most 25 yuan a unit of class hours attended; at most the official fee; at most 60% of by_days; "
            "paid to the person."
        ),
    )
