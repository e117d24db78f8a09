"""The calculator: what is not told gives a range that holds for every way in which it may turn out."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.drawing import drawn
from engine.generated import LEVEL_KEYS, plan_numbers, write_document
from engine.strategies import KINDS
from jineng.policy.errors import NoSuchItemError
from jineng.policy.facts import CertificateCase
from jineng.policy.loader import load_plan
from jineng.policy.one import one
from jineng.policy.parsing import parse_document
from jineng.policy.plan import compile_plan
from jineng.policy.situation import SituationTable, case_of

PLANS = ("lanxian-2022", "changzhixian-2018")
PLANNED_DAYS = st.integers(0, 40)


def bounds(plan, situation):
    settled = one(plan, case_of(plan, SituationTable.model_validate({"situation": situation}).situation))
    return settled, settled.bounds


@st.composite
def trainings(draw):
    """A situation with facts left out, and the same with every fact told."""
    planned = draw(PLANNED_DAYS | st.none())
    certified_heads = draw(st.integers(0, 12))
    whole = {
        "days": draw(st.integers(0, 60 if planned is None else planned)),
        "trainees": draw(st.sampled_from([1, 2, 49, 50, 51, 80])),
        "attendance": draw(st.sampled_from(["0%", "84.99%", "85%", "33.33%", "50%", "100%"])),
        "certified": draw(st.booleans()),
        "unit_certified": certified_heads,
        "unit_employed": draw(st.integers(0, certified_heads)),
        "employed": draw(st.sampled_from(["in_time", "waiting", "too_late"])),
    }
    always = {
        "item": "training",
        "kind": draw(st.sampled_from(KINDS)),
        "paid": draw(st.sampled_from(["0", "1", "1200", "5000"])),
    }
    if planned is not None:
        always["planned_days"] = planned
    told = {name: value for name, value in whole.items() if draw(st.booleans())}
    return always | told, always | whole


@st.composite
def others(draw):
    """The same for certificates and hires."""
    always, whole = draw(
        st.sampled_from(
            [
                ({"item": "certificate", "level": level}, {"had_before": had})
                for level in LEVEL_KEYS
                for had in (True, False)
            ]
            + [
                ({"item": item}, {"size": size, "contract_months": months, "certified_in_time": gained})
                for item in ("hire", "hire_certificate")
                for size in ("micro", "small", "medium", "large")
                for months in (0, 4, 5, 6, 7, 13)
                for gained in (True, False)
            ]
        )
    )
    told = {name: value for name, value in whole.items() if draw(st.booleans())}
    return always | told, always | whole


def check(plan, told, whole):
    if told["item"] not in plan.items:
        return
    settled, (least, most) = bounds(plan, told)
    known, (known_least, known_most) = bounds(plan, whole)
    assert "fact_unknown" not in known.reasons
    assert least <= known_least <= known_most <= most, (told, whole)
    if settled.reasons == ("fact_unknown",):
        assert settled.status == "pending"
        assert settled.payable_now_fen == settled.recover_fen == settled.later_fen == 0
    elif settled.status != "pending":
        assert (settled.status, settled.due_fen) == (known.status, known.due_fen)


@pytest.mark.parametrize("policy", PLANS)
def test_a_range_contains_every_way_it_may_turn_out(policy):
    plan = load_plan(policy)

    @drawn(500)
    @given(st.one_of(trainings(), trainings(), others()))
    def turns_out(case):
        check(plan, *case)

    turns_out()


@drawn(150)
@given(plan_numbers(), st.lists(st.one_of(trainings(), trainings(), others()), min_size=8, max_size=8))
def test_so_do_the_ranges_of_made_up_plans(numbers, cases):
    plan = compile_plan(parse_document(write_document(numbers).encode(), "made-up.toml"), "0" * 64)
    for case in cases:
        check(plan, *case)


def test_a_rate_told_stays_exact_however_many_trainees_there_may_be():
    text = Path("policies/140421/changzhixian-2018/policy.toml").read_text(encoding="utf-8")
    plan = compile_plan(
        parse_document(text.replace('attendance_min = "85%"', 'attendance_min = "33.33%"').encode(), "changed.toml"),
        "0" * 64,
    )
    told = {"item": "training", "kind": "universal", "days": 1, "attendance": "33.33%", "certified": True}

    for trainees in (1, 3, 50):
        known, _ = bounds(plan, told | {"trainees": trainees})
        assert "attendance_below_threshold" not in known.reasons
        below, _ = bounds(plan, told | {"trainees": trainees, "attendance": "33.32%"})
        assert below.reasons == ("attendance_below_threshold",)
    check(plan, told, told | {"trainees": 50, "employed": "in_time"})


def test_what_is_no_fact_cannot_be_unknown():
    plan = load_plan("lanxian-2022")
    case = CertificateCase("5", plan.document.head.valid_from, None, unknown=("size",))
    with pytest.raises(ValueError, match="'size' is no fact of a CertificateCase"):
        one(plan, case)


def test_an_item_that_the_plan_lacks_is_refused_by_name():
    plan = load_plan("lanxian-2022")
    with pytest.raises((ValueError, NoSuchItemError), match="hire"):
        bounds(plan, {"item": "hire"})
