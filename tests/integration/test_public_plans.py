"""The plans as everybody can read them."""

from __future__ import annotations

import html
import re
from datetime import date
from pathlib import Path

import pytest
from django.test import Client

from jineng.domain.plans.queries import get_plan, list_examples, list_plans
from jineng.kernel.money import say_yuan
from jineng.policy.words import say_step

PLANS = ("lanxian-2022", "changzhixian-2018")
LANGUAGES = ("zh-hans", "en")


def _read(address: str, language: str) -> str:
    """Open a page without an account, and without a database: a plan needs none."""
    client = Client()
    client.cookies["django_language"] = language
    response = client.get(address)
    assert response.status_code == 200
    return html.unescape(response.content.decode())


def _in(text: object, language: str) -> str:
    return text.en if language == "en" else text.zh  # type: ignore[attr-defined,no-any-return]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("address", ["/", "/plans/"])
def test_every_plan_is_listed_with_its_state(address: str, language: str) -> None:
    page = _read(address, language)

    for row in list_plans():
        assert _in(row.title, language) in page
        assert f"/plans/{row.id}/calculator/" in page
    assert page.count({"zh-hans": "已过有效期", "en": "No longer in force"}[language]) == len(PLANS)


@pytest.mark.parametrize(
    ("day", "state"),
    [
        (date(2021, 12, 31), "not_yet"),
        (date(2022, 1, 1), "in_force"),
        (date(2022, 12, 31), "in_force"),
        (date(2023, 1, 1), "expired"),
    ],
)
def test_both_days_of_the_period_are_in_it(day: date, state: str) -> None:
    lanxian = next(row for row in list_plans() if row.id == "lanxian-2022")

    assert lanxian.state_on(day) == state


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("policy_id", PLANS)
def test_page_of_a_plan_is_complete(policy_id: str, language: str) -> None:
    page, plan = _read(f"/plans/{policy_id}/", language), get_plan(policy_id)
    head = plan.document.head

    for text in (head.title, head.issuer, head.region):
        assert _in(text, language) in page
    assert head.doc_no in page
    plain = re.sub(r"\s+", " ", re.sub(r"<span class=\"figure-(?:used|idle)\">([^<]*)</span>", r"\1", page))
    for clause in plan.document.clause:
        assert f'id="clause-{clause.id}"' in page
        assert re.sub(r"\s+", " ", _in(clause.text, language)) in plain
        for mark in clause.not_computed:
            assert _in(mark.reason, language) in page
    for rule in plan.document.rule:
        assert page.count(f'id="rule-{rule.id}"') == 1
        assert _in(rule.title, language) in page
        assert _first_upper(_in(rule.describe(), language)) in page
    for reading in plan.document.reading:
        for text in (reading.question, reading.choice, reading.accepted.by):
            assert _in(text, language) in page


def _first_upper(text: str) -> str:
    return text[0].upper() + text[1:]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("policy_id", PLANS)
def test_examples_show_what_the_engine_computes(policy_id: str, language: str) -> None:
    page = _read(f"/plans/{policy_id}/", language)
    examples = list_examples(get_plan(policy_id))
    assert len(examples) >= 15

    for worked in examples:
        shown = page.split(f'id="example-{worked.example.id}"')[1].split("</details>")[0]
        least, most = worked.settled.bounds
        assert _amount(least, most, language) in shown
        for step in worked.settled.steps:
            assert _first_upper(_in(say_step(step), language)) in shown


def _amount(least_fen: int, most_fen: int, language: str) -> str:
    low, high = ((f"¥{say_yuan(fen)}" if language == "en" else f"{say_yuan(fen)} 元") for fen in (least_fen, most_fen))
    if least_fen == most_fen:
        return high
    return f"{low} to {high}" if language == "en" else f"{low}到 {high}"


@pytest.mark.parametrize("policy_id", PLANS)
def test_an_example_opens_in_the_calculator_with_the_same_result(policy_id: str) -> None:
    page = _read(f"/plans/{policy_id}/", "zh-hans")
    for worked in list_examples(get_plan(policy_id)):
        shown = page.split(f'id="example-{worked.example.id}"')[1].split("</details>")[0]
        link = re.search(r'<a href="([^"]*/calculator/[^"]*)"', shown)
        assert link is not None
        result = _read(link[1], "zh-hans").split('id="result"')[1].split("</section>")[0]

        assert _amount(*worked.settled.bounds, "zh-hans") in result
        for step in worked.settled.steps:
            assert say_step(step).zh in result


@pytest.mark.parametrize("policy_id", PLANS)
def test_every_link_within_the_page_leads_somewhere(policy_id: str) -> None:
    page = _read(f"/plans/{policy_id}/", "zh-hans")
    anchors = re.findall(r'\bid="([^"]+)"', page)

    assert len(anchors) == len(set(anchors))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(anchors)


def test_rules_judged_elsewhere_say_so() -> None:
    page = _read("/plans/lanxian-2022/", "zh-hans")
    rules = {rule.id: getattr(rule, "judged_at", "settlement") for rule in get_plan("lanxian-2022").document.rule}
    assert set(rules.values()) == {"settlement", "opening", "reporting"}

    for rule_id, judged_at in rules.items():
        shown = page.split(f'id="rule-{rule_id}"')[1].split('<div class="rule"')[0].split("</article>")[0]
        assert ("开班审核时用" in shown) == (judged_at == "opening")
        assert ("年度考核时用" in shown) == (judged_at == "reporting")


@pytest.mark.parametrize("address", ["/plans/no-such-plan/", "/plans/no-such-plan/calculator/", "/plans/..%2Fx/"])
def test_unknown_plan_is_not_found(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


def test_a_faulty_document_does_not_take_the_others_with_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, client: Client
) -> None:
    shipped = Path("policies/141127/lanxian-2022/policy.toml").read_text()
    for name, text in {"good-one": shipped.replace("lanxian-2022", "good-one"), "bad-one": "[document"}.items():
        (tmp_path / "141127" / name).mkdir(parents=True)
        (tmp_path / "141127" / name / "policy.toml").write_text(text)
    monkeypatch.setenv("JINENG_POLICIES", str(tmp_path))

    assert [row.id for row in list_plans()] == ["good-one"]
    assert client.get("/plans/good-one/").status_code == 200
    assert client.get("/plans/bad-one/").status_code == 404
