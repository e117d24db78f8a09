"""Adjustments of an amount (上浮、系数): factors, additions and yearly rises, joined as the document says."""

from __future__ import annotations

from math import lcm
from typing import TYPE_CHECKING, Final

from jineng.policy.claims import exact as ex
from jineng.policy.claims.amounts import Base
from jineng.policy.claims.conditions import condition_holds
from jineng.policy.claims.exact import Exact, exact, fen
from jineng.policy.claims.scope import Priced, factor, given, reduced
from jineng.policy.kinds import Adjust
from jineng.policy.measures import BASIS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from jineng.policy.claims.nodes import Node
    from jineng.policy.claims.scope import Scope
    from jineng.policy.kinds.adjust import Escalator, Portion

MOST_YEARS: Final = 30
"""A yearly rise is computed for at most so many years."""


def adjusted(scope: Scope, rule_id: str, base: Base, order: str) -> Base:
    """Return an amount after the adjustments of one rule and order: factors, then additions, then yearly rises."""
    adjusts = [rule for rule in scope.of(Adjust) if rule_id in rule.targets and rule.order == order]
    if not adjusts:
        return base
    graph = scope.graph
    awaits = base.awaits
    factors, additions = [], []
    for rule in adjusts:
        applies = _applies(scope, rule)
        if rule.factor is not None or rule.table is not None:
            priced = _factor(scope, rule)
            fits = graph.both(applies, priced.found)
            factors.append((rule, fits, priced.amount))
            awaits = graph.either(awaits, graph.both(applies, priced.awaits))
        elif rule.plus is not None or rule.plus_table is not None:
            priced = scope.priced(rule.plus) if rule.plus_table is None else scope.priced_table(rule.plus_table)
            additions.append((rule, graph.both(applies, priced.found), priced.amount))
            awaits = graph.either(awaits, graph.both(applies, priced.awaits))
    amount = _with_factors(scope, base.amount, factors)
    amount = _with_additions(scope, amount, additions)
    for rule in adjusts:
        if rule.escalator is not None:
            risen = _risen(scope, amount, rule.escalator)
            applies = _applies(scope, rule)
            scope.say(graph.both(applies, ex.is_more(graph, risen, amount)), "risen", rule.id, amount, risen)
            amount = ex.where(graph, applies, risen, amount)
    return Base(Priced(amount, graph.yes, awaits), base.reasons)


def _applies(scope: Scope, rule: Adjust) -> Node:
    graph = scope.graph
    applies = condition_holds(scope, rule.when)
    return applies if rule.top_up else graph.both(applies, graph.at_least(graph.const(0), scope.paid_fen))


def _factor(scope: Scope, rule: Adjust) -> Priced:
    if rule.table is None:
        priced = factor(scope, rule.factor)
    else:
        numbers = [given(cell) for cell in rule.table.cells.values()]
        size = reduced(numbers, BASIS)
        found, value, awaits = scope.cells(rule.table.axes, rule.table.cells, size)
        priced = Priced(Exact(value, BASIS // size, max(numbers) // size), found, awaits)
    if rule.on_portion is None:
        return priced
    return Priced(_on_portion(scope, priced.amount, rule.on_portion), priced.found, priced.awaits)


def _on_portion(scope: Scope, whole_factor: Exact, portion: Portion) -> Exact:
    """Let a factor count on a part only: 1 + (f − 1) × p, p in ten-thousandths."""
    graph = scope.graph
    part, whole = graph.number(portion.part), graph.number(portion.whole)
    divisor = graph.most(whole, graph.const(1))
    doubled = graph.add(graph.mul(part, graph.const(2 * BASIS)), divisor)
    share = graph.least(graph.floordiv(doubled, graph.mul(divisor, graph.const(2))), graph.const(BASIS))
    share = graph.where(graph.over(whole, graph.const(0)), share, graph.const(0))
    per = whole_factor.per
    change = graph.mul(graph.sub(whole_factor.node, graph.const(per)), share)
    return exact(graph.add(graph.const(per * BASIS), change), per * BASIS, max(whole_factor.most, per) * BASIS)


def _multiplied(scope: Scope, amount: Exact, by: Exact) -> Exact:
    constant = by.node.constant
    if constant is not None:
        return ex.times(scope.graph, amount, constant, by.per)
    return ex.times_node(scope.graph, amount, by.node, by.most, by.per)


def _with_factors(scope: Scope, amount: Exact, factors: list[tuple[Adjust, Node, Exact]]) -> Exact:
    if not factors:
        return amount
    graph, combine = scope.graph, factors[0][0].combine
    if combine == "multiply" or len(factors) == 1:
        for rule, fits, by in factors:
            multiplied = _multiplied(scope, amount, by)
            scope.say(fits, "adjusted", rule.id, amount, by, multiplied)
            amount = ex.where(graph, fits, multiplied, amount)
        return amount
    none = graph.negate(graph.any_of(fits for _rule, fits, _by in factors))
    one = Exact(graph.const(BASIS), BASIS, BASIS)
    zero = Exact(graph.const(0), BASIS, 0)
    if combine == "max":
        joined = zero
        for _rule, fits, by in factors:
            joined = ex.most(graph, joined, ex.where(graph, fits, by, zero))
    elif combine == "first":
        joined = one
        for _rule, fits, by in reversed(factors):
            joined = ex.where(graph, fits, by, joined)
    else:
        joined = _added(scope, factors)
    joined = ex.where(graph, none, one, joined)
    multiplied = _multiplied(scope, amount, joined)
    scope.say(graph.negate(none), "adjusted", factors[0][0].id, amount, joined, multiplied)
    return ex.where(graph, none, amount, multiplied)


def _added(scope: Scope, factors: list[tuple[Adjust, Node, Exact]]) -> Exact:
    """Add up what each factor has over 1."""
    graph = scope.graph
    per = lcm(*(by.per for _rule, _fits, by in factors))
    total, most = graph.const(per), per
    for _rule, fits, by in factors:
        scaled = graph.mul(by.node, graph.const(per // by.per))
        over = graph.sub(scaled, graph.const(per))
        total = graph.add(total, graph.where(fits, over, graph.const(0)))
        most += by.most * (per // by.per)
    return exact(graph.most(total, graph.const(0)), per, most)


def _with_additions(scope: Scope, amount: Exact, additions: list[tuple[Adjust, Node, Exact]]) -> Exact:
    if not additions:
        return amount
    graph, zero = scope.graph, fen(scope.graph, 0)
    combine = additions[0][0].combine
    parts = [(rule, ex.where(graph, fits, more, zero)) for rule, fits, more in additions]
    if combine in {"multiply", "add"} or len(parts) == 1:
        for rule, more in parts:
            joined = ex.plus(graph, amount, more)
            scope.say(graph.over(more.node, graph.const(0)), "added", rule.id, amount, more, joined)
            amount = joined
        return amount
    if combine == "max":
        chosen = _greatest(scope, (more for _rule, more in parts))
    else:
        chosen = zero
        for _rule, fits, more in reversed(additions):
            chosen = ex.where(graph, fits, more, chosen)
    joined = ex.plus(graph, amount, chosen)
    scope.say(graph.over(chosen.node, graph.const(0)), "added", additions[0][0].id, amount, chosen, joined)
    return joined


def _greatest(scope: Scope, amounts: Iterable[Exact]) -> Exact:
    result = fen(scope.graph, 0)
    for amount in amounts:
        result = ex.most(scope.graph, result, amount)
    return result


def _risen(scope: Scope, amount: Exact, rise: Escalator) -> Exact:
    graph = scope.graph
    years = graph.most(graph.sub(graph.year_of(scope.day), graph.const(rise.base_year)), graph.const(0))
    most_years = min(
        max(scope.document.head.valid_to.year - rise.base_year, 0), MOST_YEARS
    )  # the anchor day is in force
    years = graph.least(years, graph.const(most_years))
    percent = int(rise.percent)
    if not rise.compound:
        top = graph.add(graph.const(BASIS), graph.mul(years, graph.const(percent)))
        return ex.times_node(graph, amount, top, BASIS + percent * most_years, BASIS)
    mode, size = scope.rounding
    for year in range(1, most_years + 1):
        next_year = ex.rounded(graph, ex.times(graph, amount, BASIS + percent, BASIS), mode, size)
        amount = ex.where(graph, graph.at_least(years, graph.const(year)), next_year, amount)
    return amount
