"""``calendar``: the windows of the plan's year."""

from __future__ import annotations

from datetime import date

import pytest

from engine.kinds.harness import described, dues, plan_of, refusals

SUM = '[[rule]]\nid = "sum"\nkind = "fixed_amount"\namount = "100"\n'
TRIP = '[[rule]]\nid = "trip"\nkind = "fixed_amount"\nitem = "travel"\namount = "20"\n'


def calendar(more: str, others: str = "", **head):
    return plan_of(f'{SUM}{others}[[rule]]\nid = "year"\nkind = "calendar"\njudged_at = "settlement"\n{more}', **head)


def classes(*spans):
    return [{"class_start_on": start, "class_end_on": end} for start, end in spans]


OUTSIDE, LATE = "training_outside_window", "claim_late"
FEB, MAR = date(2023, 2, 28), date(2023, 3, 1)


def test_training_starts_and_ends_inside_its_window():
    plan = calendar("train_from = 2023-03-01\ntrain_until = 2023-10-31")
    last = date(2023, 10, 31)
    lines = classes((FEB, last), (MAR, last), (MAR, date(2023, 11, 1)), (MAR, None), (None, last))
    assert refusals(plan, *lines) == [OUTSIDE, "", OUTSIDE, OUTSIDE, OUTSIDE]


def test_only_the_day_that_is_bounded_is_asked():
    assert refusals(calendar("train_from = 2023-03-01"), {"class_start_on": MAR}, {"class_end_on": MAR}) == [
        "",
        OUTSIDE,
    ]
    assert refusals(calendar("train_until = 2023-03-01"), {"class_end_on": MAR}, {"class_start_on": MAR}) == [
        "",
        OUTSIDE,
    ]


def test_what_ends_later_counts_to_the_next_year():
    plan = calendar('counts_from = 2023-01-01\ncounts_until = 2023-11-30\nlate = "counts_to_next_year"')
    lines = [{"class_end_on": date(2023, 11, 30)}, {"class_end_on": date(2023, 12, 1)}, {}]
    assert refusals(plan, *lines) == ["", "counts_to_next_year", ""]


def test_a_claim_is_late_after_its_last_day():
    plan = calendar("claim_until = 2023-10-31")
    assert refusals(plan, {"claimed_on": date(2023, 10, 31)}, {"claimed_on": date(2023, 11, 1)}) == ["", LATE]


def test_a_claim_without_a_day_is_late():
    plan = calendar("claim_until = 2023-10-31", anchor="class_end")
    assert refusals(plan, {"class_end_on": MAR, "claimed_on": None}, {"class_end_on": MAR}) == [LATE, ""]


def test_claims_are_taken_until_the_same_day_months_after_the_event():
    plan = calendar('claim_within = { event = "completion", months = 3 }')
    lines = [{"completed_on": date(2023, 3, 15), "claimed_on": date(2023, 6, day)} for day in (14, 15, 16)]
    assert refusals(plan, *lines, {}) == ["", "", LATE, LATE]


def test_or_the_last_day_of_a_shorter_month():
    plan = calendar('claim_within = { event = "certificate", months = 1 }')
    lines = [{"certified_on": date(2023, 1, 31), "claimed_on": day} for day in (FEB, MAR)]
    assert refusals(plan, *lines) == ["", LATE]


def test_or_until_so_many_days_after_it():
    plan = calendar('claim_within = { event = "end", days = 30 }')
    lines = [{"class_end_on": date(2023, 2, 10), "claimed_on": date(2023, 3, day)} for day in (11, 12, 13)]
    assert refusals(plan, *lines, {}) == ["", "", LATE, LATE]


EXTENDED = """train_until = 2023-06-30
claim_until = 2023-09-30
extended = [{ issued_on = 2023-05-01, train_until = 2023-08-31 }, { issued_on = 2023-07-01, train_until = 2023-07-31, claim_until = 2023-11-30 }]
"""


@pytest.mark.parametrize(
    ("as_of", "train_until", "claim_until"),
    [
        (date(2023, 4, 30), date(2023, 6, 30), date(2023, 9, 30)),
        (date(2023, 5, 1), date(2023, 8, 31), date(2023, 9, 30)),
        (date(2023, 6, 30), date(2023, 8, 31), date(2023, 9, 30)),
        (date(2023, 7, 1), date(2023, 7, 31), date(2023, 11, 30)),
    ],
)
def test_the_notice_issued_last_moves_the_last_days(as_of: date, train_until: date, claim_until: date):
    plan = calendar(EXTENDED)
    next_day = {
        date(2023, 6, 30): date(2023, 7, 1),
        date(2023, 8, 31): date(2023, 9, 1),
        date(2023, 7, 31): date(2023, 8, 1),
    }
    in_time, late = (
        [{"class_end_on": end, "claimed_on": MAR} for end in (train_until, next_day[train_until])],
        [{"class_end_on": MAR, "claimed_on": day} for day in (claim_until, date(2023, claim_until.month + 1, 1))],
    )
    assert refusals(plan, *in_time, as_of=as_of) == ["", OUTSIDE]
    assert refusals(plan, *late, as_of=as_of) == ["", LATE]


def test_before_its_notice_an_extension_alone_bounds_nothing():
    plan = calendar("extended = [{ issued_on = 2023-05-01, train_until = 2023-06-30 }]")
    lines = [{"class_end_on": date(2023, 7, 1)}, {}]
    assert refusals(plan, *lines, as_of=date(2023, 4, 30)) == ["", ""]
    assert refusals(plan, *lines, as_of=date(2023, 5, 1)) == [OUTSIDE, OUTSIDE]


def test_it_is_for_the_items_it_names():
    plan = calendar('items = ["training"]\nclaim_until = 2023-05-31', TRIP)
    assert refusals(plan, {}, {"item": "travel"}) == [LATE, ""]
    assert refusals(calendar("claim_until = 2023-05-31", TRIP), {}, {"item": "travel"}) == [LATE, LATE]


def test_the_window_of_training_is_said_before_a_late_claim():
    plan = calendar("train_until = 2023-03-01\nclaim_until = 2023-03-01")
    assert refusals(plan, {"class_end_on": date(2023, 3, 2)}) == [OUTSIDE]


def test_days_of_working_and_the_round_of_claims_decide_nothing():
    assert dues(calendar('publicity_days = 7\napprove_days = 20\npay_days = 10\nround = "quarter"'), {}) == [100_00]
    opening = f'{SUM}[[rule]]\nid = "year"\nkind = "calendar"\njudged_at = "opening"\ntrain_until = 2023-01-31'
    assert dues(plan_of(opening), {"class_end_on": MAR}) == [100_00]


def test_a_line_outside_the_plans_days_or_without_its_day_is_of_no_plan():
    days = (date(2022, 12, 31), date(2023, 1, 1), date(2023, 12, 31), date(2024, 1, 1))
    assert refusals(plan_of(SUM), *({"claimed_on": day} for day in days)) == [
        "outside_period",
        "",
        "",
        "outside_period",
    ]
    assert refusals(plan_of(SUM), {"claimed_on": None}) == ["anchor_missing"]


def test_a_calendar_says_itself():
    plan = calendar(
        'counts_from = 2023-01-01\ncounts_until = 2023-09-30\nlate = "counts_to_next_year"\n'
        'train_from = 2023-03-01\nclaim_within = { event = "completion", months = 3 }\nround = "quarter"\n'
        "publicity_days = 7\napprove_days = 20\npay_days = 10\n" + EXTENDED
    )
    assert described(plan, "year") == (
        (
            "自 2023-01-01 起；培训、评价截至 2023-09-30；之后的计入下一年度；补贴申领截至 2023-09-30；培训自 2023-03-01 起；培训至 2023-06-30 止；"
            "2023-05-01 起培训延至 2023-08-31；2023-07-01 起培训延至 2023-07-31，申领延至 2023-11-30；结业后 3 个月内申领；每季度集中申领；"
            "公示 7 天；20 天内审核；10 天内拨付。"
        ),
        (
            "from 2023-01-01; training and evaluation until 2023-09-30; what is later counts to the next year; claims until 2023-09-30; "
            "training from 2023-03-01; training until 2023-06-30; since 2023-05-01 training until 2023-08-31; "
            "since 2023-07-01 training until 2023-07-31, claims until 2023-11-30; claimed within 3 months of completion; "
            "claims taken quarterly; public notice of 7 days; reviewed within 20 days; paid within 10 days."
        ),
    )
