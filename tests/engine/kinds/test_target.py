"""``target``: what the year is to reach; it decides no payment."""

from __future__ import annotations

import pytest

from engine.kinds.harness import described, dues, plan_of
from jineng.kernel.problems import UnusableError

SUM = '[[rule]]\nid = "sum"\nkind = "fixed_amount"\namount = "100"\n'
HEADS = '{ what = { zh = "补贴性培训", en = "subsidised training" }, people = 3000, at_least = true }'
SHARE = '{ what = { zh = "取证率", en = "certified" }, share = "80%" }'
BASES = '{ what = { zh = "实训基地", en = "training bases" }, items = 2, within = 3 }'


def target(more: str):
    return plan_of(f'{SUM}[[rule]]\nid = "year"\nkind = "target"\n{more}')


def refused(more: str) -> set[str]:
    """The codes of a form's faults."""
    with pytest.raises(UnusableError) as error:
        target(more)
    return {problem.code for problem in error.value.problems}


def test_a_target_decides_no_payment():
    assert dues(target(f"goals = [{HEADS}]"), {}, {}) == [100_00, 100_00]


def test_goals_are_heads_shares_or_things():
    assert described(target(f"goals = [{HEADS}, {SHARE}, {BASES}]"), "year") == (
        "补贴性培训不少于 3000 人；取证率80%；实训基地2 个（3 年内）。",
        "subsidised training: at least 3000 people; certified: 80%; training bases: 2 within 3 years.",
    )


def test_progress_says_how_much_by_when():
    progress = 'progress = [{ by = 2023-06-30, share = "50%" }, { by = 2023-12-31, share = "100%" }]'
    assert described(target(f"goals = [{HEADS}]\n{progress}"), "year") == (
        "补贴性培训不少于 3000 人；2023-06-30 前完成 50%；2023-12-31 前完成 100%。",
        "subsidised training: at least 3000 people; 50% by 2023-06-30; 100% by 2023-12-31.",
    )


def test_a_goal_has_one_number():
    assert refused(f'goals = [{HEADS[:-2]}, share = "80%" }}]') == {"goal_number"}
    assert refused('goals = [{ what = { zh = "人", en = "people" } }]') == {"goal_number"}


def test_a_share_of_a_goal_is_at_most_the_whole():
    assert refused(f"goals = [{SHARE.replace('80%', '100.01%')}]") == {"percent_over"}


def test_a_target_is_judged_in_reports_only():
    assert refused(f'goals = [{HEADS}]\njudged_at = "settlement"') == {"value_not_listed"}
