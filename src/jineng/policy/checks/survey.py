"""A document walked once: its rules by id, every part of every rule with its place, and the facts that it may name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from pydantic import BaseModel

from jineng.kernel.text import Text
from jineng.policy.kinds import AmountTable, FixedAmount, Rate, Share
from jineng.policy.vocabulary import FACTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jineng.policy.document import Document
    from jineng.policy.kinds import MoneyKind, Rule
    from jineng.policy.vocabulary import FactSpec

T = TypeVar("T")

MONEY_KINDS = (Rate, AmountTable, FixedAmount, Share)
"""The classes of ``kinds.MoneyKind``."""


class Part(NamedTuple):
    """A part of a rule, or (``path`` empty) the rule itself."""

    rule: Rule
    path: str
    node: BaseModel

    def where(self, field: str = "") -> str:
        """Return the place of one of the part's fields."""
        return ".".join(piece for piece in (f"rule {self.rule.id}", self.path, field) if piece)


@dataclass(frozen=True, slots=True)
class Survey:
    """A document as the checks look at it; of two rules with one id the first is meant."""

    document: Document
    rules: dict[str, Rule]
    parts: tuple[Part, ...]
    by_class: dict[type[BaseModel], list[Part]]
    facts: dict[str, FactSpec]

    def of(self, kind: type[T]) -> Iterator[T]:
        """Yield the rules of one kind, in the order written."""
        return (rule for rule in self.document.rule if isinstance(rule, kind))

    def money_rules(self) -> Iterator[MoneyKind]:
        """Yield the rules that end in money, in the order written."""
        return (rule for rule in self.document.rule if isinstance(rule, MONEY_KINDS))

    def parts_of(self, kind: type[T]) -> Iterator[tuple[Part, T]]:
        """Yield the parts of one class, each with its place."""
        for node, parts in self.by_class.items():
            if issubclass(node, kind):
                yield from ((part, part.node) for part in parts)  # type: ignore[misc]

    def naming(self, kind: type[T], rule_id: str) -> list[T]:
        """Return the rules of a kind that have a rule among their targets."""
        return [rule for rule in self.of(kind) if rule_id in getattr(rule, "targets", ())]


def survey(document: Document) -> Survey:
    """Walk a document."""
    rules: dict[str, Rule] = {}
    for rule in document.rule:
        rules.setdefault(rule.id, rule)
    parts = tuple(part for rule in document.rule for part in _walk(rule, rule, ""))
    by_class: dict[type[BaseModel], list[Part]] = {}
    for part in parts:
        by_class.setdefault(type(part.node), []).append(part)
    return Survey(document, rules, parts, by_class, {fact.id: fact.spec for fact in document.fact} | FACTS)


def _walk(rule: Rule, value: Any, path: str) -> Iterator[Part]:
    if isinstance(value, BaseModel):
        yield Part(rule, path, value)
        fields = type(value).model_fields
        for name, item in value.__dict__.items():
            if isinstance(item, BaseModel | tuple | dict) and not isinstance(item, Text):
                written = fields[name].alias or name
                yield from _walk(rule, item, f"{path}.{written}" if path else written)
    elif isinstance(value, tuple):
        for index, item in enumerate(value, 1):
            yield from _walk(rule, item, f"{path}[{index}]")
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _walk(rule, item, f"{path}.{key}")
