"""Worked examples (算例): situations with the result that the plan must give, to the fen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from pydantic import Field

from jineng.kernel.money import format_yuan
from jineng.kernel.problems import Place, Problem
from jineng.kernel.text import Text
from jineng.policy.claims.examples import ClaimsExamples, check_claims_examples
from jineng.policy.kinds.base import Bilingual, Standard, Strict
from jineng.policy.measures import Yuan
from jineng.policy.one import one
from jineng.policy.parsing import parse
from jineng.policy.plan import ClaimsPlan, Plan
from jineng.policy.situation import Situation, case_of

if TYPE_CHECKING:
    from jineng.policy.plan import AnyPlan
    from jineng.policy.settled import Settled


class Expected(Strict):
    """What must come out; what is left out is not compared, but status always is."""

    status: Literal["payable", "pending", "refused"]
    due: Yuan | None = None
    payable_now: Yuan | None = None
    later: Yuan | None = None
    recover: Yuan | None = None
    least: Yuan | None = None
    most: Yuan | None = None
    standard: Standard | None = None
    reasons: tuple[str, ...] = ()


class Example(Strict):
    """One worked example and the rule that it shows."""

    id: str = Field(pattern=r"^[a-z0-9_]+$")
    title: Bilingual
    rule: str
    situation: Situation = Field(discriminator="item")
    expect: Expected


class Examples(Strict):
    """A file of examples."""

    example: tuple[Example, ...] = Field(min_length=1)


AnyExamples = Examples | ClaimsExamples


def examples_form(records: str) -> type[Examples | ClaimsExamples]:
    """Return the form of the examples of a document that is settled from these records."""
    return ClaimsExamples if records == "claims" else Examples


def parse_examples(content: bytes, name: str, records: str = "workbook") -> AnyExamples:
    """Read a file of examples.

    Raises:
        UnusableError: with every fault of its form.
    """
    return parse(examples_form(records), content, name)


def check_examples(plan: AnyPlan, examples: AnyExamples, name: str) -> list[Problem]:
    """Compute every example and return a problem for each that differs from what it promises.

    Raises:
        TypeError: examples of another form than the plan's records ask for.
    """
    if isinstance(plan, ClaimsPlan) and isinstance(examples, ClaimsExamples):
        return check_claims_examples(plan, examples, name)
    if isinstance(plan, Plan) and isinstance(examples, Examples):
        return _check_workbook_examples(plan, examples, name)
    message = f"the examples are not in the form of a plan settled from {plan.document.head.records}"
    raise TypeError(message)


def _check_workbook_examples(plan: Plan, examples: Examples, name: str) -> list[Problem]:
    rules = {rule.id for rule in plan.document.rule}
    problems = []
    for example in examples.example:
        place = Place(sheet=name, field=f"example {example.id}")
        if example.rule not in rules:
            text = Text(
                f"规则“{example.rule}”不存在，请改为方案中已有的编号",
                f"there is no rule {example.rule!r}: name one of the plan's",
            )
            problems.append(Problem("unknown_rule", place, text))
        if example.situation.item not in plan.items:
            text = Text(
                f"本方案没有“{example.situation.item}”项目；请删去本算例，或补上这一项目的规则",
                f"the plan pays no item {example.situation.item!r}: remove the example, or add the rules for the item",
            )
            problems.append(Problem("unknown_item", place, text))
            continue
        differences = _differences(example.expect, one(plan, case_of(plan, example.situation)))
        if differences:
            said = "；".join(f"{field} 应为 {wanted}，算得 {found}" for field, wanted, found in differences)
            said_en = "; ".join(f"{field} should be {wanted}, is {found}" for field, wanted, found in differences)
            problems.append(
                Problem(
                    "example_failed",
                    place,
                    Text(
                        f"算例不符：{said}。请核对规则或算例",
                        f"the example fails: {said_en}. Check the rule or the example",
                    ),
                )
            )
    return problems


def _differences(expected: Expected, settled: Settled) -> list[tuple[str, str, str]]:
    pairs: list[tuple[str, str | None, str]] = [
        ("status", expected.status, settled.status),
        ("reasons", ", ".join(expected.reasons), ", ".join(settled.reasons)),
        ("standard", expected.standard, settled.standard),
    ]
    for field, wanted, found in (
        ("due", expected.due, settled.due_fen),
        ("payable_now", expected.payable_now, settled.payable_now_fen),
        ("later", expected.later, settled.later_fen),
        ("recover", expected.recover, settled.recover_fen),
        ("least", expected.least, settled.least_fen),
        ("most", expected.most, settled.most_fen),
    ):
        pairs.append(
            (field, None if wanted is None else format_yuan(wanted), "–" if found is None else format_yuan(found))
        )
    return [(field, wanted, found) for field, wanted, found in pairs if wanted is not None and wanted != found]
