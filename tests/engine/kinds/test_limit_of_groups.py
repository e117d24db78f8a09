"""``limit`` of an enterprise, an institution or a region: counted over all of its lines."""

from __future__ import annotations

from datetime import date

import pytest

from engine.kinds.harness import dues, had, plan_of, refusals, settle

SUM = '[[rule]]\nid = "sum"\nkind = "fixed_amount"\namount = "1000"\n'
DAYS = '[[rule]]\nid = "sum"\nkind = "rate"\nprice = "100"\n'
REACHED = "limit_reached"


def limit(more: str, rules: str = SUM, per: str = "enterprise"):
    return plan_of(f'{rules}[[rule]]\nid = "most"\nkind = "limit"\ntargets = ["sum"]\nper = "{per}"\n{more}')


@pytest.mark.parametrize(
    ("per", "fact"), [("enterprise", "enterprise_id"), ("institution", "institution_id"), ("region", "region")]
)
def test_a_group_has_its_times_together(per: str, fact: str):
    plan = limit('n = 2\nperiod = "calendar_year"', per=per)
    lines = [{fact: "A"}, {fact: "A"}, {fact: "B"}, {fact: "A"}]
    assert refusals(plan, *lines) == ["", "", "", REACHED]
    assert refusals(plan, *lines, before=(had("sum", date(2023, 1, 5), "9", **{fact: "A"}),)) == [
        "",
        REACHED,
        "",
        REACHED,
    ]
    assert refusals(plan, lines[0], before=(had("sum", date(2022, 1, 5), "9", **{fact: "A"}),) * 2) == [""]


FIRM = 'counter = "money"\namount = "1000"\nperiod = "policy"\n'


def firm(*numbers: int):
    return [{"enterprise_id": "A", "attended_days": number} for number in numbers]


def test_the_first_line_over_a_groups_money_and_all_after_it_are_refused():
    assert dues(limit(FIRM, DAYS), *firm(6, 5, 4)) == [600_00, 0, 0]
    assert dues(limit(FIRM, DAYS), *firm(6, 4, 1)) == [600_00, 400_00, 0]


def test_or_they_are_cut_until_it_is_used_up():
    plan = limit(FIRM + 'on_hit = "cut_to_rest"', DAYS)
    assert [(line.due_fen, line.reasons) for line in settle(plan, *firm(6, 5, 4))] == [
        (600_00, ()),
        (400_00, ("cut_to_limit",)),
        (0, (REACHED,)),
    ]


def test_a_groups_lines_are_taken_by_day():
    lines = [
        {"enterprise_id": "A", "attended_days": 6, "claimed_on": day} for day in (date(2023, 5, 2), date(2023, 5, 1))
    ]
    assert dues(limit(FIRM, DAYS), *lines) == [0, 600_00]


def test_what_a_persons_limit_refused_does_not_count_for_the_group():
    person = '[[rule]]\nid = "once"\nkind = "limit"\ntargets = ["sum"]\nper = "person"\nn = 1\nperiod = "life"\n'
    plan = limit('n = 2\nperiod = "life"', SUM + person)
    lines = [*[{"person_id": "Lee", "enterprise_id": "A"}] * 2, {"enterprise_id": "A"}, {"enterprise_id": "A"}]
    assert refusals(plan, *lines) == ["", REACHED, "", REACHED]


def test_a_line_refused_for_money_still_counts_for_those_after_it():
    assert dues(limit(FIRM, DAYS), *firm(6, 5, 1)) == [600_00, 0, 0]


def test_a_groups_ceiling_by_table_is_each_lines_own():
    table = 'counter = "money"\ntable = { axes = ["size"], cells = { micro = "500", small = "900" } }\nperiod = "life"'
    plan = limit(table, DAYS)
    lines = [{"enterprise_id": "A", "attended_days": 5, "size": size} for size in ("micro", "small", "large")]
    assert refusals(plan, *lines) == ["", REACHED, ""]


def test_a_groups_keys_and_payees_are_counted_apart():
    payee = 'payee = [{ to = "enterprise", when = { kind = ["order"] } }, { to = "person" }]\n'
    lines = [
        {"enterprise_id": "A", "kind": kind, "level": level}
        for kind in ("order", "project")
        for level in ("5", "4", "5")
    ]
    by_level = limit('n = 1\nperiod = "life"\nkey = "level"', SUM + payee)
    assert refusals(by_level, *lines) == ["", "", REACHED, REACHED, REACHED, REACHED]
    by_payee = limit('n = 1\nperiod = "life"\nkey = "level"\ncount_payee = "self"', SUM + payee)
    assert refusals(by_payee, *lines) == ["", "", REACHED, "", "", REACHED]
    before = (had("sum", date(2023, 1, 5), "1000", "enterprise", enterprise_id="A", level="5"),)
    assert refusals(by_payee, *lines, before=before) == [REACHED, "", REACHED, "", "", REACHED]
