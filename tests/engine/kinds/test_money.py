"""What all rules of money share: of whom, to whom, how amounts are joined and where they are rounded."""

from __future__ import annotations

from datetime import date

import pytest

from engine.kinds.harness import AS_OF, dues, plan_of, refusals, settle

LATER = date(2024, 1, 1)


def fixed(name: str, amount: str, more: str = "") -> str:
    return f'[[rule]]\nid = "{name}"\nkind = "fixed_amount"\namount = "{amount}"\n{more}\n'


def when(word: str) -> str:
    return f'when = {{ is = {{ programme = ["{word}"] }} }}'


@pytest.mark.parametrize(
    ("population", "fact", "reason"),
    [
        ("completed", "completed_on", "not_completed"),
        ("certified", "certified_on", "not_certified"),
        ("employed", "employed_on", "not_employed"),
    ],
)
def test_what_the_money_is_paid_for_has_to_have_happened(population: str, fact: str, reason: str):
    plan = plan_of(fixed("sum", "100", f'population = "{population}"'))
    assert refusals(plan, {fact: AS_OF}, {fact: LATER}, {}) == ["", reason, reason]


def test_who_passed_is_said_by_the_flag():
    plan = plan_of(fixed("sum", "100", 'population = "passed"'))
    assert refusals(plan, {"passed": True}, {"passed": False}, {}) == ["", "not_passed", "not_passed"]


@pytest.mark.parametrize("population", ["enrolled", "started"])
def test_of_those_who_enrolled_or_started_nothing_more_is_asked(population: str):
    assert dues(plan_of(fixed("sum", "100", f'population = "{population}"')), {}) == [100_00]


def test_a_rule_whose_condition_does_not_hold_says_nothing():
    plan = plan_of(fixed("sum", "100", when("north") + '\npopulation = "passed"'))
    assert refusals(plan, {"programme": "north"}, {"programme": "south"}) == ["not_passed", "no_rate_in_policy"]


def test_all_parts_of_a_condition_have_to_hold():
    condition = 'when = { kind = ["order", "project"], is = { insured = ["yes"] }, tests = [{ fact = "heads", over = "3 people" }] }'
    lines = [
        {"kind": kind, "insured": insured, "heads": heads}
        for kind, insured, heads in (("order", 1, 4), ("universal", 1, 4), ("project", 0, 4), ("project", 1, 3))
    ]
    assert dues(plan_of(fixed("sum", "100", condition)), *lines, {}) == [100_00, 0, 0, 0, 0]


@pytest.mark.parametrize(
    ("stack", "both", "second_only"),
    [("add", 180_00, 80_00), ("replace", 80_00, 80_00), ("only_if_none", 100_00, 80_00), ("best_of", 100_00, 80_00)],
)
def test_how_a_second_amount_joins_the_first(stack: str, both: int, second_only: int):
    rules = fixed("first", "100", when("north")) + fixed("second", "80", f'stack = "{stack}"\npopulation = "passed"')
    lines = [
        {"programme": programme, "passed": passed} for programme, passed in (("north", 1), ("south", 1), ("north", 0))
    ]
    assert dues(plan_of(rules), *lines) == [both, second_only, 100_00]


def test_the_best_of_two_may_be_the_second():
    assert dues(plan_of(fixed("first", "100") + fixed("second", "120", 'stack = "best_of"')), {}) == [120_00]


def test_amounts_are_joined_one_after_the_other():
    rules = fixed("a", "100") + fixed("b", "30", 'stack = "replace"\npopulation = "passed"') + fixed("c", "20")
    rules += fixed("d", "60", 'stack = "best_of"')
    assert dues(plan_of(rules), {}, {"passed": True}) == [120_00, 60_00]


def test_a_rule_that_only_serves_others_pays_nothing_itself():
    rules = fixed("sum", "100", when("north")) + fixed("named", "70", 'stack = "only_named"')
    share = '[[rule]]\nid = "part"\nkind = "share"\npercent = "50%"\nof_rule = "named"\nwhen = { is = { programme = ["north"] } }'
    assert dues(plan_of(rules + share), {"programme": "north"}, {}) == [135_00, 0]


def test_where_nothing_is_paid_the_first_rule_with_a_reason_gives_it():
    rules = (
        fixed("a", "100", when("north"))
        + fixed("b", "80", 'population = "passed"')
        + fixed("c", "60", 'population = "employed"')
    )
    assert refusals(plan_of(rules), {"programme": "south"}) == ["not_passed"]


def payees(plan, *lines):
    return [line.payee_kind for line in settle(plan, *lines)]


def test_the_first_payee_whose_condition_holds_is_paid():
    payee = 'payee = [{ to = "enterprise", when = { kind = ["order"] } }, { to = "institution", when = { kind = ["project"] } }, { to = "person" }]'
    assert payees(plan_of(fixed("sum", "100", payee)), {"kind": "order"}, {"kind": "project"}, {}) == [
        "enterprise",
        "institution",
        "person",
    ]


def test_the_payee_is_that_of_the_first_rule_that_pays():
    rules = fixed("a", "100", 'payee = "college"\npopulation = "passed"') + fixed("b", "80", 'payee = "platform"')
    assert payees(plan_of(rules), {"passed": True}, {}) == ["college", "platform"]


THIRDS = """[[rule]]
id = "first"
kind = "share"
percent = "33.33%"
of_fact = "cost"
[[rule]]
id = "second"
kind = "share"
percent = "33.33%"
of_fact = "official_fee"
"""


@pytest.mark.parametrize(
    ("at", "mode", "due"),
    [("rule", "half_up", 66), ("claim", "half_up", 67), ("rule", "up", 68), ("claim", "down", 66)],
)
def test_amounts_are_rounded_each_or_only_together(at: str, mode: str, due: int):
    # 100 fen × 33.33 % = 33.33 fen; 33.33 + 33.33 = 66.66 fen.
    plan = plan_of(THIRDS, rounding={"at": at, "mode": mode})
    assert dues(plan, {"cost": "1", "official_fee": "1"}) == [due]


def test_what_rounds_to_nothing_is_nothing_earned():
    plan = plan_of(THIRDS, rounding={"unit": "yuan", "mode": "down"})
    assert refusals(plan, {"cost": "3", "official_fee": "3"}, {"cost": "3.01"}) == ["nothing_earned", ""]
