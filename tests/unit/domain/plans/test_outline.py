"""A plan as people read it: who uses a figure, what was decided, what the document declares."""

from __future__ import annotations

from pathlib import Path

from jineng.domain.plans.outline import list_clauses, list_facts, list_fills
from jineng.policy.loader import load_file
from jineng.policy.parsing import parse_document

WORKED = Path(__file__).parents[3] / "engine/worked"


def document_of(name: str):
    return load_file(WORKED / name / "policy.toml").document


def figures_of(name: str, clause_id: str):
    clause = next(clause for clause in list_clauses(document_of(name)) if clause.id == clause_id)
    return {figure.words.zh: figure for figure in clause.figures}


def decisions_of(name: str):
    text = (WORKED / name / "policy.toml").read_bytes()
    return list_fills(document_of(name), parse_document(text, "policy.toml").fill)


def test_a_figure_of_a_decision_is_used_by_the_rule_that_it_fills() -> None:
    assert [link.id for link in figures_of("guilin-2018", "G4")["30%"].rules] == ["on_region_list"]


def test_a_rise_is_used_by_the_factor_that_it_makes() -> None:
    assert [link.id for link in figures_of("ningbo-2018", "X5")["50%"].rules] == ["shortage_high"]


def test_a_convention_of_the_head_uses_its_figure() -> None:
    hours = figures_of("jiujiang-2023", "K2")["8 课时"]
    assert hours.is_convention
    assert hours.is_used


def test_a_bound_of_a_term_that_has_been_decided_is_not_used() -> None:
    assert not figures_of("guilin-2018", "G3")["20%"].is_used


def test_a_decision_says_what_who_and_where() -> None:
    (fill,) = decisions_of("baoji-2023")
    assert (fill.rule.id, fill.values[0].zh, fill.by.zh) == ("base", "sewing 1000 元", "市")
    assert [link.id for link in fill.clauses] == ["A1"]
    assert decisions_of("guilin-2018")[0].values == (("130%", "130%"),)


def test_declared_facts_say_how_they_are_written() -> None:
    assert [fact.form.zh for fact in list_facts(document_of("jining-2020"))] == ["元"] * 4
    assert list_facts(document_of("wenzhou-2020"))[0].form.zh == "是或否"
    assert "初级工（五级）" in list_facts(document_of("jiujiang-2023"))[0].form.zh


def test_who_is_paid_is_said_once() -> None:
    rules = [rule for clause in list_clauses(document_of("guilin-2018")) for rule in clause.rules]
    assert all(rule.paid_to is None for rule in rules)
