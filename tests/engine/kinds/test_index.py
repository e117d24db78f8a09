"""``index``: dated outside numbers that rules refer to."""

from __future__ import annotations

from datetime import date

from engine.kinds.harness import described, dues, plan_of, refusals

PART = '[[rule]]\nid = "part"\nkind = "share"\npercent = "10%"\nof_index = "wage"\n'


def index(more: str, **head):
    return plan_of(f'{PART}[[rule]]\nid = "wage"\nkind = "index"\n{more}', **head)


def on(*days, **facts):
    return [{"claimed_on": day, **facts} for day in days]


GENERAL = '{ from = 2022-05-01, value = "1800" }, { from = 2023-07-01, value = "2000" }'
CITY = index(f'values = [{GENERAL}, {{ from = 2023-03-01, region = "140100", value = "2200" }}]')


def test_the_latest_value_up_to_the_day_counts():
    days = (date(2023, 1, 1), date(2023, 6, 30), date(2023, 7, 1), date(2023, 12, 31))
    assert dues(index(f"values = [{GENERAL}]"), *on(*days)) == [180_00, 180_00, 200_00, 200_00]


def test_values_may_be_written_in_any_order():
    later_first = '{ from = 2023-07-01, value = "2000" }, { from = 2022-05-01, value = "1800" }'
    assert dues(index(f"values = [{later_first}]"), *on(date(2023, 6, 30), date(2023, 7, 1))) == [180_00, 200_00]


def test_a_region_has_its_own_value_once_it_has_begun():
    days = (date(2023, 2, 28), date(2023, 3, 1), date(2023, 7, 1))
    assert dues(CITY, *on(*days, region="140100")) == [180_00, 220_00, 220_00]
    assert dues(CITY, *on(*days, region="140200")) == [180_00, 180_00, 200_00]
    assert dues(CITY, *on(*days)) == [180_00, 180_00, 200_00]


def test_a_value_ends_with_its_last_day_and_the_next_begins():
    joined = '{ from = 2023-01-01, until = 2023-06-30, value = "1800" }, { from = 2023-07-01, value = "2000" }'
    assert dues(index(f"values = [{joined}]"), *on(date(2023, 6, 30), date(2023, 7, 1))) == [180_00, 200_00]


def test_a_region_without_a_value_waits_until_one_is_entered():
    plan = index('values = [{ from = 2023-01-01, region = "140100", value = "1800" }]')
    assert refusals(plan, {"region": "140100"}, {"region": "140200"}, {}) == ["", "awaits_decision", "awaits_decision"]
    assert dues(plan, {"region": "140100"}) == [180_00]


def test_the_day_is_the_anchor_day_and_not_that_of_the_claim():
    plan = index(f"values = [{GENERAL}]", anchor="class_end")
    line = {"class_end_on": date(2023, 6, 30), "claimed_on": date(2023, 7, 1)}
    assert dues(plan, line) == [180_00]


def test_it_can_be_the_persons_own_number():
    plan = index('person_fact = "own_benefit"')
    assert dues(plan, {"own_benefit": "1234.56"}) == [123_46]
    assert refusals(plan, {}, {"own_benefit": "0"}) == ["nothing_earned", "nothing_earned"]


def test_a_cap_by_an_index_without_a_value_waits():
    plan = plan_of(
        '[[rule]]\nid = "sum"\nkind = "fixed_amount"\namount = "500"\ncaps = [{ share = "20%", index = "wage" }]\n'
        '[[rule]]\nid = "wage"\nkind = "index"\nvalues = [{ from = 2023-01-01, region = "140100", value = "1800" }]'
    )
    assert refusals(plan, {"region": "140100"}, {"region": "140200"}) == ["", "awaits_decision"]
    assert dues(plan, {"region": "140100"}) == [360_00]


def test_an_index_says_itself():
    joined = '{ from = 2023-01-01, until = 2023-06-30, region = "140100", value = "1800" }, { from = 2023-07-01, region = "140100", value = "2000.5" }'
    assert described(index(f"values = [{joined}]"), "wage") == (
        "140100 自 2023-01-01 至 2023-06-30 1,800 元；140100 自 2023-07-01 2,000.50 元。",
        "140100 1,800 yuan from 2023-01-01 until 2023-06-30; 140100 2,000.50 yuan from 2023-07-01.",
    )
    assert described(index('person_fact = "own_benefit"'), "wage") == ("为本人待遇。", "the person's own benefit.")
