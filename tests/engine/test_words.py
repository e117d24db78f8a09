"""Every step and reason that can occur is said in both languages, and nothing has words that cannot occur."""

from __future__ import annotations

import re
import string

import pytest

from engine.books import polars_frames
from engine.checking import INPUT
from engine.directed import directed_books
from engine.hits import CHANGZHI_REASONS, LAN_REASONS
from engine.shipped import NUMBERS
from jineng.policy import words
from jineng.policy.loader import load_plan
from jineng.policy.one import one
from jineng.policy.settlement import settle
from jineng.policy.situation import SituationTable, case_of

HAN = re.compile(r"[\u4e00-\u9fff]")
UNKNOWN = (
    ("lanxian-2022", {"item": "training", "kind": "order"}),
    ("lanxian-2022", {"item": "certificate", "level": "4"}),
    ("changzhixian-2018", {"item": "training", "kind": "project"}),
    ("changzhixian-2018", {"item": "hire_certificate"}),
    (
        "changzhixian-2018",
        {"item": "hire_certificate", "size": "small", "contract_months": 6, "certified_in_time": False},
    ),
)


@pytest.fixture(scope="module")
def steps():
    """Every explanation step of the directed books and of situations with unknown facts, one of each text."""
    seen = {}
    for policy in NUMBERS:
        plan = load_plan(policy)

        def keep(_line, settled):
            seen.update((repr(step), step) for step in settled.steps)

        for book, as_of in directed_books(policy):
            settle(plan, polars_frames(book), as_of=as_of, input_sha256=INPUT, keep=keep)
    for policy, told in UNKNOWN:
        plan = load_plan(policy)
        settled = one(plan, case_of(plan, SituationTable.model_validate({"situation": told}).situation))
        seen.update((repr(step), step) for step in settled.steps)
    return list(seen.values())


def test_steps_emitted_are_the_steps_with_words(steps):
    assert {step[0] for step in steps} == words.STEP_CODES


def test_every_step_reads_in_both_languages(steps):
    for step in steps:
        said = words.say_step(step)
        assert HAN.search(said.zh)
        assert said.en.strip()
        for text in said:
            assert "None" not in text
            assert not set("{}<>") & set(text)
        assert words.say_step_zh(step) == said.zh


def test_english_steps_are_english(steps):
    """Names of people, firms and certificates may be Chinese; the sentence is not."""
    for step in steps:
        english = words.say_step(step).en
        if step[0] != "level_used":
            assert not HAN.search(english), english


def test_every_rule_named_by_a_step_is_in_a_plan(steps):
    rules = {rule.id for policy in NUMBERS for rule in load_plan(policy).document.rule}
    assert {step[1] for step in steps} <= rules


def test_reasons_with_words_are_the_reasons_that_occur():
    assert set(words.REASONS) == LAN_REASONS | CHANGZHI_REASONS | {"fact_unknown"}


@pytest.mark.parametrize("table", [words.REASONS, words.FACTS, words.STATUSES, words.ITEMS, words.STANDARDS])
def test_names_stand_in_both_languages_and_differ(table):
    for text in table.values():
        assert HAN.search(text.zh)
        assert set(text.en) & set(string.ascii_letters)
        assert not HAN.search(text.en)
    assert len({text.zh for text in table.values()}) == len({text.en for text in table.values()}) == len(table)
