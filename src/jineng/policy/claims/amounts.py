"""The amount of a money rule before anything is added or taken away: rates, tables, fixed sums, shares."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from jineng.policy.claims import exact as ex
from jineng.policy.claims.exact import Exact, exact, fen
from jineng.policy.claims.scope import Priced, factor, given, is_open
from jineng.policy.kinds import AmountTable, FixedAmount, Rate, Share
from jineng.policy.vocabulary import HOURS_MILLI

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from jineng.policy.claims.nodes import Node
    from jineng.policy.claims.scope import Scope, StepNode
    from jineng.policy.kinds.fixed_amount import CertificateWithin

COUNTS: Final = {
    "day": "attended_days",
    "class_hour": "attended_hours",
    "month": "months",
    "year": "years",
    "semester": "semesters",
}
"""The fact that a rate counts by where it names none, by its unit."""


class Base:
    """An amount, and why there is none: pairs of a condition and the reason's code, the first that holds counting."""

    def __init__(self, priced: Priced, reasons: list[tuple[Node, str]]) -> None:
        """Keep what a kind found."""
        self.amount, self.awaits, self.reasons = priced.amount, priced.awaits, reasons
        self.steps: list[StepNode] = []
        """How it came about, to be said where it counts."""


def base_of(scope: Scope, rule: Any, capped: Callable[[str], Base], paid: Callable[[str], Node]) -> Base:
    """Return the amount of a money rule by its kind.

    Args:
        scope: what the plan is compiled in.
        rule: the money rule.
        capped: returns another rule's amount after its caps, by id.
        paid: tells whether another rule pays anything, by id.
    """
    match rule:
        case Rate():
            return _rate(scope, rule)
        case AmountTable():
            return _table(scope, rule, capped)
        case FixedAmount():
            return _fixed(scope, rule, paid)
        case Share():
            return _share(scope, rule, capped)
    message = f"rule {rule.id!r} is of no money kind"
    raise TypeError(message)


def _times(scope: Scope, amount: Exact, fact: str | None) -> Exact:
    if fact is None:
        return amount
    return ex.times_node(scope.graph, amount, scope.graph.number(fact), scope.most(fact), scope.per(fact))


# ---------------------------------------------------------------- rate


def _units(scope: Scope, rule: Rate) -> Exact:
    """Return the units of training: a fact's number, hours as days where the price is by day, part months by their days."""
    graph = scope.graph
    fact = rule.count or COUNTS[rule.unit]
    most, per = scope.most(fact), scope.per(fact)
    if per == HOURS_MILLI and rule.unit == "day":
        per *= scope.hours_per_day
    units = Exact(graph.number(fact), per, most)
    if rule.unit == "month" and fact == "months" and scope.month_days:
        part = Exact(graph.number("part_days"), scope.month_days, scope.most("part_days"))
        units = ex.plus(graph, units, part)
    return units


def _rate(scope: Scope, rule: Rate) -> Base:
    graph = scope.graph
    units = _units(scope, rule)
    node, per, most = units
    if rule.block is None and rule.part_unit in {"drop", "up"}:
        node, per, most = ex.divided(graph, node, per, "down" if rule.part_unit == "drop" else "up"), 1, most // per + 1
    too_few = graph.no
    if rule.min_units is not None:
        too_few = graph.over(graph.const(int(rule.min_units) * per), node)
    counted = node
    if rule.max_units is not None:
        top = int(rule.max_units) * per
        counted, most = graph.least(node, graph.const(top)), min(most, top)
    if rule.block is not None:
        size = per * int(rule.block)
        counted, per, most = graph.floordiv(counted, graph.const(size)), 1, most // size
    counted = graph.where(too_few, graph.const(0), counted)
    units = Exact(counted, per, most)
    priced = _price(scope, rule, units)
    amount = _times(scope, priced.amount, rule.times)
    said = (rule.unit, rule.block, rule.tier_mode, _prices(rule), counted, per)
    times = (graph.number(rule.times), scope.per(rule.times)) if rule.times is not None else (None, 1)
    scope.say(graph.over(counted, graph.const(0)), "units", rule.id, *said, *times, amount)
    reasons = [(too_few, "too_few_units"), (graph.negate(priced.found), "no_rate_in_policy")]
    awaits = priced.awaits
    if rule.floor is not None:
        floor = scope.priced(rule.floor)
        earns = graph.over(amount.node, graph.const(0))
        low = graph.both(earns, ex.is_more(graph, floor.amount, amount))
        awaits = graph.either(awaits, floor.awaits)
        if rule.floor_mode == "raise":
            scope.say(low, "floor_raised", rule.id, floor.amount)
            amount = ex.where(graph, low, floor.amount, amount)
        else:
            reasons.append((low, "below_floor"))
            amount = ex.where(graph, low, fen(graph, 0), amount)
    return Base(Priced(amount, graph.yes, awaits), reasons)


def _prices(rule: Rate) -> tuple[tuple[int | None, int], ...]:
    """Return up to which unit each price goes, and its fen; nothing where a table prices."""
    if rule.tiers:
        return tuple((None if tier.upto is None else int(tier.upto), given(tier.price)) for tier in rule.tiers)
    return () if rule.price is None else ((None, given(rule.price)),)


def _price(scope: Scope, rule: Rate, units: Exact) -> Priced:
    graph = scope.graph
    if rule.tiers:
        return _tiers(scope, rule, units)
    priced = scope.priced(rule.price) if rule.table is None else scope.priced_table(rule.table)
    amount = exact(graph.mul(priced.amount.node, units.node), units.per, priced.amount.most * max(units.most, 1))
    return Priced(amount, priced.found, priced.awaits)


def _tiers(scope: Scope, rule: Rate, units: Exact) -> Priced:
    graph = scope.graph
    awaits = graph.truth(any(is_open(tier.price) for tier in rule.tiers))
    prices = [given(tier.price) for tier in rule.tiers]
    dearest = max(prices)
    if rule.tier_mode == "whole":
        pairs = [
            (graph.at_least(graph.const(int(tier.upto or 0) * units.per), units.node), graph.const(price))
            for tier, price in zip(rule.tiers[:-1], prices, strict=False)
        ]
        node = graph.mul(graph.first_of(pairs, graph.const(prices[-1])), units.node)
    else:
        node, below, price_below = graph.const(0), 0, 0
        for tier, price in zip(rule.tiers, prices, strict=True):
            above = units.node
            if below:
                above = graph.most(graph.sub(units.node, graph.const(below * units.per)), graph.const(0))
            node = graph.add(node, graph.mul(above, graph.const(price - price_below)))
            below, price_below = int(tier.upto or 0), price
    return Priced(exact(node, units.per, max(units.most, 1) * dearest), graph.yes, awaits)


# ---------------------------------------------------------------- the other kinds


def _table(scope: Scope, rule: AmountTable, capped: Callable[[str], Base]) -> Base:
    graph = scope.graph
    if not rule.cells:
        return Base(Priced(fen(graph, 0), graph.yes, graph.yes), [])
    priced = scope.priced_table(rule)
    amount = _times(scope, priced.amount, rule.times)
    scope.say(priced.found, "cell", rule.id, amount)
    if rule.fallback is None:
        return Base(Priced(amount, graph.yes, priced.awaits), [(graph.negate(priced.found), "no_rate_in_policy")])
    other = capped(rule.fallback)
    missing = graph.negate(priced.found)
    scope.say(missing, "fallback", rule.id, rule.fallback)
    scope.say_again(missing, other.steps)
    return Base(
        Priced(
            ex.where(graph, priced.found, amount, other.amount),
            graph.yes,
            graph.either(priced.awaits, graph.both(missing, other.awaits)),
        ),
        [(graph.both(missing, when), reason) for when, reason in other.reasons],
    )


def _fixed(scope: Scope, rule: FixedAmount, paid: Callable[[str], Node]) -> Base:
    graph = scope.graph
    priced = scope.priced(rule.amount)
    amount = _times(scope, priced.amount, rule.times)
    reasons = []
    if rule.together_with is not None:
        reasons.append((graph.negate(paid(rule.together_with)), "not_together"))
    if rule.certificate is not None:
        reasons.append((graph.negate(_certified_within(scope, rule.certificate)), "not_certified"))
    fails = graph.any_of(when for when, _reason in reasons)
    amount = ex.where(graph, fails, fen(graph, 0), amount)
    scope.say(graph.negate(fails), "fixed", rule.id, amount)
    return Base(Priced(amount, graph.yes, priced.awaits), reasons)


def _certified_within(scope: Scope, wanted: CertificateWithin) -> Node:
    graph = scope.graph
    signed, certified = graph.number("contract_on"), graph.number("certified_on")
    last = graph.add_months(signed, graph.const(int(wanted.within) * 12))
    return graph.all_of(
        (
            graph.is_word("certificate", wanted.types),
            graph.present("contract_on"),
            graph.present("certified_on"),
            graph.at_least(certified, signed),
            graph.at_least(last, certified),
        )
    )


def _share(scope: Scope, rule: Share, capped: Callable[[str], Base]) -> Base:
    graph = scope.graph
    percent = factor(scope, rule.percent)
    awaits, reasons = percent.awaits, []
    if rule.of_fact is not None:
        base = Exact(graph.number(rule.of_fact), 1, scope.most(rule.of_fact))
        if rule.deemed is not None:
            deemed = _times(scope, fen(graph, int(rule.deemed.price)), rule.deemed.count)
            shown = graph.present(rule.of_fact)
            scope.say(graph.negate(shown), "deemed_cost", rule.id, deemed)
            base = ex.where(graph, shown, base, deemed)
    elif rule.of_rule is not None:
        other = capped(rule.of_rule)
        base, awaits, reasons = other.amount, graph.either(awaits, other.awaits), list(other.reasons)
        scope.say_again(graph.yes, other.steps)
    else:
        value = scope.index_value(str(rule.of_index))
        base, awaits = value.amount, graph.either(awaits, value.awaits)
    amount = ex.times(graph, base, percent.amount.most, percent.amount.per)
    earns = graph.over(base.node, graph.const(0))
    scope.say(earns, "share", rule.id, base, percent.amount.most, amount)
    if rule.floor is not None:
        floor = scope.priced(rule.floor)
        awaits = graph.either(awaits, floor.awaits)
        low = graph.both(earns, ex.is_more(graph, floor.amount, amount))
        scope.say(low, "floor_raised", rule.id, floor.amount)
        amount = ex.where(graph, low, floor.amount, amount)
    return Base(Priced(amount, graph.yes, awaits), reasons)


# ---------------------------------------------------------------- caps


def with_caps(scope: Scope, rule: Any, base: Base, capped: Callable[[str], Base]) -> Base:
    """Return the amount under the least of the rule's ceilings."""
    graph = scope.graph
    amount, awaits = base.amount, base.awaits
    for cap in rule.caps:
        ceiling = _ceiling(scope, cap, capped)
        height = _no_higher(scope, ceiling.amount, amount)
        over = graph.both(ceiling.found, ex.is_more(graph, amount, height))
        scope.say(over, "cap", rule.id, amount, height)
        lower = ex.where(graph, over, height, amount)
        amount = lower._replace(most=min(lower.most, height.most * lower.per)) if ceiling.found is graph.yes else lower
        awaits = graph.either(awaits, ceiling.awaits)
    return Base(Priced(amount, graph.yes, awaits), base.reasons)


def _no_higher(scope: Scope, ceiling: Exact, amount: Exact) -> Exact:
    """Lower a ceiling to what the amount can be at all, so that comparing them stays inside 64 bits; it cuts nothing there."""
    highest = -(-amount.most // amount.per)
    if ceiling.per != 1 or ceiling.most <= highest:
        return ceiling
    return Exact(scope.graph.least(ceiling.node, scope.graph.const(highest)), 1, highest)


def _ceiling(scope: Scope, cap: Any, capped: Callable[[str], Base]) -> Priced:
    graph = scope.graph
    if cap.amount is not None:
        return scope.priced(cap.amount)
    if cap.table is not None:
        return scope.priced_table(cap.table)
    if cap.price is not None:
        return Priced(_times(scope, fen(graph, int(cap.price)), cap.count), graph.yes, graph.no)
    if cap.cost is not None:
        cost = Exact(graph.number(cap.cost), 1, scope.most(cap.cost))
        return Priced(cost, graph.present(cap.cost), graph.no)
    percent = int(cap.share)
    if cap.rule is not None:
        other = capped(cap.rule)
        return Priced(ex.times(graph, other.amount, percent, 10_000), graph.yes, other.awaits)
    value = scope.index_value(cap.index)
    return Priced(ex.times(graph, value.amount, percent, 10_000), value.found, value.awaits)
