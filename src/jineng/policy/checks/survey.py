"""A document walked once: its rules by id, every part of every rule with its place, and the facts that it may name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from pydantic import BaseModel

from jineng.policy.kinds import AmountTable, FixedAmount, Rate, Share
from jineng.policy.parts import HOLDS_PARTS, parts_in
from jineng.policy.vocabulary import FACTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jineng.policy.document import Document
    from jineng.policy.kinds import MoneyKind, Rule
    from jineng.policy.vocabulary import FactSpec

R = TypeVar("R", bound=BaseModel)

MONEY_KINDS = (Rate, AmountTable, FixedAmount, Share)
"""The classes of ``kinds.MoneyKind``."""


class Part(NamedTuple):
    """A part of a rule, or (``path`` empty) the rule itself."""

    rule: Rule
    path: str
    node: BaseModel

    def where(self, field: str = "") -> str:
        """Return the place of one of the part's fields."""
        place = f"rule {self.rule.id}.{self.path}" if self.path else f"rule {self.rule.id}"
        return f"{place}.{field}" if field else place


@dataclass(frozen=True, slots=True)
class Survey:
    """A document as the checks look at it; of two rules with one id the first is meant."""

    document: Document
    rules: dict[str, Rule]
    parts: tuple[Part, ...]
    by_class: dict[type[BaseModel], list[Part]]
    facts: dict[str, FactSpec]

    def of(self, kind: type[R]) -> list[R]:
        """Return the rules of one kind, in the order written."""
        return [part.node for part in self.by_class.get(kind, ())]  # type: ignore[misc]

    def money_rules(self) -> list[MoneyKind]:
        """Return the rules that end in money, in the order written."""
        return [rule for rule in self.document.rule if type(rule) in MONEY_KINDS]  # type: ignore[misc]

    def parts_of(self, kind: type[R]) -> Iterator[tuple[Part, R]]:
        """Yield the parts of one class, each with its place."""
        return ((part, part.node) for part in self.by_class.get(kind, ()))  # type: ignore[misc]

    def naming(self, kind: type[R], rule_id: str) -> list[R]:
        """Return the rules of a kind that have a rule among their targets."""
        return [rule for rule in self.of(kind) if rule_id in targets_of(rule)]


def targets_of(rule: BaseModel) -> tuple[str, ...]:
    """Return the rules that a rule names as its targets; most kinds have none."""
    targets: tuple[str, ...] = rule.__dict__.get("targets", ())
    return targets


def survey(document: Document) -> Survey:
    """Walk a document."""
    rules: dict[str, Rule] = {}
    parts: list[Part] = []
    for rule in document.rule:
        rules.setdefault(rule.id, rule)
        _walk(rule, rule, "", parts)
    by_class: dict[type[BaseModel], list[Part]] = {}
    for part in parts:
        by_class.setdefault(type(part.node), []).append(part)
    facts = {fact.id: fact.spec for fact in document.fact} | FACTS
    return Survey(document, rules, tuple(parts), by_class, facts)


def _walk(rule: Rule, value: Any, path: str, parts: list[Part]) -> None:
    if type(value) not in (tuple, dict):
        parts.append(Part(rule, path, value))
    for place, part in parts_in(value, path, HOLDS_PARTS):
        _walk(rule, part, place, parts)
