"""``release``: when money is paid."""

from __future__ import annotations

from datetime import date

import pytest

from engine.kinds.harness import described, plan_of, settle

SUM = '[[rule]]\nid = "sum"\nkind = "fixed_amount"\namount = "1000.01"\n'
HALVES = (
    'milestones = [{ share = "50%", event = "certificate" }, { share = "50%", event = "employment", within = 6 }]\n'
)
CERTIFIED = date(2023, 1, 31)


def release(more: str, amount: str = SUM, **head):
    return plan_of(f'{amount}[[rule]]\nid = "parts"\nkind = "release"\ntargets = ["sum"]\n{more}', **head)


def money(plan, *lines, **more):
    """Due, payable now and later of each line, and what is asked back."""
    return [
        (line.due_fen, line.payable_now_fen, line.later_fen, line.recover_fen) for line in settle(plan, *lines, **more)
    ]


def said(plan, *lines, **more):
    return [(line.status, line.reasons) for line in settle(plan, *lines, **more)]


def test_without_a_release_all_is_due_now():
    assert money(plan_of(SUM), {}) == [(1000_01, 1000_01, 0, 0)]


def test_a_milestone_reached_is_due_and_the_last_takes_the_remainder():
    plan = release(HALVES)
    assert money(plan, {"certified_on": CERTIFIED}, as_of=date(2023, 3, 1)) == [(1000_01, 500_01, 500_00, 0)]
    thirds = release(
        'milestones = [{ share = "33.33%", event = "start" }, { share = "33.33%", event = "end" }, { share = "33.34%", event = "claim" }]',
        rounding={"unit": "yuan"},
    )
    # 1000.01 → 1000 yuan: 333 + 333 + 334.
    lines = [{"class_start_on": start, "class_end_on": CERTIFIED} for start in (CERTIFIED, None)]
    assert money(thirds, *lines, as_of=date(2023, 3, 1)) == [(1000_00, 666_00, 334_00, 0), (1000_00, 333_00, 667_00, 0)]


def test_an_event_counts_from_its_day_on():
    plan = release('milestones = [{ share = "100%", event = "certificate" }]')
    line = {"certified_on": date(2023, 8, 1)}
    assert money(plan, line, as_of=date(2023, 7, 31)) == [(1000_01, 0, 1000_01, 0)]
    assert money(plan, line, as_of=date(2023, 8, 1)) == [(1000_01, 1000_01, 0, 0)]


def test_what_only_comes_later_is_pending_without_a_day():
    (waiting,) = settle(release('milestones = [{ share = "100%", event = "certificate" }]'), {})
    assert (waiting.status, waiting.reasons, waiting.later_until, waiting.bounds) == ("pending", (), None, (0, 1000_01))


@pytest.mark.parametrize(
    ("employed_on", "now"),
    [
        (date(2023, 1, 30), 500_01),
        (date(2023, 1, 31), 1000_01),
        (date(2023, 7, 31), 1000_01),
        (date(2023, 8, 1), 500_01),
    ],
)
def test_within_months_runs_from_the_milestone_before_to_the_same_day(employed_on: date, now: int):
    line = {"certified_on": CERTIFIED, "employed_on": employed_on}
    assert money(release(HALVES), line) == [(now, now, 0, 0)]


def test_within_months_ends_on_the_last_day_of_a_shorter_month():
    one_month = HALVES.replace("within = 6", "within = 1")
    lines = [{"certified_on": CERTIFIED, "employed_on": day} for day in (date(2023, 2, 28), date(2023, 3, 1))]
    assert [due for due, *_ in money(release(one_month), *lines)] == [1000_01, 500_01]


def test_a_part_is_later_until_its_last_day_and_then_lapses():
    plan, line = release(HALVES), {"certified_on": CERTIFIED}
    (open_,) = settle(plan, line, as_of=date(2023, 7, 31))
    assert (open_.status, open_.reasons, open_.later_fen, open_.later_until) == (
        "payable",
        (),
        500_00,
        date(2023, 7, 31),
    )
    (lapsed,) = settle(plan, line, as_of=date(2023, 8, 1))
    assert (lapsed.status, lapsed.reasons, lapsed.due_fen, lapsed.later_fen) == (
        "payable",
        ("milestone_lapsed",),
        500_01,
        0,
    )


def test_a_part_after_an_event_still_to_come_is_later():
    (line,) = settle(release(HALVES), {"employed_on": date(2023, 3, 1)})
    assert (line.status, line.later_fen, line.later_until) == ("pending", 1000_01, None)


def test_an_event_can_be_named_to_count_from():
    parts = 'milestones = [{ share = "40%", event = "certificate" }, { share = "60%", event = "employment", within = 2, after = "completion" }]'
    facts = {"certified_on": date(2023, 5, 1), "completed_on": date(2023, 3, 10)}
    lines = [{**facts, "employed_on": date(2023, 5, day)} for day in (10, 11)]
    assert [due for due, *_ in money(release(parts), *lines)] == [1000_01, 400_00]


def test_a_further_condition_has_to_hold():
    parts = 'milestones = [{ share = "50%", event = "certificate" }, { share = "50%", event = "employment", within = 6, when = { is = { region = ["140100"] } } }]'
    lines = [
        {"certified_on": CERTIFIED, "employed_on": date(2023, 3, 1), "region": region}
        for region in ("140100", "140200")
    ]
    assert money(release(parts), *lines, as_of=date(2023, 7, 31)) == [
        (1000_01, 1000_01, 0, 0),
        (1000_01, 500_01, 500_00, 0),
    ]
    assert said(release(parts), lines[1]) == [("payable", ("milestone_lapsed",))]


def test_an_amount_comes_first_and_is_never_more_than_is_left():
    parts = 'milestones = [{ amount = "300", event = "completion" }, { share = "100%", event = "employment" }]'
    lines = [{"completed_on": CERTIFIED}, {"completed_on": CERTIFIED, "employed_on": date(2023, 3, 1)}]
    assert money(release(parts), *lines) == [(1000_01, 300_00, 700_01, 0), (1000_01, 1000_01, 0, 0)]
    small = SUM.replace("1000.01", "250")
    assert money(release(parts, small), lines[0]) == [(250_00, 250_00, 0, 0)]


def test_an_amount_at_the_end_leaves_the_rest_undue():
    parts = 'milestones = [{ amount = "300", event = "completion" }, { amount = "400", event = "employment" }]'
    line = {"completed_on": CERTIFIED, "employed_on": date(2023, 3, 1)}
    assert money(release(parts), line) == [(700_00, 700_00, 0, 0)]


def test_where_every_part_lapsed_the_line_is_refused():
    parts = 'milestones = [{ share = "100%", event = "employment", within = 3, after = "completion" }]'
    line = {"completed_on": CERTIFIED, "employed_on": date(2023, 5, 1), "paid": "100"}
    assert said(release(parts), line) == [("refused", ("milestone_lapsed",))]
    assert money(release(parts), line) == [(0, 0, 0, 100_00)]


def test_what_was_paid_is_set_off_from_what_is_due_now_first():
    lines = [{"certified_on": CERTIFIED, "paid": paid} for paid in ("500.00", "500.01", "600", "1000.01", "1100")]
    assert money(release(HALVES), *lines, as_of=date(2023, 3, 1)) == [
        (1000_01, 1, 500_00, 0),
        (1000_01, 0, 500_00, 0),
        (1000_01, 0, 400_01, 0),
        (1000_01, 0, 0, 0),
        (1000_01, 0, 0, 99_99),
    ]


ADVANCE = 'milestones = [{ share = "100%", event = "completion" }]\nadvance = { share = "60%" }\n'


def test_until_the_training_has_ended_a_share_is_advanced():
    planned = (1000_01, 600_01, 400_00, 0)
    assert money(release(ADVANCE), {}, {"completed_on": date(2024, 1, 1)}) == [planned, planned]


def test_completion_settles_the_whole():
    plan = release(ADVANCE)
    lines = [{"completed_on": CERTIFIED, "paid": paid} for paid in ("0", "600.01")]
    assert money(plan, *lines) == [(1000_01, 1000_01, 0, 0), (1000_01, 400_00, 0, 0)]


def test_who_left_without_completing_has_nothing():
    plan = release(ADVANCE)
    line = {"left_on": CERTIFIED, "paid": "600.01"}
    assert said(plan, line) == [("refused", ("not_completed",))]
    assert money(plan, line, {"left_on": CERTIFIED, "completed_on": CERTIFIED}) == [
        (0, 0, 0, 600_01),
        (1000_01, 1000_01, 0, 0),
    ]


HEADS = SUM.replace("1000.01", "100") + 'times = "heads"\n'


@pytest.mark.parametrize(
    ("recover", "left", "completed"),
    [
        ("none", 0, 0),
        ("excess", 600_00, 100_00),
        ("per_head", 600_00, 0),
        ("all", 600_00, 100_00),
    ],
)
def test_what_is_asked_back(recover: str, left: int, completed: int):
    plan = release(ADVANCE + f'recover = "{recover}"', HEADS)
    lines = [{"heads": 10, "left_on": CERTIFIED, "paid": "600"}, {"heads": 5, "completed_on": CERTIFIED, "paid": "600"}]
    assert [line.recover_fen for line in settle(plan, *lines)] == [left, completed]


@pytest.mark.parametrize(("recover", "back"), [("none", 0), ("excess", 500_00), ("per_head", 500_00), ("all", 600_00)])
def test_all_that_was_paid_is_asked_back_where_nobody_completed_and_less_is_due(recover: str, back: int):
    plan = release('milestones = [{ share = "100%", event = "start" }]\n' + f'recover = "{recover}"', HEADS)
    line = {"heads": 1, "class_start_on": CERTIFIED, "paid": "600"}
    assert [each.recover_fen for each in settle(plan, line)] == [back]


def test_a_release_says_itself():
    plan = release(
        'milestones = [{ amount = "300", event = "completion" }, { share = "100%", event = "employment", within = 6, '
        'after = "certificate", when = { is = { region = ["140100"] } } }]\nadvance = { share = "30%" }\nrecover = "all"\n'
        'instrument = "voucher"'
    )
    assert described(plan, "parts") == (
        (
            "各班结束后结算；结业的拨付 300 元；发证后 6 个月内就业且行政区划代码为140100的拨付 100%；可预拨 30%；"
            "未达到应补金额的全部追回；以培训券兑现。"
        ),
        (
            "a class is settled when it has ended; 300 yuan on completion; 100% on employment within 6 months of the certificate "
            "and region code is 140100; 30% in advance; where less is due than was planned, all of the advance is recovered; "
            "paid by voucher."
        ),
    )
