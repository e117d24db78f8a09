"""One judgement told three ways: every step and reason has words for all three readers."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from jineng.policy.claims.examples import example_lines
from jineng.policy.claims.reasons import CLAIM_REASONS, NOTES
from jineng.policy.claims.settlement import settle_claims
from jineng.policy.examples import parse_examples
from jineng.policy.explaining import in_full, in_one_sentence, in_steps, kept_sentence, reason_text
from jineng.policy.loader import load_file, load_plan
from jineng.policy.one import one
from jineng.policy.settled import Settled
from jineng.policy.situation import TrainingSituation, case_of

WORKED = sorted(path.parent for path in (Path(__file__).parent / "worked").glob("*/policy.toml"))


def situation(**told):
    told = {"item": "training", "kind": "universal", "days": 12, "trainees": 40, "attendance": "95%"} | told
    return TrainingSituation.model_validate(told)


def judged(**told):
    plan = load_plan("changzhixian-2018")
    return plan, one(plan, case_of(plan, situation(**told)))


def test_a_learner_reads_what_is_paid_now_and_what_comes_later():
    said = in_one_sentence(*judged(certified=True, employed="waiting"))
    assert said.zh.startswith("可以补贴 1,700 元，现在拨付 1,360 元，达到条件后再拨 340 元（最迟 ")
    assert "1,360 are paid now, 340 more come when due (by " in said.en


def test_a_learner_reads_why_nothing_is_paid():
    said = in_one_sentence(*judged(certified=False))
    assert said == ("不能补贴：没有本班证书。", "Nothing is paid: no certificate from this class.")


def test_a_learner_reads_the_range_while_something_is_open():
    said = in_one_sentence(*judged(certified=True))
    assert "在 1,360 元到 1,700 元之间" in said.zh
    assert "between 1,360 and 1,700 yuan" in said.en


def test_what_nothing_bounds_has_only_a_least():
    settled = Settled("pending", ("fact_unknown",), [], least_fen=100_00, most_fen=None)
    said = in_one_sentence(load_file(WORKED[0] / "policy.toml"), settled)
    assert said == (
        "还不能确定：有情况尚不清楚，不少于 100 元。",
        "It is still open: a fact is not known yet; at least 100 yuan.",
    )


def test_a_range_without_either_end_says_only_that_it_is_open():
    settled = Settled("pending", ("fact_unknown",), [], least_fen=0, most_fen=None)
    said = in_one_sentence(load_file(WORKED[0] / "policy.toml"), settled)
    assert said == ("还不能确定：有情况尚不清楚。", "It is still open: a fact is not known yet.")


def test_a_kept_line_is_told_as_when_it_was_judged_and_an_unknown_reason_by_its_code():
    plan, settled = judged(certified=True, employed="waiting")
    assert kept_sentence(settled) == in_one_sentence(plan, settled)
    assert kept_sentence(Settled("refused", ("of_old",), [])) == ("不能补贴：of_old。", "Nothing is paid: of_old.")


def test_money_to_give_back_is_said_to_all():
    settled = Settled("refused", ("no_certificate",), [], paid_fen=200_00, recover_fen=200_00)
    said = in_one_sentence(load_plan("changzhixian-2018"), settled)
    assert said.zh.endswith("以前多拨的 200 元要退回。")
    assert said.en.endswith("200 yuan paid before are to be given back.")


def test_a_clerk_reads_each_step_beside_its_clauses():
    plan, settled = judged(certified=True, employed="in_time")
    steps = in_steps(plan, settled.steps)
    assert len(steps) == len(settled.steps)
    assert any("1,700 元" in step.text.zh and step.clauses == "四(二)" for step in steps)


def test_an_auditor_reads_values_rule_clauses_and_who_accepted_the_reading():
    plan, settled = judged(certified=True, employed="in_time")
    grounds = in_full(plan, settled.steps)
    tiers = next(ground for ground in grounds if ground.code == "tiers")
    assert (tiers.rule, tiers.title.zh) == ("day_rate", "培训补贴标准")
    assert [clause.number for clause in tiers.clauses] == ["四(二)"]
    assert tiers.readings[0].accepted.on == date(2026, 11, 22)
    assert tiers.values[0] == 12
    assert tiers.computed.startswith('["tiers", 12, ')


@pytest.mark.parametrize("folder", WORKED, ids=lambda folder: folder.name)
def test_every_step_of_every_worked_document_has_words_in_both_languages(folder):
    plan = load_file(folder / "policy.toml")
    examples = parse_examples((folder / "examples.toml").read_bytes(), "examples.toml", "claims")
    for example in examples.example:
        lines, history = example_lines(plan, example)
        for settled in settle_claims(plan, lines, history)[:3]:
            said = [in_one_sentence(plan, settled), *(step.text for step in in_steps(plan, settled.steps))]
            assert all(text.zh and text.en for text in said)
            assert len(in_full(plan, settled.steps)) == len(settled.steps) > 0


@pytest.mark.parametrize("code", [*CLAIM_REASONS, *NOTES])
def test_every_reason_has_words(code):
    said = reason_text(load_file(WORKED[0] / "policy.toml"), code)
    assert said.zh
    assert said.en


@pytest.mark.parametrize(
    ("place", "example_id", "zh", "en"),
    [
        (
            "shanxi-2018",
            "days_13",
            "150 元×10 天 ＋ 100 元×3 天 ＝ 1,800 元",
            "150 yuan × 10 days + 100 yuan × 3 days = 1,800 yuan",
        ),
        (
            "jining-2020",
            "new_hires_45",
            "500 元×5 个月×45 ＝ 112,500 元",
            "500 yuan × 5 months × 45 = 112,500 yuan",
        ),
        (
            "beijing-2020",
            "hours_65",
            "500 元×3 段（每满 20 课时一段） ＝ 1,500 元",
            "500 yuan × 3 complete blocks of 20 class hours = 1,500 yuan",
        ),
    ],
)
def test_a_rate_says_how_its_amount_comes_about(place, example_id, zh, en):
    folder = Path(__file__).parent / "worked" / place
    plan = load_file(folder / "policy.toml")
    examples = parse_examples((folder / "examples.toml").read_bytes(), "examples.toml", "claims")
    example = next(each for each in examples.example if each.id == example_id)
    (settled, *_rest) = settle_claims(plan, *example_lines(plan, example))
    assert (zh, en) in [step.text for step in in_steps(plan, settled.steps)]
