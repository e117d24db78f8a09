"""What one line is entitled to before limits and payment: anchor, calendar, open terms, rules joined into one amount."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from engine.claims.amounts import NOTHING, Amounts, rounded
from engine.claims.said import BASIS, Facts, Line, Said, is_open, months_later
from engine.claims.standing import Standing
from jineng.policy.kinds import (
    AmountTable,
    FixedAmount,
    OutcomeGate,
    Rate,
    Share,
)
from jineng.policy.vocabulary import EVENTS

if TYPE_CHECKING:
    from datetime import date

    from jineng.policy.document import Document

MONEY = (Rate, AmountTable, FixedAmount, Share)


@dataclass
class Entitled:
    """A line's amount, the rules that make it up, or why there is none."""

    line: Line
    on: date | None = None
    status: str = "payable"
    reason: str | None = None
    notes: list[str] = field(default_factory=list)
    amount: Fraction = NOTHING
    parts: list[Fraction] = field(default_factory=list)
    """What is there in the end, rule by rule."""
    paying: list[Any] = field(default_factory=list)
    """The rules that earned something, whether or not another took their place."""


@dataclass
class Outcome:
    """What one rule gives a line."""

    amount: Fraction = NOTHING
    reason: str | None = None
    note: str | None = None
    waits: bool = False


class Entitlements:
    """Judges lines one by one as at a day."""

    def __init__(self, document: Document, as_of: date) -> None:
        self.said = Said(document)
        self.amounts = Amounts(self.said, self.contributes)
        self.rules = self.said.rules
        self.as_of = as_of
        self.standing = Standing(self.said, as_of)

    def entitled(self, line: Line) -> Entitled:
        """Everything up to the joined amount."""
        on = self.said.anchor(line.facts)
        reason = self.standing.outside(on) or self.standing.by_calendar(line)
        if reason is not None:
            return Entitled(line, on, "refused", reason)
        if self.awaits_decision(line):
            return Entitled(line, on, "not_computable", "awaits_decision")
        return self.joined(line, on)

    # Open terms

    def concerned(self, line: Line) -> list[Any]:
        """The money rules of the line's item whose condition holds."""
        return [
            rule
            for rule in self.said.of_kind(MONEY)
            if rule.item == line.item and rule.stack != "only_named" and self.said.holds(rule.when, line.facts)
        ]

    def awaits_decision(self, line: Line) -> bool:
        """Whether a rule that concerns the line comes upon an open term or an index without a value."""
        return any(self.undecided(rule, line) for rule in self.concerned(line))

    def undecided(self, rule: Any, line: Line) -> bool:
        return self.is_unknown(self.paying_rule(rule, line)[0], line)

    def is_unknown(self, rule: Any, line: Line) -> bool:
        """Whether the amount of a rule for a line depends on what nobody has decided yet."""
        said, facts = self.said, line.facts
        terms = [getattr(rule, name, None) for name in ("price", "amount", "percent", "floor")]
        terms += [tier.price for tier in getattr(rule, "tiers", ())]
        named = [getattr(rule, "of_rule", None), *(cap.rule for cap in rule.caps)]
        indexes = [getattr(rule, "of_index", None)] + [cap.index for cap in rule.caps]
        tables = [table for table in (getattr(rule, "table", None), *(cap.table for cap in rule.caps)) if table]
        terms += [cap.amount for cap in rule.caps]
        if isinstance(rule, AmountTable):
            if rule.external is not None and not rule.cells:
                return True
            cell = said.cell(rule.axes, rule.cells, facts)
            terms.append(cell)
            named.append(rule.fallback if cell is None else None)
        for adjust in self.amounts.fitting(rule, line):
            terms += [adjust.factor, adjust.plus]
            tables += [table for table in (adjust.table, adjust.plus_table) if table]
        terms += [said.cell(table.axes, table.cells, facts) for table in tables]
        return (
            any(is_open(term) for term in terms)
            or any(index is not None and said.index(index, facts) is None for index in indexes)
            or any(self.is_unknown(self.rules[name], line) for name in named if name is not None)
        )

    # One rule

    def outcome(self, rule: Any, line: Line) -> Outcome:
        """What a rule that concerns a line gives it."""
        reason = self.standing.population(rule, line.facts) or self.standing.eligibility(rule, line.facts)
        if reason is not None:
            return Outcome(reason=reason)
        if any(standard.on_fail == "refuse" for standard in self.missed(rule, line)):
            return Outcome(reason="class_standard_missed")
        paying, note = self.paying_rule(rule, line)
        amount, reason = self.amounts.amount(paying, line)
        if reason is not None:
            return Outcome(reason=reason, note=note)
        return self.gated(rule, line.facts, amount, note)

    def paying_rule(self, rule: Any, line: Line) -> tuple[Any, str | None]:
        """The rule whose amount is paid: the fallback of the first missed standard that has one, or the rule itself."""
        for standard in self.missed(rule, line):
            if standard.on_fail == "fallback":
                return self.rules[standard.fallback], "standard_fallback"
        return rule, None

    def missed(self, rule: Any, line: Line) -> list[Any]:
        """The class standards that a line misses."""
        standing = self.standing
        return [each for each in standing.standards(rule, line.facts) if not standing.meets(each, line.facts)]

    def contributes(self, rule_id: str, line: Line) -> bool:
        other = self.rules[rule_id]
        if not self.said.holds(other.when, line.facts) or self.undecided(other, line):
            return False
        return self.outcome(other, line).amount > 0

    def gated(self, rule: Any, facts: Facts, amount: Fraction, note: str | None) -> Outcome:
        if amount == 0:
            return Outcome(reason="nothing_earned", note=note)
        for gate in self.said.of_kind(OutcomeGate):
            if rule.id not in gate.targets:
                continue
            if self.open_window(gate, facts):
                return Outcome(amount, "gate_waits", note, waits=True)
            factor = self.gate_factor(gate, facts)
            if factor == 0:
                return Outcome(reason="gate_missed", note=note)
            amount *= factor
        if self.said.head.rounding.at == "rule":
            amount = rounded(amount, self.said.head.rounding)
        return Outcome(amount, None if amount > 0 else "nothing_earned", note)

    # Gates

    def open_window(self, gate: OutcomeGate, facts: Facts) -> bool:
        if gate.window is None:
            return False
        event = self.standing.happened(facts, EVENTS[gate.window.after], "gate event")
        return event is None or (
            self.said.side("gate window", self.as_of, months_later(event, gate.window.months)) <= 0
        )

    def gate_factor(self, gate: OutcomeGate, facts: Facts) -> Fraction:
        if gate.measure is None:
            met = all(self.said.passes(test, facts) for test in gate.tests)
            return Fraction((gate.met if met else gate.missed) or 0, BASIS)
        top, bottom = (self.said.number(facts, name) for name in (gate.measure.numerator, gate.measure.denominator))
        basis = top / bottom * BASIS if bottom else NOTHING
        if not bottom:
            self.said.met["gate over nobody"] += 1
        reached = self.said.band(tuple(band.from_ for band in gate.bands), basis, f"gate {self.said.head.band_edge}")
        band = next((each for each in gate.bands if each.from_ == reached), gate.bands[0])
        if band.refuse:
            return NOTHING
        if band.table is None:
            return Fraction(band.factor or 0, BASIS)
        return Fraction(self.said.cell(band.table.axes, band.table.cells, facts) or 0, BASIS)

    # Joining

    def joined(self, line: Line, on: date | None) -> Entitled:
        """The rules of the item joined into one amount."""
        result = Entitled(line, on)
        reasons: list[str] = []
        for rule in self.concerned(line):
            outcome = self.outcome(rule, line)
            if outcome.waits:
                return Entitled(line, on, "pending", "gate_waits")
            if outcome.reason is not None:
                reasons.append(outcome.reason)
            self.join(result, rule, outcome)
        if not self.concerned(line):
            reasons = ["no_rate_in_policy"]
        result.amount = sum(result.parts, NOTHING)
        if self.said.head.rounding.at != "rule":
            result.amount = rounded(result.amount, self.said.head.rounding)
        if result.amount == 0:
            return Entitled(line, on, "refused", (reasons or ["nothing_earned"])[0], result.notes)
        return result

    def join(self, result: Entitled, rule: Any, outcome: Outcome) -> None:
        """Add a rule's amount as its ``stack`` says."""
        if outcome.amount == 0:
            return
        if outcome.note is not None:
            result.notes.append(outcome.note)
        there = sum(result.parts, NOTHING)
        result.paying.append(rule)
        if rule.stack == "add" or not result.parts:
            result.parts.append(outcome.amount)
        elif rule.stack == "replace" or (
            rule.stack == "best_of" and self.said.side("best of", outcome.amount, there) > 0
        ):
            result.parts = [outcome.amount]
        self.said.met[f"joined to something: {rule.stack}"] += there > 0
