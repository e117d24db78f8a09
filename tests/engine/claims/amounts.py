"""The amount of one money rule for one line: units, tables, shares, adjustments, caps – as docs/policy-language.md says."""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor
from typing import TYPE_CHECKING, Any

from engine.claims.said import BASIS, Facts, Line, Said, months_later
from jineng.policy.kinds import Adjust, AmountTable, FixedAmount, Rate, Share

if TYPE_CHECKING:
    from collections.abc import Callable

    from jineng.policy.document import Rounding
    from jineng.policy.kinds.adjust import Escalator
    from jineng.policy.kinds.fixed_amount import CertificateWithin
    from jineng.policy.kinds.terms import Cap

Amount = tuple[Fraction, str | None]
"""What a rule comes to, and, where that is nothing at all, why."""
NOTHING = Fraction(0)
COUNTED = {
    "day": "attended_days",
    "class_hour": "attended_hours",
    "month": "months",
    "year": "years",
    "semester": "semesters",
}
UNIT_FEN = {"fen": 1, "jiao": 10, "yuan": 100}


def rounded(amount: Fraction, rounding: Rounding) -> Fraction:
    """An amount in whole units of the head, in fen."""
    units = amount / UNIT_FEN[rounding.unit]
    whole = {"half_up": floor(units + Fraction(1, 2)), "down": floor(units), "up": ceil(units)}[rounding.mode]
    return Fraction(whole * UNIT_FEN[rounding.unit])


class Amounts:
    """Amounts of rules before population, eligibility and gates."""

    def __init__(self, said: Said, contributes: Callable[[str, Line], bool]) -> None:
        self.said = said
        self.contributes = contributes
        """Whether another rule, with all that it asks, gives a line something."""
        self.rules = said.rules
        self.adjusts = [rule for rule in said.rules.values() if isinstance(rule, Adjust)]

    def amount(self, rule: Any, line: Line) -> Amount:
        """A rule's amount after its adjustments and caps, before gates; nothing stays nothing."""
        amount, reason = self.base(rule, line)
        if reason is not None or amount == 0:
            return NOTHING, reason
        amount = self.adjusted(rule, line, amount, "before_caps")
        for cap in rule.caps:
            most = self.cap(cap, line)
            if most is not None and self.said.side("cap", amount, most) > 0:
                amount = most
        return self.adjusted(rule, line, amount, "after_caps"), None

    def base(self, rule: Any, line: Line) -> Amount:
        """A rule's amount by its kind."""
        match rule:
            case Rate():
                return self.by_rate(rule, line.facts)
            case AmountTable():
                return self.by_table(rule, line)
            case FixedAmount():
                if rule.together_with is not None and not self.contributes(rule.together_with, line):
                    return NOTHING, "not_together"
                if rule.certificate is not None and not self.certified(rule.certificate, line.facts):
                    return NOTHING, "not_certified"
                return Fraction(rule.amount) * self.times(rule.times, line.facts), None
            case Share():
                return self.by_share(rule, line)
        message = f"{rule.id} is no money rule"
        raise TypeError(message)

    def certified(self, wanted: CertificateWithin, facts: Facts) -> bool:
        """Whether a certificate of the right type was gained within the years from the contract."""
        start, gained = self.said.day(facts, "contract_on"), self.said.day(facts, "certified_on")
        if facts.get("certificate") not in wanted.types or start is None or gained is None:
            return False
        until = months_later(start, 12 * wanted.within)
        return (
            self.said.side("certificate from the contract", gained, start) >= 0
            and self.said.side("certificate within", gained, until) <= 0
        )

    def times(self, fact: str | None, facts: Facts) -> Fraction:
        return Fraction(1) if fact is None else self.said.number(facts, fact)

    # Rates

    def by_rate(self, rule: Rate, facts: Facts) -> Amount:
        units = self.units(rule, facts)
        if rule.min_units is not None and self.said.side("min_units", units, rule.min_units) < 0:
            return NOTHING, "too_few_units"
        if rule.max_units is not None and self.said.side("max_units", units, rule.max_units) > 0:
            units = Fraction(rule.max_units)
        if rule.block is not None:
            units = Fraction(floor(units / rule.block))
        price = rule.price
        if rule.table is not None:
            price = self.said.cell(rule.table.axes, rule.table.cells, facts)
            if price is None:
                return NOTHING, "no_rate_in_policy"
        amount = self.by_tiers(rule, units) if rule.tiers else units * Fraction(price)
        amount *= self.times(rule.times, facts)
        if (
            amount > 0
            and rule.floor is not None
            and self.said.side(f"rate floor {rule.floor_mode}", amount, rule.floor) < 0
        ):
            return (Fraction(rule.floor), None) if rule.floor_mode == "raise" else (NOTHING, "below_floor")
        return amount, None

    def units(self, rule: Rate, facts: Facts) -> Fraction:
        """Units of the rule's measure, the part unit treated as the rule says."""
        said, name = self.said, rule.count or COUNTED[rule.unit]
        units = said.number(facts, name)
        if said.types[name] == "hours" and rule.unit == "day":
            units /= said.head.hours_per_day
        if name == "months" and said.head.month_days is not None:
            units += said.number(facts, "part_days") / said.head.month_days
        if units.denominator > 1:
            said.met[f"part unit {rule.part_unit}"] += 1
        if rule.block is not None:
            return units
        return {"drop": Fraction(floor(units)), "up": Fraction(ceil(units))}.get(rule.part_unit or "prorata", units)

    def by_tiers(self, rule: Rate, units: Fraction) -> Fraction:
        """Graduated: each unit at the price of its tier; whole: all at the price of the tier in which the last lies."""
        total, below = NOTHING, Fraction(0)
        for tier in rule.tiers:
            end = units if tier.upto is None else Fraction(tier.upto)
            side = -1 if tier.upto is None else self.said.side(f"tier {rule.tier_mode}", units, end)
            if rule.tier_mode == "whole":
                if side <= 0:
                    return units * Fraction(tier.price)
                continue
            total += (min(units, end) - below) * Fraction(tier.price)
            below = end
            if side <= 0:
                break
        return total

    # Tables and shares

    def by_table(self, rule: AmountTable, line: Line) -> Amount:
        cell = self.said.cell(rule.axes, rule.cells, line.facts)
        if cell is not None:
            return Fraction(cell) * self.times(rule.times, line.facts), None
        if rule.otherwise == "fallback":
            self.said.met["table falls back"] += 1
            return self.amount(self.rules[str(rule.fallback)], line)
        return NOTHING, "no_rate_in_policy"

    def by_share(self, rule: Share, line: Line) -> Amount:
        base = NOTHING
        if rule.of_rule is not None:
            base, reason = self.amount(self.rules[rule.of_rule], line)
            if reason is not None:
                return NOTHING, reason
        elif rule.of_index is not None:
            base = self.said.index(rule.of_index, line.facts) or NOTHING
        elif line.facts.get(str(rule.of_fact)) is not None:
            base = self.said.number(line.facts, str(rule.of_fact))
        elif rule.deemed is not None:
            self.said.met["deemed cost"] += 1
            base = rule.deemed.price * self.said.number(line.facts, rule.deemed.count)
        amount = base * Fraction(rule.percent, BASIS)
        if base > 0 and rule.floor is not None and self.said.side("share floor", amount, rule.floor) < 0:
            return Fraction(rule.floor), None
        return amount, None

    # Caps and adjustments

    def cap(self, cap: Cap, line: Line) -> Fraction | None:
        """The ceiling in fen; None where there is none for this line."""
        facts = line.facts
        if cap.amount is not None:
            return Fraction(cap.amount)
        if cap.table is not None:
            cell = self.said.cell(cap.table.axes, cap.table.cells, facts)
            return None if cell is None else Fraction(cell)
        if cap.price is not None:
            return cap.price * self.said.number(facts, str(cap.count))
        if cap.rule is not None:
            return self.amount(self.rules[cap.rule], line)[0] * Fraction(cap.share, BASIS)
        if cap.index is not None:
            return (self.said.index(cap.index, facts) or NOTHING) * Fraction(cap.share, BASIS)
        return None if facts.get(str(cap.cost)) is None else self.said.number(facts, str(cap.cost))

    def adjusted(self, rule: Any, line: Line, amount: Fraction, order: str) -> Fraction:
        """An amount after the adjustments that target its rule and come before, or after, the caps."""
        fitting = [each for each in self.fitting(rule, line) if each.order == order]
        factors = [factor for each in fitting if (factor := self.factor(each, line.facts)) is not None]
        additions = [plus for each in fitting if (plus := self.plus(each, line.facts)) is not None]
        combine = fitting[0].combine if fitting else "multiply"
        if len(factors) > 1 or len(additions) > 1:
            self.said.met[f"several adjustments: {combine}"] += 1
        amount = amount * combined_factor(combine, factors) + combined_plus(combine, additions)
        for each in fitting:
            if each.escalator is not None:
                amount = self.escalated(amount, each.escalator, line.facts)
        return amount

    def fitting(self, rule: Any, line: Line) -> list[Adjust]:
        """The adjustments of a rule that apply to a line."""
        return [
            each
            for each in self.adjusts
            if rule.id in each.targets
            and self.said.holds(each.when, line.facts)
            and (each.top_up or line.paid_fen == 0)
        ]

    def factor(self, adjust: Adjust, facts: Facts) -> Fraction | None:
        if adjust.table is not None:
            written = self.said.cell(adjust.table.axes, adjust.table.cells, facts)
        else:
            written = adjust.factor
        if written is None:
            return None
        factor = Fraction(written, BASIS)
        if adjust.on_portion is None:
            return factor
        part, whole = (self.said.number(facts, name) for name in (adjust.on_portion.part, adjust.on_portion.whole))
        exact = part / whole if whole else Fraction(0)
        self.said.side("portion of the whole", exact, 1)
        portion = min(Fraction(floor(exact * BASIS + Fraction(1, 2)), BASIS), Fraction(1))
        return 1 + (factor - 1) * portion

    def plus(self, adjust: Adjust, facts: Facts) -> Fraction | None:
        if adjust.plus is not None:
            return Fraction(adjust.plus)
        if adjust.plus_table is None:
            return None
        cell = self.said.cell(adjust.plus_table.axes, adjust.plus_table.cells, facts)
        return None if cell is None else Fraction(cell)

    def escalated(self, amount: Fraction, rise: Escalator, facts: Facts) -> Fraction:
        day = self.said.anchor(facts)
        years = 0 if day is None else min(max(day.year - rise.base_year, 0), 30)
        self.said.side("escalator year", years, 1)
        if not rise.compound:
            return amount * (1 + Fraction(rise.percent, BASIS) * years)
        for _year in range(years):
            amount = rounded(amount * (1 + Fraction(rise.percent, BASIS)), self.said.head.rounding)
        return amount


def combined_factor(combine: str, factors: list[Fraction]) -> Fraction:
    if not factors:
        return Fraction(1)
    product = Fraction(1)
    for factor in factors:
        product *= factor
    total = 1 + sum((factor - 1 for factor in factors), Fraction(0))
    return {"multiply": product, "max": max(factors), "first": factors[0], "add": max(total, Fraction(0))}[combine]


def combined_plus(combine: str, additions: list[Fraction]) -> Fraction:
    if not additions:
        return NOTHING
    total = sum(additions, NOTHING)
    return {"multiply": total, "max": max(additions), "first": additions[0], "add": total}[combine]
