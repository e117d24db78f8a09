"""``class_standard``: what a class has to be like."""

from __future__ import annotations

import pytest

from engine.kinds.harness import described, dues, plan_of, refusals, settle

SUM = '[[rule]]\nid = "sum"\nkind = "fixed_amount"\namount = "1000"\n'
DAYS = '[[rule]]\nid = "by_days"\nkind = "rate"\nprice = "100"\nstack = "only_named"\n'


def standard(more: str, on_fail: str = "refuse", others: str = "", **head):
    return plan_of(
        f'{SUM}[[rule]]\nid = "class"\nkind = "class_standard"\njudged_at = "settlement"\non_fail = "{on_fail}"\n{more}\n{others}',
        **head,
    )


def kept(plan, *lines):
    """Which of the lines keep the standard."""
    reasons = refusals(plan, *lines)
    assert set(reasons) <= {"", "class_standard_missed"}
    return [reason == "" for reason in reasons]


@pytest.mark.parametrize(
    ("asked", "fact", "values", "answers"),
    [
        ("size_min = 20", "class_started", (19, 20, 21), [False, True, True]),
        ("size_max = 50", "class_started", (49, 50, 51), [True, True, False]),
        ("days_min = 5", "attended_days", (4, 5, 6), [False, True, True]),
        ("days_max = 30", "attended_days", (29, 30, 31), [True, True, False]),
        ("hours_min = 40", "attended_hours", ("39.999", "40", "40.001"), [False, True, True]),
        ("hours_max = 80", "attended_hours", ("79.999", "80", "80.001"), [True, True, False]),
    ],
)
def test_a_least_and_a_most_are_both_in(asked: str, fact: str, values: tuple[object, ...], answers: list[bool]):
    assert kept(standard(asked), *({fact: value} for value in values)) == answers


def test_a_missing_number_is_0():
    assert kept(standard("size_min = 1"), {}) == [False]
    assert kept(standard("size_max = 1"), {}) == [True]


@pytest.mark.parametrize(
    ("asked", "fact"),
    [
        ('attendance_min = "80%"', "attended_hours"),
        ('practice_min = "80%"', "practice_hours"),
        ('theory_min = "80%"', "theory_hours"),
    ],
)
def test_a_least_share_is_of_the_hours_taught(asked: str, fact: str):
    lines = [{fact: part, "taught_hours": 40} for part in ("31.999", "32", "32.001")]
    assert kept(standard(asked), *lines) == [False, True, True]
    assert kept(standard(asked), {fact: 32}, {fact: 0, "taught_hours": 0}) == [False, False]


def test_the_share_online_has_a_most_which_holds_where_nothing_was_taught():
    plan = standard('online = { max_share = "30%" }')
    lines = [{"online_hours": part, "taught_hours": 40} for part in ("11.999", "12", "12.001")]
    assert kept(plan, *lines, {}, {"online_hours": 3}) == [True, True, False, True, True]


def test_hours_online_count_as_less():
    plan = standard('hours_min = 40\nonline = { counts_as = "50%" }')
    # 30 + 20 × 50 % = 40 hours.
    assert kept(plan, *({"attended_hours": 50, "online_hours": online} for online in (19, 20, 21))) == [
        True,
        True,
        False,
    ]


def test_the_least_hours_of_a_level():
    plan = standard('hours_table = { axes = ["level"], cells = { 5 = "60 hours", 4 = "80 hours" } }')
    lines = [{"level": level, "attended_hours": hours} for level in ("5", "4") for hours in (59, 60, 79, 80)]
    assert kept(plan, *lines) == [False, True, True, True, False, False, False, True]
    assert kept(plan, {"level": "3"}, {}) == [True, True]


def test_the_most_hours_a_day():
    plan = standard("hours_per_day_max = 8")
    lines = [{"taught_hours": hours, "taught_days": 5} for hours in ("39.999", "40", "40.001")]
    assert kept(plan, *lines) == [True, True, False]
    assert kept(plan, {"taught_hours": 1}, {}) == [False, True]


def test_an_exam_has_to_be_passed():
    assert kept(standard("exam = true"), {"passed": True}, {"passed": False}, {}) == [True, False, False]


def test_it_is_asked_only_where_its_condition_holds():
    plan = standard('when = { kind = ["project"] }\nsize_min = 20')
    assert kept(plan, {"kind": "project"}, {"kind": "order"}, {}) == [False, True, True]


def test_it_bears_only_on_the_rules_it_names():
    other = '[[rule]]\nid = "other"\nkind = "fixed_amount"\namount = "30"\n'
    assert dues(standard('targets = ["sum"]\nsize_min = 20', others=other), {"class_started": 19}) == [30_00]
    assert refusals(standard("size_min = 20", others=other), {"class_started": 19}) == ["class_standard_missed"]


def test_what_misses_it_is_paid_by_another_rule_and_says_so():
    plan = standard('targets = ["sum"]\nfallback = "by_days"\nhours_min = 40', "fallback", DAYS)
    fallen, kept_ = settle(plan, {"attended_hours": 39, "attended_days": 4}, {"attended_hours": 40, "attended_days": 4})
    assert (fallen.status, fallen.reasons, fallen.due_fen) == ("payable", ("standard_fallback",), 400_00)
    assert (kept_.status, kept_.reasons, kept_.due_fen) == ("payable", (), 1000_00)


def test_the_rule_instead_brings_its_own_cap_and_adjustment():
    rules = DAYS + 'caps = ["300"]\n[[rule]]\nid = "rise"\nkind = "adjust"\ntargets = ["by_days"]\n'
    rules += 'factor = "120%"\ncombine = "multiply"\norder = "before_caps"'
    plan = standard('targets = ["sum"]\nfallback = "by_days"\nhours_min = 40', "fallback", rules)
    assert dues(plan, *({"attended_hours": 39, "attended_days": days} for days in (2, 3))) == [240_00, 300_00]


def test_where_the_rule_instead_pays_nothing_its_reason_counts():
    plan = standard('targets = ["sum"]\nfallback = "by_days"\nhours_min = 40', "fallback", DAYS + "min_units = 5")
    assert refusals(plan, {"attended_hours": 39, "attended_days": 4}) == ["too_few_units"]


REFUSE = """[[rule]]
id = "exam"
kind = "class_standard"
judged_at = "settlement"
on_fail = "refuse"
targets = ["sum"]
exam = true
"""
HALF = """[[rule]]
id = "half"
kind = "fixed_amount"
amount = "500"
stack = "only_named"
[[rule]]
id = "small_class"
kind = "class_standard"
judged_at = "settlement"
on_fail = "fallback"
targets = ["sum"]
fallback = "half"
size_min = 20
"""


def test_a_standard_that_refuses_does_so_whatever_another_would_pay_instead():
    lines = [
        {"attended_hours": hours, "attended_days": 4, "passed": passed}
        for hours in (39, 40)
        for passed in (True, False)
    ]
    by_days = 'targets = ["sum"]\nfallback = "by_days"\nhours_min = 40'
    assert dues(standard(by_days, "fallback", REFUSE + DAYS), *lines) == [400_00, 0, 1000_00, 0]
    assert refusals(standard(by_days, "fallback", REFUSE + DAYS), lines[1]) == ["class_standard_missed"]


def test_of_two_rules_instead_that_of_the_first_standard_missed_pays():
    plan = standard('targets = ["sum"]\nfallback = "by_days"\nhours_min = 40', "fallback", DAYS + HALF)
    lines = [
        {"attended_hours": hours, "attended_days": 4, "class_started": started}
        for hours in (39, 40)
        for started in (19, 20)
    ]
    assert dues(plan, *lines) == [400_00, 400_00, 500_00, 1000_00]


def test_advice_and_what_is_judged_at_opening_decide_nothing():
    assert dues(standard("size_min = 20", "advise"), {"class_started": 1}) == [1000_00]
    opening = '[[rule]]\nid = "opening"\nkind = "class_standard"\njudged_at = "opening"\non_fail = "advise"\nparallel_max = 2\nsize_max = 30'
    assert dues(plan_of(SUM + opening), {"class_started": 50}) == [1000_00]


def test_a_standard_says_itself():
    plan = standard(
        'targets = ["sum"]\nfallback = "by_days"\nwhen = { kind = ["project"] }\nsize_min = 20\nsize_max = 50\nhours_min = 40\n'
        'hours_per_day_max = 8\npractice_min = "60%"\nonline = { max_share = "30%", counts_as = "50%" }\nexam = true\n'
        'hours_table = { axes = ["level"], cells = { 5 = "60 hours" } }\nattendance_min = "80%"',
        "fallback",
        DAYS,
    )
    assert described(plan, "class") == (
        (
            "项目制；每班不超过 50 人；到课率不低于 80%；每班不少于 20 人；不少于 40 课时；每天不超过 8 课时；实操不低于 60%；线上不超过 30%；"
            "课时不少于：初级工（五级） 60 课时；线上课时按 50% 计；考核合格；不符合的改按规则“by_days”。"
        ),
        (
            "project-based; at most 50 people a class; attendance of at least 80%; at least 20 people a class; at least 40 class hours; "
            "at most 8 class hours a day; at least 60% practical hours; at most 30% online; class hours of at least: junior (level 5) "
            "60 class hours; an hour online counts as 50% of one; the exam must be passed; what misses this is paid by rule by_days."
        ),
    )
