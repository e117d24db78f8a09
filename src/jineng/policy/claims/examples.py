"""Worked examples (算例) of a claims document: facts, and what must come out to the fen."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field

from jineng.kernel.money import format_yuan
from jineng.kernel.problems import Place, Problem
from jineng.kernel.text import Text
from jineng.policy.claims.facts import FactError, read_facts, specs_of
from jineng.policy.claims.line import ClaimLine, Enjoyed
from jineng.policy.claims.nodes import day_number
from jineng.policy.claims.settlement import settle_claims
from jineng.policy.kinds.base import Bilingual, Item, PayeeKind, Strict
from jineng.policy.measures import FundYuan, Yuan

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from jineng.policy.plan import ClaimsPlan
    from jineng.policy.settled import Settled
    from jineng.policy.vocabulary import FactSpec

Written = str | int | bool | date


class Before(Strict):
    """One thing had before, by rule."""

    rule: str
    on: date
    amount: Yuan
    payee: PayeeKind = "person"
    facts: dict[str, Written] = Field(default={})


class ExampleLine(Strict):
    """One line of an example, as often as there are ``heads``; heads without a person each become a person of their own."""

    facts: dict[str, Written]
    heads: int = Field(default=1, ge=1, le=100_000)
    paid: Yuan = Yuan(0)
    before: tuple[Before, ...] = ()
    unknown: tuple[str, ...] = ()


class ClaimsExpected(Strict):
    """What must come out, of all heads and lines together; status and reasons are those of the first."""

    status: Literal["payable", "pending", "refused", "not_computable"]
    due: FundYuan | None = None
    payable_now: FundYuan | None = None
    later: FundYuan | None = None
    recover: FundYuan | None = None
    least: FundYuan | None = None
    most: FundYuan | None = None
    reasons: tuple[str, ...] = ()


class ClaimsExample(Strict):
    """One worked example: a line (``facts`` …), or several ``lines``."""

    id: str = Field(pattern=r"^[a-z0-9_]+$")
    title: Bilingual
    rule: str
    as_of: date
    item: Item
    facts: dict[str, Written] = Field(default={})
    paid: Yuan = Yuan(0)
    before: tuple[Before, ...] = ()
    unknown: tuple[str, ...] = ()
    lines: tuple[ExampleLine, ...] = ()
    expect: ClaimsExpected

    @property
    def all_lines(self) -> tuple[ExampleLine, ...]:
        """Return the lines, the one written in the example itself among them."""
        if self.lines:
            return self.lines
        return (ExampleLine(facts=self.facts, paid=self.paid, before=self.before, unknown=self.unknown),)


class ClaimsExamples(Strict):
    """A file of examples."""

    example: tuple[ClaimsExample, ...] = Field(min_length=1)


def check_claims_examples(plan: ClaimsPlan, examples: ClaimsExamples, name: str) -> list[Problem]:
    """Compute every example and return a problem for each that differs from what it promises."""
    return [problem for example in examples.example for problem in _check(plan, example, name)]


def example_lines(plan: ClaimsPlan, example: ClaimsExample) -> tuple[list[ClaimLine], list[Enjoyed]]:
    """Return an example's lines and what was enjoyed before.

    Raises:
        FactError: a fact is not written as its type is.
    """
    specs = specs_of(plan.document)
    lines: list[ClaimLine] = []
    history: list[Enjoyed] = []
    for entry in example.all_lines:
        facts = read_facts(specs, entry.facts)
        for _head in range(entry.heads):
            row = len(lines) + 1
            own = {**facts, "person_id": facts.get("person_id") or f"person {row}"}
            lines.append(ClaimLine(row, example.item, own, example.as_of, int(entry.paid), entry.unknown))
            history += [_enjoyed(specs, before, own) for before in entry.before]
    return lines, history


def _enjoyed(specs: Mapping[str, FactSpec], before: Before, own: Mapping[str, Any]) -> Enjoyed:
    """Let what was had before be the same person's, and in everything that it does not tell like the line."""
    facts = {**own, **read_facts(specs, before.facts)}
    return Enjoyed((before.rule,), day_number(before.on), int(before.amount), before.payee, facts)


def _check(plan: ClaimsPlan, example: ClaimsExample, name: str) -> Iterator[Problem]:
    place = Place(sheet=name, field=f"example {example.id}")
    if example.rule not in plan.cites:
        text = Text(
            f"规则“{example.rule}”不存在，请改为方案中已有的编号",
            f"there is no rule {example.rule!r}: name one of the plan's",
        )
        yield Problem("unknown_rule", place, text)
    if example.item not in plan.items:
        text = Text(
            f"本方案没有“{example.item}”项目；请删去本算例，或补上这一项目的规则",
            f"the plan pays no item {example.item!r}: remove the example, or add the rules for the item",
        )
        yield Problem("unknown_item", place, text)
        return
    try:
        lines, history = example_lines(plan, example)
    except FactError as error:
        yield Problem("fact_form", place, error.text)
        return
    differences = _differences(example.expect, settle_claims(plan, lines, history, explained=False))
    if differences:
        said = "；".join(f"{field} 应为 {wanted}，算得 {found}" for field, wanted, found in differences)
        said_en = "; ".join(f"{field} should be {wanted}, is {found}" for field, wanted, found in differences)
        text = Text(
            f"算例不符：{said}。请核对规则或算例", f"the example fails: {said_en}. Check the rule or the example"
        )
        yield Problem("example_failed", place, text)


def _differences(expected: ClaimsExpected, settled: list[Settled]) -> list[tuple[str, str, str]]:
    first = settled[0]
    pairs: list[tuple[str, str | None, str]] = [
        ("status", expected.status, first.status),
        ("reasons", ", ".join(expected.reasons), ", ".join(first.reasons)),
    ]
    for field, wanted, found in (
        ("due", expected.due, sum(line.due_fen for line in settled)),
        ("payable_now", expected.payable_now, sum(line.payable_now_fen for line in settled)),
        ("later", expected.later, sum(line.later_fen for line in settled)),
        ("recover", expected.recover, sum(line.recover_fen for line in settled)),
        ("least", expected.least, _sum(line.least_fen for line in settled)),
        ("most", expected.most, _sum(line.most_fen for line in settled)),
    ):
        pairs.append(
            (field, None if wanted is None else format_yuan(wanted), "–" if found is None else format_yuan(found))
        )
    return [(field, wanted, found) for field, wanted, found in pairs if wanted is not None and wanted != found]


def _sum(amounts: Iterator[int | None]) -> int | None:
    known = list(amounts)
    return None if any(amount is None for amount in known) else sum(amount for amount in known if amount is not None)
