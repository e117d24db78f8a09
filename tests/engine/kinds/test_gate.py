"""``gate``: a rate or tests that decide what part is paid."""

from __future__ import annotations

from datetime import date

import pytest

from engine.kinds.harness import described, dues, plan_of, refusals, settle

SUM = '[[rule]]\nid = "sum"\nkind = "fixed_amount"\namount = "1000"\n'
RATE = 'measure = { numerator = "class_employed", denominator = "class_completed" }\n'
BANDS = (
    RATE
    + 'bands = [{ from = "0%", refuse = true }, { from = "30%", factor = "80%" }, { from = "60%", factor = "120%" }]\n'
)


def gate(more: str, others: str = "", targets: str = '["sum"]', **head):
    return plan_of(
        f'{SUM}{others}[[rule]]\nid = "rate"\nkind = "gate"\nsubject = "class"\ntargets = {targets}\n{more}', **head
    )


def rates(*pairs, **facts):
    return [{"class_employed": top, "class_completed": bottom, **facts} for top, bottom in pairs]


EDGES = rates((0, 40), (11, 40), (12, 40), (13, 40), (23, 40), (24, 40), (40, 40))


def test_the_highest_band_reached_gives_the_factor():
    assert dues(gate(BANDS), *EDGES) == [0, 0, 800_00, 800_00, 800_00, 1200_00, 1200_00]


def test_or_a_band_begins_above_its_rate():
    assert dues(gate(BANDS, band_edge="upper"), *EDGES) == [0, 0, 0, 800_00, 800_00, 800_00, 1200_00]


def test_the_rate_is_compared_exactly():
    bands = RATE + 'bands = [{ from = "0%", factor = "50%" }, { from = "33.34%", factor = "100%" }]'
    assert dues(gate(bands), *rates((1, 3), (3334, 10000), (3333, 10000))) == [500_00, 1000_00, 500_00]


def test_a_rate_over_nobody_is_0():
    assert refusals(gate(BANDS), *rates((5, 0)), {}) == ["gate_missed", "gate_missed"]
    first = RATE + 'bands = [{ from = "0%", factor = "50%" }, { from = "30%", factor = "100%" }]'
    assert dues(gate(first), *rates((5, 0)), {}) == [500_00, 500_00]


def test_a_refusing_band_and_a_factor_of_0_miss_the_gate():
    none = RATE + 'bands = [{ from = "0%", factor = "0%" }, { from = "30%", factor = "100%" }]'
    assert refusals(gate(BANDS), *EDGES[:3]) == ["gate_missed", "gate_missed", ""]
    assert refusals(gate(none), *EDGES[:3]) == ["gate_missed", "gate_missed", ""]


def test_a_band_can_pay_by_each_persons_result():
    table = '{ from = "50%", table = { axes = ["result"], cells = { hired = "140%", trained = "100%" } } }'
    plan = gate(RATE + f'bands = [{{ from = "0%", factor = "60%" }}, {table}]')
    lines = [
        {"class_employed": top, "class_completed": 40, "result": result}
        for top in (19, 20)
        for result in ("hired", "left")
    ]
    assert dues(plan, *lines) == [600_00, 600_00, 1400_00, 0]
    assert refusals(plan, *lines, *rates((20, 40))) == ["", "", "", "gate_missed", "gate_missed"]


def test_tests_that_all_hold_meet_the_gate():
    plan = gate(
        'tests = [{ fact = "class_employed", at_least = "10 people" }, { fact = "insured", is = ["yes"] }]\nmet = "100%"\nmissed = "50%"'
    )
    lines = [{"class_employed": people, "insured": insured} for people in (9, 10) for insured in (True, False)]
    assert dues(plan, *lines, {}) == [500_00, 500_00, 1000_00, 500_00, 500_00]


def test_missed_tests_can_leave_nothing():
    plan = gate('tests = [{ fact = "insured", is = ["yes"] }]\nmet = "110%"\nmissed = "0%"')
    assert refusals(plan, {"insured": True}, {"insured": False}) == ["", "gate_missed"]
    assert dues(plan, {"insured": True}) == [1100_00]


def test_a_gate_comes_after_the_caps():
    plan = plan_of(
        '[[rule]]\nid = "sum"\nkind = "rate"\nprice = "100"\ncaps = ["900"]\n[[rule]]\nid = "rate"\nkind = "gate"\nsubject = "person"\ntargets = ["sum"]\n'
        'tests = [{ fact = "insured", is = ["yes"] }]\nmet = "120%"\nmissed = "100%"'
    )
    lines = [{"attended_days": 10, "insured": insured} for insured in (True, False)]
    assert dues(plan, *lines) == [1080_00, 900_00]


def test_several_gates_multiply():
    more = (
        BANDS + '[[rule]]\nid = "second"\nkind = "gate"\nsubject = "enterprise"\ntargets = ["sum"]\n'
        'tests = [{ fact = "insured", is = ["yes"] }]\nmet = "100%"\nmissed = "50%"'
    )
    lines = rates((12, 40), insured=True) + rates((12, 40), (11, 40), (24, 40), insured=False)
    assert dues(gate(more), *lines) == [800_00, 400_00, 0, 600_00]


def test_a_gate_whose_factors_are_1_changes_nothing():
    plan = gate(RATE + 'bands = [{ from = "0%", factor = "100%" }, { from = "30%", factor = "100%" }]')
    assert dues(plan, *EDGES) == [1000_00] * len(EDGES)


def test_a_gate_bears_only_on_the_rules_it_names():
    other = '[[rule]]\nid = "other"\nkind = "fixed_amount"\namount = "30"\n'
    assert dues(gate(BANDS, other), *EDGES[1:3]) == [30_00, 830_00]


WINDOW = BANDS + 'window = { months = 6, after = "end" }\n'
ENDED = date(2023, 3, 31)
CLOSES = date(2023, 9, 30)


def test_until_the_window_has_closed_the_line_waits_with_its_range():
    (waiting,) = settle(gate(WINDOW), *rates((12, 40), class_end_on=ENDED), as_of=CLOSES)
    assert (waiting.status, waiting.reasons, waiting.due_fen, waiting.bounds) == (
        "pending",
        ("gate_waits",),
        0,
        (0, 1200_00),
    )


def test_the_window_has_closed_the_day_after_its_last():
    (closed,) = settle(gate(WINDOW), *rates((12, 40), class_end_on=ENDED), as_of=date(2023, 10, 1))
    assert (closed.status, closed.due_fen) == ("payable", 800_00)


def test_without_the_event_the_window_is_open():
    assert [line.status for line in settle(gate(WINDOW), *rates((12, 40)))] == ["pending"]


def test_a_waiting_line_keeps_what_it_was_paid():
    (waiting,) = settle(gate(WINDOW), *rates((12, 40), class_end_on=ENDED, paid="500"), as_of=CLOSES)
    assert (waiting.due_fen, waiting.payable_now_fen, waiting.recover_fen) == (500_00, 0, 0)


def test_what_earns_nothing_waits_for_no_gate():
    plan = plan_of(
        '[[rule]]\nid = "sum"\nkind = "rate"\nprice = "10"\n'
        f'[[rule]]\nid = "rate"\nkind = "gate"\nsubject = "class"\ntargets = ["sum"]\n{WINDOW}'
    )
    lines = [{"attended_days": days, "class_end_on": ENDED} for days in (0, 1)]
    assert [(line.status, line.reasons) for line in settle(plan, *lines, as_of=CLOSES)] == [
        ("refused", ("nothing_earned",)),
        ("pending", ("gate_waits",)),
    ]


INSURED = """[[rule]]
id = "insured"
kind = "gate"
subject = "person"
targets = ["sum"]
tests = [{ fact = "insured", is = ["yes"] }]
met = "100%"
missed = "0%"
"""


def test_a_gate_missed_before_one_that_waits_decides():
    line = rates((12, 40), class_end_on=ENDED, insured=False)
    assert [settled.reasons for settled in settle(gate(WINDOW, INSURED), *line, as_of=CLOSES)] == [("gate_missed",)]
    assert [settled.reasons for settled in settle(gate(WINDOW + INSURED), *line, as_of=CLOSES)] == [("gate_waits",)]


def test_the_range_of_persons_results_goes_over_all_cells():
    table = '{ from = "50%", table = { axes = ["result"], cells = { hired = "140%", trained = "100%" } } }'
    plan = gate(
        RATE + f'bands = [{{ from = "0%", factor = "60%" }}, {table}]\nwindow = {{ months = 6, after = "end" }}'
    )
    (waiting,) = settle(plan, *rates((12, 40), class_end_on=ENDED, result="hired"), as_of=CLOSES)
    assert waiting.bounds == (0, 1400_00)


@pytest.mark.parametrize(
    ("more", "zh", "en"),
    [
        (
            WINDOW,
            "按班级就业人数÷班级结业人数分档；达到 0% 的不补；达到 30% 的按 80%；达到 60% 的按 120%；结班后 6 个月期满认定。",
            (
                "by employed of the class ÷ completed in the class; from 0% nothing; from 30% at 80%; from 60% at 120%; "
                "judged 6 months after the end of the class."
            ),
        ),
        (
            'tests = [{ fact = "insured", is = ["yes"] }]\nmet = "100%"\nmissed = "50%"',
            "是否参保为是的按 100%；否则按 50%。",
            "100% where insured is yes; 50% otherwise.",
        ),
    ],
)
def test_a_gate_says_itself(more: str, zh: str, en: str):
    assert described(gate(more), "rate") == (zh, en)
