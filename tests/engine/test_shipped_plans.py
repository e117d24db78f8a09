"""The two shipped plans: what their original texts say in figures stands in their clauses, and what pays is shown by an example."""

from __future__ import annotations

from fractions import Fraction

from engine.shipped import NUMBERS, each_plan
from jineng.policy.checks import check_document, periods_overlap
from jineng.policy.examples import parse_examples
from jineng.policy.loader import EXAMPLES_NAME, list_documents, load_file, load_plan
from jineng.policy.measures import BASIS
from jineng.policy.parsing import parse_document

# By clause, as read in the original texts.
FIGURES = {
    "lanxian-2022": {
        "二": "2 years",
        "三(一)": "30 %, 900 people, 180 people",
        "三(四)": "1700 people, 31 %, 100 people, 30 %, 20 people, 200 yuan, 400 yuan, 600 yuan, 800 yuan",
        "三(五)": "2 years",
        "三(七)": "80 %, 10 days, 150 yuan, 100 yuan, 4000 yuan, 3 days, 7 days, 1000 yuan, 400 yuan, 600 yuan, 800 yuan",
        "三(九)": "20 items",
        "四": "15 %, 70 %, 100 %, 2022-06-30 date, 2022-09-30 date, 2022-11-30 date",
        "五(二)": "2022-11-30 date, 2022-12-31 date",
    },
    "changzhixian-2018": {
        "二": "5000 people, 5825 people, 4610 people, 1040 people, 175 people",
        "三(五)": "50 people, 2 items, 85 %, 70 %",
        "三(七)": "80 %, 30 %",
        "四(一)": "60 %",
        "四(二)": "10 days, 80 hours, 15 days, 120 hours, 150 yuan, 100 yuan, 80 %, 3 months, 20 %",
        "四(四)": "6 months, 300 yuan, 1 years",
        "四(六)": "5 years, 1 items",
        "五(二)": "3 items, 5 items",
    },
}
NOT_OF_A_LINE = {"institution_gate"}  # judges institutions; no situation shows it
PAYING = {"rate", "amount_table", "fixed_amount", "release", "limit"}


@each_plan
def test_every_figure_of_the_original_stands_in_its_clause_and_no_other(policy):
    found: dict[str, set[str]] = {}
    for clause in load_plan(policy).document.clause:
        found.setdefault(clause.number, set()).update(str(figure) for figure in clause.figures)
    wanted = {number: set(figures.split(", ")) for number, figures in FIGURES[policy].items()}
    assert {number: figures for number, figures in found.items() if figures} == wanted


@each_plan
def test_loads_without_a_fault_and_every_rule_speaks_both_languages(policy):
    path = list_documents()[policy]
    document = parse_document(path.read_bytes(), path.name)
    assert check_document(document, path.name) == []
    for rule in document.rule:
        assert all(rule.describe())
        assert rule.describe().zh != rule.describe().en


@each_plan
def test_every_rule_that_pays_has_a_worked_example(policy):
    path = list_documents()[policy]
    examples = parse_examples(path.with_name(EXAMPLES_NAME).read_bytes(), EXAMPLES_NAME)
    shown = {example.rule for example in examples.example}
    deciding = {
        rule.id
        for rule in load_file(path).document.rule
        if rule.kind in PAYING or getattr(rule, "judged_at", "") == "settlement"
    }
    assert sorted(deciding - shown - NOT_OF_A_LINE) == []


def test_no_two_documents_are_in_force_at_once():
    documents = [(path.name, parse_document(path.read_bytes(), path.name)) for path in list_documents().values()]
    assert periods_overlap(documents) == []


@each_plan
def test_compiles_to_the_numbers_of_the_contract(policy):
    plan, numbers = load_plan(policy), NUMBERS[policy]
    assert plan.day_milli == numbers.day_milli
    for kind, terms in plan.training.items():
        standard = (
            "ladder" if kind in numbers.ladder_kinds else "universal" if kind in numbers.universal_kinds else None
        )
        assert (terms.rate.standard if terms.rate else None) == standard
        assert terms.payee_kind == ("enterprise" if kind in numbers.enterprise_paid_kinds else "institution")
        gated = numbers.rate_needed is not None and standard == "ladder"
        assert (Fraction(terms.gate.line_basis, BASIS) if terms.gate else None) == (
            numbers.rate_needed if gated else None
        )
    assert (plan.certificates.cells if plan.certificates else {}) == numbers.certificates
    assert plan.needed_sheets >= {"classes", "trainees", "attendance", "certificates"}


def test_the_plans_pay_these_items():
    assert load_plan("lanxian-2022").items == ("training", "certificate")
    assert load_plan("changzhixian-2018").items == ("training", "hire", "hire_certificate")


@each_plan
def test_readings_are_accepted_by_somebody(policy):
    for reading in load_plan(policy).document.reading:
        assert reading.question.zh
        assert reading.choice.zh
        assert reading.accepted.by.zh
