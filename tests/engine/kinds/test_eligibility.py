"""``eligibility``: who a plan is for."""

from __future__ import annotations

from datetime import date

import pytest

from engine.kinds.harness import described, dues, plan_of, refusals

SUM = '[[rule]]\nid = "sum"\nkind = "fixed_amount"\namount = "100"\n'


def eligible(more: str, targets: str = '["sum"]', others: str = "", **head):
    return plan_of(
        f'{SUM}[[rule]]\nid = "who"\nkind = "eligibility"\nsubject = "person"\njudged_at = "settlement"\n'
        f"targets = {targets}\n{more}\n{others}",
        **head,
    )


def judged(plan, *lines):
    """Which of the lines are eligible."""
    return [reason == "" for reason in refusals(plan, *lines)]


def on(day: date, **facts):
    return {"exam_on": day, **facts}


GROUPS = '{ name = "farmer", from = 2023-01-01, until = 2023-06-30 }, { name = "graduate" }'


def test_somebody_else_is_refused_with_the_reason():
    plan = eligible(f"any_of = [{GROUPS}]")
    assert refusals(plan, {"group": "graduate"}, {"group": "official"}, {}) == ["", "not_eligible", "not_eligible"]


def test_a_group_counts_between_its_days_both_included():
    plan = eligible(f'any_of = [{GROUPS}]\nstatus_at = "exam_on"')
    days = (date(2022, 12, 31), date(2023, 1, 1), date(2023, 6, 30), date(2023, 7, 1))
    assert judged(plan, *(on(day, group="farmer") for day in days)) == [False, True, True, False]
    assert judged(plan, *(on(day, group="graduate") for day in days)) == [True, True, True, True]


def test_without_a_day_of_its_own_the_status_is_that_of_the_anchor_day():
    plan = eligible(f"any_of = [{GROUPS}]")
    days = (date(2023, 6, 30), date(2023, 7, 1))
    assert judged(plan, *({"claimed_on": day, "group": "farmer"} for day in days)) == [True, False]


def test_a_missing_day_is_in_no_groups_days():
    plan = eligible(f'any_of = [{GROUPS}]\nstatus_at = "exam_on"')
    assert judged(plan, {"group": "farmer"}, {"group": "graduate"}) == [False, True]


def test_who_is_excluded_is_nobody_without_a_group():
    plan = eligible('exclude = ["official", "student"]')
    assert judged(plan, {"group": "student"}, {"group": "farmer"}, {}) == [False, True, True]


AGES = 'age = { at = "exam_on", min = 16, max = 60, max_female = 55 }'


def test_the_least_age_is_reached_on_the_birthday():
    lines = [on(date(2023, 5, day), born_on=date(2007, 5, 10), sex="male") for day in (9, 10, 11)]
    assert judged(eligible(AGES), *lines) == [False, True, True]


def test_the_most_age_lasts_until_the_next_birthday():
    lines = [on(day, born_on=date(1962, 5, 10), sex="male") for day in (date(2023, 5, 9), date(2023, 5, 10))]
    assert judged(eligible(AGES), *lines) == [True, False]


def test_women_have_a_most_age_of_their_own():
    lines = [
        on(date(2023, 5, day), born_on=date(1967, 5, 10), sex=sex) for sex in ("female", "male") for day in (9, 10)
    ]
    assert judged(eligible(AGES), *lines) == [True, False, True, True]


def test_a_missing_sex_has_the_general_most_age():
    assert judged(eligible(AGES), on(date(2023, 5, 10), born_on=date(1967, 5, 10))) == [True]


def test_the_birthday_of_29_february_is_1_march_in_other_years():
    lines = [on(day, born_on=date(2008, 2, 29)) for day in (date(2024, 2, 28), date(2024, 2, 29))]
    assert judged(eligible('age = { at = "exam_on", min = 16 }'), *lines) == [False, True]
    lines = [on(day, born_on=date(2004, 2, 29)) for day in (date(2023, 2, 28), date(2023, 3, 1))]
    assert judged(eligible('age = { at = "exam_on", min = 19 }'), *lines) == [False, True]


def test_without_a_day_of_birth_or_of_the_exam_nobody_has_an_age():
    assert judged(eligible(AGES), on(date(2023, 5, 9)), {"born_on": date(1990, 1, 1)}) == [False, False]


@pytest.mark.parametrize(
    ("bound", "answers"),
    [
        ('at_least = "10 people"', [False, True, True]),
        ('over = "10 people"', [False, False, True]),
        ('at_most = "10 people"', [True, True, False]),
        ('below = "10 people"', [True, False, False]),
    ],
)
def test_a_test_holds_on_the_right_side_of_its_bound(bound: str, answers: list[bool]):
    plan = eligible(f'tests = [{{ fact = "staff", {bound} }}]')
    assert judged(plan, *({"staff": staff} for staff in (9, 10, 11))) == answers
    assert judged(plan, {}) == [False]


def test_hours_are_compared_with_their_thousandths():
    plan = eligible('tests = [{ fact = "attended_hours", at_least = "40 hours" }]')
    assert judged(plan, {"attended_hours": "39.999"}, {"attended_hours": "40"}) == [False, True]


def test_all_bounds_of_a_test_have_to_hold():
    plan = eligible('tests = [{ fact = "wage", over = "2000 yuan", at_most = "3000.5 yuan" }]')
    assert judged(plan, *({"wage": wage} for wage in ("2000", "2000.01", "3000.50", "3000.51"))) == [
        False,
        True,
        True,
        False,
    ]


def test_a_test_of_words_and_of_what_it_is_not():
    plan = eligible('tests = [{ fact = "industry", is = ["steel", "coal"] }, { fact = "level", is_not = ["5"] }]')
    lines = [{"industry": industry, "level": level} for industry in ("coal", "retail") for level in ("4", "5")]
    assert judged(plan, *lines) == [True, False, False, False]
    assert judged(plan, {"industry": "coal"}, {"level": "4"}) == [False, False]


def test_a_flag_is_yes_or_no_and_a_missing_one_is_neither():
    yes, no = (eligible(f'tests = [{{ fact = "insured", is = ["{word}"] }}]') for word in ("yes", "no"))
    lines = [{"insured": True}, {"insured": False}, {}]
    assert judged(yes, *lines) == [True, False, False]
    assert judged(no, *lines) == [False, True, False]


def test_a_test_of_days_has_both_its_days_in_it():
    plan = eligible('tests = [{ fact = "exam_on", since = 2023-02-01, until = 2023-02-28 }]')
    days = (date(2023, 1, 31), date(2023, 2, 1), date(2023, 2, 28), date(2023, 3, 1))
    assert judged(plan, *(on(day) for day in days), {}) == [False, True, True, False, False]


def test_a_fall_is_measured_against_what_was_before():
    plan = eligible('tests = [{ fact = "revenue", fall_from = "revenue_before", at_least = "30 %" }]')
    lines = [{"revenue": now, "revenue_before": "1000"} for now in ("700.01", "700", "0", "1200")]
    assert judged(plan, *lines) == [False, True, True, False]
    assert judged(plan, {"revenue": "0", "revenue_before": "0"}, {"revenue": "0"}, {"revenue_before": "9"}) == [
        False,
        False,
        False,
    ]


def test_one_of_several_tests_is_enough():
    plan = eligible('any_tests = [{ fact = "insured", is = ["yes"] }, { fact = "staff", at_least = "10 people" }]')
    lines = [{"insured": True}, {"staff": 10}, {"insured": True, "staff": 10}, {"insured": False, "staff": 9}, {}]
    assert judged(plan, *lines) == [True, True, True, False, False]


def test_a_contract_has_its_least_months():
    plan = eligible("contract = { min_months = 12 }")
    assert judged(plan, {"contract_months": 11}, {"contract_months": 12}, {}) == [False, True, False]


def test_training_starts_from_the_contract_until_months_later():
    plan = eligible("contract = { signed_within = 6 }")
    signed = date(2022, 8, 31)
    starts = (date(2022, 8, 30), date(2022, 8, 31), date(2023, 2, 28), date(2023, 3, 1))
    assert judged(plan, *({"contract_on": signed, "class_start_on": start} for start in starts)) == [
        False,
        True,
        True,
        False,
    ]
    assert judged(plan, {"contract_on": signed}, {"class_start_on": starts[1]}) == [False, False]


def test_months_insured_and_sizes_of_enterprises():
    plan = eligible('insured_min = 6\nsizes = ["micro", "small"]\ncontract_min = 3')
    lines = [
        {"insured_months": months, "size": size, "contract_months": contract}
        for months, size, contract in ((6, "micro", 3), (5, "micro", 3), (6, "medium", 3), (6, "small", 2))
    ]
    assert judged(plan, *lines) == [True, False, False, False]


def test_a_condition_is_one_more_thing_to_hold():
    plan = eligible('when = { kind = ["project"], is = { region = ["140100"] } }')
    lines = [{"kind": kind, "region": region} for kind in ("project", "order") for region in ("140100", "140200")]
    assert judged(plan, *lines) == [True, False, False, False]


def test_only_the_rules_it_names_depend_on_it():
    other = '[[rule]]\nid = "other"\nkind = "fixed_amount"\namount = "30"'
    plan = eligible('sizes = ["micro"]', others=other)
    assert dues(plan, {"size": "micro"}, {"size": "large"}) == [130_00, 30_00]


def test_what_is_for_people_to_read_or_judged_at_opening_decides_nothing():
    opening = plan_of(
        f'{SUM}[[rule]]\nid = "who"\nkind = "eligibility"\nsubject = "institution"\njudged_at = "opening"\ngood_years = 3'
    )
    assert dues(opening, {}) == [100_00]
    reading = eligible('groups = [{ zh = "农民工", en = "migrant workers" }]\nleft_school_within = 2')
    assert dues(reading, {}) == [100_00]


def test_eligibility_says_itself():
    plan = eligible(
        f'any_of = [{GROUPS}]\nexclude = ["official"]\n{AGES}\ncontract = {{ min_months = 12, signed_within = 6 }}\n'
        'insured_min = 6\nsizes = ["micro"]\nwhen = { kind = ["project"] }\n'
        'tests = [{ fact = "revenue", fall_from = "revenue_before", at_least = "30 %" }]\n'
        'any_tests = [{ fact = "insured", is = ["yes"] }, { fact = "staff", below = "10 people" }]'
    )
    assert described(plan, "who") == (
        (
            "对象为以下之一：farmer、graduate；不含：official；按考试日期满 16 周岁、不超过 60 周岁、女性不超过 55 周岁；企业规模为微型；"
            "劳动合同不少于 12 个月；签订合同后 6 个月内开始培训；参保满 6 个月；要求项目制；营业收入比同期营业收入下降不低于 30%；"
            "至少一项：是否参保为是，或职工人数低于 10 人。"
        ),
        (
            "one of: farmer, graduate; not: official; age on the day (exam on): at least 16, at most 60, women at most 55; "
            "enterprises that are micro; a labour contract of at least 12 months; training starts within 6 months of the contract; "
            "insured for at least 6 months; required: project-based; the fall of revenue against revenue of the base period at least 30%; "
            "at least one of: insured is yes or staff below 10 people."
        ),
    )
