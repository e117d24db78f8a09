"""A document's rules beside those of its superior: what a superior says and has not left open is not said otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jineng.kernel.text import Text
from jineng.policy.delegation.faulty_fills import clause_numbers, say_rule
from jineng.policy.delegation.overlap import can_both_hold
from jineng.policy.kinds.money import MoneyRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jineng.policy.delegation.terms import Fault
    from jineng.policy.document import Document
    from jineng.policy.kinds import Rule


def overridden(document: Document, superior: Document) -> Iterator[Fault]:
    """Yield a fault for every rule and fact of the document that its superior has already."""
    ids = {rule.id: rule for rule in superior.rule}
    for rule in document.rule:
        same = ids.get(rule.id) or next((above for above in superior.rule if _same_money(rule, above)), None)
        if same is not None:
            yield _overriding(rule, document, same, superior)
    declared = {fact.id: fact for fact in superior.fact}
    for fact in document.fact:
        if fact.id in declared and fact.spec != declared[fact.id].spec:
            yield _declared_otherwise(fact.id, superior)


def _overriding(rule: Rule, document: Document, same: Rule, superior: Document) -> Fault:
    ruled, clauses = say_rule(same, superior), clause_numbers(document, rule.cite)
    wrong = Text(
        f"条款 {clauses} 的这条规则与{ruled.zh}规定同一件事；上级没有授权的不能另定：请用 [[fill]] 确定授权的项目，或删去、用 when 分开",
        f"this rule of clause {clauses} says what {ruled.en} says already, and what a superior has not left open cannot be set "
        "otherwise: decide what is open by a [[fill]], remove the rule, or part the two by when",
    )
    return "superior_overridden", f"rule {rule.id}", wrong


def _same_money(rule: Rule, above: Rule) -> bool:
    if not isinstance(rule, MoneyRule) or not isinstance(above, MoneyRule):
        return False
    return rule.item == above.item and can_both_hold(rule.when, above.when)


def _declared_otherwise(fact: str, superior: Document) -> Fault:
    wrong = Text(
        f"事实“{fact}”在“{superior.head.title.zh}”中另有定义；请换一个编号，或与其一致",
        f"“{superior.head.title.en}” declares the fact {fact!r} otherwise: take another id, or declare it alike",
    )
    return "superior_overridden", f"fact {fact}", wrong
