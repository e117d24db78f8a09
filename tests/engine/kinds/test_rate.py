"""``rate``: money per unit of training."""

from __future__ import annotations

from engine.kinds.harness import described, dues, plan_of, refusals, settle


def rate(more: str, **head):
    return plan_of(f'[[rule]]\nid = "by_time"\nkind = "rate"\n{more}', **head)


def days(*numbers):
    return [{"attended_days": number} for number in numbers]


def hours(*numbers):
    return [{"attended_hours": number} for number in numbers]


GRADUATED = rate('tiers = [{ price = "150", upto = 10 }, { price = "100", upto = 15 }, { price = "20" }]')
WHOLE = rate(
    'tier_mode = "whole"\ntiers = [{ price = "150", upto = 10 }, { price = "100", upto = 15 }, { price = "20" }]'
)


def test_each_day_earns_the_price():
    assert dues(rate('price = "33.33"'), *days(1, 7)) == [33_33, 233_31]


def test_no_day_and_no_fact_earn_nothing():
    assert refusals(rate('price = "150"'), *days(0), {}) == ["nothing_earned", "nothing_earned"]


def test_graduated_tiers_price_each_day_by_the_tier_it_lies_in():
    assert dues(GRADUATED, *days(9, 10, 11, 14, 15, 16)) == [
        1350_00,
        1500_00,
        1600_00,
        1500_00 + 4 * 100_00,
        1500_00 + 500_00,
        2000_00 + 20_00,
    ]


def test_whole_tiers_price_all_days_by_the_tier_the_last_lies_in():
    assert dues(WHOLE, *days(9, 10, 11, 15, 16)) == [1350_00, 1500_00, 1100_00, 1500_00, 320_00]


def test_a_part_of_a_unit_lies_in_the_tier_it_has_begun():
    tiers = 'unit = "class_hour"\npart_unit = "prorata"\ntiers = [{ price = "20", upto = 40 }, { price = "10" }]\n'
    graduated, whole = rate(tiers), rate(tiers + 'tier_mode = "whole"')
    assert dues(graduated, *hours("40", "40.5")) == [800_00, 805_00]
    assert dues(whole, *hours("40", "40.001")) == [800_00, 400_01]


def test_only_complete_blocks_count():
    plan = rate('unit = "class_hour"\nblock = 20\nprice = "500"')
    assert dues(plan, *hours("20", "39.999", "40", "65")) == [500_00, 500_00, 1000_00, 1500_00]
    assert refusals(plan, *hours("19.999")) == ["nothing_earned"]


def test_a_most_of_units_is_of_units_and_not_of_blocks():
    plan = rate('unit = "class_hour"\nblock = 20\nmax_units = 50\nprice = "500"')
    assert dues(plan, *hours("39", "59", "60", "200")) == [500_00, 1000_00, 1000_00, 1000_00]


def test_hours_become_days_by_the_hours_of_a_day():
    plan = rate('count = "attended_hours"\npart_unit = "drop"\nprice = "100"')
    assert dues(plan, *hours("8", "15.999", "16")) == [100_00, 100_00, 200_00]
    six = rate('count = "attended_hours"\npart_unit = "drop"\nprice = "100"', hours_per_day=6)
    assert dues(six, *hours("8", "12")) == [100_00, 200_00]


def test_a_part_unit_is_dropped_counted_whole_or_by_its_part():
    twelve_hours = hours("12")
    counted = 'count = "attended_hours"\nprice = "100"\n'
    assert dues(rate(counted + 'part_unit = "drop"'), *twelve_hours) == [100_00]
    assert dues(rate(counted + 'part_unit = "up"'), *twelve_hours) == [200_00]
    assert dues(rate(counted + 'part_unit = "prorata"'), *twelve_hours) == [150_00]


def test_a_part_unit_that_is_whole_is_not_raised():
    plan = rate('count = "attended_hours"\nprice = "100"\npart_unit = "up"')
    assert dues(plan, *hours("16", "16.001")) == [200_00, 300_00]


def test_part_months_count_by_the_days_of_a_month():
    plan = rate('unit = "month"\nprice = "600"\npart_unit = "prorata"', month_days=30)
    assert dues(plan, {"months": 2, "part_days": 10}, {"months": 2}, {"part_days": 7}) == [1400_00, 1200_00, 140_00]


def test_days_of_a_part_month_can_make_a_whole_one():
    plan = rate('unit = "month"\nprice = "600"\npart_unit = "drop"', month_days=22)
    assert dues(plan, {"months": 1, "part_days": 21}, {"months": 1, "part_days": 22}) == [600_00, 1200_00]


def test_days_of_a_part_month_say_nothing_where_a_month_has_no_days():
    plan = rate('unit = "month"\nprice = "600"\npart_unit = "drop"')
    assert dues(plan, {"months": 1, "part_days": 29}) == [600_00]


def test_years_and_semesters_have_their_own_counts():
    assert dues(rate('unit = "year"\nprice = "5000"'), {"years": 2, "semesters": 3}) == [10000_00]
    assert dues(rate('unit = "semester"\nprice = "1500"'), {"years": 2, "semesters": 3}) == [4500_00]


def test_less_than_the_least_units_earns_nothing():
    plan = rate('min_units = 5\nprice = "100"')
    assert refusals(plan, *days(4, 5, 0)) == ["too_few_units", "", "too_few_units"]
    assert dues(plan, *days(5, 6)) == [500_00, 600_00]


def test_the_least_units_are_looked_at_after_the_part_unit():
    dropped = rate('count = "attended_hours"\npart_unit = "drop"\nmin_units = 5\nprice = "100"')
    raised = rate('count = "attended_hours"\npart_unit = "up"\nmin_units = 5\nprice = "100"')
    assert refusals(dropped, *hours("39", "40")) == ["too_few_units", ""]
    assert refusals(raised, *hours("32", "33")) == ["too_few_units", ""]


def test_more_than_the_most_units_earn_no_more():
    assert dues(rate('max_units = 10\nprice = "100"'), *days(9, 10, 11)) == [900_00, 1000_00, 1000_00]


def test_a_floor_raises_what_is_less_but_not_nothing():
    plan = rate('price = "100"\nfloor = "300"\nfloor_mode = "raise"')
    assert dues(plan, *days(1, 3, 4, 0)) == [300_00, 300_00, 400_00, 0]


def test_a_floor_does_not_raise_what_has_no_price_or_no_heads():
    floor = 'floor = "300"\nfloor_mode = "raise"\n'
    by_level = rate(floor + 'table = { axes = ["level"], cells = { 5 = "100" } }')
    assert refusals(by_level, {"attended_days": 1, "level": "4"}) == ["no_rate_in_policy"]
    assert refusals(rate(floor + 'price = "100"\ntimes = "heads"'), {"attended_days": 1, "heads": 0}) == [
        "nothing_earned"
    ]


def test_a_floor_refuses_what_is_less():
    plan = rate('price = "100"\nfloor = "300"\nfloor_mode = "refuse"')
    assert refusals(plan, *days(2, 3)) == ["below_floor", ""]
    assert dues(plan, *days(3)) == [300_00]


def test_heads_multiply_before_the_floor():
    plan = rate('price = "100"\ntimes = "heads"\nfloor = "500"\nfloor_mode = "refuse"')
    lines = [{"attended_days": 2, "heads": heads} for heads in (2, 3)]
    assert refusals(plan, *lines) == ["below_floor", ""]
    assert dues(plan, *lines) == [0, 600_00]


def test_missing_heads_are_none():
    assert refusals(rate('price = "100"\ntimes = "heads"'), *days(2)) == ["nothing_earned"]


def test_a_price_by_level_pays_nothing_for_a_level_without_one():
    plan = rate('table = { axes = ["level"], cells = { 5 = "100", 4 = "120.5" } }')
    lines = [{"attended_days": 2, "level": level} for level in ("5", "4", "3")]
    assert dues(plan, *lines) == [200_00, 241_00, 0]
    assert refusals(plan, lines[2], *days(2)) == ["no_rate_in_policy", "no_rate_in_policy"]


def test_too_few_units_is_said_before_a_missing_price():
    plan = rate('min_units = 5\ntable = { axes = ["level"], cells = { 5 = "100" } }')
    assert refusals(plan, {"attended_days": 4, "level": "3"}) == ["too_few_units"]


def test_an_open_price_pays_nothing_until_it_is_set():
    open_price = 'price = { by = "county", min = "50", max = "100" }\n'
    assert refusals(rate(open_price), *days(3)) == ["awaits_decision"]
    decided = '[[fill]]\nrule = "by_time"\nterm = "price"\nvalue = "80"\nby = "county"\n'
    assert dues(rate(open_price + decided), *days(3)) == [240_00]


def test_only_an_open_tier_beside_given_ones_makes_the_line_wait():
    plan = rate('tiers = [{ price = "150", upto = 10 }, { price = { by = "city" } }]')
    assert settle(plan, *days(3))[0].status == "not_computable"


def test_an_amount_is_exact_until_it_is_rounded():
    third = 'unit = "class_hour"\npart_unit = "prorata"\nprice = "0.1"\ntimes = "heads"'
    line = {"attended_hours": "0.333", "heads": 3}  # 10 fen × 0.333 × 3 = 9.99 fen
    assert dues(rate(third), line) == [10]
    assert dues(rate(third, rounding={"mode": "down"}), line) == [9]
    assert dues(rate(third, rounding={"unit": "yuan", "mode": "up"}), line) == [1_00]


def test_half_a_unit_of_money_is_rounded_up():
    plan = rate('unit = "class_hour"\npart_unit = "prorata"\nprice = "1"', rounding={"unit": "jiao"})
    assert dues(plan, *hours("1.049", "1.05")) == [1_00, 1_10]


def test_a_rate_says_itself():
    plan = rate(
        """unit = "class_hour"
tiers = [{ price = "20", upto = 40 }, { price = "10" }]
count = "standard_hours"
part_unit = "drop"
min_units = 8
max_units = 80
times = "heads"
floor = "100"
floor_mode = "raise"
population = "passed"
caps = ["1200"]
pass_to = "enterprise"
"""
    )
    assert described(plan, "by_time") == (
        (
            "第 1–40 课时每课时 20 元；第 41 课时起每课时 10 元；按标准课时计；不足一课时的不计；不足 8 课时的不补；最多计 80 课时；"
            "乘以人数；低于 100 元的按 100 元；补贴合格人员；最高 1,200 元；拨给个人；再转给企业。"
        ),
        (
            "20 yuan a class hour for class hours 1 to 40; 10 yuan for each class hour from class hour 41; "
            "counted by standard class hours; a part of a class hour does not count; nothing below 8 class hours; "
            "at most 80 class hours count; times heads; raised to 100 yuan where lower; for those who passed; "
            "at most 1,200 yuan; paid to the person; handed on to the enterprise."
        ),
    )


def test_blocks_and_whole_tiers_say_themselves():
    assert described(rate('block = 5\nprice = "500"'), "by_time") == (
        "每满 5 天 500 元；拨给个人。",
        "500 yuan for each complete 5 days; paid to the person.",
    )
    assert described(WHOLE, "by_time")[0].startswith(
        "不超过 10 天的每天 150 元；不超过 15 天的每天 100 元；超过 15 天的全部每天 20 元"
    )
