"""``budget``: where money comes from and what happens when it does not suffice."""

from __future__ import annotations

from datetime import date

from engine.kinds.harness import described, dues, had, plan_of, settle

DAYS = '[[rule]]\nid = "sum"\nkind = "rate"\nprice = "100"\n'
TRIP = '[[rule]]\nid = "trip"\nkind = "fixed_amount"\nitem = "travel"\namount = "200"\n'
FUNDS = 'funds = [{ zh = "省级资金", en = "provincial funds" }]\n'


def budget(more: str, rules: str = DAYS, targets: str = '["sum"]', **head):
    return plan_of(
        f'{rules}[[rule]]\nid = "fund"\nkind = "budget"\njudged_at = "settlement"\n{FUNDS}targets = {targets}\n'
        f'amount = "1000"\n{more}',
        **head,
    )


def days(*numbers: int, **facts):
    return [{"attended_days": number, **facts} for number in numbers]


def shared(plan, *lines, **more):
    """Status, reasons, due, payable now and later of each line."""
    return [
        (line.status, line.reasons, line.due_fen, line.payable_now_fen, line.later_fen)
        for line in settle(plan, *lines, **more)
    ]


def paid(fen: int):
    return ("payable", (), fen, fen, 0)


def test_a_fund_that_suffices_to_the_fen_pays_all():
    for mode in ("stop", "queue", "pro_rata"):
        assert shared(budget(f'mode = "{mode}"'), *days(6, 4)) == [paid(600_00), paid(400_00)]


def test_the_first_line_that_does_not_fit_and_all_after_it_stop():
    stopped = [("pending", ("budget_exhausted",), fen, 0, fen) for fen in (500_00, 100_00)]
    assert shared(budget('mode = "stop"'), *days(6, 5, 1)) == [paid(600_00), *stopped]


def test_or_they_wait_for_the_next_year():
    waiting = [("pending", ("budget_waits",), fen, 0, fen) for fen in (500_00, 100_00)]
    assert shared(budget('mode = "queue"'), *days(6, 5, 1)) == [paid(600_00), *waiting]


def test_or_each_gets_its_part_rounded_down():
    # 600, 500 and 100 of 1000: a thousand twelve-hundredths each.
    parts = [("payable", ("budget_share",), fen, fen, 0) for fen in (500_00, 416_66, 83_33)]
    assert shared(budget('mode = "pro_rata"'), *days(6, 5, 1)) == parts


def test_parts_are_rounded_down_to_the_heads_unit():
    plan = budget('mode = "pro_rata"', rounding={"unit": "yuan", "mode": "up"})
    assert dues(plan, *days(6, 5, 1)) == [500_00, 416_00, 83_00]


def test_lines_come_in_the_order_of_their_days_and_rows():
    lines = [days(6, claimed_on=day)[0] for day in (date(2023, 5, 2), date(2023, 5, 1), date(2023, 5, 1))]
    assert [line.payable_now_fen for line in settle(budget('mode = "stop"'), *lines)] == [0, 600_00, 0]


def test_what_was_paid_from_the_fund_before_is_gone():
    plan = budget('mode = "stop"')
    before = (
        had("sum", date(2022, 5, 1), "300", person_id="Wu"),
        had("sum", date(2023, 5, 1), "100.01", person_id="Lee"),
    )
    assert [line.payable_now_fen for line in settle(plan, *days(5, 1), before=before)] == [500_00, 0]
    assert [line.payable_now_fen for line in settle(plan, *days(1), before=before * 3)] == [0]


def test_a_years_fund_is_for_the_lines_and_payments_of_that_year():
    plan = budget('mode = "stop"\nyear = 2023', valid_from=date(2022, 1, 1))
    before = (had("sum", date(2022, 12, 31), "900"), had("sum", date(2023, 1, 1), "400"))
    lines = [days(7, claimed_on=day)[0] for day in (date(2022, 12, 31), date(2023, 1, 1))] + days(6)
    assert [line.payable_now_fen for line in settle(plan, *lines, before=before)] == [700_00, 0, 0]
    assert [line.payable_now_fen for line in settle(plan, *days(6), before=before)] == [600_00]


def test_a_fund_is_only_for_the_items_of_its_rules():
    lines = [*days(10), {"item": "travel"}]
    assert dues(budget('mode = "stop"', DAYS + TRIP), *lines) == [1000_00, 200_00]
    assert [line.payable_now_fen for line in settle(budget('mode = "stop"', DAYS + TRIP), *lines)] == [1000_00, 200_00]
    both = budget('mode = "stop"', DAYS + TRIP, '["sum", "trip"]')
    assert [line.payable_now_fen for line in settle(both, *lines)] == [1000_00, 0]


def test_only_what_can_be_paid_now_takes_from_the_fund():
    halves = '[[rule]]\nid = "parts"\nkind = "release"\ntargets = ["sum"]\nmilestones = [{ share = "50%", event = "certificate" }, { share = "50%", event = "employment" }]\n'
    lines = days(9, 9, certified_on=date(2023, 5, 1)) + days(9)
    assert shared(budget('mode = "stop"', DAYS + halves), *lines) == [
        ("payable", (), 900_00, 450_00, 450_00),
        ("payable", (), 900_00, 450_00, 450_00),
        ("pending", (), 900_00, 0, 900_00),
    ]


def test_what_was_paid_on_the_line_stays_paid_where_the_fund_is_used_up():
    (first, second) = settle(budget('mode = "queue"'), *days(9), *days(9, paid="700"))
    assert (first.payable_now_fen, second.due_fen, second.payable_now_fen, second.later_fen) == (
        900_00,
        900_00,
        0,
        200_00,
    )
    assert second.bounds == (700_00, 900_00)


def test_a_budget_that_is_reported_binds_nothing():
    plan = plan_of(
        f'{DAYS}[[rule]]\nid = "fund"\nkind = "budget"\n{FUNDS}quota = 1\n'
        'composition = [{ what = { zh = "项目制", en = "projects" }, min_share = "60%" }]'
    )
    assert dues(plan, *days(50, 50)) == [5000_00, 5000_00]


def test_a_budget_says_itself():
    plan = plan_of(
        f'{DAYS}[[rule]]\nid = "fund"\nkind = "budget"\njudged_at = "settlement"\n{FUNDS}targets = ["sum"]\nyear = 2023\n'
        'amount = "1200000"\nmode = "pro_rata"\nquota = 300\n'
        'composition = [{ what = { zh = "项目制", en = "projects" }, min_share = "60%" }]\n'
        'cost_split = [{ what = { zh = "师资费", en = "teachers" }, min_share = "20%", max_share = "40%" }]'
    )
    assert described(plan, "fund") == (
        "资金来源：省级资金；2023 年总额 1,200,000 元，不足时按比例拨付；名额 300 人；项目制不低于 60%；师资费不低于 20%；师资费不超过 40%。",
        (
            "funds: provincial funds; in 2023 1,200,000 yuan in all, paid pro rata where it does not suffice; places for 300 people; "
            "projects at least 60%; teachers at least 20%; teachers at most 40%."
        ),
    )
