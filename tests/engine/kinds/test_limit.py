"""``limit``: how often and how much somebody may have."""

from __future__ import annotations

from datetime import date

import pytest

from engine.kinds.harness import described, dues, had, plan_of, refusals, settle

SUM = '[[rule]]\nid = "sum"\nkind = "fixed_amount"\namount = "1000"\n'
DAYS = '[[rule]]\nid = "sum"\nkind = "rate"\nprice = "100"\n'
REACHED = "limit_reached"


def limit(more: str, rules: str = SUM, per: str = "person", **head):
    return plan_of(f'{rules}[[rule]]\nid = "most"\nkind = "limit"\ntargets = ["sum"]\nper = "{per}"\n{more}', **head)


def lee(**facts):
    return {"person_id": "Lee", **facts}


def before(on: date, amount: str = "1000", **facts):
    return had("sum", on, amount, person_id="Lee", **facts)


def on(*days: date, **facts):
    return [lee(claimed_on=day, **facts) for day in days]


def days(*numbers: int, **facts):
    return [lee(attended_days=number, **facts) for number in numbers]


TWICE = limit('n = 2\nperiod = "life"')


def test_the_third_of_two_times_is_refused():
    assert refusals(TWICE, lee(), lee(), lee()) == ["", "", REACHED]


def test_what_was_had_before_counts():
    ago = before(date(2015, 5, 1))
    assert refusals(TWICE, lee(), lee(), before=(ago,)) == ["", REACHED]
    assert refusals(TWICE, lee(), before=(ago, ago)) == [REACHED]


def test_each_person_has_the_times_for_himself():
    assert refusals(
        TWICE, lee(), {}, lee(), {}, lee(), before=(had("sum", date(2023, 1, 5), "9", person_id="Wu"),)
    ) == [
        "",
        "",
        "",
        "",
        REACHED,
    ]


def test_who_is_not_named_is_one_person():
    nobody = {"person_id": None}
    assert refusals(limit('n = 1\nperiod = "life"'), nobody, nobody, lee()) == ["", REACHED, ""]


def test_earlier_days_come_first_then_earlier_rows():
    once = limit('n = 1\nperiod = "life"')
    assert refusals(once, *on(date(2023, 5, 2), date(2023, 5, 1), date(2023, 5, 1))) == [REACHED, "", REACHED]


def test_a_refused_line_is_nothing_had():
    plan = limit('n = 1\nperiod = "life"', SUM + 'population = "passed"\n')
    assert refusals(plan, lee(passed=False), lee(passed=True)) == ["not_passed", ""]


def test_a_line_limited_asks_back_what_was_paid():
    (line,) = settle(TWICE, lee(paid="300"), before=(before(date(2023, 1, 5)), before(date(2023, 1, 6))))
    assert (line.status, line.due_fen, line.recover_fen) == ("refused", 0, 300_00)


def test_a_calendar_year_is_that_of_the_anchor_day():
    plan = limit('n = 1\nperiod = "calendar_year"', valid_from=date(2022, 1, 1))
    lines = on(date(2022, 12, 31), date(2023, 1, 1), date(2023, 12, 31))
    assert refusals(plan, *lines) == ["", "", REACHED]
    assert refusals(plan, *lines, before=(before(date(2022, 1, 1)),)) == [REACHED, "", REACHED]


def test_while_the_plan_is_in_force_both_days_included():
    plan = limit('n = 1\nperiod = "policy"')
    days = (date(2022, 12, 31), date(2023, 1, 1), date(2023, 12, 31))
    assert apart(plan, *((day, date(2023, 6, 15)) for day in days)) == ["", REACHED, REACHED]


def apart(plan, *pairs: tuple[date, date]):
    """What is said of a line on the second day where something was had on the first; each pair of another person."""
    lines = [{"person_id": f"P{n}", "claimed_on": day} for n, (_before, day) in enumerate(pairs)]
    history = tuple(had("sum", day, "1000", person_id=f"P{n}") for n, (day, _line) in enumerate(pairs))
    return refusals(plan, *lines, before=history)


def test_exactly_so_many_months_apart_is_another_period():
    plan, day = limit('n = 1\nperiod = "rolling"\nmonths = 3'), date(2023, 6, 15)
    days = (date(2023, 3, 15), date(2023, 3, 16), date(2023, 9, 14), date(2023, 9, 15))
    assert apart(plan, *((before, day) for before in days)) == ["", REACHED, REACHED, ""]


def test_a_month_from_the_last_day_of_january_ends_with_february():
    plan, last = limit('n = 1\nperiod = "rolling"\nmonths = 1'), date(2023, 1, 31)
    assert apart(plan, (last, date(2023, 2, 27)), (last, date(2023, 2, 28))) == [REACHED, ""]


@pytest.mark.parametrize(
    ("key", "fact"),
    [
        ("level", "level"),
        ("occupation", "occupation"),
        ("programme", "programme"),
        ("certificate", "certificate_number"),
        ("project", "project_id"),
        ("category", "category"),
    ],
)
def test_only_what_has_the_same_key_counts(key: str, fact: str):
    plan = limit(f'n = 1\nperiod = "life"\nkey = "{key}"')
    lines = [lee(**{fact: word}) for word in ("4", "5", "4")]
    assert refusals(plan, *lines, lee(), lee()) == ["", "", REACHED, "", REACHED]


def test_all_keys_have_to_be_the_same():
    plan = limit('n = 1\nperiod = "life"\nkeys = ["occupation", "level"]')
    lines = [lee(occupation=occupation, level=level) for occupation in ("cook", "welder") for level in ("5", "4", "5")]
    assert refusals(plan, *lines) == ["", "", REACHED, "", "", REACHED]


def test_what_is_on_a_list_may_be_had_more_often():
    named = '[[rule]]\nid = "urgent"\nkind = "list"\nof = "occupation"\nmember_at = "claimed_on"\nuntil_published = "previous"\nversions = [{ from = 2023-01-01, members = ["welder"] }]\n'
    plan = limit('n = 1\nperiod = "life"\nextra = { n = 1, in_list = "urgent" }', SUM + named)
    welder, cook = lee(occupation="welder"), lee(occupation="cook")
    assert refusals(plan, welder, welder, welder) == ["", "", REACHED]
    assert refusals(plan, cook, cook, welder) == ["", REACHED, ""]


MONEY = 'counter = "money"\namount = "2500"\nperiod = "calendar_year"\n'


def test_money_up_to_the_ceiling_is_paid_and_over_it_refused():
    plan = limit(MONEY, DAYS)
    assert refusals(plan, *days(20, 5, 1)) == ["", "", REACHED]
    assert refusals(plan, *days(20, 6, 5)) == ["", REACHED, ""]
    assert refusals(plan, *days(5), before=(before(date(2023, 1, 5), "2000.01"),)) == [REACHED]


def test_or_it_is_cut_to_what_is_left_and_says_so():
    plan = limit(MONEY + 'on_hit = "cut_to_rest"', DAYS)
    lines = settle(plan, *days(20, 6, 1))
    assert [(line.status, line.reasons, line.due_fen) for line in lines] == [
        ("payable", (), 2000_00),
        ("payable", ("cut_to_limit",), 500_00),
        ("refused", (REACHED,), 0),
    ]


def test_money_had_in_another_year_does_not_count():
    plan = limit(MONEY, DAYS)
    assert refusals(plan, *days(20), before=(before(date(2022, 12, 31), "2500"),)) == [""]


def test_a_ceiling_by_table_is_the_lines_own():
    table = 'counter = "money"\ntable = { axes = ["level"], cells = { 5 = "500", 4 = "900" } }\nperiod = "life"'
    plan = limit(table, DAYS)
    assert refusals(plan, *days(5, level="5"), *days(5, level="4"), *days(3, level="4")) == ["", REACHED, ""]


def test_a_level_without_a_ceiling_is_not_limited():
    table = 'counter = "money"\ntable = { axes = ["level"], cells = { 5 = "500" } }\nperiod = "life"'
    assert refusals(limit(table, DAYS), *days(50, level="3"), *days(50)) == ["", ""]


def test_an_open_ceiling_waits_until_it_is_set():
    ceiling = 'counter = "money"\namount = { by = "county", max = "3000" }\nperiod = "life"\n'
    assert refusals(limit(ceiling, DAYS), *days(1)) == ["awaits_decision"]
    decided = '[[fill]]\nrule = "most"\nterm = "amount"\nvalue = "500"\nby = "county"\n'
    assert refusals(limit(ceiling + decided, DAYS), *days(5, 1)) == ["", REACHED]


def test_only_what_the_same_payee_got_counts_where_the_text_says_so():
    others = before(date(2023, 1, 5)) | {"payee": "enterprise"}
    own = limit('n = 1\nperiod = "life"\ncount_payee = "self"')
    assert refusals(own, lee(), before=(others,)) == [""]
    assert refusals(own, lee(), before=(before(date(2023, 1, 5)),)) == [REACHED]
    assert refusals(limit('n = 1\nperiod = "life"'), lee(), before=(others,)) == [REACHED]


def test_no_lower_level_after_a_higher_one():
    plan = limit('n = 9\nperiod = "life"\nno_lower_after_higher = true')
    lines = [lee(level=level) for level in ("4", "5", "4", "3", "4")]
    lower = "lower_level_after_higher"
    assert refusals(plan, *lines) == ["", lower, "", "", lower]
    assert refusals(
        plan, lee(), lee(level="apprentice"), lee(), before=(before(date(2010, 1, 1), level="apprentice"),)
    ) == [
        lower,
        "",
        lower,
    ]


def test_levels_are_compared_within_the_same_other_keys():
    plan = limit('n = 9\nperiod = "life"\nkeys = ["level", "occupation"]\nno_lower_after_higher = true')
    lines = [
        lee(level=level, occupation=occupation) for level, occupation in (("4", "cook"), ("5", "welder"), ("5", "cook"))
    ]
    assert refusals(plan, *lines) == ["", "", "lower_level_after_higher"]


def test_two_trainings_are_so_many_months_apart():
    plan = limit('n = 9\nperiod = "life"\nmin_gap = 2')
    lines = on(date(2023, 2, 10), date(2023, 4, 9), date(2023, 4, 10))
    assert refusals(plan, *lines) == ["", "too_soon", ""]
    later = (date(2023, 6, 9), date(2023, 6, 10))
    assert apart(plan, *((day, date(2023, 4, 10)) for day in later)) == ["too_soon", ""]


def test_the_next_training_begins_after_the_last_has_ended():
    plan = limit('n = 9\nperiod = "life"\nsequential = true')
    first = lee(class_start_on=date(2023, 3, 1), class_end_on=date(2023, 3, 10))

    def then(*span):
        line = lee(class_start_on=date(2023, 3, span[0]), class_end_on=date(2023, 3, span[1]))
        return refusals(plan, first, line)[1]

    overlaps = "previous_not_ended"
    assert [then(10, 20), then(11, 20), then(9, 9)] == [overlaps, "", overlaps]
    undated = lee(class_start_on=date(2023, 3, 5))
    assert refusals(plan, first, undated) == ["", ""]


def test_of_several_the_largest_is_taken_where_the_text_says_so():
    best = limit('n = 1\nperiod = "life"\nchoose = "best"', DAYS)
    assert dues(best, *days(3, 5, 5)) == [0, 500_00, 0]
    assert dues(limit('n = 1\nperiod = "life"', DAYS), *days(3, 5, 5)) == [300_00, 0, 0]


def test_a_limit_bears_only_on_what_its_rules_pay():
    other = SUM + '[[rule]]\nid = "trip"\nkind = "fixed_amount"\nitem = "travel"\namount = "20"\n'
    plan = limit('n = 1\nperiod = "life"', other)
    travel = lee(item="travel")
    assert refusals(plan, lee(), travel, travel, lee()) == ["", "", "", REACHED]
    assert refusals(plan, lee(), before=(had("trip", date(2023, 1, 5), "20", person_id="Lee"),)) == [""]


def test_two_items_share_one_limit():
    rules = SUM + '[[rule]]\nid = "trip"\nkind = "fixed_amount"\nitem = "travel"\namount = "20"\n'
    plan = plan_of(
        rules
        + '[[rule]]\nid = "most"\nkind = "limit"\ntargets = ["sum", "trip"]\nper = "person"\nn = 1\nperiod = "life"'
    )
    assert refusals(plan, lee(item="travel"), lee()) == ["", REACHED]


@pytest.mark.parametrize(
    ("more", "zh", "en"),
    [
        (
            (
                'n = 3\nperiod = "rolling"\nmonths = 12\nkeys = ["occupation", "level"]\nno_lower_after_higher = true\n'
                'sequential = true\nmin_gap = 2\nchoose = "best"'
            ),
            (
                "每人同一职业工种、同一等级任意连续 12 个月内最多 3 次；以往已享受的计算在内；享受过高等级的不再享受低等级；"
                "上一项结束后才能开始下一项；两次之间至少隔 2 个月；几项都符合的取金额高的。"
            ),
            (
                "at most 3 times a person and occupation and level, in any 12 months; what was enjoyed before counts; "
                "no lower level after a higher one; the next may start only when the last has ended; at least 2 months apart; "
                "of several the largest is taken."
            ),
        ),
        (
            MONEY + 'on_hit = "cut_to_rest"',
            "每人每个自然年度最多 2,500 元；以往已享受的计算在内；超过的只补剩余金额。",
            "at most 2,500 yuan a person, a calendar year; what was enjoyed before counts; what goes over is cut to the rest.",
        ),
    ],
)
def test_a_limit_says_itself(more: str, zh: str, en: str):
    assert described(limit(more), "most") == (zh, en)
