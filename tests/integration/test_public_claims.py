"""Plans that are settled from claim lines, as everybody can read and try them."""

from __future__ import annotations

import html
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest
from django.test import Client

from jineng.domain.plans.claim_examples import list_claim_examples
from jineng.domain.plans.outline import list_clauses
from jineng.domain.plans.queries import get_any_plan, list_decisions
from jineng.kernel.money import say_yuan
from jineng.policy.plan import ClaimsPlan

if TYPE_CHECKING:
    from jineng.kernel.text import Text

WORKED = Path(__file__).parents[1] / "engine/worked"
PLANS = sorted(path.parent.name for path in WORKED.glob("*/policy.toml"))
LANGUAGES = ("zh-hans", "en")


@pytest.fixture(autouse=True)
def _policies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(WORKED, tmp_path / "worked")
    monkeypatch.setenv("JINENG_POLICIES", str(tmp_path))


def _plan(policy_id: str) -> ClaimsPlan:
    plan = get_any_plan(policy_id)
    assert isinstance(plan, ClaimsPlan)
    return plan


def _read(address: str, language: str = "zh-hans") -> str:
    """Open a page without an account, and without a database: a plan needs none."""
    client = Client()
    client.cookies["django_language"] = language
    response = client.get(address)
    assert response.status_code == 200
    return html.unescape(response.content.decode())


def _try(policy_id: str, language: str = "zh-hans", **typed: str) -> str:
    page = _read(f"/plans/{policy_id}/calculator/?{urlencode(typed)}", language)
    return page.split('id="result"')[1].split("</section>")[0]


def _in(text: Text, language: str) -> str:
    said = text.en if language == "en" else text.zh
    return said[:1].upper() + said[1:]


def test_every_plan_is_listed() -> None:
    page = _read("/plans/")
    for policy_id in PLANS:
        assert f"/plans/{policy_id}/calculator/" in page


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("policy_id", PLANS)
def test_page_of_a_plan_is_complete(policy_id: str, language: str) -> None:
    page, plan = _read(f"/plans/{policy_id}/", language), _plan(policy_id)

    for clause in list_clauses(plan.document):
        assert f'id="clause-{clause.id}"' in page
        for rule in clause.rules:
            assert page.count(f'id="rule-{rule.id}"') == 1
            assert _in(rule.words, language) in page
    for reading in plan.document.reading:
        assert _in(reading.choice, language)[1:] in page
    for fact in plan.document.fact:
        assert _in(fact.title, language) in page.split('id="facts"')[1]
    for fill in list_decisions(policy_id):
        shown = page.split(f'id="fill-{fill.id}"')[1].split("</article>")[0]
        assert _in(fill.decided, language)[1:] in shown
        assert fill.doc_no in shown


def test_rules_call_the_facts_and_rules_of_the_document_by_their_titles() -> None:
    page = _read("/plans/jining-2020/")
    assert "“当月电费”比“上年月均电费”下降不低于 70%" in page
    assert "“electricity”" not in page
    assert "the fall of electricity against “" in _read("/plans/jining-2020/", "en")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("policy_id", PLANS)
def test_examples_show_what_the_engine_computes(policy_id: str, language: str) -> None:
    page, plan = _read(f"/plans/{policy_id}/", language), _plan(policy_id)
    examples = list_claim_examples(plan)
    assert examples

    for example, worked in examples:
        shown = page.split(f'id="example-{example.id}"')[1].split("</details>")[0]
        expected, most_fen = example.expect, worked.most_fen
        assert expected.due is None or worked.least_fen <= expected.due
        assert expected.due is None or most_fen is None or expected.due <= most_fen
        assert expected.payable_now in {None, worked.payable_now_fen}
        assert expected.recover in {None, worked.recover_fen}
        assert expected.least in {None, worked.least_fen}
        assert expected.most in {None, most_fen}
        if worked.status != "not_computable":
            assert say_yuan(worked.least_fen) in shown
        for line in worked.lines:
            assert _in(line.explained.sentence, language) in shown
            for step in line.explained.steps:
                assert _in(step.words, language) in shown


@pytest.mark.parametrize("policy_id", PLANS)
def test_an_example_opens_in_the_calculator_with_the_same_result(policy_id: str) -> None:
    page, opened = _read(f"/plans/{policy_id}/"), 0
    for example, worked in list_claim_examples(_plan(policy_id)):
        shown = page.split(f'id="example-{example.id}"')[1].split("</details>")[0]
        link = re.search(r'<a href="([^"]*/calculator/[^"]*)"', shown)
        if link is None:
            continue
        opened += 1
        result = _read(link[1]).split('id="result"')[1].split("</section>")[0]
        assert worked.lines[0].explained.sentence.zh in result, example.id
        for step in worked.lines[0].explained.steps:
            assert step.words.zh in result, example.id
    assert opened
