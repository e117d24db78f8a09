"""Trying a case under a plan that is settled from claim lines."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from jineng.domain.plans.claim_estimates import NOTHING, estimate_claim, fact_questions, read_claim
from jineng.policy.loader import load_file
from jineng.policy.plan import ClaimsPlan

WORKED = Path(__file__).parents[3] / "engine/worked"
DAY = date(2018, 12, 1)
CASE = {"kind": "project", "group": "poor_family", "attended_days": "12", "class_start_on": "2018-09-01"}


def plan_of(name: str) -> ClaimsPlan:
    plan = load_file(WORKED / name / "policy.toml")
    assert isinstance(plan, ClaimsPlan)
    return plan


def tried(name: str, item: str, typed: dict[str, str], as_of: date = DAY):
    plan = plan_of(name)
    return estimate_claim(plan, item, read_claim(plan, item, typed), as_of)


def test_questions_are_those_facts_that_rules_look_at_with_their_words_and_units() -> None:
    questions = {question.fact: question for question in fact_questions(plan_of("jining-2020"), "work_training")}
    assert [value for value, _label in questions["programme"].choices] == ["new_hires", "standstill"]
    assert questions["electricity"].title.zh == "当月电费"
    assert questions["electricity"].unit == ("元", "yuan")
    assert "person_id" not in questions


def test_a_listed_enterprise_is_asked_for() -> None:
    assert "enterprise_id" in {question.fact for question in fact_questions(plan_of("beijing-2020"), "training")}


def test_a_whole_case_is_computed_and_told_three_ways() -> None:
    result = tried("shanxi-2018", "training", CASE)
    assert (result.settled.status, result.least_fen, result.most_fen) == ("payable", 1700_00, 1700_00)
    assert result.explained.sentence.zh == "可以补贴 1,700 元，现在拨付 1,700 元。"
    assert [step.clauses[0].label.zh for step in result.explained.steps] == ["三", "三"]
    assert result.explained.grounds[0].readings
    assert result.payee == ("约定的收款方", "the payee that was agreed")
    assert result.unknown == ()


def test_what_is_left_empty_is_not_known_named_and_gives_a_range() -> None:
    result = tried("shanxi-2018", "training", {**CASE, "attended_days": ""})
    assert result.settled.status == "pending"
    assert result.unknown == (("实际出勤天数", "days attended"),)
    assert (result.least_fen, result.most_fen) == (0, 2000_00)
    assert result.payee is None


def test_what_nothing_bounds_has_no_most() -> None:
    assert tried("jining-2020", "work_training", {}).most_fen is None


def test_what_is_not_there_is_known() -> None:
    typed = {"level": "4", "years": "1", "class_start_on": "2022-09-01", "completed_on": "2023-08-31"}
    on = date(2023, 12, 31)
    assert tried("nanping-2023", "apprenticeship", {**typed, "left_on": NOTHING}, on).settled.status == "payable"
    gone = tried("nanping-2023", "apprenticeship", {**typed, "completed_on": NOTHING, "left_on": "2023-03-01"}, on)
    assert gone.settled.reasons == ("not_completed",)


@pytest.mark.parametrize(
    ("fact", "typed", "expected"),
    [("attended_days", "很多", "整数"), ("class_start_on", "soon", "日期"), ("kind", "none such", "之一")],
)
def test_a_fact_written_wrong_says_what_was_expected(fact: str, typed: str, expected: str) -> None:
    told = {one.question.fact: one for one in read_claim(plan_of("shanxi-2018"), "training", {**CASE, fact: typed})}
    assert expected in str(told[fact].fault)
    assert typed in str(told[fact].fault)
    assert [one.question.fact for one in told.values() if one.fault] == [fact]


def test_an_answer_is_said_with_its_unit() -> None:
    told = {one.question.fact: one.said for one in read_claim(plan_of("shanxi-2018"), "training", CASE)}
    assert told["attended_days"] == ("12 天", "12 days")
    assert told["kind"].zh == "项目制"
    empty = read_claim(plan_of("shanxi-2018"), "training", {"kind": NOTHING})
    assert [one.said.zh for one in empty] == ["没有", "还不清楚", "还不清楚", "还不清楚"]
